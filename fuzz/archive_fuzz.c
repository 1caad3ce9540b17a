/* Property: an archive whose files were changed in any way is refused, or read
 * within its bounds. A sound archive is made once; the input says which file
 * gets which bytes: number of the file, offset (2 bytes), value, repeated; an
 * input that begins with 255 is a MANIFEST as a whole. */
#include "base/file.h"
#include "flows/export.h"
#include "flows/flows.h"
#include "flows/manifest_int.h"

#include <unistd.h>

#define MAX_FILE 8

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char dir[256];
static struct arena arena;
static struct {
	char path[PATH_MAX];
	struct str good;
} file[MAX_FILE];
static size_t n_file;
static volatile uint64_t sink;

static void check(bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "archive_fuzz: %s\n", what);
	abort();
}

static void put(const char *name, const char *text)
{
	char path[PATH_MAX];
	snprintf(path, sizeof(path), "%s/%s", dir, name);
	check(!file_write_atomic(path, str_from(text), NULL), name);
}

static void keep(const char *name)
{
	snprintf(file[n_file].path, sizeof(file[0].path), "%s/a/%s", dir, name);
	check(!file_read(file[n_file].path, &arena, 1u << 20,
			 &file[n_file].good, NULL),
	      name);
	n_file++;
}

static void import(void)
{
	char archive[PATH_MAX];
	struct flows_report report;
	struct err err = {0};
	snprintf(archive, sizeof(archive), "%s/a", dir);
	const struct flows_options o = {
		.dir = dir,
		.archive = archive,
		.extraction = date_of(2025, 12, 31),
		.max_rejects_e4 = -1,
		.n_thread = 1,
		.municipalities = STR("istat_code,ats\n015146,321\n")};
	if (flows_import(&o, &report, &err))
		check(false, err.text);
}

/* Two imports: the second takes a record of the first back. */
static void make_archive(void)
{
	const char *tmp = getenv("TMPDIR");
	snprintf(dir, sizeof(dir), "%s/archive_fuzzXXXXXX", tmp ? tmp : "/tmp");
	check(mkdtemp(dir) != NULL, "no folder");
	arena_init(&arena, 64u << 20);
	put("person.csv",
	    "person_id,fiscal_code,birth_date,sex,municipality_istat,ats,"
	    "gp_code,registration_start,registration_end,death_date\n"
	    "P1,,1980-01-01,M,015146,321,D1,2015-01-01,,\n"
	    "P2,,1980-01-01,M,015146,321,D1,2015-01-01,,\n");
	put("emergency.csv",
	    "record_id,person_id,arrival,exit,triage,arrival_mode,outcome,dx1,"
	    "dx2,dx3,dx4,dx5,facility_code,hospital_record_id,cost_eur\n"
	    "E1,P1,2024-01-01T10:00,,3,1,1,4280,,,,,F1,,\n"
	    "E2,P2,2024-01-01T10:00,,3,1,1,4280,,,,,F1,H1,\n");
	import();
	put("emergency.csv",
	    "record_id,person_id,arrival,exit,triage,arrival_mode,outcome,dx1,"
	    "dx2,dx3,dx4,dx5,facility_code,hospital_record_id,cost_eur,op\n"
	    "E1,P1,2024-01-01T10:00,,2,1,1,4280,,,,,F1,,,V\n"
	    "E2,,,,,,,,,,,,,,,C\n");
	import();
	keep("MANIFEST");
	keep("000001-people.col");
	keep("000001-dictionaries.col");
	keep("000001-emergency.col");
	keep("000002-emergency.col");
	keep("000002-removed.col");
}

static void overwrite(size_t i, struct str bytes)
{
	FILE *f = fopen(file[i].path, "we");
	check(f && fwrite(bytes.ptr, 1, bytes.len, f) == bytes.len, "write");
	fclose(f);
}

/* What counts, as text. */
static void read_lines(const struct archive *a, size_t i)
{
	const struct archive_segment *s = archive_segment(a, i);
	const struct emergency_cols *x = &s->emergency;
	struct buf b;
	buf_init(&b, 1u << 20);
	for (size_t p = 0; p < s->n_person; p++)
		for (uint32_t at = x->first[p], to;
		     archive_live(x->removed, &at, x->first[p + 1], &to);
		     at = to)
			for (uint32_t k = at; k < to; k++)
				export_line(&b,
					    &(struct export_row){
						    a, 1 + (int)FLOW_EMERGENCY,
						    i, p, k});
	for (size_t p = 0; p < archive_people(a)->n; p++)
		export_line(&b, &(struct export_row){a, 0, 0, p, p});
	sink += b.len;
	buf_release(&b);
}

static void read_segment(const struct archive *a, size_t i)
{
	const struct archive_segment *s = archive_segment(a, i);
	if (archive_check_range(a, i, 0, s->n_person, NULL))
		return;
	for (size_t p = 0; p < s->n_person; p++)
		for (uint32_t k = s->emergency.first[p];
		     k < s->emergency.first[p + 1]; k++) {
			sink += (uint64_t)s->emergency.date[k];
			sink += archive_dict(a, DICT_DX, s->emergency.dx[0][k])
					.len;
			sink += archive_record_id(a, i, FLOW_EMERGENCY, k).len;
			sink += archive_emergency_hospital(a, i, k).len;
		}
	read_lines(a, i);
}

static void read_all(void)
{
	char path[PATH_MAX];
	struct archive *a = NULL;
	snprintf(path, sizeof(path), "%s/a", dir);
	if (archive_open(path, &a, NULL))
		return;
	for (size_t i = 0; i < archive_people(a)->n; i++) {
		struct str id = archive_person_id(a, i);
		sink += archive_find_person(a, id);
		for (size_t k = 0; k < id.len; k++)
			sink += (unsigned char)id.ptr[k];
	}
	for (int d = 0; d < (int)N_DICT; d++)
		sink += archive_dict_find(a, (enum dict)d, STR("4280"));
	for (size_t i = 0; i < archive_n_segment(a); i++)
		read_segment(a, i);
	for (size_t i = 0; i < archive_n_removed(a); i++)
		sink += archive_removed(a, i).row;
	sink += archive_verify(a, NULL);
	archive_close(a);
}

static void damage(const uint8_t *data, size_t size)
{
	static char bytes[1 << 16];
	size_t which = data[0] % n_file;
	struct str good = file[which].good;
	check(good.len <= sizeof(bytes), "size");
	memcpy(bytes, good.ptr, good.len);
	for (size_t i = 1; i + 3 <= size; i += 3)
		bytes[((size_t)data[i] << 8 | data[i + 1]) % good.len] =
			(char)data[i + 2];
	size_t len = size > 1 && size % 3 == 2 ? data[size - 1] * good.len / 255
					       : good.len;
	overwrite(which, (struct str){bytes, len});
	read_all();
	overwrite(which, good);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!n_file)
		make_archive();
	if (!size || size > 4096)
		return 0;
	if (data[0] != 255) {
		damage(data, size);
		return 0;
	}
	struct manifest m = {0};
	if (!manifest_parse((struct str){(const char *)data + 1, size - 1}, &m,
			    NULL))
		manifest_release(&m);
	return 0;
}
