/* Volume, rejects, times, agreement, red results not yet acknowledged. */
#include "app/person_view_int.h"
#include "app/tele_scope_int.h"
#include "telecare/visit.h"

enum { STATS_MOST = 20000, CAUSES_MOST = 200 };

static enum rc stat_row(const struct stmt *q, void *row, void *ctx,
			struct err *err)
{
	struct arena *a = ctx;
	struct tele_stat *s = row;
	(void)err;
	*s = (struct tele_stat){.code = col_text(q, 0, a),
				.name = col_text(q, 1, a),
				.n = col_int(q, 3),
				.n_reject = col_int(q, 4),
				.n_override = col_int(q, 5),
				.n_repeat = col_int(q, 6),
				.n_expired = col_int(q, 7),
				.n_signed = col_int(q, 8),
				.n_in_time = col_int(q, 9),
				.sum_us = col_int(q, 10),
				.max_us = col_int(q, 11),
				.n_agree = col_int(q, 12),
				.n_agree_said = col_int(q, 13),
				.n_red = col_int(q, 14),
				.n_red_unread = col_int(q, 15),
				.n_cancelled = col_int(q, 16),
				.n_late_open = col_int(q, 17)};
	if (!tele_kind_parse(col_str(q, 2), &s->kind))
		s->kind = N_TELE_KIND;
	return OK;
}

static enum rc cause_row(const struct stmt *q, void *row, void *ctx,
			 struct err *err)
{
	struct arena *a = ctx;
	(void)err;
	*(struct tele_cause *)row =
		(struct tele_cause){.practice = col_text(q, 0, a),
				    .name = col_text(q, 1, a),
				    .code = col_text(q, 2, a),
				    .lead = col_text(q, 3, a),
				    .n = col_int(q, 4)};
	return OK;
}

static void add(struct tele_stat *sum, const struct tele_stat *s)
{
	sum->n += s->n;
	sum->n_reject += s->n_reject;
	sum->n_override += s->n_override;
	sum->n_repeat += s->n_repeat;
	sum->n_expired += s->n_expired;
	sum->n_signed += s->n_signed;
	sum->n_in_time += s->n_in_time;
	sum->n_late_open += s->n_late_open;
	sum->sum_us += s->sum_us;
	sum->max_us = max_i64(sum->max_us, s->max_us);
	sum->n_agree += s->n_agree;
	sum->n_agree_said += s->n_agree_said;
	sum->n_red += s->n_red;
	sum->n_red_unread += s->n_red_unread;
	sum->n_cancelled += s->n_cancelled;
}

static enum rc prepare(struct app *app, enum sql id,
		       const struct tele_stats_query *ask,
		       const struct tele_scope *s, struct stmt **q,
		       struct err *err)
{
	enum rc rc = db_prepare(app->db, id, q, err);
	if (rc)
		return rc;
	tele_scope_bind(*q, app, s);
	bind_int(*q, "from_us", visit_instant(ask->from, 0));
	bind_int(*q, "to_us", visit_instant(date_add(ask->to, 1), 0));
	bind_opt(*q, "kind",
		 ask->kind < N_TELE_KIND ? str_from(tele_kind_name[ask->kind])
					 : STR(""));
	return OK;
}

enum rc app_tele_stats(struct app *app, const struct tele_stats_query *ask,
		       struct arena *a, struct tele_stats *out, struct err *err)
{
	struct stmt *q = NULL;
	struct tele_stats v = {0};
	struct tele_scope s = {0};
	enum rc rc = app_require(app, MAY_READ_TELECARE, 0, err);
	if (!rc)
		rc = tele_scope(app, a, &s, err);
	if (!rc)
		rc = prepare(app, SQL_TELE_STATS, ask, &s, &q, err);
	if (rc)
		return rc;
	bind_int(q, "by_pool", ask->by_pool);
	bind_int(q, "now_us", app->now_us);
	bind_str(q, "sort", ask->sort);
	bind_int(q, "turn", ask->descending ? -1 : 1);
	rc = person_rows(q, sizeof(*v.list), STATS_MOST, stat_row, a, a,
			 &v.list, &v.n, err);
	for (size_t i = 0; i < v.n && !rc; i++)
		add(&v.total, &v.list[i]);
	q = NULL;
	if (!rc)
		rc = prepare(app, SQL_TELE_REJECT_CAUSES, ask, &s, &q, err);
	if (rc)
		return rc;
	rc = person_rows(q, sizeof(*v.cause), CAUSES_MOST, cause_row, a, a,
			 &v.cause, &v.n_cause, err);
	if (!rc)
		*out = v;
	return rc;
}
