/* Runs: the list, one of them, a new one. */
#include "app/upload.h"
#include "web/page/jobs.h"

#include "web/page/job.html.h"
#include "web/page/job_form.html.h"
#include "web/page/job_new.html.h"
#include "web/page/jobs.html.h"

/* ---- the list */

static const struct column columns[] = {{"kind", MSG_JOB_COL_KIND, false},
					{"state", MSG_JOB_COL_STATE, false},
					{"who", MSG_JOB_COL_WHO, false},
					{"when", MSG_JOB_COL_WHEN, false},
					{NULL, MSG_JOB_COL_TOOK, false}};

static const enum msg state_text[N_JOB_STATE] = {
	[JOB_QUEUED] = MSG_JOB_STATE_QUEUED,
	[JOB_RUNNING] = MSG_JOB_STATE_RUNNING,
	[JOB_DONE] = MSG_JOB_STATE_DONE,
	[JOB_FAILED] = MSG_JOB_STATE_FAILED,
	[JOB_CANCELLED] = MSG_JOB_STATE_CANCELLED};

static bool may_any(struct page *p)
{
	for (int k = 0; k < N_JOB_KIND; k++)
		if (app_job_may(p->app, (enum job_kind)k))
			return true;
	return false;
}

static void fill_choices(struct page *p, const struct job_filter *f,
			 struct page_jobs *v)
{
	v->kinds = arena_calloc(p->a, N_JOB_KIND, sizeof(*v->kinds));
	v->states = arena_calloc(p->a, N_JOB_STATE, sizeof(*v->states));
	for (int k = 0; v->kinds && k < N_JOB_KIND; k++) {
		struct str code = str_from(job_kinds[k].name);
		v->kinds[k].code = code;
		v->kinds[k].text = page_text(p, jobs_kind((enum job_kind)k));
		v->kinds[k].on = str_eq(code, f->kind);
		v->n_kinds = (size_t)k + 1;
	}
	for (int s = 0; v->states && s < N_JOB_STATE; s++) {
		struct str code = str_from(job_state_name[s]);
		v->states[s].code = code;
		v->states[s].text = page_text(p, state_text[s]);
		v->states[s].on = str_eq(code, f->state);
		v->n_states = (size_t)s + 1;
	}
}

static void fill_row(struct page *p, const struct job_view *j,
		     struct page_jobs_rows *r)
{
	*r = (struct page_jobs_rows){
		.link = page_url(p, "/lavori/%" PRId64, j->id),
		.kind = page_text(p, jobs_kind(j->kind)),
		.params = jobs_params(p, j),
		.org = jobs_org(p, j),
		.state = jobs_state(p, j),
		.tone = str_from(jobs_tone(j)),
		.part = jobs_part(p, j),
		.count = jobs_count(p, j),
		.at = j->n_at,
		.total = j->n_total,
		.share = jobs_share(p, j),
		.left = jobs_left(p, j),
		.who = jobs_who(p, j),
		.when = page_instant(p, j->created_us),
		.took = jobs_took(p, j)};
}

static enum rc list_csv(struct page *p, const struct table *t,
			const struct job_list *l, struct err *err)
{
	table_csv(p, t, "elaborazioni.csv");
	for (size_t i = 0; i < l->n; i++) {
		const struct job_view *j = &l->at[i];
		csv_cell(p, page_text(p, jobs_kind(j->kind)));
		csv_cell(p, jobs_state(p, j));
		csv_cell(p, jobs_who(p, j));
		csv_cell(p, page_instant(p, j->created_us));
		csv_cell(p, jobs_took(p, j));
		csv_row_end(p);
	}
	table_csv_end(p, (int64_t)l->n, l->total);
	return page_end(p, err);
}

/* A word of the address that names nothing is as good as none. */
static struct str known_state(struct str s)
{
	for (int i = 0; i < N_JOB_STATE; i++)
		if (str_is(s, job_state_name[i]))
			return s;
	return STR("");
}

static void read_filter(struct page *p, const struct table *t,
			struct job_filter *f)
{
	enum job_kind kind;
	struct str word = param(&p->query, "tipo");
	*f = (struct job_filter){
		.q = t->q,
		.kind = job_kind_parse(word, &kind) ? word : STR(""),
		.state = known_state(param(&p->query, "stato")),
		.sort = t->sort,
		.limit = min_i64(t->limit, 10000),
		.offset = t->offset};
	if (str_is(t->sort, "when") && !t->descending)
		f->sort = STR("old");
}

