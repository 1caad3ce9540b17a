/* Words for runs. */
#include "web/page/jobs.h"

enum msg jobs_kind(enum job_kind kind)
{
	static const enum msg text[N_JOB_KIND] = {
		[JOB_FLOWS] = MSG_JOB_KIND_FLOWS,
		[JOB_PEOPLE] = MSG_JOB_KIND_PEOPLE,
		[JOB_AGENDAS] = MSG_JOB_KIND_AGENDAS,
		[JOB_STRATA] = MSG_JOB_KIND_STRATA,
		[JOB_DRAFT] = MSG_JOB_KIND_DRAFT,
		[JOB_RENEW] = MSG_JOB_KIND_RENEW,
		[JOB_PUBLISH] = MSG_JOB_KIND_PUBLISH,
		[JOB_BOOK] = MSG_JOB_KIND_BOOK,
		[JOB_QUALITY] = MSG_JOB_KIND_QUALITY,
		[JOB_SETTLE] = MSG_JOB_KIND_SETTLE,
		[JOB_DAY] = MSG_JOB_KIND_DAY};
	return kind < N_JOB_KIND ? text[kind] : MSG_JOB_KIND_OTHER;
}

enum msg jobs_what(enum job_kind kind)
{
	static const enum msg text[N_JOB_KIND] = {
		[JOB_FLOWS] = MSG_JOB_WHAT_FLOWS,
		[JOB_PEOPLE] = MSG_JOB_WHAT_PEOPLE,
		[JOB_AGENDAS] = MSG_JOB_WHAT_AGENDAS,
		[JOB_STRATA] = MSG_JOB_WHAT_STRATA,
		[JOB_DRAFT] = MSG_JOB_WHAT_DRAFT,
		[JOB_RENEW] = MSG_JOB_WHAT_RENEW,
		[JOB_PUBLISH] = MSG_JOB_WHAT_PUBLISH,
		[JOB_BOOK] = MSG_JOB_WHAT_BOOK,
		[JOB_QUALITY] = MSG_JOB_WHAT_QUALITY,
		[JOB_SETTLE] = MSG_JOB_WHAT_SETTLE,
		[JOB_DAY] = MSG_JOB_WHAT_DAY};
	return kind < N_JOB_KIND ? text[kind] : MSG_JOB_KIND_OTHER;
}

struct str jobs_fill(struct page *p, enum msg id, const char *name,
		     struct str value)
{
	const struct str pair[] = {str_from(name), value};
	return page_fill(p, id, pair, 1);
}

bool jobs_live(const struct job_view *v)
{
	return v->state == JOB_QUEUED || v->state == JOB_RUNNING;
}

struct str jobs_state(struct page *p, const struct job_view *v)
{
	static const enum msg text[N_JOB_STATE] = {
		[JOB_QUEUED] = MSG_JOB_STATE_QUEUED,
		[JOB_RUNNING] = MSG_JOB_STATE_RUNNING,
		[JOB_DONE] = MSG_JOB_STATE_DONE,
		[JOB_FAILED] = MSG_JOB_STATE_FAILED,
		[JOB_CANCELLED] = MSG_JOB_STATE_CANCELLED};
	if (v->state == JOB_RUNNING && v->cancel_asked)
		return page_text(p, MSG_JOB_STATE_CANCELLING);
	return v->state < N_JOB_STATE ? page_text(p, text[v->state]) : STR("");
}

const char *jobs_tone(const struct job_view *v)
{
	switch (v->state) {
	case JOB_DONE:
		return "tag-good";
	case JOB_FAILED:
		return "tag-bad";
	case JOB_RUNNING:
		return "tag-level";
	case JOB_QUEUED:
	case JOB_CANCELLED:
	case N_JOB_STATE:
		break;
	}
	return "tag-plain";
}

static struct str day_of(struct page *p, struct str s)
{
	struct date d;
	return date_parse(s, &d, NULL) ? s : page_day(p, d);
}

