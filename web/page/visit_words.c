#include "web/page/visit.h"

#include "text/text.h"
#include "web/page/visit_said.html.h"

struct str visit_kind_word(struct page *p, enum visit_kind k)
{
	return page_text(p, k == VISIT_TELECONSULT ? MSG_VIS_TELECONSULT
						   : MSG_VIS_TELEVISIT);
}

struct str visit_state_word(struct page *p, enum visit_kind k,
			    enum visit_state s)
{
	static const enum msg words[N_VISIT_STATE] = {
		[VISIT_ASKED] = MSG_VIS_S_ASKED,
		[VISIT_TAKEN] = MSG_VIS_S_TAKEN,
		[VISIT_BOOKED] = MSG_VIS_S_BOOKED,
		[VISIT_WAITING] = MSG_VIS_S_WAITING,
		[VISIT_STARTED] = MSG_VIS_S_STARTED,
		[VISIT_DONE] = MSG_VIS_S_DONE,
		[VISIT_NOT_HELD] = MSG_VIS_S_NOT_HELD,
		[VISIT_SIGNED] = MSG_VIS_S_SIGNED,
		[VISIT_CANCELLED] = MSG_VIS_S_CANCELLED,
	};
	if (k == VISIT_TELECONSULT && s == VISIT_SIGNED)
		return page_text(p, MSG_VIS_S_ANSWERED);
	return s < N_VISIT_STATE ? page_text(p, words[s]) : STR("?");
}

struct str visit_fault_word(struct page *p, struct str fault)
{
	static const enum msg words[N_VISIT_FAULT] = {
		MSG_VIS_F_TECHNICAL, MSG_VIS_F_ABSENT, MSG_VIS_F_DOCTOR};
	enum visit_fault f;
	return visit_fault_parse(fault, &f) ? page_text(p, words[f]) : STR("");
}

struct str visit_urgency_word(struct page *p, enum tele_urgency u)
{
	return page_text(p, u == TELE_RED     ? MSG_VIS_U_RED
			    : u == TELE_AMBER ? MSG_VIS_U_AMBER
					      : MSG_VIS_U_GREEN);
}

struct str visit_fill(struct page *p, enum msg id, const char *name,
		      struct str value)
{
	const struct str pairs[] = {str_from(name), value};
	return page_fill(p, id, pairs, 1);
}

struct str visit_when(struct page *p, int64_t starts_us, int64_t ends_us)
{
	if (!starts_us)
		return STR("");
	struct date d = date_in_rome(starts_us);
	struct str weekday = text_weekday(p->lang, d), day = page_date(p, d);
	const struct str pairs[] = {
		STR("day"),
		page_url(p, STR_FMT " " STR_FMT, STR_ARG(weekday), STR_ARG(day)),
		STR("from"),
		page_minute(p, minute_in_rome(starts_us)),
		STR("to"),
		page_minute(p, minute_in_rome(ends_us))};
	return page_fill(p, MSG_VIS_FROM_TO, pairs, 3);
}

struct str visit_name(struct page *p, const struct visit_row *r)
{
	return page_url(p, STR_FMT " " STR_FMT, STR_ARG(r->last_name),
			STR_ARG(r->first_name));
}

struct str visit_url(struct page *p, int64_t id, const char *end)
{
	return page_url(p, "/televisite/%" PRId64 "%s", id, end);
}

struct str visit_signed_by(struct page *p, const struct visit_report *r)
{
	const struct str pairs[] = {STR("name"), r->signed_name, STR("when"),
				    page_instant(p, r->signed_us)};
	return page_fill(p, MSG_TEL_SIGNED_BY, pairs, 2);
}

static void fill_report(struct page *p, enum visit_kind k,
			const struct visit_report *r, bool newest,
			struct page_visit_said_reports *o)
{
	bool answer = k == VISIT_TELECONSULT;
	*o = (struct page_visit_said_reports){
		.title = visit_fill(p, MSG_TEL_REPORT_VERSION, "n",
				    page_int(p, r->version)),
		.replaced = !newest,
		.by = visit_signed_by(p, r),
		.present = r->present,
		.text_name = page_text(p, answer ? MSG_VIS_R_TEXT_ANSWER
						 : MSG_VIS_R_TEXT),
		.text = r->text,
		.conclusion_name = page_text(p, answer ? MSG_VIS_R_ANSWER
						       : MSG_VIS_R_CONCLUSION),
		.conclusion = r->conclusion,
		.therapy = r->therapy,
		.advice = r->advice,
		.digest = r->digest};
	if (r->correction_reason.len)
		o->corrects = visit_fill(p, MSG_TEL_CORRECTS, "reason",
					 r->correction_reason);
}

struct html visit_reports_html(struct page *p, enum visit_kind k,
			       const struct visit_report *list, size_t n)
{
	struct page_visit_said v = {0};
	struct buf b;
	v.reports = arena_calloc(p->a, n + 1, sizeof(*v.reports));
	for (size_t i = 0; v.reports && i < n; i++)
		if (list[i].is_signed) {
			fill_report(p, k, &list[i], v.n_reports == 0,
				    &v.reports[v.n_reports]);
			v.n_reports++;
		}
	buf_init(&b, 1u << 20);
	page_visit_said(&b, p->lang, &v);
	return (struct html){page_kept(p, &b)};
}

/* "09:30" as browsers send a time; -1 when it is none. */
static int minute_of(struct str s)
{
	int64_t hour, minute;
	struct str rest = s, h = str_cut(&rest, ':');
	struct str m = rest.ptr ? str_cut(&rest, ':') : STR("");
	bool good = str_to_int(h, &hour) && str_to_int(m, &minute) &&
		    hour >= 0 && hour < 24 && minute >= 0 && minute < 60;
	return good ? (int)(hour * 60 + minute) : -1;
}

struct visit_time visit_time_asked(const struct page *p)
{
	struct visit_time t = {.day = DATE_NONE};
	int64_t minutes = 0;
	if (!param_date(&p->form, "giorno", &t.day))
		t.day = DATE_NONE;
	if (param_int(&p->form, "minuti", &minutes) && minutes <= 1440)
		t.minutes = (int)max_i64(0, minutes);
	t.start_min = minute_of(str_trim(param(&p->form, "ora")));
	return t;
}

enum rc visit_leave_for(struct page *p, struct str url, struct err *err)
{
	(void)err;
	buf_reset(p->out);
	p->x->reply.status = 303;
	http_header(&p->x->reply, STR("Location"), url);
	return OK;
}
