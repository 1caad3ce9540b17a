#include "base/progress.h"
#include "cmd/cmd.h"
#include "cmd/simulate.h"
#include "json/json.h"
#include "simulate/simulate.h"

cmd_fn cmd_simulate;

#define FINDINGS_SHOWN 20

static uint64_t n_record(const struct simulate_summary *sum)
{
	uint64_t n = 0;
	for (int f = 0; f < N_SIM_FLOW; f++)
		n += sum->rows[f];
	return n;
}

static void print_text(const struct simulate_summary *sum, int64_t us)
{
	uint64_t records = n_record(sum);
	for (int f = 0; f < N_SIM_FLOW; f++)
		fprintf(stderr, "%-18s %11" PRIu64 "\n", sim_file_name[f],
			sum->rows[f]);
	fprintf(stderr,
		"%" PRIu64 " people (%" PRIu64 " died, %" PRIu64
		" moved away) with %" PRIu64 " diseases, %" PRIu64
		" doctors, %" PRIu64 " providers\n",
		sum->rows[SIM_IDENTITY], sum->n_deceased, sum->n_left,
		sum->n_condition, sum->rows[SIM_DOCTOR],
		sum->rows[SIM_PROVIDER]);
	if (sum->n_dirt)
		fprintf(stderr,
			"%" PRIu64 " bad rows and %" PRIu64
			" copies planted: truth.csv says where\n",
			sum->n_dirt, sum->n_duplicate);
	fprintf(stderr,
		"%" PRIu64 " records, %.1f MB, %.2f s, %.0f records/s\n",
		records, (double)sum->bytes / 1e6, (double)us / 1e6,
		(double)records * 1e6 / (double)(us > 0 ? us : 1));
}

static void print_json(const struct simulate_summary *sum, int64_t us)
{
	struct buf b;
	struct json j;
	buf_init(&b, 1u << 16);
	json_init(&j, &b);
	json_object(&j);
	json_put_int(&j, "records", (int64_t)n_record(sum));
	json_put_int(&j, "bytes", (int64_t)sum->bytes);
	json_put_int(&j, "diseases", (int64_t)sum->n_condition);
	json_put_int(&j, "deceased", (int64_t)sum->n_deceased);
	json_put_int(&j, "left", (int64_t)sum->n_left);
	json_put_int(&j, "dirt", (int64_t)sum->n_dirt);
	json_put_int(&j, "duplicates", (int64_t)sum->n_duplicate);
	json_put_int(&j, "milliseconds", us / 1000);
	json_key(&j, "rows");
	json_object(&j);
	for (int f = 0; f < N_SIM_FILE; f++)
		json_put_int(&j, sim_file_name[f], (int64_t)sum->rows[f]);
	json_object_end(&j);
	json_object_end(&j);
	fwrite(b.ptr, 1, b.len, stdout);
	putchar('\n');
	buf_release(&b);
}

static enum rc run(struct simulate_options *o, const char *data,
		   struct simulate_summary *sum, struct err *err)
{
	struct knowledge kn = {0};
	struct arena a;
	struct issues issues;
	struct progress progress;
	arena_init(&a, 1u << 24); /* texts of the findings shown */
	issues_init(&issues, &a, FINDINGS_SHOWN);
	enum rc rc = knowledge_load(&kn, data, &issues, err);
	if (rc)
		issues_print(&issues, stderr);
	progress_start(&progress, "simulate", "records");
	o->progress = &progress;
	if (!rc)
		rc = simulate_run(o, &kn, sum, err);
	progress_end(&progress);
	o->progress = NULL; /* it was of this call */
	knowledge_release(&kn);
	issues_release(&issues);
	arena_release(&a);
	return rc;
}

int cmd_simulate(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "exam"))
		return simulate_exam_cmd(argc - 1, argv + 1);
	struct simulate_options o = {.end = date_of(2025, 12, 31)};
	int64_t n_person = 0, n_month = 36, seed = 1;
	const char *province = NULL, *data = getenv("PROSSIMA_DATA");
	bool json = false, stop;
	const struct opt opts[] = {
		{"OUT", OPT_POS, &o.out, NULL,
		 "folder for the files, made when it is not there", true, 0, 0},
		{"persons", OPT_INT, &n_person, "N", "people of the register",
		 true, 1, SIM_MAX_PERSON},
		{"province", OPT_STR, &province, "CODE",
		 "where they live: BG, MI, ...", true, 0, 0},
		{"months", OPT_INT, &n_month, "M", "months of records (36)",
		 false, 1, SIM_MAX_MONTH},
		{"seed", OPT_INT, &seed, "S",
		 "another number, other people (1)", false, 0, INT64_MAX},
		{"end", OPT_DATE, &o.end, "DATE",
		 "last day of the records (2025-12-31)", false, 0, 0},
		{"dirt", OPT_DECIMAL, &o.dirt_e4, "P",
		 "bad rows planted for 100 good ones (0)", false, 0, 500000},
		{"force", OPT_FLAG, &o.force, NULL,
		 "write over files that are there", false, 0, 0},
		{"data", OPT_STR, &data, "DIR",
		 "knowledge tables instead of ours", false, 0, 0},
		{"json", OPT_FLAG, &json, NULL, "summary as JSON on stdout",
		 false, 0, 0},
	};
	int status = opt_parse("prossima simulate",
			       "Write the records of an invented province.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	o.n_person = (size_t)n_person;
	o.n_month = (int)n_month;
	o.seed = (uint64_t)seed;
	o.province = str_from(province);
	struct err err = {0};
	struct simulate_summary sum = {0};
	int64_t begun = clock_monotonic_us();
	if (run(&o, data, &sum, &err))
		return cmd_fail(&err);
	print_text(&sum, clock_monotonic_us() - begun);
	if (json)
		print_json(&sum, clock_monotonic_us() - begun);
	return EXIT_DONE;
}
