/* A citizen confirms, moves or cancels an appointment. */
#include "web/page/citizen.h"

#include "app/booking.h"
#include "app/centre.h"
#include "web/page/citizen_cancel.html.h"
#include "web/page/citizen_move.html.h"

#define LOOK_DAYS 30 /* how far around a day other places are looked for */

static struct str list_url(struct page *p, const struct citizen_whose *w)
{
	return page_url(p, "/io/appuntamenti" STR_FMT, STR_ARG(w->tail));
}

/* ---- confirm, and take it back */

enum rc on_citizen_confirm(struct page *p, struct err *err)
{
	struct citizen_whose w;
	struct citizen_appointment t;
	bool comes = !str_is(param(&p->form, "viene"), "no");
	enum rc rc = citizen_whose(p, CITIZEN_YEAR, &w, err);
	if (!rc)
		rc = citizen_coming(p, &w, &t, err);
	if (!rc)
		rc = app_book_presence(p->app, t.id, comes, err);
	if (rc)
		return rc;
	struct str again =
		page_url(p, "/io/appuntamenti/%" PRId64 "/conferma", t.id);
	struct undo undo = {
		.path = again.ptr,
		.field = {{STR("viene"), STR("no")}, {STR("per"), w.per}}};
	return page_done(p, page_url(p, "/io" STR_FMT, STR_ARG(w.tail)),
			 comes ? MSG_CIT_CONFIRMED : MSG_CIT_UNCONFIRMED,
			 comes ? &undo : NULL, err);
}

/* ---- move */

static void describe(struct page *p, const struct book_proposal *b,
		     struct page_citizen_move_places *v, size_t i)
{
	struct str about = citizen_fill(
		p, MSG_CIT_MOVE_KM, "km",
		page_url(p, "%d%c%d", b->distance_hm / 10,
			 p->lang == LANG_IT ? ',' : '.', b->distance_hm % 10));
	if (b->shared_trip)
		about = page_url(p, STR_FMT "; " STR_FMT, STR_ARG(about),
				 STR_ARG(page_text(p, MSG_CIT_MOVE_SHARED)));
	if (b->late)
		about = page_url(p, STR_FMT "; " STR_FMT, STR_ARG(about),
				 STR_ARG(page_text(p, MSG_CIT_MOVE_LATE)));
	*v = (struct page_citizen_move_places){
		.slot = page_url(p, "%" PRId64, b->slot_id),
		.id = page_url(p, "posto-%zu", i),
		.when = citizen_long_day(p, b->day),
		.at = citizen_fill(p, MSG_CIT_AT, "time",
				   page_minute(p, b->start_min)),
		.where = b->name,
		.about = about,
		.first = i == 0};
}

/* Days to look in: from what was asked, else around the appointment. */
static struct date look_from(struct page *p,
			     const struct citizen_appointment *t)
{
	struct date from = date_add(t->day, -LOOK_DAYS / 2);
	struct date tomorrow = date_add(p->app->today, 1);
	const struct params *ps =
		p->x->request.method == HTTP_POST ? &p->form : &p->query;
	bool asked = param_date(ps, "dal", &from);
	if (from.days < tomorrow.days)
		from = tomorrow;
	if (from.days > p->app->today.days + 366)
		from = date_add(p->app->today, 366);
	(void)asked;
	return from;
}

