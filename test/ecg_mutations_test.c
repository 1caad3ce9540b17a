/* Damaged copies of files in the binary formats: files of devices and records
 * that are shared among projects, when they are here, and files of our own
 * writers. Every copy is read or refused in words, within a second and a bound
 * of memory; what a checksum covers is never read wrong.
 *
 * ECG_MUTATIONS says how many copies of each file; 10,000 in test/long. */
#include "test/ecg_dicom_writer.h"
#include "test/ecg_edf_writer.h"
#include "test/ecg_mutate.h"
#include "test/ecg_scp_writer.h"
#include "base/file.h"

#include <setjmp.h>
#include <cmocka.h>

enum { MOST_FILES = 3, MEMORY = 64 << 20, SLOW_MS = 1000 };

/* A recording: one file, or a header with its signals and annotations. */
struct source {
	const char *name;
	struct ecg_kit_file file[MOST_FILES + 1];
	size_t n_file, n_safe; /* a damaged sample in the last `n_safe` files
				  cannot pass */
	bool is_scp;
};

struct tally {
	size_t n, refused, same, other;
	double slowest_ms;
};

static struct arena arena; /* sources and what they hold */

static size_t copies(void)
{
	const char *set = getenv("ECG_MUTATIONS");
	int64_t n;
	return set && str_to_int(str_from(set), &n) && n > 0 ? (size_t)n : 200;
}

static double now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static bool same_signal(const struct ecg_record *a, const struct ecg_record *b)
{
	if (a->n_sample != b->n_sample || a->n_lead != b->n_lead ||
	    fabs(a->hz - b->hz) > 0)
		return false;
	for (size_t k = 0; k < a->n_lead; k++)
		if (strcmp(a->lead[k].name, b->lead[k].name) ||
		    memcmp(a->lead[k].uv, b->lead[k].uv,
			   a->n_sample * sizeof(float)))
			return false;
	return true;
}

static enum rc read_source(const struct source *s, struct arena *a,
			   struct ecg_record *r, struct err *err)
{
	return ecg_kit_read(s->file[0].bytes,
			    (struct ecg_kit_file *)(uintptr_t)s->file, a, r,
			    err);
}

/* File `which` of the source damaged; of an SCP-ECG every other copy with
 * checksums made right, so that something comes past them. */
static void damage(struct rng *g, struct source *s, size_t which,
		   struct buf *room, bool sign)
{
	buf_reset(room);
	char *to = buf_reserve(room, 2 * s->file[which].bytes.len);
	assert(to);
	buf_advance(room, mutate(g, s->file[which].bytes, to));
	if (sign && room->len >= SCP_SECTION_0 + 6)
		scp_sign(room);
	s->file[which].bytes = buf_view(room);
}

static void check_copy(const struct source *s, const struct ecg_record *whole,
		       bool is_safe, size_t i, struct tally *t)
{
	struct arena a;
	struct ecg_record r;
	struct err err = {0};
	const double begun = now_ms();
	arena_init(&a, MEMORY);
	enum rc rc = read_source(s, &a, &r, &err);
	t->slowest_ms = fmax(t->slowest_ms, now_ms() - begun);
	t->n++;
	if (rc) {
		t->refused++;
		if (!err.msg && rc != E_LIMIT)
			fail_msg("%s, copy %zu: refused without words: %s",
				 s->name, i, err.text);
	} else if (!is_sane(&r)) {
		fail_msg("%s, copy %zu: not a record", s->name, i);
	} else if (same_signal(whole, &r)) {
		t->same++;
	} else {
		t->other++;
		if (is_safe)
			fail_msg("%s, copy %zu: another signal passed its "
				 "checksums",
				 s->name, i);
	}
	arena_release(&a);
}

static void damage_all(const struct source *s)
{
	struct rng g;
	struct arena a;
	struct ecg_record whole;
	struct tally t = {0};
	struct buf room;
	struct err err = {0};
	rng_init(&g, 20261122);
	arena_init(&a, MEMORY);
	buf_init(&room, 64 << 20);
	if (read_source(s, &a, &whole, &err))
		fail_msg("%s: %s", s->name, err.text);
	for (size_t i = 0, n = copies(); i < n; i++) {
		struct source copy = *s;
		const size_t which = rng_below(&g, (uint32_t)s->n_file);
		const bool sign = s->is_scp && i % 2;
		damage(&g, &copy, which, &room, sign);
		check_copy(&copy, &whole,
			   !sign && which >= s->n_file - s->n_safe, i, &t);
	}
	print_message("%-28s %zu copies: %zu refused, %zu the same, %zu "
		      "another signal; slowest %.1f ms\n",
		      s->name, t.n, t.refused, t.same, t.other, t.slowest_ms);
	assert_true(t.slowest_ms < SLOW_MS);
	buf_release(&room);
	arena_release(&a);
}

/* ----------------------------------------------------------------- our files
 */

static const struct scp_zone zones[] = {{81, 140}, {401, 460}};

