#include "cmd/cmd.h"

#include "base/progress.h"
#include "json/json.h"
#include "simulate/simulate.h"

static void print_text(const struct simulate_summary *sum, int64_t us)
{
	uint64_t records = 0;
	for (int f = 0; f < N_SIM_FLOW; f++) {
		fprintf(stderr, "%-14s %12" PRIu64 "\n", sim_file_name[f],
			sum->rows[f]);
		records += sum->rows[f];
	}
	fprintf(stderr,
		"%" PRIu64 " records of %" PRIu64 " people (%" PRIu64
		" deceased, %" PRIu64 " left), %" PRIu64 " diseases\n",
		records, sum->rows[SIM_IDENTITY], sum->n_deceased, sum->n_left,
		sum->n_condition);
	if (sum->n_dirt)
		fprintf(stderr,
			"%" PRIu64 " bad rows planted, %" PRIu64
			" copies: see truth.csv\n",
			sum->n_dirt, sum->n_duplicate);
	fprintf(stderr, "%.2f s, %.0f records/s, %.1f MB\n", (double)us / 1e6,
		(double)records * 1e6 / (double)(us ? us : 1),
		(double)sum->bytes / 1e6);
}

cmd_fn cmd_simulate;
int cmd_simulate(int argc, char **argv)
{
	int64_t n_person = 0, n_month = 36, seed = 1, dirt_e4 = 0;
	const char *province = NULL, *dir = NULL,
		   *data = getenv("PROSSIMA_DATA");
	struct date end = date_of(2025, 12, 31);
	bool force = false, json = false, stop;
	const struct opt opts[] = {
		{"OUT", OPT_POS, &dir, NULL, "folder for the files", true, 0,
		 0},
		{"persons", OPT_INT, &n_person, "N", "people of the register",
		 true, 1, SIM_MAX_PERSON},
		{"province", OPT_STR, &province, "CODE",
		 "where they live: BG, MI, ...", true, 0, 0},
		{"months", OPT_INT, &n_month, "M", "months of records (36)",
		 false, 1, SIM_MAX_MONTH},
		{"seed", OPT_INT, &seed, "S", "another seed, other people (1)",
		 false, 0, INT64_MAX},
		{"end", OPT_DATE, &end, "DATE",
		 "last day of the records (2025-12-31)", false, 0, 0},
		{"dirt", OPT_DECIMAL, &dirt_e4, "P",
		 "bad rows planted for 100 good ones (0)", false, 0, 500000},
		{"force", OPT_FLAG, &force, NULL,
		 "write over files that are there", false, 0, 0},
		{"json", OPT_FLAG, &json, NULL, "summary as JSON on stdout",
		 false, 0, 0},
		{"data", OPT_STR, &data, "DIR", "knowledge tables of your own",
		 false, 0, 0},
	};
	int rc = opt_parse("prossima simulate",
			   "Write the records of an invented province.", opts,
			   countof(opts), argc, argv, &stop);
	(void)json;
	if (stop)
		return rc;
	struct err err = {0};
	struct knowledge kn = {0};
	struct arena a;
	struct issues issues;
	struct progress progress;
	struct simulate_summary sum = {0};
	arena_init(&a, 1 << 24);
	issues_init(&issues, &a, 20);
	int64_t begun = clock_monotonic_us();
	enum rc failed = knowledge_load(&kn, data, &issues, &err);
	if (failed)
		issues_print(&issues, stderr);
	const struct simulate_options o = {.n_person = (size_t)n_person,
					   .province = str_from(province),
					   .n_month = (int)n_month,
					   .seed = (uint64_t)seed,
					   .end = end,
					   .dirt_e4 = dirt_e4,
					   .out = dir,
					   .force = force,
					   .progress = &progress};
	progress_start(&progress, "simulate", "records");
	if (!failed)
		failed = simulate_run(&o, &kn, &sum, &err);
	progress_end(&progress);
	if (!failed)
		print_text(&sum, clock_monotonic_us() - begun);
	knowledge_release(&kn);
	issues_release(&issues);
	arena_release(&a);
	return failed ? cmd_fail(&err) : EXIT_DONE;
}
