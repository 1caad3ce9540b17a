#include "cmd/cmd.h"
#include "cmd/work.h"

#include "app/quality.h"
#include "csv/csv.h"
#include "json/json.h"

cmd_fn cmd_quality; /* cmd/commands.h */

static const char *db_url, *data_dir, *code, *by, *doctor = "";
static struct date on;
static bool as_json, missing, lang_en;
static int64_t limit = 100000;

#define OPT_JSON                                                               \
	{                                                                      \
		"json", OPT_FLAG, &as_json, NULL, "for scripts", false, 0, 0   \
	}

struct context {
	struct app *app;
	struct indicators ind;
	struct arena arena;
	struct buf out;
};
typedef enum rc work_fn(struct context *c, struct err *err);

static enum rc load_indicators(struct context *c, const struct knowledge *kn,
			       struct err *err)
{
	struct issues issues;
	issues_init(&issues, &c->arena, 100);
	enum rc rc = indicators_load(&c->ind, kn, cmd_data_dir(data_dir),
				     &issues, err);
	issues_print(&issues, stderr);
	issues_release(&issues);
	return rc;
}

static int with_database(work_fn *fn)
{
	struct cmd_work w = {0};
	struct context c = {.app = &w.app};
	struct err err = {0};
	arena_init(&c.arena, 64 << 20);
	buf_init(&c.out, 64 << 20); /* a list of people */
	enum rc rc = cmd_work_open(&w, db_url, data_dir, &err);
	if (!rc)
		rc = load_indicators(&c, &w.kn, &err);
	if (!rc)
		rc = fn(&c, &err);
	if (!rc)
		rc = cmd_print(&c.out, &err);
	buf_release(&c.out);
	indicators_release(&c.ind);
	arena_release(&c.arena);
	cmd_work_close(&w);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

static void percent(struct buf *b, int64_t numerator, int64_t denominator)
{
	if (!denominator) {
		buf_printf(b, "%8s", "-");
		return;
	}
	int64_t tenths = (numerator * 1000 + denominator / 2) / denominator;
	buf_printf(b, "%5" PRId64 ".%d %%", tenths / 10, (int)(tenths % 10));
}

/* ---- run and show */

static void json_result(struct json *j, const struct quality_result *r)
{
	static const char *const who[] = {"others", "enrolled"};
	json_object(j);
	json_put_str(j, "indicator", r->indicator->code);
	json_put_str(j, "name_it", r->indicator->name_it);
	json_put_str(j, "name_en", r->indicator->name_en);
	if (r->indicator->target_percent >= 0)
		json_put_int(j, "target_percent", r->indicator->target_percent);
	for (int e = 1; e >= 0; e--) {
		json_key(j, who[e]);
		json_object(j);
		json_put_int(j, "numerator", r->numerator[e]);
		json_put_int(j, "denominator", r->denominator[e]);
		json_put_int(j, "people", r->n_person[e]);
		json_object_end(j);
	}
	json_object_end(j);
}

static void print_json(struct context *c, const struct quality_run *run,
		       const struct quality_result *list, size_t n)
{
	struct json j;
	json_init(&j, &c->out);
	json_object(&j);
	json_put_date(&j, "on", run->on);
	json_put_date(&j, "claims_to", run->claims_to);
	json_put_int(&j, "people", run->n_person);
	json_key(&j, "indicators");
	json_array(&j);
	for (size_t i = 0; i < n; i++)
		json_result(&j, &list[i]);
	json_array_end(&j);
	json_object_end(&j);
	buf_char(&c->out, '\n');
}

static void print_result(struct buf *b, const struct quality_result *r)
{
	struct str name =
		lang_en ? r->indicator->name_en : r->indicator->name_it;
	buf_printf(b, "%-15.*s", STR_ARG(r->indicator->code));
	percent(b, r->numerator[1], r->denominator[1]);
	buf_printf(b, " %7" PRId64 " of %-7" PRId64, r->numerator[1],
		   r->denominator[1]);
	percent(b, r->numerator[0], r->denominator[0]);
	if (r->indicator->target_percent >= 0)
		buf_printf(b, " %5d %%", r->indicator->target_percent);
	else
		buf_printf(b, "%8s", "");
	buf_text(b, "  ");
	buf_str(b, name);
	buf_char(b, '\n');
}

static enum rc show(struct context *c, struct err *err)
{
	struct quality_run run;
	struct quality_result *list;
	size_t n;
	char day[11], claims[11];
	enum rc rc = app_quality_results(c->app, &c->ind, &c->arena, &run,
					 &list, &n, err);
	if (rc)
		return rc;
	if (as_json) {
		print_json(c, &run, list, n);
		return OK;
	}
	buf_printf(&c->out,
		   "Indicators on %s; claims up to %s; %" PRId64
		   " chronic people\n\n%-15s%8s %18s%8s %7s\n",
		   date_text(run.on, day).ptr,
		   date_text(run.claims_to, claims).ptr, run.n_person, "",
		   "enrolled", "", "others", "target");
	for (size_t i = 0; i < n; i++)
		print_result(&c->out, &list[i]);
	return OK;
}

static enum rc run(struct context *c, struct err *err)
{
	struct quality_run done;
	enum rc rc = app_quality_run(c->app, &c->ind, on, &done, err);
	return rc ? rc : show(c, err);
}

static int quality_run(int argc, char **argv)
{
	const struct opt opts[] = {{"on", OPT_DATE, &on, "DATE",
				    "day of the measure (today)", false, 0, 0},
				   OPT_DB(db_url),
				   OPT_DATA(data_dir),
				   {"english", OPT_FLAG, &lang_en, NULL,
				    "names in English", false, 0, 0},
				   OPT_JSON};
	bool stop;
	on = cmd_today();
	int status = opt_parse("prossima quality run",
			       "Measure every indicator on a day.", opts,
			       countof(opts), argc, argv, &stop);
	return stop ? status : with_database(run);
}

static int quality_show(int argc, char **argv)
{
	const struct opt opts[] = {OPT_DB(db_url),
				   OPT_DATA(data_dir),
				   {"english", OPT_FLAG, &lang_en, NULL,
				    "names in English", false, 0, 0},
				   OPT_JSON};
	bool stop;
	int status = opt_parse("prossima quality show",
			       "The latest measure, enrolled people beside "
			       "the others.",
			       opts, countof(opts), argc, argv, &stop);
	return stop ? status : with_database(show);
}

/* ---- by and people */

static enum rc find_indicator(struct context *c, const struct indicator **out,
			      struct err *err)
{
	*out = indicators_find(&c->ind, str_from(code));
	return *out ? OK
		    : err_set(err, E_NOT_FOUND,
			      "there is no indicator \"%s\": prossima quality "
			      "show lists them",
			      code);
}

static enum rc groups(struct context *c, struct err *err)
{
	static const char *const words[] = {[BY_DOCTOR] = "doctor",
					    [BY_CLUSTER] = "cluster",
					    [BY_LEVEL] = "level"};
	const struct indicator *i;
	struct quality_group *list;
	size_t n, w = 0;
	while (w < countof(words) && strcmp(words[w], by) != 0)
		w++;
	if (w == countof(words))
		return err_set(err, E_USAGE,
			       "--by: \"%s\" is not doctor, cluster or level",
			       by);
	enum rc rc = find_indicator(c, &i, err);
	if (!rc)
		rc = app_quality_groups(c->app, i, (enum quality_by)w,
					&c->arena, &list, &n, err);
	if (rc)
		return rc;
	buf_printf(&c->out, "%s,numerator,denominator,people\n", by);
	for (size_t k = 0; k < n; k++) {
		csv_put(&c->out, true, list[k].key);
		buf_printf(&c->out, ",%" PRId64 ",%" PRId64 ",%" PRId64 "\n",
			   list[k].numerator, list[k].denominator,
			   list[k].n_person);
	}
	return OK;
}

static int quality_by(int argc, char **argv)
{
	const struct opt opts[] = {
		{"INDICATOR", OPT_POS, &code, NULL, "its code", true, 0, 0},
		{"by", OPT_STR, &by, "WHAT", "doctor, cluster or level", true,
		 0, 0},
		OPT_DB(db_url),
		OPT_DATA(data_dir)};
	bool stop;
	int status = opt_parse("prossima quality by",
			       "One indicator of the latest measure by group, "
			       "as CSV.",
			       opts, countof(opts), argc, argv, &stop);
	return stop ? status : with_database(groups);
}

static enum rc put_member(void *ctx, const struct quality_member *m,
			  struct err *err)
{
	struct buf *b = ctx;
	(void)err;
	csv_put(b, true, m->pseudonym);
	csv_put(b, false, m->gp_code);
	buf_printf(b, ",%d,%" PRId64, m->enrolled, m->level);
	csv_put(b, false, m->main_cluster);
	buf_printf(b, ",%" PRId64 ",%" PRId64, m->numerator, m->denominator);
	csv_put(b, false, m->why);
	buf_char(b, '\n');
	return OK;
}

static enum rc people(struct context *c, struct err *err)
{
	const struct indicator *i;
	enum rc rc = find_indicator(c, &i, err);
	if (rc)
		return rc;
	buf_text(&c->out, "person_id,gp_code,enrolled,level,main_cluster,"
			  "numerator,denominator,why\n");
	return app_quality_members(c->app, i, str_from(doctor), missing, limit,
				   put_member, &c->out, err);
}

static int quality_people(int argc, char **argv)
{
	const struct opt opts[] = {
		{"INDICATOR", OPT_POS, &code, NULL, "its code", true, 0, 0},
		{"missing", OPT_FLAG, &missing, NULL,
		 "only those who lack something: the work list", false, 0, 0},
		{"doctor", OPT_STR, &doctor, "GP", "only of this doctor", false,
		 0, 0},
		{"limit", OPT_INT, &limit, "N", "at most so many people", false,
		 1, 10000000},
		OPT_DB(db_url),
		OPT_DATA(data_dir)};
	bool stop;
	int status = opt_parse("prossima quality people",
			       "The people behind a figure, as CSV.", opts,
			       countof(opts), argc, argv, &stop);
	return stop ? status : with_database(people);
}

int cmd_quality(int argc, char **argv)
{
	static const struct command table[] = {
		{"run", quality_run, "measure every indicator on a day"},
		{"show", quality_show, "the latest measure"},
		{"by", quality_by, "one indicator by doctor, cluster, level"},
		{"people", quality_people, "the people behind a figure"},
	};
	return cmd_dispatch("prossima quality", table, countof(table), argc,
			    argv);
}
