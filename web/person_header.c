#include "web/person_header.h"

#include "app/person_view.h"
#include "web/page/person.h"
#include "web/page/person_header.html.h"

static struct str two(struct page *p, struct str a, struct str b)
{
	return page_url(p, STR_FMT "%s" STR_FMT, STR_ARG(a), b.len ? " " : "",
			STR_ARG(b));
}

/* "donna, 78 anni, nata il 3 marzo 1948" */
static struct str about(struct page *p, const struct person_header *h)
{
	enum msg sex = h->sex == 'F'   ? MSG_PER_ABOUT_F
		       : h->sex == 'M' ? MSG_PER_ABOUT_M
				       : MSG_PER_ABOUT_U;
	const struct str pairs[] = {STR("age"), page_int(p, h->age),
				    STR("date"), page_date(p, h->birth)};
	return page_fill(p, sex, pairs, 2);
}

static struct str level_words(struct page *p, int level)
{
	static const enum msg words[] = {MSG_NONE,        MSG_PER_LEVEL_1,
					 MSG_PER_LEVEL_2, MSG_PER_LEVEL_3,
					 MSG_PER_LEVEL_4, MSG_PER_LEVEL_5};
	if (level < 1 || level > 5)
		return STR("");
	return page_text(p, words[level]);
}

/* "attivo dal 1 marzo 2026 al 28 febbraio 2027" */
static struct str span(struct page *p, struct str state, struct date from,
		       struct date to)
{
	const struct str pairs[] = {STR("state"), state,
				    STR("from"),  page_day(p, from),
				    STR("to"),    page_day(p, to)};
	if (date_is_none(from))
		return state;
	return page_fill(
		p, date_is_none(to) ? MSG_PER_STATE_FROM : MSG_PER_STATE_SPAN,
		pairs, 3);
}

static struct str enrolment(struct page *p, const struct person_header *h)
{
	struct str state = h->suspended ? STR("suspended") : h->enrol_state;
	struct str word = person_word(p, WORDS_ENROLMENT, state);
	return date_is_none(h->ended_on)
		       ? span(p, word, h->active_from, DATE_NONE)
		       : span(p, word, h->ended_on, DATE_NONE);
}

static struct str plan(struct page *p, const struct person_header *h)
{
	struct str s = span(p, person_word(p, WORDS_PLAN, h->plan_state),
			    h->plan_from, h->plan_to);
	if (!h->draft_id)
		return s;
	struct str draft = person_word(p, WORDS_PLAN, h->draft_state);
	if (!h->plan_version)
		return draft;
	return page_url(p, STR_FMT ", " STR_FMT, STR_ARG(s), STR_ARG(draft));
}

static void alerts(struct page *p, const struct person_header *h,
		   struct page_person_header *v)
{
	static const enum msg words[N_PERSON_ALERT] = {
		[ALERT_DEAD] = MSG_PER_ALERT_DEAD,
		[ALERT_LEFT] = MSG_PER_ALERT_LEFT,
		[ALERT_SUSPENDED] = MSG_PER_ALERT_SUSPENDED,
		[ALERT_PLAN_EXPIRED] = MSG_PER_ALERT_PLAN_EXPIRED,
		[ALERT_PACT_EXPIRED] = MSG_PER_ALERT_PACT_EXPIRED,
		[ALERT_PACT_MISSING] = MSG_PER_ALERT_PACT_MISSING,
		[ALERT_NO_CONTACT] = MSG_PER_ALERT_NO_CONTACT,
		[ALERT_NO_DOCTOR] = MSG_PER_ALERT_NO_DOCTOR,
		[ALERT_PLAN_ENDS] = MSG_PER_ALERT_PLAN_ENDS,
		[ALERT_PACT_ENDS] = MSG_PER_ALERT_PACT_ENDS,
	};
	PERSON_LIST(p, v->alerts, 1 + N_PERSON_ALERT);
	if (v->alerts && p->glass_until_us) {
		v->alerts[v->n_alerts].text =
			person_fill(p, MSG_PER_ALERT_GLASS, "until",
				    page_instant(p, p->glass_until_us));
		v->alerts[v->n_alerts++].bad = true;
	}
	for (unsigned a = 0; v->alerts && a < N_PERSON_ALERT; a++) {
		if (!(h->alerts >> a & 1))
			continue;
		v->alerts[v->n_alerts].text = page_text(p, words[a]);
		v->alerts[v->n_alerts++].bad = a <= ALERT_PACT_EXPIRED;
	}
}

void page_person_is(struct page *p, const struct person_header *h)
{
	struct person_header *kept = arena_alloc(p->a, sizeof(*kept));
	if (kept) {
		*kept = *h;
		p->person = kept;
	}
}

enum rc page_person(struct page *p, int64_t person_id,
		    const struct person_header **out, struct err *err)
{
	struct person_header h;
	if (!p->person || p->person->id != person_id) {
		enum rc rc =
			app_person_header(p->app, person_id, p->a, &h, err);
		if (rc)
			return rc;
		page_person_is(p, &h);
		if (!p->person || p->person->id != person_id)
			return arena_fail(p->a, err);
	}
	*out = p->person;
	return OK;
}

struct html person_header_html(struct page *p, int64_t person_id)
{
	const struct person_header *h;
	struct buf b;
	if (page_person(p, person_id, &h, NULL))
		return (struct html){STR("")};
	struct page_person_header v = {
		.name = h->last_name.len ? two(p, h->last_name, h->first_name)
					 : h->pseudonym,
		.link = page_url(p, "/assistito/%" PRId64, h->id),
		.about = about(p, h),
		.code = h->fiscal_code.len ? h->fiscal_code : h->pseudonym,
		.level = level_words(p, h->level),
		.condition = person_condition_name(p, h->main_condition),
		.doctor = two(p, h->doctor_last, h->doctor_first),
		.enrolment = enrolment(p, h),
		.pact = span(p, person_word(p, WORDS_PACT, h->pact_state),
			     DATE_NONE, DATE_NONE),
		.plan = plan(p, h),
		.phone = h->phone,
	};
	if (!date_is_none(h->pact_to))
		v.pact = person_fill(p, MSG_PER_PACT_UNTIL, "date",
				     page_day(p, h->pact_to));
	alerts(p, h, &v);
	buf_init(&b, 65536);
	page_person_header(&b, p->lang, &v);
	return (struct html){page_kept(p, &b)};
}