struct str jobs_params(struct page *p, const struct job_view *v)
{
	const struct str *w = v->value;
	struct str s = w[JOB_FOLDER].len ? w[JOB_FOLDER] : w[JOB_QUARTER];
	if (str_starts(s, STR("upload-")))
		s = page_text(p, MSG_UPL_FILES_OF_RUN);
	if (w[JOB_DATE].len)
		s = day_of(p, w[JOB_DATE]);
	if (w[JOB_FROM].len)
		s = page_url(p, STR_FMT "%s" STR_FMT " – " STR_FMT, STR_ARG(s),
			     s.len ? ", " : "", STR_ARG(day_of(p, w[JOB_FROM])),
			     STR_ARG(day_of(p, w[JOB_TO])));
	return s;
}

struct str jobs_who(struct page *p, const struct job_view *v)
{
	return v->user.len ? v->user : page_text(p, MSG_JOB_BY_PROGRAM);
}

struct str jobs_org(struct page *p, const struct job_view *v)
{
	return v->org.len ? jobs_fill(p, MSG_JOB_FOR, "org", v->org) : STR("");
}

struct str jobs_time(struct page *p, int64_t ms)
{
	int64_t s = (ms + 500) / 1000;
	if (s < 90)
		return jobs_fill(p, MSG_JOB_SECONDS, "n",
				 page_int(p, max_i64(s, 1)));
	if (s < 5400)
		return jobs_fill(p, MSG_JOB_MINUTES, "n",
				 page_int(p, (s + 30) / 60));
	return jobs_fill(p, MSG_JOB_HOURS, "n", page_int(p, (s + 1800) / 3600));
}

struct str jobs_took(struct page *p, const struct job_view *v)
{
	int64_t end = v->ended_us ? v->ended_us : p->app->now_us;
	if (!v->started_us || end < v->started_us)
		return STR("");
	return jobs_time(p, (end - v->started_us) / 1000);
}

struct str jobs_share(struct page *p, const struct job_view *v)
{
	if (v->state != JOB_RUNNING || v->n_total <= 0)
		return STR("");
	double part = (double)v->n_at / (double)v->n_total;
	return page_url(p, "%d %%", (int)(100 * (part < 1 ? part : 1)));
}

/* The names are those of progress_start in the commands; a file's name is one
 * too. */
struct str jobs_part(struct page *p, const struct job_view *v)
{
	static const struct {
		const char *what;
		enum msg text;
	} part[] = {{"strata", MSG_JOB_PART_STRATA},
		    {"strata kept", MSG_JOB_PART_STRATA_KEPT},
		    {"population", MSG_JOB_PART_POPULATION},
		    {"plans", MSG_JOB_PART_PLANS},
		    {"settlement", MSG_JOB_PART_SETTLEMENT},
		    {"indicators", MSG_JOB_PART_INDICATORS},
		    {"slots", MSG_JOB_PART_SLOTS},
		    {"care ended", MSG_JOB_PART_CARE_ENDED},
		    {"reading", MSG_JOB_PART_READING},
		    {"booking", MSG_JOB_PART_BOOKING},
		    {"writing", MSG_JOB_PART_WRITING}};
	if (v->state != JOB_RUNNING || !v->what.len)
		return STR("");
	for (size_t i = 0; i < countof(part); i++)
		if (str_is(v->what, part[i].what))
			return page_text(p, part[i].text);
	return jobs_fill(p, MSG_JOB_PART_FILE, "file", v->what);
}

struct str jobs_count(struct page *p, const struct job_view *v)
{
	const struct str pairs[] = {STR("n"),     page_int(p, v->n_done),
				    STR("of"),    page_int(p, v->n_total),
				    STR("share"), jobs_share(p, v)};
	if (v->state != JOB_RUNNING || (!v->n_done && v->n_total <= 0))
		return STR("");
	if (v->n_total <= 0)
		return pairs[1];
	return page_fill(p,
			 v->n_done == v->n_at ? MSG_JOB_N_OF : MSG_JOB_N_SHARE,
			 pairs, 3);
}

struct str jobs_left(struct page *p, const struct job_view *v)
{
	if (v->state != JOB_RUNNING || v->left_ms < 0)
		return STR("");
	return jobs_fill(p, MSG_JOB_LEFT, "time", jobs_time(p, v->left_ms));
}
