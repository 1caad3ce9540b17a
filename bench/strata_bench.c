/* strata_bench [ARCHIVE [DATE]] - stratifies an archive, the best of several
 * runs, on one thread and on all. Without an archive a province of 50,000
 * people is invented and imported first. Prints lines of figures; `check` is a
 * digest of the results, the same on every machine for the same archive.
 */
#include "base/file.h"
#include "base/sha256.h"
#include "base/threads.h"
#include "flows/flows.h"
#include "simulate/simulate.h"
#include "strata/story.h"

#include <time.h>
#include <unistd.h>

#define REPEAT    5
#define EXPLAINED 200

static void must(enum rc rc, const struct err *err)
{
	if (!rc)
		return;
	fprintf(stderr, "strata_bench: %s\n", err->text);
	exit(1);
}

static void invent(const struct knowledge *kn, struct arena *a,
		   const char *flows, const char *archive)
{
	struct err err = {0};
	struct simulate_summary sum;
	struct flows_report report;
	struct str places;
	struct simulate_options o = {.n_person = 50000,
				     .province = STR("BG"),
				     .n_month = 36,
				     .seed = 7,
				     .end = date_of(2025, 12, 31),
				     .out = flows};
	must(simulate_run(&o, kn, &sum, &err), &err);
	must(knowledge_file(NULL, "municipalities.csv", a, &places, &err),
	     &err);
	struct flows_options f = {.dir = flows,
				  .archive = archive,
				  .extraction = date_of(2025, 12, 31),
				  .max_rejects_e4 = -1,
				  .municipalities = places};
	must(flows_import(&f, &report, &err), &err);
}

/* Processor time of the program, all threads. */
static int64_t processor_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void bench(const struct strata *s, const struct archive *a,
		  size_t n_thread)
{
	struct err err = {0};
	size_t n = archive_people(a)->n;
	struct strata_result *r = calloc(n + 1, sizeof(*r));
	unsigned char d[SHA256_LEN];
	char hex[SHA256_HEX];
	int64_t best_us = INT64_MAX, cpu_us = INT64_MAX;
	if (!r)
		exit(1);
	for (int i = 0; i < REPEAT; i++) {
		int64_t begun = clock_monotonic_us(), cpu = processor_us();
		must(strata_run(s, n_thread, NULL, r, &err), &err);
		best_us = min_i64(best_us, clock_monotonic_us() - begun);
		cpu_us = min_i64(cpu_us, processor_us() - cpu);
	}
	sha256_of((struct str){(const char *)r, n * sizeof(*r)}, d);
	double us = (double)max_i64(best_us, 1);
	uint64_t n_record = strata_n_record(s);
	printf("strata n=%zu records=%" PRIu64 " threads=%zu best_ms=%.1f "
	       "ns_per_record=%.1f cpu_ns_per_record=%.1f "
	       "million_records_per_s=%.1f "
	       "thousand_people_per_s=%.0f check=%.16s\n",
	       n, n_record, n_thread, us / 1e3,
	       us * 1e3 / (double)(n_record ? n_record : 1),
	       (double)cpu_us * 1e3 / (double)(n_record ? n_record : 1),
	       (double)n_record / us, (double)n * 1e3 / us,
	       sha256_hex(d, hex).ptr);
	free(r);
}

static int by_time(const void *x, const void *y)
{
	int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
	return (a > b) - (a < b);
}

/* One person told from a closed archive: opened, rules compiled for its codes,
 * story gathered and written. Only the tables are there already, as in a
 * server. */
static int64_t explain_one(struct strata_question q, const char *path,
			   uint64_t lot)
{
	struct err err = {0};
	struct archive *a = NULL;
	struct strata *s = NULL;
	struct story t;
	struct arena arena;
	struct buf b;
	int64_t begun = clock_monotonic_us();
	must(archive_open(path, &a, &err), &err);
	q.archive = a;
	must(strata_new(&q, &s, &err), &err);
	struct strata_worker *w = strata_worker_new(s);
	arena_init(&arena, (size_t)64 << 20);
	buf_init(&b, (size_t)64 << 20);
	if (!w)
		exit(1);
	must(story_tell(&t, s, w, (size_t)(lot % archive_people(a)->n), &arena,
			&err),
	     &err);
	story_text(&t, LANG_IT, &b);
	strata_worker_free(w);
	strata_free(s);
	archive_close(a);
	arena_release(&arena);
	buf_release(&b);
	return clock_monotonic_us() - begun;
}

static void explain(const struct strata_question *q, const char *path)
{
	int64_t us[EXPLAINED];
	uint64_t lot = 7;
	for (size_t i = 0; i < EXPLAINED; i++) {
		lot = lot * UINT64_C(6364136223846793005) + 1;
		us[i] = explain_one(*q, path, lot >> 20);
	}
	qsort(us, EXPLAINED, sizeof(*us), by_time);
	printf("strata_explain n=%d median_ms=%.2f p99_ms=%.2f\n", EXPLAINED,
	       (double)us[EXPLAINED / 2] / 1e3,
	       (double)us[EXPLAINED * 99 / 100] / 1e3);
}

int main(int argc, char **argv)
{
	struct err err = {0};
	struct arena arena;
	struct issues issues;
	struct knowledge kn = {.n_clusters = 0};
	struct rules rules;
	struct archive *a = NULL;
	struct strata *s = NULL;
	char dir[64] = "", flows[96], made[96];
	const char *archive = argc > 1 ? argv[1] : made;
	struct date index = date_of(2025, 12, 31);
	arena_init(&arena, (size_t)16 << 20);
	issues_init(&issues, &arena, 100);
	rules_init(&rules);
	must(knowledge_load(&kn, NULL, &issues, &err), &err);
	must(rules_load(&rules, NULL, &issues, &err), &err);
	if (argc > 2)
		must(date_parse(str_from(argv[2]), &index, &err), &err);
	if (argc < 2) {
		snprintf(dir, sizeof(dir), "/tmp/strata-bench-XXXXXX");
		if (!mkdtemp(dir))
			return 1;
		snprintf(flows, sizeof(flows), "%s/flows", dir);
		snprintf(made, sizeof(made), "%s/archive", dir);
		invent(&kn, &arena, flows, made);
	}
	must(archive_open(archive, &a, &err), &err);
	struct strata_question q = {
		.archive = a, .kn = &kn, .rules = &rules, .index = index};
	int64_t begun = clock_monotonic_us();
	must(strata_new(&q, &s, &err), &err);
	printf("strata_compile ms=%.2f\n",
	       (double)(clock_monotonic_us() - begun) / 1e3);
	bench(s, a, 1);
	if (threads_available() > 1)
		bench(s, a, threads_available());
	explain(&q, archive);
	strata_free(s);
	archive_close(a);
	rules_release(&rules);
	knowledge_release(&kn);
	issues_release(&issues);
	arena_release(&arena);
	if (*dir) {
		char command[128];
		snprintf(command, sizeof(command), "rm -rf '%s'", dir);
		return system(command) != 0;
	}
	return 0;
}
