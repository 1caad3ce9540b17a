#include "app/job_int.h"

#include "app/upload_int.h"

#include "base/file.h"
#include "json/json.h"
#include "json/json_value.h"
#include "settlement/settlement.h"
#include "text/text.h"

#include <dirent.h>

const char *const job_param_name[N_JOB_PARAM] = {[JOB_FOLDER] = "folder",
						 [JOB_DATE] = "date",
						 [JOB_QUARTER] = "quarter",
						 [JOB_FROM] = "from",
						 [JOB_TO] = "to"};

const char *const job_state_name[N_JOB_STATE] = {[JOB_QUEUED] = "queued",
						 [JOB_RUNNING] = "running",
						 [JOB_DONE] = "done",
						 [JOB_FAILED] = "failed",
						 [JOB_CANCELLED] = "cancelled"};

/* Registries, claims, agendas and strata are of the whole population and come
 * from the health agency; indicators and statements compare and pay everybody,
 * so the agency computes them. Drafting, renewing, publishing and booking are
 * the work of the manager that follows the people, and touch its own alone. */
const struct job_kind_info job_kinds[N_JOB_KIND] = {
	[JOB_FLOWS] = {"flows.import", MAY_RUN_BATCH, {[JOB_FOLDER] = true}},
	[JOB_PEOPLE] = {"people.import", MAY_RUN_BATCH, {[JOB_FOLDER] = true}},
	[JOB_AGENDAS] =
		{"book.agendas",
		 MAY_RUN_BATCH,
		 {[JOB_FOLDER] = true, [JOB_FROM] = true, [JOB_TO] = true}},
	[JOB_STRATA] = {"strata.load", MAY_RUN_BATCH, {[JOB_DATE] = true}},
	[JOB_DRAFT] = {"plan.draft", MAY_RUN_OWN, {false}},
	[JOB_RENEW] = {"plan.renew", MAY_RUN_OWN, {false}},
	[JOB_PUBLISH] = {"plan.publish", MAY_RUN_OWN, {false}},
	[JOB_BOOK] = {"book.year",
		      MAY_RUN_OWN,
		      {[JOB_FROM] = true, [JOB_TO] = true}},
	[JOB_QUALITY] = {"quality.run", MAY_RUN_BATCH, {[JOB_DATE] = true}},
	[JOB_SETTLE] = {"settle.compute",
			MAY_RUN_BATCH,
			{[JOB_QUARTER] = true}},
	[JOB_DAY] = {"day", MAY_RUN_BATCH, {false}},
};

bool job_kind_parse(struct str s, enum job_kind *out)
{
	for (int k = 0; k < N_JOB_KIND; k++)
		if (str_is(s, job_kinds[k].name)) {
			*out = (enum job_kind)k;
			return true;
		}
	return false;
}

/* ---- parameters */

bool job_is_name(struct str s)
{
	if (!s.len || s.len > 100 || s.ptr[0] == '.' || s.ptr[0] == '-')
		return false;
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];
		bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			    (c >= '0' && c <= '9') || c == '.' || c == '-' ||
			    c == '_';
		if (!good)
			return false;
	}
	return true;
}

static enum rc check_folder(struct str s, const struct job_places *places,
			    struct err *err)
{
	char path[PATH_MAX];
	if (!job_is_name(s))
		return err_msg(err, E_RANGE, MSG_JOB_BAD_FOLDER,
			       "folder: \"%.100s\" is not the name of a folder "
			       "of the import folder: letters, digits, . - _",
			       s.len ? s.ptr : "");
	if (!places)
		return OK;
	enum rc rc = job_folder_path(places, s, path, err);
	if (rc)
		return rc;
	if (!file_is_dir(path))
		return err_msg(err, E_NOT_FOUND, MSG_JOB_FOLDER_MISSING,
			       "there is no folder \"" STR_FMT
			       "\" in the import folder",
			       STR_ARG(s));
	return OK;
}

static enum rc check_day(struct str s, struct date *out, struct err *err)
{
	if (date_parse(s, out, err))
		return err_msg(err, E_RANGE, MSG_JOB_BAD_DATE,
			       "\"%.40s\" is not a day as 2026-03-31",
			       s.len ? s.ptr : "");
	return OK;
}

static enum rc check_past(struct app *app, struct str s, struct err *err)
{
	struct date d;
	enum rc rc = check_day(s, &d, err);
	if (!rc && d.days > app->today.days)
		rc = err_msg(err, E_RANGE, MSG_JOB_DATE_TO_COME,
			     "date: " STR_FMT " has not come yet", STR_ARG(s));
	return rc;
}