enum rc on_jobs(struct page *p, struct err *err)
{
	struct table t;
	struct job_filter f;
	struct job_list l;
	struct page_jobs v = {0};
	table_asked(p, columns, countof(columns), "-when", &t);
	read_filter(p, &t, &f);
	enum rc rc = app_job_list(p->app, &f, p->a, &l, err);
	if (rc)
		return rc;
	t.total = l.total;
	if (t.csv)
		return list_csv(p, &t, &l, err);
	if (table_beyond(&t, l.n))
		return table_first(p, err);
	bool filtered = f.q.len || f.kind.len || f.state.len;
	v.create = may_any(p) ? STR("/lavori/nuovo") : STR("");
	v.search = table_search(p, &t);
	v.live = l.n_live > 0;
	v.none = !l.total && !filtered;
	v.none_found = !l.total && filtered;
	v.some = l.total > 0;
	v.head = table_head(p, &t);
	v.pager = table_pager(p, &t);
	v.refresh = page_url_with(p, "pagina", STR(""));
	fill_choices(p, &f, &v);
	v.rows = arena_calloc(p->a, l.n + 1, sizeof(*v.rows));
	for (size_t i = 0; v.rows && i < l.n; i++)
		fill_row(p, &l.at[i], &v.rows[v.n_rows++]);
	page_begin(p, &(struct frame){.title = MSG_JOB_TITLE});
	page_jobs(p->out, p->lang, &v);
	return page_end(p, err);
}

/* ---- one */

static void fill_log(struct page *p, const struct job_line *log, size_t n,
		     struct page_job *v)
{
	v->no_log = n == 0;
	v->log = arena_calloc(p->a, n + 1, sizeof(*v->log));
	for (size_t i = 0; v->log && i < n; i++) {
		v->log[i].time = page_instant(p, log[i].at_us);
		v->log[i].text = log[i].text;
		v->n_log = i + 1;
	}
}

static void fill_facts(struct page *p, const struct job_view *j,
		       struct page_job *v)
{
	struct jobs_fact f[40];
	size_t n = jobs_facts(p, j, f, countof(f));
	v->has_facts = n > 0;
	v->facts = arena_calloc(p->a, n + 1, sizeof(*v->facts));
	for (size_t i = 0; v->facts && i < n; i++) {
		v->facts[i].label = f[i].label;
		v->facts[i].text = f[i].text;
		v->n_facts = i + 1;
	}
}

static void fill_job(struct page *p, const struct job_view *j,
		     struct page_job *v)
{
	bool live = jobs_live(j);
	*v = (struct page_job){
		.kind = page_text(p, jobs_kind(j->kind)),
		.what = page_text(p, jobs_what(j->kind)),
		.params = jobs_params(p, j),
		.org = jobs_org(p, j),
		.state = jobs_state(p, j),
		.tone = str_from(jobs_tone(j)),
		.live = live,
		.waits = j->state == JOB_QUEUED,
		.part = jobs_part(p, j),
		.count = jobs_count(p, j),
		.at = j->n_at,
		.total = j->n_total,
		.share = jobs_share(p, j),
		.left = jobs_left(p, j),
		.starting = j->state == JOB_RUNNING && !j->what.len,
		.endless = j->state == JOB_RUNNING && j->what.len &&
			   j->n_total <= 0,
		.who = jobs_who(p, j),
		.when = page_instant(p, j->created_us),
		.took = jobs_took(p, j),
		.message = j->message,
		.see = jobs_see(p, j),
		.csrf = page_csrf(p),
		.refresh = page_url(p, "/lavori/%" PRId64, j->id)};
	struct job_places places = jobs_places(p);
	if (app_job_has_rejects(&places, j->id))
		v->rejects = page_url(p, "/lavori/%" PRId64 "/scarti", j->id);
	if (j->attempt > 1)
		v->attempt = jobs_fill(p, MSG_JOB_ATTEMPT, "n",
				       page_int(p, j->attempt));
	if (live && !j->cancel_asked)
		v->cancel = page_url(p, "/lavori/%" PRId64 "/annulla", j->id);
	if (!live && j->kind < N_JOB_KIND && app_job_may(p->app, j->kind))
		v->again = page_url(p, "/lavori/%" PRId64 "/ancora", j->id);
}

