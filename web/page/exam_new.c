/* A practice sends an exam: the file, whose it is, what is asked. */
#include "web/page/exam.h"
#include "web/page/person.h"

#include "web/page/exam_new.html.h"

/* ---- the form, empty or with what was typed */

static void fill_known(struct page *p, const char *name,
		       struct page_exam_new_pacemakers **list, size_t *n)
{
	static const char *const value[] = {"unknown", "yes", "no"};
	static const enum msg text[] = {MSG_TEL_UNKNOWN, MSG_TEL_YES,
					MSG_TEL_NO};
	struct str now = param(&p->form, name);
	*list = arena_calloc(p->a, countof(value), sizeof(**list));
	for (size_t i = 0; *list && i < countof(value); i++)
		(*list)[(*n)++] = (struct page_exam_new_pacemakers){
			str_from(value[i]), page_text(p, text[i]),
			str_is(now, value[i])};
}

static void fill_choices(struct page *p, struct page_exam_new *v)
{
	struct page_exam_new_pacemakers *mi = NULL;
	size_t n = 0;
	fill_known(p, "pacemaker", &v->pacemakers, &v->n_pacemakers);
	fill_known(p, "infarto", &mi, &n);
	v->infarctions = arena_calloc(p->a, n + 1, sizeof(*v->infarctions));
	for (size_t i = 0; v->infarctions && i < n; i++)
		v->infarctions[v->n_infarctions++] =
			(struct page_exam_new_infarctions){
				mi[i].value, mi[i].text, mi[i].now};
	v->kinds = arena_calloc(p->a, N_TELE_KIND, sizeof(*v->kinds));
	for (int k = 0; v->kinds && k < N_TELE_KIND; k++)
		v->kinds[v->n_kinds++] = (struct page_exam_new_kinds){
			str_from(tele_kind_name[k]),
			exam_kind(p, (enum tele_kind)k),
			str_is(param(&p->form, "tipo"), tele_kind_name[k])};
	v->urgencies =
		arena_calloc(p->a, N_TELE_URGENCY, sizeof(*v->urgencies));
	for (int u = TELE_GREEN; v->urgencies && u >= TELE_RED; u--)
		v->urgencies[v->n_urgencies++] =
			(struct page_exam_new_urgencies){
				str_from(tele_urgency_name[u]),
				exam_urgency(p, (enum tele_urgency)u),
				str_is(param(&p->form, "urgenza"),
				       tele_urgency_name[u])};
}

static bool is_chosen(const struct page *p, int64_t id)
{
	int64_t v;
	for (size_t i = 0; i < p->form.n; i++)
		if (str_is(p->form.at[i].name, "carico") &&
		    str_to_int(p->form.at[i].value, &v) && v == id)
			return true;
	return false;
}

/* Files that came in pieces: whole ones can be taken for this exam, of the
 * others it is said how far they are. */
static enum rc fill_uploads(struct page *p, struct page_exam_new *v,
			    struct err *err)
{
	struct tele_upload *list = NULL;
	size_t n = 0;
	enum rc rc = app_tele_upload_list(p->app, p->a, &list, &n, err);
	v->whole = arena_calloc(p->a, n + 1, sizeof(*v->whole));
	v->half = arena_calloc(p->a, n + 1, sizeof(*v->half));
	v->wanted = true;
	for (size_t i = 0; v->whole && v->half && i < n && !rc; i++) {
		const struct tele_upload *u = &list[i];
		bool all = u->n_here == u->n_byte, now = is_chosen(p, u->id);
		const struct str pairs[] = {
			STR("name"),
			u->file_name,
			STR("percent"),
			page_int(p, u->n_here * 100 / u->n_byte),
			STR("when"),
			page_instant(p, u->begun_us)};
		struct str text = page_fill(
			p, all ? MSG_TUP_HERE : MSG_TUP_HALF, pairs, 3);
		if (all)
			v->whole[v->n_whole++] =
				(struct page_exam_new_whole){u->id, text, now};
		else
			v->half[v->n_half++] =
				(struct page_exam_new_half){text};
		v->wanted &= !now;
	}
	return rc;
}

