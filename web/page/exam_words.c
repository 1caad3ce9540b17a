#include "web/page/exam.h"
#include "app/tele_signature.h"
#include "web/page/exam_said.html.h"
#include "web/page/telecare.h"

struct str exam_kind(struct page *p, enum tele_kind k)
{
	return page_text(p, k == TELE_SPIROMETRY ? MSG_TEL_SPIROMETRY
						 : MSG_TEL_ECG);
}

struct str exam_state(struct page *p, enum tele_state s)
{
	static const enum msg words[N_TELE_STATE] = {
		[TELE_RECEIVED] = MSG_TEL_S_RECEIVED,
		[TELE_WAITING] = MSG_TEL_S_WAITING,
		[TELE_QUEUED] = MSG_TEL_S_QUEUED,
		[TELE_TAKEN] = MSG_TEL_S_TAKEN,
		[TELE_REPORTED] = MSG_TEL_S_REPORTED,
		[TELE_SIGNED] = MSG_TEL_S_SIGNED,
		[TELE_DELIVERED] = MSG_TEL_S_DELIVERED,
		[TELE_ACKNOWLEDGED] = MSG_TEL_S_ACKNOWLEDGED,
		[TELE_CANCELLED] = MSG_TEL_S_CANCELLED,
	};
	return s < N_TELE_STATE ? page_text(p, words[s]) : STR("?");
}

struct str exam_urgency(struct page *p, enum tele_urgency u)
{
	return page_text(p, u == TELE_RED     ? MSG_TEL_RED
			    : u == TELE_AMBER ? MSG_TEL_AMBER
					      : MSG_TEL_GREEN);
}

struct str exam_fill(struct page *p, enum msg id, const char *name,
		     struct str value)
{
	const struct str pairs[] = {str_from(name), value};
	return page_fill(p, id, pairs, 1);
}

struct str exam_name(struct page *p, const struct tele_row *r)
{
	return page_url(p, STR_FMT " " STR_FMT, STR_ARG(r->last_name),
			STR_ARG(r->first_name));
}

struct str exam_clock(struct page *p, const struct tele_row *r)
{
	if (r->stopped)
		return page_text(p, MSG_TEL_CLOCK_STANDS);
	if (r->state >= TELE_SIGNED)
		return exam_state(p, r->state);
	static const enum msg words[] = {[TELE_AT_EASE] = MSG_TEL_CLOCK_LEFT,
					 [TELE_PAST_FIRST] = MSG_TEL_CLOCK_HALF,
					 [TELE_PAST_SECOND] =
						 MSG_TEL_CLOCK_SOON,
					 [TELE_OVERDUE] = MSG_TEL_CLOCK_OVER};
	int64_t us = r->left_us < 0 ? -r->left_us : r->left_us;
	return exam_fill(p, words[r->hurry], "time", telecare_time(p, us));
}

struct str exam_title(struct page *p, enum msg id, const struct tele_row *r)
{
	const struct str pairs[] = {STR("kind"), exam_kind(p, r->kind),
				    STR("name"), exam_name(p, r)};
	return page_fill(p, id, pairs, 2);
}

struct str exam_who(struct page *p, const struct tele_row *r)
{
	const enum msg about = r->sex == 'F'   ? MSG_PER_ABOUT_F
			       : r->sex == 'M' ? MSG_PER_ABOUT_M
					       : MSG_PER_ABOUT_U;
	const struct date on =
		date_is_none(r->taken_on) ? p->app->today : r->taken_on;
	const struct str pairs[] = {STR("age"),
				    page_int(p, date_age(r->birth, on)),
				    STR("date"), page_date(p, r->birth)};
	const struct str words = page_fill(p, about, pairs, 2);
	if (!r->fiscal_code.len)
		return words;
	return page_url(p, STR_FMT " - " STR_FMT " " STR_FMT, STR_ARG(words),
			STR_ARG(page_text(p, MSG_PER_CODE)),
			STR_ARG(r->fiscal_code));
}

