/* A ZIP written a file at a time: what our own reader gives back, and what is
 * refused. unzip and Python read one in test/tele_test.sh. */
#include "parcel/parcel.h"
#include "parcel/zip_out.h"
#include "test/parcel_kit.h"

#include <setjmp.h>
#include <cmocka.h>
#include <fcntl.h>
#include <unistd.h>

static const struct {
	const char *name;
	struct str bytes;
	struct date day;
} files[] = {
	{"LEGGIMI.txt", STR_INIT("tutto"), {20513}},
	{"esami/2026-03-02-ecg-1/registrazione-esame_1.edf",
	 STR_INIT("\0\1\2"),
	 {20513}},
	{"vuoto.csv", STR_INIT(""), {20513}},
	{"prima del 1980.txt", STR_INIT("x"), {0}},
};

static int scratch(void)
{
	char path[] = "/tmp/zip_out-XXXXXX";
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	unlink(path);
	return fd;
}

static struct str all_of(int fd, int64_t len, struct arena *a)
{
	char *p = arena_alloc(a, (size_t)len);
	assert_int_equal(pread(fd, p, (size_t)len, 0), len);
	return (struct str){p, (size_t)len};
}

/* Our reader knows files by their bare name. */
static void what_goes_in_comes_out(void **state)
{
	struct zip_out z;
	struct err err = {0};
	struct arena a;
	struct parcel p;
	int64_t len = 0;
	int fd = scratch();
	(void)state;
	arena_init(&a, 1 << 20);
	zip_out_init(&z, fd);
	for (size_t i = 0; i < countof(files); i++)
		assert_int_equal(zip_out_put(&z, str_from(files[i].name),
					     files[i].bytes, files[i].day,
					     &err),
				 OK);
	assert_int_equal(zip_out_end(&z, &len, &err), OK);
	assert_int_equal(lseek(fd, 0, SEEK_END), len);
	assert_int_equal(
		parcel_open(all_of(fd, len, &a), 1 << 20, &a, &p, &err), OK);
	assert_int_equal(p.n, countof(files));
	for (size_t i = 0; i < p.n; i++) {
		const char *bare = strrchr(files[i].name, '/');
		assert_true(str_is(p.file[i].name,
				   bare ? bare + 1 : files[i].name));
		assert_true(str_eq(p.file[i].bytes, files[i].bytes));
	}
	zip_out_release(&z);
	arena_release(&a);
	close(fd);
}

static void names_that_harm(void **state)
{
	static const struct str names[] = {
		STR_INIT(""),     STR_INIT("/etc/passwd"),
		STR_INIT("../x"), STR_INIT("a/../../x"),
		STR_INIT("a\\b"), STR_INIT("a\nb"),
		STR_INIT("a\0b")};
	char longest[202];
	struct zip_out z;
	struct err err = {0};
	struct date day = {20513};
	int fd = scratch();
	(void)state;
	memset(longest, 'x', sizeof(longest));
	zip_out_init(&z, fd);
	for (size_t i = 0; i < countof(names); i++)
		if (zip_out_put(&z, names[i], STR("x"), day, &err) != E_RANGE)
			fail_msg("name %zu is taken", i);
	assert_int_equal(zip_out_put(&z, (struct str){longest, 201}, STR("x"),
				     day, &err),
			 E_RANGE);
	assert_int_equal(zip_out_put(&z, (struct str){longest, 200}, STR("x"),
				     day, &err),
			 OK);
	assert_int_equal(lseek(fd, 0, SEEK_END), 30 + 200 + 1);
	zip_out_release(&z);
	close(fd);
}

/* Nothing is written past what a ZIP without ZIP64 holds: said before the
 * bytes are looked at. */
static void more_than_a_zip_holds(void **state)
{
	struct zip_out z;
	struct err err = {0};
	struct date day = {20513};
	int64_t len = 0;
	(void)state;
	zip_out_init(&z, -1);
	z.at = UINT32_MAX - 4000;
	assert_int_equal(zip_out_put(&z, STR("a"), STR("x"), day, &err),
			 E_LIMIT);
	z.at = UINT32_MAX - 10;
	assert_int_equal(zip_out_end(&z, &len, &err), E_LIMIT);
	z.at = 0;
	z.n = UINT16_MAX - 1;
	assert_int_equal(zip_out_put(&z, STR("a"), STR("x"), day, &err),
			 E_LIMIT);
	zip_out_release(&z);
}

static void a_full_disk_is_told(void **state)
{
	struct zip_out z;
	struct err err = {0};
	int fd = open("/dev/full", O_WRONLY);
	(void)state;
	if (fd < 0)
		skip();
	zip_out_init(&z, fd);
	assert_int_equal(
		zip_out_put(&z, STR("a"), STR("x"), (struct date){20513}, &err),
		E_IO);
	zip_out_release(&z);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_goes_in_comes_out),
		cmocka_unit_test(names_that_harm),
		cmocka_unit_test(more_than_a_zip_holds),
		cmocka_unit_test(a_full_disk_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