static int with_levels(size_t k, size_t i)
{
	for (size_t z = 0; z < countof(zones); z++)
		if (i + 1 >= zones[z].first && i + 1 <= zones[z].last)
			return ecg_kit_sample(k, i);
	return (int)k;
}

static struct source kept(const char *name, struct buf *b, bool is_scp)
{
	struct source s = {
		.name = name, .n_file = 1, .n_safe = is_scp, .is_scp = is_scp};
	s.file[0] = (struct ecg_kit_file){name, arena_str(&arena, buf_view(b))};
	buf_reset(b);
	return s;
}

static void our_scp(void **state)
{
	static const struct {
		const char *name;
		struct scp_writing w;
	} rows[] = {
		{"own SCP, plain", {.packing = SCP_PLAIN}},
		{"own SCP, usual table", {.packing = SCP_USUAL, .order = 2}},
		{"own SCP, own tables", {.packing = SCP_OWN, .order = 1}},
		{"own SCP, reference beat",
		 {.packing = SCP_USUAL, .order = 2, .subtract = true}},
		{"own SCP, bimodal",
		 {.packing = SCP_USUAL,
		  .order = 2,
		  .subtract = true,
		  .factor = 4}},
	};
	struct buf b;
	(void)state;
	buf_init(&b, 4 << 20);
	for (size_t i = 0; i < countof(rows); i++) {
		struct scp_writing w = rows[i].w;
		w.n_lead = 8;
		w.n_sample = 1000;
		w.sample = w.factor ? with_levels : ecg_kit_sample;
		w.zone = zones;
		w.n_zone = countof(zones);
		scp_write(&w, &b);
		struct source s = kept(rows[i].name, &b, true);
		damage_all(&s);
	}
	buf_release(&b);
}

static void our_dicom(void **state)
{
	struct buf b;
	(void)state;
	buf_init(&b, 4 << 20);
	for (int open = 0; open < 2; open++) {
		const struct dicom_writing w = {.n_lead = 8,
						.n_sample = 1000,
						.sample = ecg_kit_sample,
						.sensitivity = "2.5",
						.with_median = true,
						.is_implicit = open,
						.is_open = open};
		dicom_write(&w, &b);
		struct source s = kept(open ? "own DICOM, implicit, open"
					    : "own DICOM, explicit",
				       &b, false);
		damage_all(&s);
	}
	buf_release(&b);
}

static void our_edf(void **state)
{
	struct buf b;
	(void)state;
	buf_init(&b, 4 << 20);
	for (int plus = 0; plus < 2; plus++) {
		const struct edf_writing w = {.kind = plus ? "EDF+C" : "",
					      .n_lead = 8,
					      .n_record = 4,
					      .per_record = 250,
					      .sample = ecg_kit_sample};
		edf_write(&w, &b);
		struct source s =
			kept(plus ? "own EDF+" : "own EDF", &b, false);
		damage_all(&s);
	}
	buf_release(&b);
}

/* --------------------------------------------------------------- shared files
 */

static const char *shared(void)
{
	const char *set = getenv("SHARED");
	const char *dir =
		file_join(&arena, set ? set : "../shared", "telemedicine/ecg");
	return dir && file_is_dir(dir) ? dir : NULL;
}

static void add_file(struct source *s, const char *dir, const char *path)
{
	const char *slash = strrchr(path, '/');
	struct ecg_kit_file *f = &s->file[s->n_file++];
	f->name = slash + 1;
	assert_int_equal(file_read(file_join(&arena, dir, path), &arena,
				   8 << 20, &f->bytes, NULL),
			 OK);
}

static void shared_files(void **state)
{
	static const struct {
		const char *name[MOST_FILES];
		size_t n_safe;
		bool is_scp;
	} rows[] = {
		{{"devices/hl7example.scp"}, 1, true},
		{{"devices/wfdb_test.scp"}, 1, true},
		{{"devices/hl7example.dcm"}, 0, false},
		{{"devices/HR06003.edf"}, 0, false},
		{{"12lead/E07500.hea", "12lead/E07500.mat"}, 1, false},
		{{"short10s/q00014.hea", "short10s/q00014.atr",
		  "short10s/q00014.dat"},
		 2,
		 false},
	};
	const char *dir = shared();
	(void)state;
	if (!dir) {
		print_message("SKIP: no shared files (SHARED)\n");
		skip();
	}
	for (size_t i = 0; i < countof(rows); i++) {
		struct source s = {.name = rows[i].name[0],
				   .n_safe = rows[i].n_safe,
				   .is_scp = rows[i].is_scp};
		for (size_t k = 0; k < MOST_FILES && rows[i].name[k]; k++)
			add_file(&s, dir, rows[i].name[k]);
		damage_all(&s);
	}
}

static int begin(void **state)
{
	(void)state;
	arena_init(&arena, 64 << 20);
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(our_scp),
		cmocka_unit_test(our_dicom),
		cmocka_unit_test(our_edf),
		cmocka_unit_test(shared_files),
	};
	return cmocka_run_group_tests_name("ecg mutations", tests, begin, end);
}
