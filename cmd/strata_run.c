#include "cmd/strata_cmd.h"

#include "base/pages.h"
#include "json/json.h"
#include "strata/kept.h"

struct run_options {
	struct strata_input in;
	const char *out, *evidence;
	int64_t n_thread, since;
	bool json, keep, full, list, verify;
};

struct totals {
	size_t n, status[N_STRATA_STATUS], level[6];
	int64_t took_us;
	uint64_t n_record, n_evaluated;
	uint64_t run, since; /* kept as, from; 0: not */
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
	json_put_int(&j, "evaluated", (int64_t)t->n_evaluated);
	if (t->run)
		json_put_int(&j, "run", (int64_t)t->run);
	if (t->since)
		json_put_int(&j, "since", (int64_t)t->since);
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
	if (t->since)
		fprintf(stderr,
			"from run %" PRIu64 ": %" PRIu64
			" people evaluated again\n",
			t->since, t->n_evaluated);
	if (t->run)
		fprintf(stderr, "kept as run %" PRIu64 "\n", t->run);
}

/* The kept run to begin from: the one asked for, or the latest that fits. */
static enum rc open_since(const struct run_options *o, struct kept **out,
			  struct err *err)
{
	struct err why = {0};
	if (o->full)
		return OK;
	enum rc rc = kept_open(o->in.archive_dir, (uint64_t)o->since, out,
			       o->since ? err : &why);
	if (rc == E_NOT_FOUND && !o->since)
		return OK;
	if (rc) {
		if (!o->since)
			*err = why;
		return rc;
	}
	const char *cause = kept_unusable(*out, o->in.strata);
	if (!cause)
		return OK;
	uint64_t number = kept_info(*out)->number;
	kept_close(*out);
	*out = NULL;
	if (o->since)
		return err_set(err, E_STATE,
			       "cannot begin from run %" PRIu64
			       ": %s; leave --since out to evaluate everybody",
			       number, cause);
	fprintf(stderr, "run %" PRIu64 " is no beginning: %s\n", number, cause);
	return OK;
}