struct str exam_url(struct page *p, int64_t id, const char *end)
{
	return page_url(p, "/esami/%" PRId64 "%s", id, end);
}

struct str exam_signed(struct page *p, const struct tele_report *r)
{
	const struct str pairs[] = {STR("name"), r->signed_name, STR("when"),
				    page_instant(p, r->signed_us)};
	return page_fill(p, MSG_TEL_SIGNED_BY, pairs, 2);
}

static enum msg revocation_words(enum signature_revocation r)
{
	switch (r) {
	case REVOCATION_NOT_CHECKED:
		return MSG_SIG_REVOCATION_NOT_CHECKED;
	case REVOCATION_STALE:
		return MSG_SIG_REVOCATION_STALE;
	case REVOCATION_GOOD:
		return MSG_SIG_REVOCATION_GOOD;
	case REVOCATION_REVOKED:
		break;
	}
	return MSG_SIG_REVOKED;
}

/* "Lia Cuore, Autorità X; qualificato; revoca non controllata ..." */
static struct str digital_words(struct page *p, const struct tele_signature *s)
{
	struct str kind = page_text(p, s->by_file_key ? MSG_SIG_PILOT_KEY
				       : s->qualified ? MSG_SIG_QUALIFIED
						      : MSG_SIG_ADVANCED),
		   revoked = page_text(p, revocation_words(s->revocation)),
		   when = page_instant(p, s->stamped_us ? s->stamped_us
							: s->received_us);
	return page_url(
		p, STR_FMT ", " STR_FMT " (" STR_FMT "); " STR_FMT "; " STR_FMT,
		STR_ARG(s->signer), STR_ARG(s->issuer), STR_ARG(kind),
		STR_ARG(when), STR_ARG(revoked));
}

/* What is kept of its signature; what cannot be read is told as none. */
static void fill_signature(struct page *p, const struct tele_report *r,
			   struct page_exam_said_reports *o)
{
	struct tele_signature s;
	bool is = false;
	if (app_tele_signature(p->app, r->id, p->a, &s, &is, NULL))
		is = false;
	o->pdf = page_url(p, "/esami/referti/%" PRId64, r->id);
	o->digital =
		is ? digital_words(p, &s) : page_text(p, MSG_SIG_BY_SESSION);
	if (is && s.form == SIGNATURE_CADES)
		o->p7m = page_url(p, "/esami/referti/%" PRId64 "?firmato=1",
				  r->id);
}

static void fill_report(struct page *p, const struct tele_report *r,
			bool newest, struct page_exam_said_reports *o)
{
	*o = (struct page_exam_said_reports){
		.title = exam_fill(p, MSG_TEL_REPORT_VERSION, "n",
				   page_int(p, r->version)),
		.replaced = !newest,
		.red = r->urgency == TELE_RED,
		.by = exam_signed(p, r),
		.answer = r->answer,
		.text = r->text,
		.conclusion = r->conclusion,
		.advice = r->advice,
		.comparison = r->comparison,
		.digest = r->digest};
	fill_signature(p, r, o);
	if (r->correction_reason.len)
		o->corrects = exam_fill(p, MSG_TEL_CORRECTS, "reason",
					r->correction_reason);
	o->statements =
		arena_calloc(p->a, r->n_said + 1, sizeof(*o->statements));
	for (size_t i = 0; o->statements && i < r->n_said; i++)
		o->statements[o->n_statements++].text = r->said[i].text;
}

struct html exam_reports(struct page *p, const struct tele_report *list,
			 size_t n)
{
	struct page_exam_said v = {0};
	struct buf b;
	v.reports = arena_calloc(p->a, n + 1, sizeof(*v.reports));
	for (size_t i = 0; v.reports && i < n; i++)
		if (list[i].is_signed) {
			fill_report(p, &list[i], v.n_reports == 0,
				    &v.reports[v.n_reports]);
			v.n_reports++;
		}
	buf_init(&b, 1u << 20);
	page_exam_said(&b, p->lang, &v);
	return (struct html){page_kept(p, &b)};
}
