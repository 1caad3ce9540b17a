/* Property: a kept run whose files were changed in any way is refused, or read
 * within its bounds, and a run that begins from it ends. A sound one is made
 * once; the input says which file gets which bytes: number of the file, then
 * offset (2 bytes) and value, repeated; one byte more cuts it short. */
#include "base/file.h"
#include "flows/flows.h"
#include "strata/kept.h"

#include <unistd.h>

#define N_FILE_KEPT 2

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char dir[256], archive_dir[300];
static struct arena arena;
static struct knowledge kn;
static struct rules rules;
static struct archive *archive;
static struct strata *strata;
static struct strata_result *results;
static struct {
	char path[400];
	struct str good;
} file[N_FILE_KEPT];
static volatile uint64_t sink;

static void must(enum rc rc, const struct err *err, const char *what)
{
	if (!rc)
		return;
	fprintf(stderr, "kept_fuzz: %s: %s\n", what, err ? err->text : "");
	abort();
}

static void put(const char *name, const char *text)
{
	char path[400];
	struct err err = {0};
	snprintf(path, sizeof(path), "%s/%s", dir, name);
	must(file_write_atomic(path, str_from(text), &err), &err, name);
}

static void make_archive(struct err *err)
{
	struct flows_report report;
	const struct flows_options o = {
		.dir = dir,
		.archive = archive_dir,
		.extraction = date_of(2025, 12, 31),
		.max_rejects_e4 = -1,
		.n_thread = 1,
		.municipalities = STR("istat_code,ats\n015146,321\n")};
	put("person.csv",
	    "person_id,fiscal_code,birth_date,sex,municipality_istat,ats,"
	    "gp_code,registration_start,registration_end,death_date\n"
	    "P1,,1950-01-01,M,015146,321,D1,2015-01-01,,\n"
	    "P2,,1980-01-01,F,015146,321,D1,2015-01-01,,\n"
	    "P3,,1930-01-01,F,015146,321,D1,2015-01-01,,2020-01-01\n");
	put("hospital.csv",
	    "record_id,person_id,admission_date,discharge_date,regime,"
	    "facility_code,specialty_code,dx1,dx2,dx3,dx4,dx5,dx6,proc1,proc2,"
	    "proc3,proc4,proc5,proc6,proc1_date,proc2_date,proc3_date,"
	    "proc4_date,proc5_date,proc6_date,drg,discharge_mode,cost_eur\n"
	    "H1,P1,2025-01-01,2025-01-09,1,F1,26,4280,25000,,,,,,,,,,,,,,,,,"
	    "127,2,\n");
	must(flows_import(&o, &report, err), err, "import");
	must(archive_open(archive_dir, &archive, err), err, "archive");
}

static void make_rules(struct err *err)
{
	struct issues found;
	issues_init(&found, &arena, 1);
	must(knowledge_load_strata(&kn, err), err, "knowledge");
	must(rules_load(&rules, NULL, &found, err), err, "rules");
	const struct strata_question q = {.archive = archive,
					  .kn = &kn,
					  .rules = &rules,
					  .index = date_of(2025, 6, 30)};
	must(strata_new(&q, &strata, err), err, "strata");
	issues_release(&found);
}

/* The run, and its files as they should be. */
static void make_run(struct err *err)
{
	static const char *const name[N_FILE_KEPT] = {"000001.col",
						      "000001-watch.col"};
	struct kept_info info;
	const struct kept_plan plan = {.archive_dir = archive_dir,
				       .n_thread = 1};
	results = calloc(archive_people(archive)->n + 1, sizeof(*results));
	must(results ? OK : E_NOMEM, err, "memory");
	must(kept_run(strata, &plan, results, &info, err), err, "run");
	for (size_t i = 0; i < N_FILE_KEPT; i++) {
		snprintf(file[i].path, sizeof(file[i].path), "%s/strata/%s",
			 archive_dir, name[i]);
		must(file_read(file[i].path, &arena, 1u << 20, &file[i].good,
			       err),
		     err, name[i]);
	}
}

static void make_all(void)
{
	struct err err = {0};
	const char *tmp = getenv("TMPDIR");
	snprintf(dir, sizeof(dir), "%s/kept_fuzzXXXXXX", tmp ? tmp : "/tmp");
	must(mkdtemp(dir) ? OK : E_IO, NULL, "no folder");
	snprintf(archive_dir, sizeof(archive_dir), "%s/a", dir);
	arena_init(&arena, 64u << 20);
	make_archive(&err);
	make_rules(&err);
	make_run(&err);
}

static void overwrite(size_t i, struct str bytes)
{
	FILE *f = fopen(file[i].path, "we");
	must(f && fwrite(bytes.ptr, 1, bytes.len, f) == bytes.len ? OK : E_IO,
	     NULL, "write");
	fclose(f);
}

static void read_people(const struct kept *k)
{
	struct strata_result r;
	for (size_t i = 0; i < kept_info(k)->n_person; i++) {
		kept_result(k, i, &r);
		sink += kept_condition(k, r.main_condition).len;
		sink += kept_cluster(k, r.main_cluster).len;
		sink += r.level;
	}
	sink += kept_n_condition(k);
	sink += kept_verify(k, NULL);
}

/* What commands do with a kept run: list, read, begin from it. */
static void use(void)
{
	struct arena a;
	struct kept *k = NULL;
	struct kept_info *list, info;
	size_t n;
	arena_init(&a, 1u << 20);
	sink += kept_list(archive_dir, &a, &list, &n, NULL);
	arena_release(&a);
	if (kept_open(archive_dir, 1, &k, NULL))
		return;
	read_people(k);
	const struct kept_plan plan = {.archive_dir = archive_dir,
				       .from = k,
				       .n_thread = 1,
				       .dry = true};
	if (!kept_unusable(k, strata))
		sink += kept_run(strata, &plan, results, &info, NULL);
	kept_close(k);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char bytes[1 << 18];
	if (!strata)
		make_all();
	if (!size || size > 4096)
		return 0;
	const size_t which = data[0] % N_FILE_KEPT;
	const struct str good = file[which].good;
	must(good.len <= sizeof(bytes) ? OK : E_LIMIT, NULL, "size");
	memcpy(bytes, good.ptr, good.len);
	for (size_t i = 1; i + 3 <= size; i += 3)
		bytes[((size_t)data[i] << 8 | data[i + 1]) % good.len] =
			(char)data[i + 2];
	const size_t len = size > 1 && size % 3 == 2
				   ? data[size - 1] * good.len / 255
				   : good.len;
	overwrite(which, (struct str){bytes, len});
	use();
	overwrite(which, good);
	return 0;
}