static enum rc find_places(struct page *p, const struct citizen_whose *w,
			   const struct citizen_appointment *t,
			   struct page_citizen_move *v, struct err *err)
{
	struct book_found found;
	struct date from = look_from(p, t);
	struct book_request r = {.person_id = w->person_id,
				 .activity_id = t->activity_id,
				 .service = t->service,
				 .from = from,
				 .to = date_add(from, LOOK_DAYS)};
	char iso[11];
	enum rc rc = app_book_find(p->app, &r, p->a, &found, err);
	if (rc)
		return rc;
	v->from = arena_str(p->a, date_text(from, iso));
	v->places = arena_calloc(p->a, BOOK_PROPOSALS, sizeof(*v->places));
	for (size_t i = 0; v->places && i < found.n; i++)
		if (found.list[i].slot_id != t->slot_id) {
			describe(p, &found.list[i], &v->places[v->n_places],
				 v->n_places);
			v->n_places++;
		}
	v->any = v->n_places;
	v->none = !v->any;
	if (v->none && !date_is_none(found.next_day))
		v->next_day = citizen_fill(p, MSG_CIT_MOVE_NONE_NEXT, "date",
					   citizen_long_day(p, found.next_day));
	return OK;
}

static enum rc show_places(struct page *p, const struct citizen_whose *w,
			   const struct citizen_appointment *t, bool gone,
			   struct err *err)
{
	struct str action =
		page_url(p, "/io/appuntamenti/%" PRId64 "/sposta", t->id);
	struct page_citizen_move v = {
		.whose = w->bar,
		.when = citizen_long_day(p, t->day),
		.at = citizen_fill(p, MSG_CIT_AT, "time",
				   page_minute(p, t->start_min)),
		.what = citizen_service(p, t->service),
		.where = citizen_place(p, t),
		.action = action,
		.look = action,
		.csrf = page_csrf(p),
		.per = w->per,
		.gone = gone,
		.missing = form_wrong(p, "posto"),
		.back = list_url(p, w)};
	enum rc rc = find_places(p, w, t, &v, err);
	if (rc)
		return rc;
	page_begin(p, &(struct frame){.title = MSG_CIT_MOVE_TITLE});
	page_citizen_move(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc on_citizen_move(struct page *p, struct err *err)
{
	struct citizen_whose w;
	struct citizen_appointment t;
	enum rc rc = citizen_whose(p, CITIZEN_YEAR, &w, err);
	if (!rc)
		rc = citizen_coming(p, &w, &t, err);
	return rc ? rc : show_places(p, &w, &t, false, err);
}

enum rc on_citizen_moved(struct page *p, struct err *err)
{
	struct citizen_whose w;
	struct citizen_appointment t;
	int64_t slot = 0, id = 0;
	enum rc rc = citizen_whose(p, CITIZEN_YEAR, &w, err);
	if (!rc)
		rc = citizen_coming(p, &w, &t, err);
	if (rc)
		return rc;
	if (!param_int(&p->form, "posto", &slot) || slot <= 0) {
		form_problem(p, "posto", MSG_CIT_MOVE_CHOOSE,
			     MSG_CIT_MOVE_PICK);
		return show_places(p, &w, &t, false, err);
	}
	rc = app_book_move(p->app, t.id, slot, &id, err);
	if (rc == E_CONFLICT) {
		p->x->reply.status = 409;
		return show_places(p, &w, &t, true, err);
	}
	if (rc)
		return rc;
	struct str back =
		page_url(p, "/io/appuntamenti/%" PRId64 "/sposta", id);
	struct undo undo = {
		.path = back.ptr,
		.field = {{STR("posto"), page_url(p, "%" PRId64, t.slot_id)},
			  {STR("per"), w.per}}};
	return page_done(p, list_url(p, &w), MSG_CIT_MOVED, &undo, err);
}

/* ---- cancel, and undo */

static const struct {
	const char *value;
	enum msg text;
} reason[] = {
	{"impegno", MSG_CIT_CANCEL_BUSY}, {"salute", MSG_CIT_CANCEL_ILL},
	{"distanza", MSG_CIT_CANCEL_FAR}, {"fatto", MSG_CIT_CANCEL_DONE},
	{"altro", MSG_CIT_CANCEL_OTHER},
};
#define REASONS "impegno|salute|distanza|fatto|altro"

static enum rc show_cancel(struct page *p, const struct citizen_whose *w,
			   const struct citizen_appointment *t,
			   const struct value *typed, struct err *err)
{
	struct page_citizen_cancel_reasons list[countof(reason)] = {0};
	for (size_t i = 0; i < countof(reason); i++)
		list[i] = (struct page_citizen_cancel_reasons){
			.id = page_url(p, "motivo-%zu", i),
			.value = str_from(reason[i].value),
			.text = page_text(p, reason[i].text),
			.chosen = typed && typed[0].choice == (int)i};
	struct page_citizen_cancel v = {
		.whose = w->bar,
		.when = citizen_long_day(p, t->day),
		.at = citizen_fill(p, MSG_CIT_AT, "time",
				   page_minute(p, t->start_min)),
		.what = citizen_service(p, t->service),
		.where = citizen_place(p, t),
		.action = page_url(p, "/io/appuntamenti/%" PRId64 "/annulla",
				   t->id),
		.csrf = page_csrf(p),
		.per = w->per,
		.wrong = form_wrong(p, "motivo"),
		.note = typed ? typed[1].text : STR(""),
		.back = list_url(p, w),
		.reasons = list,
		.n_reasons = countof(reason)};
	page_begin(p, &(struct frame){.title = MSG_CIT_CANCEL_TITLE});
	page_citizen_cancel(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc on_citizen_cancel(struct page *p, struct err *err)
{
	struct citizen_whose w;
	struct citizen_appointment t;
	enum rc rc = citizen_whose(p, CITIZEN_YEAR, &w, err);
	if (!rc)
		rc = citizen_coming(p, &w, &t, err);
	return rc ? rc : show_cancel(p, &w, &t, NULL, err);
}

/* What the desk reads: always Italian, as everything kept. */
static struct str cancel_reason(struct page *p, const struct value *v)
{
	struct str why = text_of(reason[v[0].choice].text, LANG_IT);
	if (!v[1].text.len)
		return why;
	return page_url(p, STR_FMT ": " STR_FMT, STR_ARG(why),
			STR_ARG(v[1].text));
}

enum rc on_citizen_cancelled(struct page *p, struct err *err)
{
	static const struct field fields[] = {
		{.name = "motivo",
		 .kind = FIELD_WORD,
		 .label = MSG_CIT_CANCEL_WHY,
		 .required = true,
		 .choices = REASONS},
		{.name = "nota",
		 .kind = FIELD_LINES,
		 .label = MSG_CIT_CANCEL_NOTE,
		 .most = 200},
	};
	struct value v[countof(fields)];
	struct citizen_whose w;
	struct citizen_appointment t;
	enum rc rc = citizen_whose(p, CITIZEN_YEAR, &w, err);
	if (!rc)
		rc = citizen_coming(p, &w, &t, err);
	if (rc)
		return rc;
	if (!form_read(p, fields, countof(fields), v))
		return show_cancel(p, &w, &t, v, err);
	rc = app_book_cancel(p->app, t.id, cancel_reason(p, v), err);
	if (rc)
		return rc;
	struct str again =
		page_url(p, "/io/appuntamenti/%" PRId64 "/ripristina", t.id);
	struct undo undo = {.path = again.ptr, .field = {{STR("per"), w.per}}};
	return page_done(p, list_url(p, &w), MSG_CIT_CANCELLED,
			 t.remote ? NULL : &undo, err);
}

enum rc on_citizen_restore(struct page *p, struct err *err)
{
	struct citizen_whose w;
	struct citizen_appointment t;
	int64_t id = 0;
	enum rc rc = citizen_whose(p, CITIZEN_YEAR, &w, err);
	if (!rc) /* is it one of theirs? */
		rc = app_citizen_appointment(p->app, w.person_id, p->id[0],
					     p->a, &t, err);
	if (!rc)
		rc = app_book_restore(p->app, t.id, &id, err);
	return rc ? rc
		  : page_done(p, list_url(p, &w), MSG_CIT_RESTORED, NULL, err);
}
