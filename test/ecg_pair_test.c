/* Parcels, and WFDB records that travel as one: what goes in comes out, the
 * same files are the same bytes, and what is damaged, too large or more than
 * one exam is refused in words. */
#include "ecg/pair.h"

#include "test/ecg_mutate.h"
#include "test/parcel_kit.h"
#include "text/text.h"

#include <setjmp.h>
#include <cmocka.h>

static struct arena arena;

static int set_up(void **state)
{
	(void)state;
	arena_init(&arena, 256u << 20);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

#define HEAD "x 1 500 6\nx.dat 16 1000 16 0 1 21 0 I\n"
static const struct str samples = {"\1\0\2\0\3\0\4\0\5\0\6\0", 12};

static struct parcel_file file(const char *name, struct str bytes)
{
	return (struct parcel_file){str_from(name), bytes};
}

static struct str tar_of(const struct parcel_file *f, size_t n)
{
	struct str out = {0};
	if (parcel_tar(f, n, &arena, &out, NULL))
		fail_msg("a tar of %zu files was not made", n);
	return out;
}

static struct str zip_of(const struct parcel_file *f, size_t n, bool deflated)
{
	struct kit_zip z;
	kit_zip_init(&z);
	for (size_t i = 0; i < n; i++)
		kit_zip_add(&z, arena_str(&arena, f[i].name).ptr, f[i].bytes,
			    deflated);
	struct str s = arena_str(&arena, kit_zip_end(&z));
	kit_zip_release(&z);
	return s;
}

/* A text of n bytes that packs well. */
static struct str long_text(size_t n)
{
	char *p = arena_alloc(&arena, n + 1);
	memset(p, 'a', n);
	return (struct str){p, n};
}

static void gives_back_what_went_in(void **state)
{
	(void)state;
	const struct parcel_file rows[] = {
		file("x.hea", STR(HEAD)), file("one block.dat", long_text(512)),
		file("more.dat", long_text(513)),
		file("long", long_text(99999)), file("one", STR("1"))};
	for (int kind = 0; kind < 3; kind++) {
		struct parcel p;
		struct err err = {0};
		struct str s = kind == 0
				       ? tar_of(rows, countof(rows))
				       : zip_of(rows, countof(rows), kind == 2);
		if (parcel_open(s, 1u << 20, &arena, &p, &err))
			fail_msg("kind %d: %s", kind, err.text);
		assert_int_equal(p.n, countof(rows));
		for (size_t i = 0; i < p.n; i++)
			if (!str_eq(p.file[i].name, rows[i].name) ||
			    !str_eq(p.file[i].bytes, rows[i].bytes))
				fail_msg("kind %d: file %zu differs", kind, i);
	}
}

static void same_files_are_the_same_bytes(void **state)
{
	(void)state;
	const struct parcel_file f[] = {file("x.hea", STR(HEAD)),
					file("x.dat", samples)};
	const struct parcel_file turned[] = {f[1], f[0]};
	struct str one, two, name;
	assert_int_equal(ecg_pair_of_files(f, 2, &arena, &name, &one, NULL),
			 OK);
	assert_int_equal(
		ecg_pair_of_files(turned, 2, &arena, &name, &two, NULL), OK);
	assert_true(str_is(name, "x.tar"));
	assert_true(str_eq(one, two));
}

static void reads_a_record(void **state)
{
	(void)state;
	const struct parcel_file f[] = {file("x.hea", STR(HEAD)),
					file("x.dat", samples)};
	const struct parcel_file in_folder[] = {
		file("exam/", STR("")), file("exam/x.hea", STR(HEAD)),
		file("exam/x.dat", samples),
		file("__MACOSX/exam/._x.hea", STR("Mac OS X"))};
	const struct {
		const char *name;
		struct str bytes;
	} rows[] = {{"tar", tar_of(f, 2)},
		    {"ZIP, stored", zip_of(f, 2, false)},
		    {"ZIP, deflated", zip_of(f, 2, true)},
		    {"ZIP of a folder", zip_of(in_folder, 4, false)}};
	const struct ecg_read_options o = {.name = STR("any")};
	for (size_t i = 0; i < countof(rows); i++) {
		struct ecg_record r;
		struct err err = {0};
		if (ecg_read(rows[i].bytes, &o, &arena, &r, &err))
			fail_msg("%s: %s", rows[i].name, err.text);
		assert_int_equal(r.format, ECG_WFDB);
		assert_int_equal(r.n_sample, 6);
		assert_true(r.lead[0].uv[5] > 5.9F && r.lead[0].uv[5] < 6.1F);
	}
}

/* ---- refusals */

static struct str damaged_tar(size_t at, char to)
{
	const struct parcel_file f[] = {file("x.hea", STR(HEAD)),
					file("x.dat", samples)};
	struct str s = tar_of(f, 2);
	((char *)(uintptr_t)s.ptr)[at] = to;
	return s;
}

static struct str lying_zip(uint32_t size, unsigned flags)
{
	struct kit_zip z;
	kit_zip_init(&z);
	kit_zip_add(&z, "x.hea", STR(HEAD), true);
	z.lie_size = size;
	z.flags = flags;
	kit_zip_add(&z, "x.dat", long_text(1u << 20), true);
	struct str s = arena_str(&arena, kit_zip_end(&z));
	kit_zip_release(&z);
	return s;
}

static struct str many(void)
{
	struct parcel_file f[PARCEL_MOST_FILES + 1];
	for (size_t i = 0; i < countof(f); i++)
		f[i] = (struct parcel_file){arena_printf(&arena, "f%zu", i),
					    STR("x")};
	return zip_of(f, countof(f), false);
}

static void refuses_in_words(void **state)
{
	(void)state;
	const struct parcel_file hea = file("x.hea", STR(HEAD)),
				 dat = file("x.dat", samples);
	const struct parcel_file two[] = {hea, dat, file("y.hea", STR(HEAD))};
	const struct parcel_file same[] = {hea, dat, dat};
	const struct parcel_file more[] = {hea, dat, file("z.scp", samples)};
	const struct parcel_file none[] = {dat};
	const struct parcel_file text[] = {file("x.hea", STR("hello")), dat};
	const struct parcel_file inner[] = {{STR("x.hea"), tar_of(&hea, 1)},
					    dat};
	const struct parcel_file both[] = {hea, dat};
	const struct str whole = tar_of(both, 2), zip = zip_of(both, 2, true);
	const struct {
		const char *name;
		struct str bytes;
		enum msg msg;
	} rows[] = {
		{"no signal file", tar_of(&hea, 1), MSG_ECG_BESIDE},
		{"a ZIP of nothing", zip_of(none, 0, false),
		 MSG_ECG_PARCEL_HOLDS},
		{"a tar of nothing", tar_of(none, 0), MSG_ECG_UNKNOWN},
		{"no header", zip_of(none, 1, false), MSG_ECG_PARCEL_HOLDS},
		{"two headers", tar_of(two, 3), MSG_ECG_TWO_EXAMS},
		{"another exam beside", tar_of(more, 3), MSG_ECG_PARCEL_HOLDS},
		{"a name twice", zip_of(same, 3, false), MSG_ECG_PARCEL},
		{"a header that is none", tar_of(text, 2),
		 MSG_ECG_PARCEL_HOLDS},
		{"a parcel in a parcel", tar_of(inner, 2),
		 MSG_ECG_PARCEL_HOLDS},
		{"a tar cut in a file", str_sub(whole, 0, 1100),
		 MSG_ECG_PARCEL},
		{"a tar without its end", str_sub(whole, 0, whole.len - 1024),
		 MSG_ECG_PARCEL},
		{"a changed name", damaged_tar(1, 'y'), MSG_ECG_PARCEL},
		{"a link", damaged_tar(156, '2'), MSG_ECG_PARCEL},
		{"bytes behind the end", damaged_tar(whole.len - 1, 'x'),
		 MSG_ECG_PARCEL},
		{"a ZIP cut", str_sub(zip, 0, zip.len - 1), MSG_ECG_PARCEL},
		{"a password", lying_zip(0, 1), MSG_ECG_PARCEL},
		{"longer than it says", lying_zip(1000, 0), MSG_ECG_PARCEL},
		{"shorter than it says", lying_zip(2u << 20, 0),
		 MSG_ECG_PARCEL},
		{"a bomb that says so", lying_zip(0xfffffff0U, 0),
		 MSG_ECG_TOO_LARGE},
		{"too many files", many(), MSG_ECG_TOO_LARGE},
	};
	const struct ecg_read_options o = {.name = STR("any")};
	for (size_t i = 0; i < countof(rows); i++) {
		struct ecg_record r;
		struct err err = {0};
		struct arena a;
		arena_init(&a, 4u << 20); /* a bomb would not fit */
		if (!ecg_read(rows[i].bytes, &o, &a, &r, &err) ||
		    err.msg != (int)rows[i].msg)
			fail_msg("%s: %d %s", rows[i].name, err.msg, err.text);
		arena_release(&a);
	}
}

/* Many small members that inflate to more than is allowed together. */
static void bombs_are_bounded_together(void **state)
{
	(void)state;
	struct parcel_file f[4];
	struct parcel p;
	struct str text = long_text(400000);
	for (size_t i = 0; i < countof(f); i++)
		f[i] = (struct parcel_file){arena_printf(&arena, "f%zu", i),
					    text};
	struct str s = zip_of(f, countof(f), true);
	assert_true(s.len < 10000);
	assert_int_equal(parcel_open(s, 1600000, &arena, &p, NULL), OK);
	assert_int_equal(parcel_open(s, 1599999, &arena, &p, NULL), E_LIMIT);
}

static void damaged_copies(void **state)
{
	(void)state;
	const struct parcel_file f[] = {file("x.hea", STR(HEAD)),
					file("x.dat", samples)};
	const struct str rows[] = {tar_of(f, 2), zip_of(f, 2, false),
				   zip_of(f, 2, true)};
	for (size_t i = 0; i < countof(rows); i++) {
		size_t n_read, bad = mutate_all(rows[i], 4000, i, &n_read);
		if (bad != SIZE_MAX)
			fail_msg("parcel %zu, copy %zu", i, bad);
	}
}

static void names_what_a_header_needs(void **state)
{
	(void)state;
	static const struct {
		const char *name, *head, *needs;
		enum msg msg;
	} rows[] = {
		{"one", HEAD, "x.dat", MSG_NONE},
		{"one for two signals",
		 "x 2 500 3\nx.dat 16 1000\nx.dat 16 1000\n", "x.dat",
		 MSG_NONE},
		{"two", "x 2 500 3\na.dat 16 1000\nb.dat 16 1000\n",
		 "a.dat b.dat", MSG_NONE},
		{"a path", "x 1 500 3\n../a.dat 16 1000\n", "",
		 MSG_ECG_DAMAGED},
		{"hidden", "x 1 500 3\n.a.dat 16 1000\n", "", MSG_ECG_DAMAGED},
		{"no header", "a;b;c\n1;2;3\n", "", MSG_ECG_PARCEL_HOLDS},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct ecg_pair_names l = {.n = 0};
		struct err err = {0};
		struct buf b;
		(void)!ecg_pair_named(str_from(rows[i].head), &arena, &l, &err);
		buf_init(&b, 200);
		for (size_t k = 0; k < l.n; k++) {
			buf_str(&b, k ? STR(" ") : STR(""));
			buf_str(&b, l.name[k]);
		}
		if (err.msg != (int)rows[i].msg ||
		    !str_is(buf_view(&b), rows[i].needs))
			fail_msg("%s: %s", rows[i].name, err.text);
		buf_release(&b);
	}
}

int main(void)
{
#define EACH(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		EACH(gives_back_what_went_in),
		EACH(same_files_are_the_same_bytes),
		EACH(reads_a_record),
		EACH(refuses_in_words),
		EACH(bombs_are_bounded_together),
		EACH(damaged_copies),
		EACH(names_what_a_header_needs),
	};
	return cmocka_run_group_tests_name("ecg pair", tests, NULL, NULL);
}
