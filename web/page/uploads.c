/* Files brought for a run: what came, what is missing, and the start. */
#include "app/upload.h"
#include "web/page/jobs.h"

#include "web/page/upload.html.h"
#include "web/page/upload_form.html.h"
#include "web/page/upload_refused.html.h"

struct str jobs_size(struct page *p, int64_t bytes)
{
	static const struct {
		int64_t of;
		enum msg text;
	} unit[] = {{INT64_C(1) << 30, MSG_UPL_GB},
		    {INT64_C(1) << 20, MSG_UPL_MB},
		    {INT64_C(1) << 10, MSG_UPL_KB},
		    {1, MSG_UPL_BYTES}};
	size_t i = 0;
	while (i + 1 < countof(unit) && bytes < unit[i].of)
		i++;
	int64_t tenths = bytes * 10 / unit[i].of;
	struct str n = page_int(p, (tenths + 5) / 10);
	if (tenths < 100 && tenths % 10 && unit[i].of > 1)
		n = page_url(p, "%" PRId64 "%c%" PRId64, tenths / 10,
			     p->lang == LANG_IT ? ',' : '.', tenths % 10);
	return jobs_fill(p, unit[i].text, "n", n);
}

static struct str path_of(struct page *p, int64_t id)
{
	return page_url(p, "/lavori/file/%" PRId64, id);
}

struct html jobs_files_form(struct page *p, struct str path, enum job_kind kind,
			    int64_t most, bool first)
{
	const struct str pairs[] = {STR("names"), str_from(upload_reads(kind)),
				    STR("most"), jobs_size(p, most)};
	struct page_upload_form v = {
		.action = page_url(p, STR_FMT "?chiave=" STR_FMT, STR_ARG(path),
				   STR_ARG(page_files_key(p, path))),
		.reads = page_fill(p, MSG_UPL_READS, pairs, 2),
		.most = most,
		.first = first};
	struct buf b;
	if (kind == JOB_FLOWS)
		v.reads = page_url(p, STR_FMT " " STR_FMT, STR_ARG(v.reads),
				   STR_ARG(page_text(p, MSG_UPL_READS_CLAIMS)));
	buf_init(&b, 65536);
	page_upload_form(&b, p->lang, &v);
	return (struct html){page_kept(p, &b)};
}

enum rc jobs_too_large(struct page *p, enum job_kind kind, int64_t left,
		       struct err *err)
{
	const struct str pairs[] = {STR("size"),
				    jobs_size(p, p->x->request.length),
				    STR("left"), jobs_size(p, left)};
	struct str back = p->id[0] ? path_of(p, p->id[0])
				   : page_url(p, "/lavori/nuovo?tipo=%s",
					      job_kinds[kind].name);
	p->x->reply.status = 413;
	page_begin(p, &(struct frame){.title = MSG_UPL_REFUSED});
	page_upload_refused(
		p->out, p->lang,
		&(struct page_upload_refused){
			.text = page_fill(p, MSG_UPL_TOO_LARGE_BY, pairs, 2),
			.back = back});
	return page_end(p, err);
}

/* ---- one upload */

static struct str note_of(struct page *p, const struct upload_view *v,
			  const struct upload_file *f)
{
	if (!f->known)
		return page_text(p, MSG_UPL_NOT_READ);
	if (f->same_upload == v->id)
		return jobs_fill(p, MSG_UPL_SAME_HERE, "name", f->same_name);
	if (f->same_upload)
		return jobs_fill(
			p, f->same_job ? MSG_UPL_SAME_RUN : MSG_UPL_SAME_BEFORE,
			"when", page_instant(p, f->same_at_us));
	return STR("");
}

static void fill_files(struct page *p, const struct upload_view *u,
		       struct page_upload *v)
{
	v->files = arena_calloc(p->a, u->n_file + 1, sizeof(*v->files));
	for (size_t i = 0; v->files && i < u->n_file; i++) {
		const struct upload_file *f = &u->file[i];
		v->files[i] = (struct page_upload_files){
			.name = f->name,
			.size = jobs_size(p, f->bytes),
			.sha256 = f->sha256,
			.note = note_of(p, u, f),
			.remove_text = jobs_fill(p, MSG_UPL_REMOVE_ONE, "name",
						 f->name)};
		if (!u->runs && !u->removed) {
			v->files[i].remove = page_url(
				p, "/lavori/file/%" PRId64 "/togli", u->id);
			v->files[i].csrf = page_csrf(p);
		}
		v->n_files = i + 1;
	}
}

