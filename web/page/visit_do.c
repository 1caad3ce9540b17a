/* What one does with a visit: one step, with its word in the address; documents
 * brought and taken. */
#include "app/tele_files.h"
#include "web/page/visit.h"

static enum rc take(struct page *p, struct err *err)
{
	return app_visit_take(p->app, p->id[0], err);
}

static enum rc give_back(struct page *p, struct err *err)
{
	return app_visit_give_back(p->app, p->id[0], err);
}

static enum rc start(struct page *p, struct err *err)
{
	return app_visit_start(p->app, p->id[0], err);
}

static enum rc end(struct page *p, struct err *err)
{
	return app_visit_end(p->app, p->id[0], err);
}

static enum rc not_held(struct page *p, struct err *err)
{
	enum visit_fault why;
	if (!visit_fault_parse(param(&p->form, "causa"), &why))
		return err_msg(err, E_RANGE, MSG_VIS_FAULT,
			       "why it was not held is one of the list");
	bool presence = str_is(param(&p->form, "poi"), "presenza");
	return app_visit_not_held(p->app, p->id[0], why, presence,
				  param(&p->form, "testo"), err);
}

static enum rc notes(struct page *p, struct err *err)
{
	return app_visit_notes(p->app, p->id[0], param(&p->form, "testo"), err);
}

static enum rc talk_at(struct page *p, struct err *err)
{
	struct visit_time when = visit_time_asked(p);
	return app_visit_talk_at(p->app, p->id[0], &when, err);
}

static enum rc move(struct page *p, struct err *err)
{
	struct visit_time when = visit_time_asked(p);
	return app_visit_move(p->app, p->id[0], &when, err);
}

static enum rc cancel(struct page *p, struct err *err)
{
	return app_visit_cancel(p->app, p->id[0], param(&p->form, "testo"),
				err);
}

static enum rc correct(struct page *p, struct err *err)
{
	return app_visit_correct(p->app, p->id[0], param(&p->form, "testo"),
				 err);
}

enum rc on_visit_step(struct page *p, struct err *err)
{
	static const struct {
		const char *word;
		enum rc (*act)(struct page *, struct err *);
		enum msg done;
	} steps[] = {
		{"prendi", take, MSG_VIS_DONE_TAKE},
		{"lascia", give_back, MSG_VIS_DONE_GIVE_BACK},
		{"inizia", start, MSG_VIS_DONE_START},
		{"termina", end, MSG_VIS_DONE_END},
		{"mancata", not_held, MSG_VIS_DONE_NOT_HELD},
		{"appunti", notes, MSG_VIS_DONE_NOTES},
		{"orario", talk_at, MSG_VIS_DONE_TALK},
		{"sposta", move, MSG_VIS_DONE_MOVE},
		{"annulla", cancel, MSG_VIS_DONE_CANCEL},
		{"correggi", correct, MSG_VIS_DONE_CORRECT},
	};
	for (size_t i = 0; i < countof(steps); i++) {
		if (!str_is(p->word[0], steps[i].word))
			continue;
		enum rc rc = steps[i].act(p, err);
		return rc ? page_again(p, visit_url(p, p->id[0], ""),
					 on_visit, rc, err)
			  : page_done(p, visit_url(p, p->id[0], ""),
				      steps[i].done, NULL, err);
	}
	return err_msg(err, E_NOT_FOUND, MSG_WEB_NO_PAGE,
		       "there is no such step");
}

/* ---- documents */

enum rc on_visit_attach(struct page *p, struct err *err)
{
	struct tele_files files = {.n_file = 0};
	bool whole = page_kept_files(p, &files);
	enum rc rc = OK;
	if (!whole || !files.n_file)
		rc = err_msg(err, E_FORMAT, MSG_TEL_NEW_BROKEN,
			     "not all of the file came");
	for (size_t i = 0; i < files.n_file && !rc; i++)
		rc = app_visit_attach(p->app, p->id[0], files.file[i].bytes,
				      files.file[i].name, err);
	return rc ? rc
		  : page_done(p, visit_url(p, p->id[0], ""),
			      MSG_VIS_DONE_ATTACH, NULL, err);
}

/* A name as it may stand in a header: what is no plain letter becomes _. */
static struct str safe_name(struct page *p, struct str name)
{
	char *out = arena_array(p->a, char, name.len + 1);
	size_t n = 0;
	for (size_t i = 0; out && i < name.len; i++) {
		char c = name.ptr[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			     (c >= '0' && c <= '9') || c == '.' || c == '-' ||
			     c == '_';
		out[n++] = plain ? c : '_';
	}
	if (!out)
		return STR("documento");
	out[n] = 0;
	return (struct str){out, n};
}

/* Always to be saved: what others brought is not opened among our pages. */
enum rc on_visit_document(struct page *p, struct err *err)
{
	struct str bytes, name, type;
	enum rc rc = app_visit_document(p->app, p->id[0], p->id[1], p->a,
					&bytes, &name, &type, err);
	if (rc)
		return rc;
	page_download(p, type.ptr, safe_name(p, name).ptr);
	buf_str(p->out, bytes);
	return OK;
}
