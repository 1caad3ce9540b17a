/* Volume, rejects, times, agreement, red results not yet acknowledged. */
#include "app/person_view_int.h"
#include "app/tele_int.h"

#define DAY_US INT64_C(86400000000)

static enum rc stat_row(const struct stmt *q, void *row, void *ctx,
			struct err *err)
{
	struct arena *a = ctx;
	struct tele_stat *s = row;
	(void)err;
	*s = (struct tele_stat){.practice = col_text(q, 0, a),
				.n = col_int(q, 2),
				.n_reject = col_int(q, 3),
				.n_override = col_int(q, 4),
				.n_repeat = col_int(q, 5),
				.n_expired = col_int(q, 6),
				.n_signed = col_int(q, 7),
				.n_in_time = col_int(q, 8),
				.sum_us = col_int(q, 9),
				.max_us = col_int(q, 10),
				.n_agree = col_int(q, 11),
				.n_agree_said = col_int(q, 12),
				.n_red = col_int(q, 13),
				.n_red_unread = col_int(q, 14),
				.n_cancelled = col_int(q, 15)};
	if (!tele_kind_parse(col_str(q, 1), &s->kind))
		s->kind = N_TELE_KIND;
	return OK;
}

static enum rc cause_row(const struct stmt *q, void *row, void *ctx,
			 struct err *err)
{
	struct arena *a = ctx;
	(void)err;
	*(struct tele_cause *)row =
		(struct tele_cause){.code = col_text(q, 0, a),
				    .lead = col_text(q, 1, a),
				    .n = col_int(q, 2)};
	return OK;
}

/* Midnight of that day in Rome, within the hour that summer time moves. */
static int64_t begins(struct date d)
{
	int64_t us = (int64_t)d.days * DAY_US;
	return us - (int64_t)minute_in_rome(us) * TELE_MINUTE_US;
}

enum rc app_tele_stats(struct app *app, struct date from, struct date to,
		       struct arena *a, struct tele_stats *out, struct err *err)
{
	struct stmt *q = NULL;
	const struct actor *who = &app->who;
	bool practice = who->role == ROLE_DOCTOR || who->role == ROLE_STAFF;
	bool pharmacy = who->role == ROLE_PHARMACIST;
	enum rc rc = app_require(app, MAY_READ_EXAMS, 0, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_TELE_STATS, &q, err);
	if (rc)
		return rc;
	bind_int(q, "from_us", begins(from));
	bind_int(q, "to_us", begins(date_add(to, 1)));
	bind_id(q, "doctor_id", practice ? who->doctor_id : 0);
	bind_id(q, "organisation_id", pharmacy ? who->org_id : 0);
	rc = person_rows(q, sizeof(*out->list), 20000, stat_row, a, a,
			 &out->list, &out->n, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_TELE_REJECT_CAUSES, &q, err);
	if (rc)
		return rc;
	bind_int(q, "from_us", begins(from));
	bind_int(q, "to_us", begins(date_add(to, 1)));
	return person_rows(q, sizeof(*out->cause), 50, cause_row, a, a,
			   &out->cause, &out->n_cause, err);
}
