/* A foreign file of any bytes, converted as the commands do it. Properties:
 * whatever the bytes are, every row of every file has one outcome, and what
 * comes out is of the simple form, row by row. */
#ifndef FUZZ_FOREIGN_KIT_H
#define FUZZ_FOREIGN_KIT_H

#include "base/file.h"
#include "convert/convert.h"
#include "csv/csv.h"

#include <unistd.h>

#define CHECK(x)                                                               \
	do {                                                                   \
		if (!(x))                                                      \
			abort();                                               \
	} while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char kit_dir[PATH_MAX], kit_out[PATH_MAX + 8];
static struct layouts kit_layouts;

static void kit_write(const char *name, const void *p, size_t n)
{
	char path[2 * PATH_MAX];
	snprintf(path, sizeof(path), "%s/%s", kit_dir, name);
	FILE *f = fopen(path, "w");
	CHECK(f && fwrite(p, 1, n, f) == n);
	CHECK(!fclose(f));
}

static void kit_start(void)
{
	const char *tmp = getenv("TMPDIR");
	if (*kit_dir)
		return;
	snprintf(kit_dir, sizeof(kit_dir), "%s/foreign-XXXXXX",
		 tmp ? tmp : "/tmp");
	CHECK(mkdtemp(kit_dir));
	snprintf(kit_out, sizeof(kit_out), "%s/out", kit_dir);
	CHECK(!file_make_dir(kit_out, NULL));
	CHECK(!layouts_load(&kit_layouts, NULL, NULL));
}

/* Rows of a file that came out, each with as many fields as its header. */
static void kit_check_file(struct simple *s, enum simple_flow f)
{
	char path[2 * PATH_MAX];
	struct file_map m;
	struct csv c;
	uint64_t n = 0;
	size_t n_field = 0;
	snprintf(path, sizeof(path), "%s/%s.csv", kit_out, simple_form[f].name);
	if (!simple_n_row(s, f)) {
		CHECK(!file_exists(path));
		return;
	}
	CHECK(!file_map_open(path, &m, NULL));
	csv_init(&c, m.bytes);
	for (enum rc rc; (rc = csv_next(&c, NULL)) != E_NOT_FOUND; n++) {
		if (rc) /* NUL bytes stay, for the import to refuse */
			continue;
		if (!n)
			n_field = c.n;
		CHECK(c.n == n_field);
	}
	CHECK(n == simple_n_row(s, f) + 1);
	CHECK(n_field == simple_form[f].n || n_field == simple_form[f].n + 1);
	csv_release(&c);
	file_map_close(&m);
	unlink(path);
}

static void kit_check(struct simple *s)
{
	for (uint32_t i = 0; i < simple_n_source(s); i++) {
		const struct simple_source *x = simple_source_at(s, i);
		CHECK(x->n_read == x->n_used + x->n_rejected + x->n_unused);
	}
	for (int f = 0; f < (int)N_SIMPLE; f++)
		kit_check_file(s, (enum simple_flow)f);
}

/* The file or folder of that name, as a form. */
static void kit_convert(const char *form, const char *name)
{
	char path[2 * PATH_MAX];
	struct convert_list list = {.n = 0};
	struct simple *s = NULL;
	const struct simple_options o = {.dir = kit_out};
	struct err err = {0};
	snprintf(path, sizeof(path), "%s/%s", kit_dir, name);
	CHECK(!convert_add(&list, &kit_layouts, form, path, &err));
	if (!convert_run(&list, &kit_layouts, &o, &s, &err))
		kit_check(s);
	else
		CHECK(err.text[0]);
	simple_close(s);
	convert_list_release(&list);
}

#endif