enum rc exam_form(struct page *p, struct str refused, struct err *err)
{
	const struct params *f = &p->form;
	struct str path = page_url(p, "/esami/invia/%" PRId64, p->id[0]);
	struct str repeat = param(f, "ripete");
	struct page_exam_new v = {
		.csrf = page_csrf(p),
		.most = TELE_MOST_BYTES,
		.action = page_url(p, STR_FMT "?chiave=" STR_FMT, STR_ARG(path),
				   STR_ARG(page_files_key(p, path))),
		.refused = refused,
		.surname = param(f, "cognome"),
		.born = param(f, "nascita"),
		.question = param(f, "quesito"),
		.symptoms = param(f, "sintomi"),
		.pain = param(f, "dolore").len > 0,
		.pain_days = param(f, "dolore-giorni"),
		.syncope = param(f, "sincope").len > 0,
		.syncope_days = param(f, "sincope-giorni"),
		.drugs = param(f, "farmaci"),
		.serial = param(f, "apparecchio"),
		.height = param(f, "statura"),
		.calibrated = param(f, "taratura"),
		.consent = param(f, "consenso").len > 0,
		.repeat = repeat.len ? repeat : param(&p->query, "ripete")};
	fill_choices(p, &v);
	enum rc rc = fill_uploads(p, &v, err);
	if (rc)
		return rc;
	person_begin(p, TAB_EXAMS, MSG_TEL_NEW_TITLE);
	page_exam_new(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc on_exam_new(struct page *p, struct err *err)
{
	return exam_form(p, STR(""), err);
}

/* ---- it comes */

static enum tele_known known(struct str word)
{
	return str_is(word, "yes")  ? TELE_YES
	       : str_is(word, "no") ? TELE_NO
				    : TELE_UNKNOWN;
}

static void read_form(struct page *p, struct tele_sending *s)
{
	const struct params *f = &p->form;
	*s = (struct tele_sending){.person_id = p->id[0],
				   .last_name = str_trim(param(f, "cognome")),
				   .born = DATE_NONE,
				   .question = param(f, "quesito"),
				   .symptoms = param(f, "sintomi"),
				   .drugs = param(f, "farmaci"),
				   .chest_pain = param(f, "dolore").len > 0,
				   .chest_pain_days = -1,
				   .syncope = param(f, "sincope").len > 0,
				   .syncope_days = -1,
				   .pacemaker = known(param(f, "pacemaker")),
				   .previous_mi = known(param(f, "infarto")),
				   .urgency = TELE_GREEN,
				   .device = str_trim(param(f, "apparecchio")),
				   .consent = param(f, "consenso").len > 0};
	int64_t cm = 0;
	if (param_int(f, "statura", &cm))
		s->height_cm = (double)cm;
	if (!param_date(f, "taratura", &s->calibrated_on))
		s->calibrated_on = DATE_NONE;
	if (!param_date(f, "nascita", &s->born))
		s->born = DATE_NONE;
	if (!param_int(f, "dolore-giorni", &s->chest_pain_days))
		s->chest_pain_days = -1;
	if (!param_int(f, "sincope-giorni", &s->syncope_days))
		s->syncope_days = -1;
	if (!param_int(f, "ripete", &s->repeat_of))
		s->repeat_of = 0;
	if (!tele_kind_parse(param(f, "tipo"), &s->kind))
		s->kind = TELE_ECG;
	if (!tele_urgency_parse(param(f, "urgenza"), &s->urgency))
		s->urgency = TELE_GREEN;
}

/* Those of the form that came in pieces before it. */
static bool add_uploads(const struct page *p, struct tele_files *files)
{
	for (size_t i = 0; i < p->form.n; i++) {
		int64_t id;
		if (!str_is(p->form.at[i].name, "carico"))
			continue;
		if (files->n_upload == TELE_FILES_MOST ||
		    !str_to_int(p->form.at[i].value, &id))
			return false;
		files->upload[files->n_upload++] = id;
	}
	return true;
}

static enum rc refuse(struct page *p, struct str words, struct err *err)
{
	p->x->reply.status = 400;
	return exam_form(p, words, err);
}

static enum rc said(struct page *p, const struct tele_sent *sent,
		    struct err *err)
{
	struct str to = exam_url(p, sent->id, "");
	const struct str pairs[] = {STR("when"), page_instant(p, sent->due_us)};
	if (sent->again)
		return page_done(p, to, MSG_TEL_DONE_AGAIN, NULL, err);
	if (sent->state == TELE_WAITING)
		return page_done(p, to, MSG_TEL_DONE_SENT_BAD, NULL, err);
	return page_done_fill(p, to, MSG_TEL_DONE_SENT, pairs, 1, err);
}

enum rc on_exam_send(struct page *p, struct err *err)
{
	struct tele_sending s;
	struct tele_sent sent;
	struct tele_files files;
	bool whole = page_kept_files(p, &files) && add_uploads(p, &files);
	read_form(p, &s);
	if (!whole)
		return refuse(p, page_text(p, MSG_TEL_NEW_BROKEN), err);
	if (!s.last_name.len || date_is_none(s.born))
		return refuse(p, page_text(p, MSG_TEL_NOT_THAT_PERSON), err);
	enum rc rc = app_tele_send_files(p->app, &files, &s, &sent, err);
	if (rc && err->msg && rc != E_DENIED)
		return refuse(p, page_refusal(p, err), err);
	return rc ? rc : said(p, &sent, err);
}
