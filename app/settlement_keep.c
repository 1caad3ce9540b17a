#include "app/settlement_run_int.h"

#include "app/bind.h"
#include "base/progress.h"

/* ---- what was found */

static enum rc next_version(struct settle_run *r, struct settle_tally *t,
			    struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(r->app->db, SQL_SETTLE_LAST_VERSION, &q, err);
	if (rc)
		return rc;
	bind_str(q, "quarter", r->quarter);
	bind_int(q, "organisation_id", t->s.org_id);
	bind_str(q, "payer", t->s.payer);
	rc = stmt_one(q, err);
	if (!rc)
		t->s.version = col_int(q, 0) + 1;
	stmt_close(q);
	return rc;
}

enum rc settle_keep_statement(struct settle_run *r, struct settle_tally *t,
			      struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = next_version(r, t, err);
	if (!rc)
		rc = db_prepare(r->app->db, SQL_SETTLE_STATEMENT_INSERT, &q,
				err);
	if (rc)
		return rc;
	t->s.id = app_id(r->app);
	bind_int(q, "id", t->s.id);
	bind_int(q, "run_id", r->id);
	bind_str(q, "quarter", r->quarter);
	bind_int(q, "organisation_id", t->s.org_id);
	bind_str(q, "payer", t->s.payer);
	bind_int(q, "version", t->s.version);
	bind_date(q, "period_from", r->period.from);
	bind_date(q, "period_to", r->period.to);
	bind_int(q, "strata_run_id", r->strata_run_id);
	bind_int(q, "at_us", r->app->now_us);
	return stmt_finish(q, NULL, err);
}

enum rc settle_keep_line(struct settle_run *r, const struct settle_tally *t,
			 const struct settle_line *l, struct err *err)
{
	struct stmt *q = NULL;
	const struct rule none = {.valid_from = DATE_NONE},
			  *rule = l->rule ? l->rule : &none;
	enum rc rc = db_prepare(r->app->db, SQL_SETTLE_LINE_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", app_id(r->app));
	bind_int(q, "statement_id", t->s.id);
	bind_int(q, "run_id", r->id);
	bind_str(q, "item", str_from(l->item));
	bind_str(q, "payer", l->payer);
	bind_str(q, "state", str_from(settle_state_name[l->state]));
	bind_int(q, "person_id", l->person_id);
	bind_int(q, "enrolment_id", l->enrolment_id);
	bind_id(q, "doctor_id", l->doctor_id);
	bind_id(q, "version_id", l->version_id);
	bind_date(q, "month", l->month);
	bind_int(q, "level", l->level);
	bind_int(q, "amount_cents", l->amount_cents);
	bind_opt(q, "rule_key", rule->key);
	bind_date(q, "rule_from", rule->valid_from);
	bind_opt(q, "rule_source", rule->source);
	bind_str(q, "reason", l->reason);
	return stmt_send(q, err);
}

enum rc settle_keep_waiting(struct settle_run *r, struct err *err)
{
	struct progress bar;
	enum rc rc = OK;
	for (size_t i = 0; i < r->n && !rc; i++)
		rc = settle_keep_statement(r, &r->list[i], err);
	progress_start(&bar, "settlement, written", "lines");
	for (size_t i = 0; i < r->n_waiting && !rc; i++) {
		const struct settle_waiting *w = &r->waiting[i];
		rc = settle_keep_line(r, &r->list[w->tally], &w->line, err);
		if (!rc)
			rc = settle_run_breathe(r, err);
		progress_show(&bar, i + 1, i + 1, r->n_waiting);
	}
	progress_end(&bar);
	return rc;
}

/* ---- in force */

static enum rc retire(struct settle_run *r, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(r->app->db, SQL_SETTLE_RETIRE, &q, err);
	if (rc)
		return rc;
	bind_str(q, "quarter", r->quarter);
	bind_int(q, "at_us", r->app->now_us);
	return stmt_finish(q, NULL, err);
}

static enum rc write_total(struct settle_run *r, struct settle_tally *t,
			   struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc =
		db_prepare(r->app->db, SQL_SETTLE_STATEMENT_TOTAL, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", t->s.id);
	bind_int(q, "n_line", t->s.n_line);
	bind_int(q, "n_due", t->s.n_due);
	bind_int(q, "total_cents", t->s.total_cents);
	bind_str(q, "digest", t->s.digest);
	return stmt_finish(q, NULL, err);
}

static enum rc audit_quarter(struct settle_run *r, struct err *err)
{
	char detail[200];
	int64_t lines = 0, cents = 0;
	for (size_t i = 0; i < r->n; i++) {
		lines += r->list[i].s.n_line;
		cents += r->list[i].s.total_cents;
	}
	snprintf(detail, sizeof(detail),
		 "{\"quarter\":\"" STR_FMT "\",\"statements\":%zu,"
		 "\"lines\":%" PRId64 ",\"total_cents\":%" PRId64 "}",
		 STR_ARG(r->quarter), r->n, lines, cents);
	return audit_write(
		r->app,
		&(struct audit_event){.action = "settlement.compute",
				      .entity = "settlement_statement",
				      .entity_id = r->n ? r->list[0].s.id : 0,
				      .detail = str_from(detail)},
		err);
}

enum rc settle_keep_force(struct settle_run *r, struct err *err)
{
	enum rc rc = batch_rest(&r->batch, err);
	if (!rc)
		rc = batch_begin(&r->batch, err);
	if (!rc)
		rc = settle_refuse_fixed(r->app, r->quarter, err);
	if (!rc)
		rc = settle_run_becomes(r, "done", err);
	if (!rc)
		rc = retire(r, err);
	for (size_t i = 0; i < r->n && !rc; i++)
		rc = write_total(r, &r->list[i], err);
	return rc ? rc : audit_quarter(r, err);
}