static enum rc check_quarter(struct app *app, struct str s, struct err *err)
{
	struct settle_period p;
	if (settle_quarter_parse(s, &p, err))
		return err_msg(err, E_RANGE, MSG_JOB_BAD_QUARTER,
			       "quarter: \"%.40s\" is not a quarter as 2026Q1",
			       s.len ? s.ptr : "");
	if (p.to.days >= app->today.days)
		return err_msg(err, E_STATE, MSG_JOB_QUARTER_RUNS,
			       "quarter " STR_FMT " is not over yet",
			       STR_ARG(s));
	return OK;
}

enum { LONGEST_DAYS = 800 }; /* two years and some weeks of slots */

static enum rc check_period(struct app *app, const struct job_ask *ask,
			    struct err *err)
{
	struct date from = app->today, to = DATE_NONE;
	enum rc rc = OK;
	if (ask->value[JOB_FROM].len)
		rc = check_day(ask->value[JOB_FROM], &from, err);
	if (!rc && ask->value[JOB_TO].len)
		rc = check_day(ask->value[JOB_TO], &to, err);
	if (rc)
		return rc;
	if (from.days < app->today.days)
		return err_msg(err, E_RANGE, MSG_JOB_PERIOD_PAST,
			       "from: that day is over");
	if (!date_is_none(to) &&
	    (to.days < from.days || to.days - from.days > LONGEST_DAYS))
		return err_msg(err, E_RANGE, MSG_JOB_BAD_PERIOD,
			       "to: must be on or after from, and at most %d "
			       "days later",
			       LONGEST_DAYS);
	return OK;
}

static enum rc check_one(struct app *app, const struct job_ask *ask,
			 enum job_param p, const struct job_places *places,
			 struct err *err)
{
	switch (p) {
	case JOB_FOLDER:
		return check_folder(ask->value[p], places, err);
	case JOB_DATE:
		return check_past(app, ask->value[p], err);
	case JOB_QUARTER:
		return check_quarter(app, ask->value[p], err);
	case JOB_FROM:
		return check_period(app, ask, err);
	case JOB_TO: /* with from */
	case N_JOB_PARAM:
		break;
	}
	return OK;
}

enum rc job_params_print(struct app *app, const struct job_ask *ask,
			 const struct job_places *places, struct buf *out,
			 struct err *err)
{
	const struct job_kind_info *k = &job_kinds[ask->kind];
	struct json j;
	json_init(&j, out);
	json_object(&j);
	for (int p = 0; p < N_JOB_PARAM; p++) {
		if (!k->takes[p] && ask->value[p].len)
			return err_msg(err, E_RANGE, MSG_JOB_PARAM_UNKNOWN,
				       "%s takes no %s", k->name,
				       job_param_name[p]);
		enum rc rc = k->takes[p]
				     ? check_one(app, ask, (enum job_param)p,
						 places, err)
				     : OK;
		if (rc)
			return rc;
		if (ask->value[p].len)
			json_put_str(&j, job_param_name[p], ask->value[p]);
	}
	json_object_end(&j);
	return OK;
}

enum rc job_params_parse(struct str text, struct arena *a,
			 struct str value[N_JOB_PARAM], struct err *err)
{
	struct json_value *v = NULL;
	enum rc rc = json_parse(text, a, &v, err);
	for (int p = 0; p < N_JOB_PARAM && !rc; p++)
		value[p] = json_get_str(v, job_param_name[p]);
	return rc;
}

/* ---- the command */

struct words {
	const char **at;
	size_t n;
	struct arena *a;
};

static void add(struct words *w, const char *word)
{
	assert(w->n + 1 < JOB_MOST_WORDS);
	w->at[w->n++] = word;
	w->at[w->n] = NULL;
}

static void add_option(struct words *w, const char *name, struct str value)
{
	if (!value.len)
		return;
	add(w, name);
	add(w, arena_str(w->a, value).ptr);
}

/* The two words of the command, then what they take. */
static const char *const commands[N_JOB_KIND][2] = {
	[JOB_FLOWS] = {"flows", "import"},
	[JOB_PEOPLE] = {"people", "import"},
	[JOB_AGENDAS] = {"book", "agendas"},
	[JOB_STRATA] = {"strata", "load"},
	[JOB_DRAFT] = {"plan", "draft"},
	[JOB_RENEW] = {"plan", "renew"},
	[JOB_PUBLISH] = {"plan", "publish"},
	[JOB_BOOK] = {"book", "year"},
	[JOB_QUALITY] = {"quality", "run"},
	[JOB_SETTLE] = {"settle", "compute"},
	[JOB_DAY] = {"day", NULL},
};

static enum rc need_places(enum job_kind kind, const struct job_places *p,
			   struct err *err)
{
	bool archive = kind == JOB_FLOWS || kind == JOB_STRATA;
	if (archive && !p->archive_dir)
		return err_set(err, E_STATE,
			       "no archive is set: give --archive DIR to "
			       "prossima serve or prossima job run");
	return OK;
}