enum rc on_job(struct page *p, struct err *err)
{
	struct job_view j;
	struct job_line *log;
	size_t n;
	struct page_job v;
	enum rc rc = app_job_show(p->app, p->id[0], p->a, &j, err);
	if (!rc)
		rc = app_job_log(p->app, p->id[0], p->a, &log, &n, err);
	if (rc)
		return rc;
	fill_job(p, &j, &v);
	fill_facts(p, &j, &v);
	fill_log(p, log, n, &v);
	page_begin(p, &(struct frame){.heading = v.kind});
	page_job(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc on_job_rejects(struct page *p, struct err *err)
{
	struct job_places places = jobs_places(p);
	struct str csv;
	enum rc rc =
		app_job_rejects(p->app, &places, p->id[0], p->a, &csv, err);
	if (rc)
		return rc;
	page_download(p, "text/csv; charset=utf-8", "righe-scartate.csv");
	buf_str(p->out, csv);
	return page_end(p, err);
}

enum rc on_job_cancel(struct page *p, struct err *err)
{
	enum rc rc = app_job_cancel(p->app, p->id[0], err);
	bool late = rc == E_STATE; /* it ended while they pressed */
	if (rc && !late)
		return rc;
	return page_done(p, page_url(p, "/lavori/%" PRId64, p->id[0]),
			 late ? (enum msg)err->msg : MSG_JOB_CANCELLED_WAITING,
			 NULL, err);
}

/* ---- a new one */

struct job_places jobs_places(struct page *p)
{
	const struct job_places *all = p->options->places;
	return all ? *all : (struct job_places){.db_url = NULL};
}

static enum rc usual(struct page *p, enum job_kind kind, struct str *out,
		     struct err *err)
{
	int64_t ms;
	enum rc rc = app_job_usual(p->app, kind, &ms, err);
	if (!rc)
		*out = ms < 0 ? page_text(p, MSG_JOB_USUAL_UNKNOWN)
			      : jobs_fill(p, MSG_JOB_USUAL, "time",
					  jobs_time(p, ms));
	return rc;
}

static enum rc choose(struct page *p, struct err *err)
{
	struct page_job_new v = {0};
	enum rc rc = OK;
	v.kinds = arena_calloc(p->a, N_JOB_KIND, sizeof(*v.kinds));
	if (!v.kinds)
		return arena_fail(p->a, err);
	for (int k = 0; k < N_JOB_KIND && !rc; k++) {
		struct page_job_new_kinds *r = &v.kinds[v.n_kinds];
		if (!app_job_may(p->app, (enum job_kind)k))
			continue;
		r->link =
			page_url(p, "/lavori/nuovo?tipo=%s", job_kinds[k].name);
		r->text = page_text(p, jobs_kind((enum job_kind)k));
		r->what = page_text(p, jobs_what((enum job_kind)k));
		rc = usual(p, (enum job_kind)k, &r->usual, err);
		v.n_kinds++;
	}
	if (rc)
		return rc;
	page_begin(p, &(struct frame){.title = MSG_JOB_NEW});
	page_job_new(p->out, p->lang, &v);
	return page_end(p, err);
}

bool jobs_takes_files(struct page *p, enum job_kind kind)
{
	return job_kinds[kind].takes[JOB_FOLDER] && jobs_places(p).upload_dir;
}

static enum rc fill_uploads(struct page *p, enum job_kind kind,
			    struct page_job_form *v, struct err *err)
{
	struct job_places places = jobs_places(p);
	struct upload_view *list;
	size_t n;
	enum rc rc = app_upload_list(p->app, kind, p->a, &list, &n, err);
	if (rc)
		return rc;
	v->files = jobs_files_form(
		p, page_url(p, "/lavori/carica/%s", job_kinds[kind].name), kind,
		places.upload_most ? places.upload_most : UPLOAD_MOST, true);
	v->uploads = arena_calloc(p->a, n + 1, sizeof(*v->uploads));
	for (size_t i = 0; v->uploads && i < n; i++) {
		const struct str pairs[] = {
			STR("when"), page_instant(p, list[i].created_us),
			STR("n"),    page_int(p, (int64_t)list[i].n_file),
			STR("size"), jobs_size(p, list[i].bytes)};
		v->uploads[i].link =
			page_url(p, "/lavori/file/%" PRId64, list[i].id);
		v->uploads[i].text = page_fill(p, MSG_UPL_OF, pairs, 3);
		v->n_uploads = i + 1;
	}
	v->has_uploads = v->n_uploads > 0;
	return OK;
}

static enum rc fill_folders(struct page *p, const struct job_ask *a,
			    struct page_job_form *v, struct err *err)
{
	struct job_places places = jobs_places(p);
	struct str *list;
	size_t n;
	enum rc rc = app_job_folders(&places, p->a, &list, &n, err);
	if (rc)
		return rc;
	v->no_folders = n == 0;
	v->folders = arena_calloc(p->a, n + 1, sizeof(*v->folders));
	for (size_t i = 0; v->folders && i < n; i++) {
		v->folders[i].name = list[i];
		v->folders[i].on = str_eq(list[i], a->value[JOB_FOLDER]);
		v->n_folders = i + 1;
	}
	return OK;
}

static enum rc show_form(struct page *p, const struct job_ask *a,
			 struct err *err)
{
	const bool *takes = job_kinds[a->kind].takes;
	struct page_job_form v = {.kind = str_from(job_kinds[a->kind].name),
				  .text = page_text(p, jobs_kind(a->kind)),
				  .what = page_text(p, jobs_what(a->kind)),
				  .csrf = page_csrf(p),
				  .has_folder = takes[JOB_FOLDER],
				  .folder_wrong = form_wrong(p, "folder"),
				  .has_date = takes[JOB_DATE],
				  .date = a->value[JOB_DATE],
				  .date_wrong = form_wrong(p, "date"),
				  .has_quarter = takes[JOB_QUARTER],
				  .quarter = a->value[JOB_QUARTER],
				  .quarter_wrong = form_wrong(p, "quarter"),
				  .has_days = takes[JOB_FROM],
				  .from = a->value[JOB_FROM],
				  .from_wrong = form_wrong(p, "from"),
				  .to = a->value[JOB_TO],
				  .to_wrong = form_wrong(p, "to")};
	enum rc rc = usual(p, a->kind, &v.usual, err);
	if (!rc)
		rc = fill_folders(p, a, &v, err);
	if (str_starts(a->value[JOB_FOLDER], STR("upload-")))
		v.brought = a->value[JOB_FOLDER];
	else if (!rc && jobs_takes_files(p, a->kind))
		rc = fill_uploads(p, a->kind, &v, err);
	v.brings = v.files.markup.len > 0;
	v.by_folder = !v.brings || !v.no_folders;
	if (rc)
		return rc;
	page_begin(p, &(struct frame){.heading = v.text});
	page_job_form(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc on_job_new(struct page *p, struct err *err)
{
	struct job_ask a = {.kind = N_JOB_KIND};
	struct job_places places = jobs_places(p);
	if (!job_kind_parse(param(&p->query, "tipo"), &a.kind) ||
	    !app_job_may(p->app, a.kind))
		return choose(p, err);
	enum rc rc = app_job_suggest(p->app, a.kind, &places, p->a, &a, err);
	return rc ? rc : show_form(p, &a, err);
}

/* The field that a refusal is about. */
static enum job_param about(const struct job_ask *a, int msg)
{
	if (msg == MSG_JOB_BAD_PERIOD)
		return JOB_TO;
	for (int i = 0; i < N_JOB_PARAM; i++)
		if (job_kinds[a->kind].takes[i])
			return (enum job_param)(
				msg == MSG_JOB_PERIOD_PAST ? JOB_FROM : i);
	return JOB_FROM;
}

static enum rc ask(struct page *p, const struct job_ask *a, struct err *err)
{
	static const enum msg label[N_JOB_PARAM] = {
		[JOB_FOLDER] = MSG_JOB_FIELD_FOLDER,
		[JOB_DATE] = MSG_JOB_FIELD_DATE,
		[JOB_QUARTER] = MSG_JOB_FIELD_QUARTER,
		[JOB_FROM] = MSG_JOB_FIELD_FROM,
		[JOB_TO] = MSG_JOB_FIELD_TO};
	struct job_places places = jobs_places(p);
	int64_t id;
	bool again;
	enum rc rc = app_job_add(p->app, a, &places, &id, &again, err);
	if (rc && rc != E_DENIED && err->msg) {
		enum job_param f = about(a, err->msg);
		form_problem(p, job_param_name[f], label[f],
			     (enum msg)err->msg);
		return show_form(p, a, err);
	}
	if (rc)
		return rc;
	return page_done(p, page_url(p, "/lavori/%" PRId64, id),
			 again ? MSG_JOB_ASKED_AGAIN : MSG_JOB_ASKED, NULL,
			 err);
}

enum rc on_job_ask(struct page *p, struct err *err)
{
	struct job_ask a = {0};
	if (!job_kind_parse(param(&p->form, "tipo"), &a.kind))
		return err_msg(err, E_RANGE, MSG_WEB_FIELD_CHOICE,
			       "there is no such kind of run");
	for (int i = 0; i < N_JOB_PARAM; i++)
		if (job_kinds[a.kind].takes[i])
			a.value[i] =
				str_trim(param(&p->form, job_param_name[i]));
	return ask(p, &a, err);
}

enum rc on_job_again(struct page *p, struct err *err)
{
	struct job_view j;
	enum rc rc = app_job_show(p->app, p->id[0], p->a, &j, err);
	if (rc)
		return rc;
	if (j.kind == N_JOB_KIND)
		return err_msg(err, E_STATE, MSG_JOB_KIND_OTHER,
			       "this version does not know that kind of run");
	struct job_ask a = {.kind = j.kind};
	memcpy(a.value, j.value, sizeof(a.value));
	return ask(p, &a, err);
}