/* What the run takes beside the files, filled as it is right most often. */
static enum rc fill_start(struct page *p, const struct upload_view *u,
			  struct page_upload *v, struct err *err)
{
	struct job_places places = jobs_places(p);
	struct job_ask a;
	enum rc rc = app_job_suggest(p->app, u->kind, &places, p->a, &a, err);
	if (rc)
		return rc;
	v->has_days = job_kinds[u->kind].takes[JOB_FROM];
	v->from = a.value[JOB_FROM];
	v->to = a.value[JOB_TO];
	v->folder = page_url(p, "upload-%" PRId64, u->id);
	v->code = str_from(job_kinds[u->kind].name);
	v->start = u->n_file > 0;
	return OK;
}

struct problem {
	struct str name;
	enum msg text;
};

static enum rc show(struct page *p, int64_t id, const struct problem *problem,
		    size_t n_problem, struct err *err)
{
	struct job_places places = jobs_places(p);
	struct upload_view u;
	struct page_upload v = {0};
	enum rc rc = app_upload_show(p->app, &places, id, p->a, &u, err);
	if (rc)
		return rc;
	struct str kind = page_text(p, jobs_kind(u.kind));
	bool open = !u.runs && !u.removed;
	fill_files(p, &u, &v);
	v.title = jobs_fill(p, MSG_UPL_TITLE, "kind", kind);
	v.none = u.n_file == 0 && !u.removed;
	v.gone = u.removed;
	v.runs = u.runs;
	v.csrf = page_csrf(p);
	if (open)
		v.form = jobs_files_form(p, path_of(p, id), u.kind, u.left,
					 u.n_file == 0);
	if (open)
		rc = fill_start(p, &u, &v, err);
	if (u.job_id)
		v.job = page_url(p, "/lavori/%" PRId64, u.job_id);
	else if (open)
		v.kept = jobs_fill(
			p, MSG_UPL_KEPT, "when",
			page_instant(p, p->app->now_us +
						UPLOAD_UNUSED_S *
							INT64_C(1000000)));
	v.has_problems = n_problem > 0;
	v.problems = arena_calloc(p->a, n_problem + 1, sizeof(*v.problems));
	for (size_t i = 0; v.problems && i < n_problem; i++) {
		v.problems[i].name = problem[i].name;
		v.problems[i].text = page_text(p, problem[i].text);
		v.n_problems = i + 1;
	}
	if (rc)
		return rc;
	page_begin(p, &(struct frame){.heading = v.title, .wide = true});
	page_upload(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc on_upload(struct page *p, struct err *err)
{
	return show(p, p->id[0], NULL, 0, err);
}

/* ---- files came */

static enum rc take_files(struct page *p, struct err *err)
{
	struct job_places places = jobs_places(p);
	struct upload_sink *sink = page_files(p);
	struct problem problem[UPLOAD_FILES_MOST + 1];
	size_t n = 0, n_problem = 0;
	const struct upload_part *part = upload_sink_parts(sink, &n);
	int64_t id = page_files_of(p);
	enum rc rc = app_upload_take(p->app, &places, id, sink, err);
	if (rc)
		return rc;
	for (size_t i = 0; i < n; i++)
		if (part[i].problem)
			problem[n_problem++] =
				(struct problem){str_from(part[i].name),
						 (enum msg)part[i].problem};
	if (!n)
		problem[n_problem++] =
			(struct problem){STR("-"), upload_sink_is_whole(sink)
							   ? MSG_UPL_NONE_CHOSEN
							   : MSG_UPL_BROKEN};
	if (!n_problem)
		return page_done(p, path_of(p, id), MSG_UPL_TAKEN, NULL, err);
	p->x->reply.status = 400;
	return show(p, id, problem, n_problem, err);
}

enum rc on_upload_new(struct page *p, struct err *err)
{
	return take_files(p, err);
}

enum rc on_upload_more(struct page *p, struct err *err)
{
	return take_files(p, err);
}

enum rc on_upload_remove(struct page *p, struct err *err)
{
	struct job_places places = jobs_places(p);
	enum rc rc = app_upload_remove_file(p->app, &places, p->id[0],
					    param(&p->form, "nome"), err);
	if (rc)
		return rc;
	return page_done(p, path_of(p, p->id[0]), MSG_UPL_REMOVED_ONE, NULL,
			 err);
}
