#include "web/page/readings.h"

#include "monitor/intake.h"

struct str readings_fill(struct page *p, enum msg id, const char *name,
			 struct str value)
{
	const struct str pairs[] = {str_from(name), value};
	return page_fill(p, id, pairs, 1);
}

struct str readings_value(struct page *p, const struct monitor_kind *k,
			  const int64_t value_milli[MONITOR_PARTS])
{
	struct buf b;
	buf_init(&b, 200);
	monitor_value_text(&b, p->lang, k, value_milli);
	if (k->shown.len) {
		buf_text(&b, k->shown.ptr[0] == '/' ? "" : " ");
		buf_str(&b, k->shown);
	}
	return page_kept(p, &b);
}

struct str readings_number(struct page *p, int64_t milli)
{
	struct buf b;
	unsigned scale = 3;
	for (; scale && milli % 10 == 0; scale--)
		milli /= 10;
	buf_init(&b, 64);
	buf_decimal(&b, milli, scale);
	struct str s = arena_str(p->a, page_kept(p, &b));
	for (size_t i = 0; p->lang == LANG_IT && i < s.len; i++)
		if (s.ptr[i] == '.') /* the copy is ours */
			((char *)(uintptr_t)s.ptr)[i] = ',';
	return s;
}

bool readings_parse(struct str s, int64_t *milli)
{
	char text[24];
	if (!s.len || s.len >= sizeof(text))
		return false;
	for (size_t i = 0; i < s.len; i++)
		text[i] = s.ptr[i] == ',' ? '.' : s.ptr[i];
	return str_to_decimal((struct str){text, s.len}, 3, milli);
}

struct str readings_severity(struct page *p, enum monitor_severity s)
{
	return page_text(p, s == MONITOR_RED ? MSG_HOM_RED : MSG_HOM_AMBER);
}

struct str readings_state(struct page *p, enum monitor_state s)
{
	static const enum msg words[N_MONITOR_STATE] = {
		MSG_HOM_OPEN, MSG_HOM_TAKEN, MSG_HOM_WAITING, MSG_HOM_CLOSED};
	return s < N_MONITOR_STATE ? page_text(p, words[s]) : STR("");
}

struct str readings_by(struct page *p, enum monitor_by by)
{
	static const enum msg words[N_MONITOR_BY] = {
		MSG_HOM_BY_PATIENT, MSG_HOM_BY_CAREGIVER,  MSG_HOM_BY_NURSE,
		MSG_HOM_BY_DOCTOR,  MSG_HOM_BY_PHARMACIST, MSG_HOM_BY_DEVICE};
	return by < N_MONITOR_BY ? page_text(p, words[by]) : STR("");
}

struct str readings_mark(struct page *p, const struct home_reading *r)
{
	return r->doubtful ? page_text(p, MSG_HOM_MARK_DOUBTFUL)
	       : r->alarm  ? page_text(p, MSG_HOM_MARK_ALARM)
			   : STR("");
}

bool readings_is_doubt(const struct err *err)
{
	return err->msg == MSG_HOM_DOUBT_UNUSUAL ||
	       err->msg == MSG_HOM_DOUBT_SLIP ||
	       err->msg == MSG_HOM_DOUBT_SWAPPED;
}

struct str readings_owner(struct page *p, enum monitor_owner o)
{
	return page_text(p,
			 o == MONITOR_DOCTOR ? MSG_HOM_DOCTOR : MSG_HOM_CENTRE);
}

struct str readings_outcome(struct page *p, enum monitor_outcome o)
{
	static const enum msg words[N_MONITOR_OUTCOME] = {
		MSG_HOM_ADVISED, MSG_HOM_MEASURED,  MSG_HOM_THERAPY,
		MSG_HOM_VISIT,   MSG_HOM_EMERGENCY, MSG_HOM_UNREACHABLE,
		MSG_HOM_ERROR,   MSG_HOM_ARRIVED,   MSG_HOM_WITHDRAWN};
	return o < N_MONITOR_OUTCOME ? page_text(p, words[o]) : STR("");
}

struct str readings_limit(struct page *p, const struct monitor_kind *k,
			  const struct monitor_limit *l)
{
	struct buf b;
	buf_init(&b, 400);
	monitor_limit_text(&b, p->lang, k, l);
	return page_kept(p, &b);
}

struct str readings_often(struct page *p, const struct monitor_line *l)
{
	const struct str pairs[] = {STR("n"), page_int(p, l->times),
				    STR("days"), page_int(p, l->per_days)};
	if (l->per_days == 1)
		return l->times == 1
			       ? page_text(p, MSG_MIS_EVERY_DAY)
			       : page_fill(p, MSG_MIS_TIMES_A_DAY, pairs, 1);
	return l->times == 1 ? page_fill(p, MSG_MIS_EVERY_DAYS, pairs, 2)
			     : page_fill(p, MSG_MIS_TIMES_IN_DAYS, pairs, 2);
}

bool readings_when(struct page *p, int64_t *us)
{
	struct str day = str_trim(param(&p->form, "giorno"));
	struct str hour = str_trim(param(&p->form, "ora"));
	*us = 0;
	if (!day.len && !hour.len)
		return true;
	struct str at =
		page_url(p, STR_FMT "T" STR_FMT, STR_ARG(day), STR_ARG(hour));
	if (!monitor_instant(at, us, NULL))
		return true;
	form_problem(p, "giorno", MSG_HOM_DAY, MSG_HOM_WHEN);
	return false;
}