/* The evaluation itself, kept or not, from a kept run or not. */
static enum rc find_results(const struct run_options *o,
			    struct strata_result *results, struct totals *t,
			    struct progress *p, struct err *err)
{
	struct kept *from = NULL;
	struct kept_info info = {.number = 0};
	if (!o->keep && !o->since) {
		t->n_evaluated = archive_people(o->in.archive)->n;
		return strata_run(o->in.strata, (size_t)o->n_thread, p, results,
				  err);
	}
	enum rc rc = open_since(o, &from, err);
	struct kept_plan plan = {.archive_dir = o->in.archive_dir,
				 .from = from,
				 .n_thread = (size_t)o->n_thread,
				 .progress = p,
				 .now_us = cmd_now_us(),
				 .dry = !o->keep};
	if (!rc)
		rc = kept_run(o->in.strata, &plan, results, &info, err);
	t->n_evaluated = info.n_evaluated;
	t->run = info.number;
	t->since = info.since;
	kept_close(from);
	return rc;
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
	bool at_once = o->evidence && o->out && !o->keep && !o->since;
	progress_start(&p, "strata", "people");
	enum rc rc = at_once ? strata_run_write(s, n_thread, &p, results,
						o->out, o->evidence, err)
			     : find_results(o, results, t, &p, err);
	progress_end(&p);
	if (rc)
		return rc;
	t->took_us = clock_monotonic_us() - begun;
	t->n_record = strata_n_record(s);
	add_up(t, results, n);
	if (at_once)
		t->n_evaluated = n;
	if (at_once)
		return OK;
	if (o->out)
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
	results = pages_calloc(archive_people(o->in.archive)->n + 1,
			       sizeof(*results));
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

static void list_json(const struct kept_info *run, size_t n)
{
	struct buf b;
	struct json j;
	char name[24];
	buf_init(&b, (size_t)64 << 20);
	json_init(&j, &b);
	json_array(&j);
	for (size_t i = 0; i < n; i++) {
		json_object(&j);
		json_put_int(&j, "run", (int64_t)run[i].number);
		json_put_date(&j, "index_date", run[i].index);
		json_put_str(&j, "definition", str_from(run[i].definition));
		json_put_int(&j, "people", (int64_t)run[i].n_person);
		json_put_int(&j, "evaluated", (int64_t)run[i].n_evaluated);
		json_put_int(&j, "since", (int64_t)run[i].since);
		for (int k = 1; k <= 5; k++) {
			snprintf(name, sizeof(name), "level_%d", k);
			json_put_int(&j, name, (int64_t)run[i].level[k]);
		}
		json_put_str(&j, "rules", str_from(run[i].rules));
		json_put_str(&j, "archive", str_from(run[i].archive));
		json_object_end(&j);
	}
	json_array_end(&j);
	buf_char(&b, '\n');
	fwrite(b.ptr, 1, b.len, stdout);
	buf_release(&b);
}

static void list_text(const struct kept_info *run, size_t n)
{
	char day[11];
	if (!n)
		puts("no run is kept: --keep keeps one");
	else
		printf("%6s %-10s %-10s %10s %10s %9s %9s %9s %9s %9s %s\n",
		       "run", "date", "definition", "people", "evaluated",
		       "level 1", "level 2", "level 3", "level 4", "level 5",
		       "rules");
	for (size_t i = 0; i < n; i++) {
		const struct kept_info *r = &run[i];
		printf("%6" PRIu64 " %-10s %-10s %10" PRIu64 " %10" PRIu64
		       " %9" PRIu64 " %9" PRIu64 " %9" PRIu64 " %9" PRIu64
		       " %9" PRIu64 " %.8s\n",
		       r->number, date_text(r->index, day).ptr, r->definition,
		       r->n_person, r->n_evaluated, r->level[1], r->level[2],
		       r->level[3], r->level[4], r->level[5], r->rules);
	}
}

static int list_runs(const struct run_options *o)
{
	struct err err = {0};
	struct arena arena;
	struct kept_info *run = NULL;
	size_t n = 0;
	arena_init(&arena, (size_t)64 << 20); /* as many as a list may hold */
	enum rc rc = kept_list(o->in.archive_dir, &arena, &run, &n, &err);
	for (size_t i = 0; i < n && !rc && o->verify; i++) {
		struct kept *k = NULL;
		rc = kept_open(o->in.archive_dir, run[i].number, &k, &err);
		if (!rc)
			rc = kept_verify(k, &err);
		kept_close(k);
	}
	if (!rc && o->json)
		list_json(run, n);
	else if (!rc)
		list_text(run, n);
	arena_release(&arena);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

static bool check_words(const struct run_options *o)
{
	const char *wrong = NULL;
	if (date_is_none(o->in.index))
		wrong = "option --date is missing: YYYY-MM-DD";
	else if (!o->out && !o->keep)
		wrong = "option --out is missing: FILE (or --keep)";
	else if (o->since && o->full)
		wrong = "--since begins from a run, --full from none: give one";
	if (wrong)
		fprintf(stderr, "prossima strata run: %s\n", wrong);
	return !wrong;
}

int strata_cmd_run(int argc, char **argv)
{
	struct run_options o = {.in = {.index = DATE_NONE}};
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
		 .help = "index date"},
		{.name = "out",
		 .type = OPT_STR,
		 .out = &o.out,
		 .value = "FILE",
		 .help = "results as CSV, - for stdout"},
		{.name = "keep",
		 .type = OPT_FLAG,
		 .out = &o.keep,
		 .help = "keep the run beside the archive, beginning from the "
			 "one kept last"},
		{.name = "since",
		 .type = OPT_INT,
		 .out = &o.since,
		 .value = "RUN",
		 .help = "begin from this kept run",
		 .min = 1,
		 .max = 999999},
		{.name = "full",
		 .type = OPT_FLAG,
		 .out = &o.full,
		 .help = "evaluate everybody, whatever was kept"},
		{.name = "list",
		 .type = OPT_FLAG,
		 .out = &o.list,
		 .help = "the runs kept beside the archive"},
		{.name = "verify",
		 .type = OPT_FLAG,
		 .out = &o.verify,
		 .help = "with --list: compare their checksums"},
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
	if (o.list)
		return list_runs(&o);
	if (!check_words(&o))
		return EXIT_USAGE;
	bool both = o.out && !strcmp(o.out, "-") &&
		    (o.json || (o.evidence && !strcmp(o.evidence, "-")));
	if (both) {
		fprintf(stderr, "prossima strata run: --out - already takes "
				"stdout; give --out a file\n");
		return EXIT_USAGE;
	}
	return run(&o);
}