enum rc job_command(int64_t id, enum job_kind kind,
		    const struct str value[N_JOB_PARAM], struct str manager,
		    const struct job_places *places, struct arena *a,
		    const char *words[JOB_MOST_WORDS], struct err *err)
{
	struct words w = {.at = words, .a = a};
	char folder[PATH_MAX];
	enum rc rc = need_places(kind, places, err);
	if (rc)
		return rc;
	add(&w, "prossima");
	add(&w, commands[kind][0]);
	if (commands[kind][1])
		add(&w, commands[kind][1]);
	if (job_kinds[kind].takes[JOB_FOLDER]) {
		rc = job_folder_path(places, value[JOB_FOLDER], folder, err);
		if (rc)
			return rc;
		add(&w, arena_str(a, str_from(folder)).ptr);
	}
	if (kind == JOB_FLOWS || kind == JOB_STRATA)
		add_option(&w, "--archive", str_from(places->archive_dir));
	if (job_kinds[kind].takes[JOB_FOLDER] && places->upload_dir)
		add_option(&w, "--rejects",
			   arena_printf(a, "%s/rejects-%" PRId64 ".csv",
					places->upload_dir, id));
	add_option(&w, kind == JOB_QUALITY ? "--on" : "--date",
		   value[JOB_DATE]);
	add_option(&w, "--quarter", value[JOB_QUARTER]);
	add_option(&w, "--from", value[JOB_FROM]);
	add_option(&w, "--to", value[JOB_TO]);
	add_option(&w, "--manager", manager);
	if (kind == JOB_DRAFT || kind == JOB_RENEW || kind == JOB_PUBLISH)
		add(&w, "--all");
	add(&w, "--json");
	return OK;
}

/* ---- what can be chosen, and what is right most often */

bool app_job_may(struct app *app, enum job_kind kind)
{
	return app_require(app, job_kinds[kind].needs, 0, NULL) == OK;
}

static int newest_first(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)b, *(const struct str *)a);
}

enum rc app_job_folders(const struct job_places *places, struct arena *a,
			struct str **list, size_t *n, struct err *err)
{
	enum { MOST = 1000 }; /* months of eighty years */
	char path[PATH_MAX];
	struct dirent *e;
	*n = 0;
	*list = arena_array(a, struct str, MOST);
	if (!*list)
		return arena_fail(a, err);
	DIR *d = places->import_dir ? opendir(places->import_dir) : NULL;
	if (!d)
		return OK; /* an empty list says the same */
	while (*n < MOST && (e = readdir(d))) {
		struct str name = str_from(e->d_name);
		snprintf(path, sizeof(path), "%s/%s", places->import_dir,
			 e->d_name);
		if (job_is_name(name) && file_is_dir(path))
			(*list)[(*n)++] = arena_str(a, name);
	}
	closedir(d);
	qsort(*list, *n, sizeof(**list), newest_first);
	return OK;
}

/* The last day of the month before, at any day. */
static struct date month_over(struct date today)
{
	struct ymd t = date_ymd(today);
	return date_add(date_of(t.year, t.month, 1), -1);
}

static struct date quarter_over(struct date today)
{
	struct ymd t = date_ymd(today);
	return date_add(date_of(t.year, (t.month - 1) / 3 * 3 + 1, 1), -1);
}

static struct str day_str(struct arena *a, struct date d)
{
	char text[11];
	return arena_str(a, date_text(d, text));
}

enum rc app_job_suggest(struct app *app, enum job_kind kind,
			const struct job_places *places, struct arena *a,
			struct job_ask *out, struct err *err)
{
	const bool *takes = job_kinds[kind].takes;
	struct str *folders = NULL;
	size_t n = 0;
	struct ymd q = date_ymd(quarter_over(app->today));
	*out = (struct job_ask){.kind = kind};
	enum rc rc = takes[JOB_FOLDER]
			     ? app_job_folders(places, a, &folders, &n, err)
			     : OK;
	if (n)
		out->value[JOB_FOLDER] = folders[0];
	if (takes[JOB_DATE])
		out->value[JOB_DATE] = day_str(a, month_over(app->today));
	if (takes[JOB_QUARTER])
		out->value[JOB_QUARTER] =
			arena_printf(a, "%04dQ%d", q.year, (q.month + 2) / 3);
	if (takes[JOB_FROM]) {
		struct date from = date_add(app->today, 1);
		out->value[JOB_FROM] = day_str(a, from);
		out->value[JOB_TO] = day_str(a, date_add_months(from, 12));
	}
	return rc;
}
