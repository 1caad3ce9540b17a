#include "cmd/strata_cmd.h"

#include "json/json.h"

struct run_options {
	struct strata_input in;
	const char *out, *evidence;
	int64_t n_thread;
	bool json;
};

struct totals {
	size_t n, status[N_STRATA_STATUS], level[6];
	int64_t took_us;
	uint64_t n_record;
};

static void add_up(struct totals *t, const struct strata_result *results,
		   size_t n)
{
	t->n = n;
	for (size_t i = 0; i < n; i++) {
		t->status[results[i].status]++;
		if (results[i].status == STRATA_ACTIVE && results[i].level < 6)
			t->level[results[i].level]++;
	}
}

static void put_json(const struct run_options *o, const struct totals *t)
{
	struct buf b;
	struct json j;
	char name[24];
	buf_init(&b, 4096);
	json_init(&j, &b);
	json_object(&j);
	json_put_date(&j, "index_date", o->in.index);
	json_put_str(&j, "definition", strata_definition(o->in.strata));
	json_put_int(&j, "people", (int64_t)t->n);
	for (int i = 0; i < N_STRATA_STATUS; i++)
		json_put_int(&j, strata_status_name[i], (int64_t)t->status[i]);
	for (int i = 1; i <= 5; i++) {
		snprintf(name, sizeof(name), "level_%d", i);
		json_put_int(&j, name, (int64_t)t->level[i]);
	}
	json_put_int(&j, "records", (int64_t)t->n_record);
	json_put_int(&j, "microseconds", t->took_us);
	json_object_end(&j);
	buf_char(&b, '\n');
	fwrite(b.ptr, 1, b.len, stdout);
	buf_release(&b);
}

static void put_text(const struct run_options *o, const struct totals *t)
{
	char day[11];
	double s = (double)(t->took_us ? t->took_us : 1) / 1e6;
	date_text(o->in.index, day);
	fprintf(stderr, "%zu people on %s, definition " STR_FMT "\n", t->n, day,
		STR_ARG(strata_definition(o->in.strata)));
	for (int i = 0; i < N_STRATA_STATUS; i++)
		if (t->status[i])
			fprintf(stderr, "  %-10s %10zu\n",
				strata_status_name[i], t->status[i]);
	for (int i = 1; i <= 5; i++)
		fprintf(stderr, "  level %d    %10zu\n", i, t->level[i]);
	fprintf(stderr,
		"%" PRIu64 " records in %.2f s, %.1f million records/s\n",
		t->n_record, s, (double)t->n_record / s / 1e6);
}

static enum rc evaluate(const struct run_options *o,
			struct strata_result *results, struct totals *t,
			struct err *err)
{
	struct progress p;
	const struct strata *s = o->in.strata;
	size_t n = archive_people(o->in.archive)->n,
	       n_thread = (size_t)o->n_thread;
	int64_t begun = clock_monotonic_us();
	progress_start(&p, "strata", "people");
	enum rc rc = strata_run(s, n_thread, &p, results, err);
	progress_end(&p);
	if (rc)
		return rc;
	t->took_us = clock_monotonic_us() - begun;
	t->n_record = strata_n_record(s);
	add_up(t, results, n);
	rc = strata_write_csv(s, results, n_thread, o->out, err);
	if (!rc && o->evidence)
		rc = strata_write_evidence(s, results, n_thread, o->evidence,
					   err);
	return rc;
}

static int run(struct run_options *o)
{
	struct err err = {0};
	struct totals t = {0};
	struct strata_result *results = NULL;
	enum rc rc = strata_input_open(&o->in, &err);
	if (rc)
		goto out;
	results =
		calloc(archive_people(o->in.archive)->n + 1, sizeof(*results));
	if (!results) {
		rc = err_set(&err, E_NOMEM, "no memory for the results");
		goto out;
	}
	rc = evaluate(o, results, &t, &err);
	if (rc)
		goto out;
	if (o->json)
		put_json(o, &t);
	else
		put_text(o, &t);
out:
	free(results);
	strata_input_close(&o->in);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

int strata_cmd_run(int argc, char **argv)
{
	struct run_options o = {0};
	const struct opt opts[] = {
		{.name = "archive",
		 .type = OPT_STR,
		 .out = &o.in.archive_dir,
		 .value = "DIR",
		 .help = "archive made by flows import",
		 .required = true},
		{.name = "date",
		 .type = OPT_DATE,
		 .out = &o.in.index,
		 .value = "YYYY-MM-DD",
		 .help = "index date",
		 .required = true},
		{.name = "out",
		 .type = OPT_STR,
		 .out = &o.out,
		 .value = "FILE",
		 .help = "results as CSV, - for stdout",
		 .required = true},
		{.name = "definition",
		 .type = OPT_STR,
		 .out = &o.in.definition,
		 .value = "NAME",
		 .help = "of the levels: strict or weighted (default: the "
			 "parameter strat.level_definition)"},
		{.name = "evidence",
		 .type = OPT_STR,
		 .out = &o.evidence,
		 .value = "FILE",
		 .help = "records behind every condition"},
		{.name = "threads",
		 .type = OPT_INT,
		 .out = &o.n_thread,
		 .value = "N",
		 .help = "default: one for each processor",
		 .min = 1,
		 .max = 64},
		{.name = "data",
		 .type = OPT_STR,
		 .out = &o.in.data_dir,
		 .value = "DIR",
		 .help = "tables that replace ours"},
		{.name = "json",
		 .type = OPT_FLAG,
		 .out = &o.json,
		 .help = "summary as JSON on stdout"},
	};
	bool stop;
	int status = opt_parse("prossima strata run",
			       "Conditions, clusters, level and scores of "
			       "everybody in an archive, on a day.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	bool both = !strcmp(o.out, "-") &&
		    (o.json || (o.evidence && !strcmp(o.evidence, "-")));
	if (both) {
		fprintf(stderr, "prossima strata run: --out - already takes "
				"stdout; give --out a file\n");
		return EXIT_USAGE;
	}
	return run(&o);
}
