/* import_bench [ROWS [THREADS]] - imports invented dispensings and outpatient
 * services, ROWS (1,000,000) of each, of ROWS / 40 people, in order of month.
 * Runs three times after a warm-up; CPU time, since machines are shared. Prints
 * one line. */
#include "base/file.h"
#include "base/progress.h"
#include "base/rng.h"
#include "flows/batch_int.h"
#include "flows/flows.h"
#include "knowledge/knowledge.h"

#include <dirent.h>
#include <unistd.h>

#define N_RUN 3

static void must(enum rc rc, const struct err *err)
{
	if (!rc)
		return;
	fprintf(stderr, "import_bench: %s\n", err->text);
	exit(1);
}

static int64_t cpu_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static FILE *begin(const char *dir, const char *name)
{
	char path[PATH_MAX];
	snprintf(path, sizeof(path), "%s/%s.csv", dir, name);
	FILE *f = fopen(path, "we");
	if (!f)
		exit(1);
	const char *comma = "";
	for (int i = 0; i < (int)N_FILE; i++)
		for (size_t k = 0; !strcmp(flow_layout[i].name, name) &&
				   k < flow_layout[i].n_field;
		     k++, comma = ",")
			fprintf(f, "%s%s", comma, flow_layout[i].field[k].name);
	fputc('\n', f);
	return f;
}

static uint32_t below(struct rng *r, uint32_t n)
{
	return rng_below(r, n);
}

static void write_people(const char *dir, size_t n)
{
	FILE *f = begin(dir, "person");
	for (size_t i = 0; i < n; i++)
		fprintf(f,
			"P%08zX,,19%02zu-%02zu-%02zu,F,015146,321,D%zu,"
			"2015-01-01,,\n",
			i * 2654435761u & 0xffffffffu, 20 + i % 80, 1 + i % 12,
			1 + i % 28, i / 1500);
	fclose(f);
}

static void write_events(const char *dir, size_t n_person, size_t n)
{
	FILE *d = begin(dir, "drug"), *o = begin(dir, "outpatient");
	struct rng r;
	rng_init(&r, 1);
	for (size_t i = 0; i < n; i++) {
		size_t month = i * 36 / n;
		size_t p = below(&r, (uint32_t)n_person) * 2654435761u &
			   0xffffffffu;
		fprintf(d,
			"D%010zu,P%08zX,20%02zu-%02zu-%02u,C%02uAA%02u,0%08u,"
			"%u,%u,C,D%u,%u.%02u\n",
			i, p, 23 + month / 12, 1 + month % 12,
			1 + below(&r, 28), below(&r, 10), below(&r, 30),
			below(&r, 4000), 1 + below(&r, 3), below(&r, 90),
			below(&r, 700), below(&r, 50), below(&r, 100));
		fprintf(o,
			"V%010zu,P%08zX,20%02zu-%02zu-%02u,90.%02u.%u,1,11,"
			"3010%02u,,P,,N,%u.%02u\n",
			i, p, 23 + month / 12, 1 + month % 12,
			1 + below(&r, 28), below(&r, 60), 1 + below(&r, 6),
			below(&r, 60), below(&r, 50), below(&r, 100));
	}
	fclose(d);
	fclose(o);
}

static void remove_files(const char *dir)
{
	char path[PATH_MAX];
	DIR *d = opendir(dir);
	for (struct dirent *e; d && (e = readdir(d));) {
		snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		unlink(path);
	}
	if (d)
		closedir(d);
	rmdir(dir);
}

static void report(const char *name, uint64_t n, uint64_t bytes,
		   int64_t ns[N_RUN], uint64_t check)
{
	for (size_t i = 0; i < N_RUN; i++)
		for (size_t k = i + 1; k < N_RUN; k++)
			if (ns[k] < ns[i]) {
				int64_t x = ns[i];
				ns[i] = ns[k];
				ns[k] = x;
			}
	printf("%s n=%" PRIu64 " best_ns_per_row=%.1f median_ns_per_row=%.1f "
	       "rows_per_cpu_s=%.0f gb_per_s=%.3f check=%" PRIu64 "\n",
	       name, n, (double)ns[0] / (double)n,
	       (double)ns[N_RUN / 2] / (double)n,
	       1e9 * (double)n / (double)ns[0], (double)bytes / (double)ns[0],
	       check);
}

static uint64_t import_once(const char *dir, struct str municipalities,
			    size_t n_thread, struct flows_report *r)
{
	char archive[PATH_MAX];
	struct err err = {0};
	snprintf(archive, sizeof(archive), "%s/archive", dir);
	remove_files(archive);
	const struct flows_options o = {.dir = dir,
					.archive = archive,
					.extraction = date_of(2025, 12, 31),
					.max_rejects_e4 = 0,
					.n_thread = n_thread,
					.municipalities = municipalities};
	must(flows_import(&o, r, &err), &err);
	return r->n_read;
}

static uint64_t size_of(const char *dir)
{
	static const char *const name[] = {"person", "drug", "outpatient"};
	char path[PATH_MAX];
	uint64_t n = 0;
	for (size_t i = 0; i < countof(name); i++) {
		struct file_map m = {{NULL, 0}};
		snprintf(path, sizeof(path), "%s/%s.csv", dir, name[i]);
		must(file_map_open(path, &m, NULL), &(struct err){0});
		n += m.bytes.len;
		file_map_close(&m);
	}
	return n;
}

int main(int argc, char **argv)
{
	int64_t rows = 1000000, threads = 1, ns[N_RUN];
	char dir[] = "/tmp/import_benchXXXXXX", path[PATH_MAX];
	struct arena a;
	struct str municipalities;
	struct flows_report r;
	struct err err = {0};
	if ((argc > 1 && !str_to_int(str_from(argv[1]), &rows)) ||
	    (argc > 2 && !str_to_int(str_from(argv[2]), &threads)) ||
	    rows < 100 || !mkdtemp(dir))
		return 2;
	arena_init(&a, 16u << 20);
	must(knowledge_file(NULL, "municipalities.csv", &a, &municipalities,
			    &err),
	     &err);
	write_people(dir, (size_t)rows / 40 + 1);
	write_events(dir, (size_t)rows / 40 + 1, (size_t)rows);
	import_once(dir, municipalities, (size_t)threads, &r);
	for (size_t i = 0; i < N_RUN; i++) {
		int64_t from = cpu_ns();
		import_once(dir, municipalities, (size_t)threads, &r);
		ns[i] = cpu_ns() - from;
	}
	report("import", r.n_read, size_of(dir), ns, r.n_read - r.n_rejected);
	snprintf(path, sizeof(path), "%s/archive", dir);
	remove_files(path);
	remove_files(dir);
	arena_release(&a);
	return 0;
}
