/* simulate_bench [PEOPLE] - records a second of the whole simulator, files
 * included, in a folder of its own under TMPDIR.
 *
 * Estimate: a record is about 80 bytes of text; drawing it takes some ten
 * random numbers (50 ns) and formatting some ten fields (100 ns), so 150 to
 * 300 ns a record are the aim, 3 to 6 million records a second of one core.
 */
#include <sys/resource.h>
#include <unistd.h>

#include "base/progress.h"
#include "simulate/simulate.h"

#define RUNS 3

static int64_t cpu_us(void)
{
	struct rusage u;
	getrusage(RUSAGE_SELF, &u);
	return (int64_t)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000000 +
	       u.ru_utime.tv_usec + u.ru_stime.tv_usec;
}

static int by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

static void clean(const char *dir)
{
	char path[4096];
	for (int f = 0; f < N_SIM_FILE; f++) {
		snprintf(path, sizeof(path), "%s/%s", dir, sim_file_name[f]);
		unlink(path);
	}
	rmdir(dir);
}

int main(int argc, char **argv)
{
	struct knowledge kn;
	struct err err = {0};
	struct simulate_summary sum = {0};
	int64_t n = 50000, cpu[RUNS], wall[RUNS];
	char dir[] = "/tmp/simulate_bench_XXXXXX";
	if (argc > 1 && !str_to_int(str_from(argv[1]), &n))
		return 2;
	if (!mkdtemp(dir) || knowledge_load(&kn, NULL, NULL, &err)) {
		fprintf(stderr, "simulate_bench: %s\n", err.text);
		return 1;
	}
	const struct simulate_options o = {.n_person = (size_t)n,
					   .province = STR("BG"),
					   .n_month = 36,
					   .seed = 1,
					   .end = date_of(2025, 12, 31),
					   .out = dir,
					   .force = true};
	for (int i = 0; i < RUNS; i++) {
		int64_t c = cpu_us(), w = clock_monotonic_us();
		if (simulate_run(&o, &kn, &sum, &err)) {
			fprintf(stderr, "simulate_bench: %s\n", err.text);
			return 1;
		}
		cpu[i] = cpu_us() - c;
		wall[i] = clock_monotonic_us() - w;
	}
	uint64_t rows = 0;
	for (int f = 0; f < N_SIM_FLOW; f++)
		rows += sum.rows[f];
	qsort(cpu, RUNS, sizeof(*cpu), by_value);
	qsort(wall, RUNS, sizeof(*wall), by_value);
	double r = (double)rows;
	printf("simulate n=%" PRIu64 " best_ns_per_row=%.0f "
	       "median_ns_per_row=%.0f gb_per_s=%.2f records_per_cpu_s=%.0f "
	       "records_per_s=%.0f check=%" PRIu64 "\n",
	       rows, (double)cpu[0] * 1e3 / r, (double)cpu[RUNS / 2] * 1e3 / r,
	       (double)sum.bytes / 1e3 / (double)cpu[0],
	       r * 1e6 / (double)cpu[0], r * 1e6 / (double)wall[0], sum.bytes);
	clean(dir);
	knowledge_release(&kn);
	return 0;
}
