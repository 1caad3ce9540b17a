#include "app/quality_int.h"

#include "app/batch.h"
#include "app/bind.h"
#include "base/progress.h"

/* A run that has not ended after so long was killed. */
#define ABANDONED_US (INT64_C(6) * 3600 * 1000000)

struct sum {
	int64_t numerator, denominator, n_person;
};
struct measuring {
	struct app *app;
	struct batch batch;
	const struct indicators *ind;
	struct quality_days days;
	struct quality_reader *reader;
	uint64_t total; /* people that will be read */
	int64_t strata_run_id, run_id, n_person, n_part;
	struct sum (*sums)[2]; /* by indicator; not enrolled, enrolled */
	struct buf why;
};

static enum rc find_strata(struct app *app, struct date on, int64_t *run_id,
			   struct date *claims_to, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_QUALITY_STRATA, &q, err);
	if (rc)
		return rc;
	bind_date(q, "on_date", on);
	rc = stmt_one(q, err);
	if (!rc) {
		*run_id = col_int(q, 0);
		*claims_to = col_date(q, 1);
	} else if (rc == E_NOT_FOUND) {
		rc = err_set(err, rc,
			     "there are no strata up to that day: run "
			     "prossima strata load first");
	}
	stmt_close(q);
	return rc;
}

static enum rc start_run(struct measuring *m, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(m->app->db, SQL_QUALITY_RUN_INSERT, &q, err);
	if (rc)
		return rc;
	m->run_id = app_id(m->app);
	bind_int(q, "id", m->run_id);
	bind_date(q, "on_date", m->days.on);
	bind_int(q, "strata_run_id", m->strata_run_id);
	bind_date(q, "claims_to", m->days.claims_to);
	bind_int(q, "at_us", m->app->now_us);
	return stmt_finish(q, NULL, err);
}

static enum rc keep_part(struct measuring *m, const struct indicator *i,
			 const struct quality_subject *s,
			 struct quality_part part, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(m->app->db, SQL_QUALITY_MEMBER_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "run_id", m->run_id);
	bind_str(q, "indicator", i->code);
	bind_int(q, "person_id", s->person_id);
	bind_id(q, "doctor_id", s->doctor_id);
	bind_int(q, "enrolled", s->facts.work.enrolled);
	bind_int(q, "level", s->level);
	bind_str(q, "main_cluster", s->main_cluster);
	bind_int(q, "numerator", part.numerator);
	bind_int(q, "denominator", part.denominator);
	bind_str(q, "why", buf_view(&m->why));
	return stmt_finish(q, NULL, err);
}

static enum rc measure_person(struct measuring *m,
			      const struct quality_subject *s, struct err *err)
{
	enum rc rc = OK;
	m->n_person++;
	for (size_t i = 0; !rc && i < m->ind->n; i++) {
		const struct indicator *ind = &m->ind->list[i];
		struct sum *sum = &m->sums[i][s->facts.work.enrolled];
		if (!indicator_valid(ind, m->days.on))
			continue;
		buf_reset(&m->why);
		struct quality_part part =
			indicator_measure(ind, &s->facts, m->days, &m->why);
		if (!part.denominator)
			continue;
		sum->numerator += part.numerator;
		sum->denominator += part.denominator;
		sum->n_person++;
		m->n_part++;
		rc = keep_part(m, ind, s, part, err);
	}
	return rc ? rc : batch_breathe(&m->batch, err);
}

static enum rc count_people(struct measuring *m, uint64_t *n, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(m->app->db, SQL_QUALITY_PEOPLE_COUNT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "run_id", m->strata_run_id);
	rc = stmt_one(q, err);
	if (!rc)
		*n = (uint64_t)col_int(q, 0);
	stmt_close(q);
	return rc;
}

static enum rc open_reader(struct measuring *m, struct err *err)
{
	enum rc rc = count_people(m, &m->total, err);
	if (!rc)
		rc = quality_reader_open(&m->batch.reader, m->strata_run_id,
					 m->days.on, &m->reader, err);
	return rc;
}

static enum rc measure_all(struct measuring *m, struct err *err)
{
	struct quality_subject s;
	struct progress bar;
	enum rc rc = m->reader ? OK : open_reader(m, err);
	if (rc)
		return rc;
	progress_start(&bar, "indicators", "people");
	while (!(rc = quality_reader_next(m->reader, &s, err))) {
		uint64_t done = (uint64_t)m->n_person + 1;
		if ((rc = measure_person(m, &s, err)))
			break;
		progress_show(&bar, done, done, m->total);
	}
	progress_end(&bar);
	quality_reader_close(m->reader);
	m->reader = NULL;
	return rc == E_NOT_FOUND ? OK : rc;
}

static enum rc keep_result(struct measuring *m, size_t i, int enrolled,
			   struct err *err)
{
	const struct indicator *ind = &m->ind->list[i];
	const struct sum *sum = &m->sums[i][enrolled];
	struct stmt *q = NULL;
	enum rc rc = db_prepare(m->app->db, SQL_QUALITY_RESULT_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "run_id", m->run_id);
	bind_str(q, "indicator", ind->code);
	bind_int(q, "enrolled", enrolled);
	bind_int(q, "numerator", sum->numerator);
	bind_int(q, "denominator", sum->denominator);
	bind_int(q, "n_person", sum->n_person);
	if (ind->target_percent < 0)
		bind_null(q, "target_percent");
	else
		bind_int(q, "target_percent", ind->target_percent);
	return stmt_finish(q, NULL, err);
}

/* ---- the sums that pages read, by territory */

static const struct share {
	enum sql id;
	struct str by_what;
} shares[] = {{SQL_QUALITY_SHARE_DOCTOR, STR_INIT("doctor")},
	      {SQL_QUALITY_SHARE_CLUSTER, STR_INIT("cluster")},
	      {SQL_QUALITY_SHARE_LEVEL, STR_INIT("level")}};

static enum rc keep_share(struct measuring *m, const struct share *by,
			  const struct stmt *row, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(m->app->db, SQL_QUALITY_SHARE_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "run_id", m->run_id);
	bind_str(q, "indicator", col_str(row, 0));
	bind_str(q, "by_what", by->by_what);
	bind_str(q, "ats", col_str(row, 1));
	bind_str(q, "key", col_str(row, 2));
	bind_int(q, "enrolled", col_int(row, 3));
	bind_int(q, "numerator", col_int(row, 4));
	bind_int(q, "denominator", col_int(row, 5));
	bind_int(q, "n_person", col_int(row, 6));
	return stmt_finish(q, NULL, err);
}

static enum rc keep_shares_by(struct measuring *m, const struct share *by,
			      struct err *err)
{
	struct stmt *q = NULL;
	bool row = true;
	enum rc rc = db_prepare(m->batch.reader.db, by->id, &q, err);
	if (rc)
		return rc;
	bind_int(q, "run_id", m->run_id);
	rc = stmt_step(q, &row, err); /* this one takes seconds */
	if (!rc)
		rc = batch_begin(&m->batch, err);
	while (!rc && row) {
		rc = keep_share(m, by, q, err);
		if (!rc)
			rc = stmt_step(q, &row, err);
	}
	stmt_close(q);
	return rc;
}

/* What was written of the people is read again: its piece ends first. */
static enum rc keep_shares(struct measuring *m, struct err *err)
{
	enum rc rc = OK;
	for (size_t i = 0; !rc && i < countof(shares); i++) {
		rc = batch_rest(&m->batch, err);
		if (!rc)
			rc = keep_shares_by(m, &shares[i], err);
	}
	return rc;
}

/* ---- runs that came to nothing: nobody sees them, but they take room ---- */

static enum rc drop_run(struct measuring *m, int64_t run_id, struct err *err)
{
	static const enum sql all[] = {SQL_QUALITY_DROP_SHARES,
				       SQL_QUALITY_DROP_RESULTS,
				       SQL_QUALITY_DROP_RUN};
	struct stmt *q = NULL;
	enum rc rc = OK;
	for (size_t i = 0; !rc && i < m->ind->n; i++) {
		rc = db_prepare(m->app->db, SQL_QUALITY_DROP_MEMBERS, &q, err);
		if (rc)
			break;
		bind_int(q, "run_id", run_id);
		bind_str(q, "indicator", m->ind->list[i].code);
		rc = stmt_finish(q, NULL, err);
		if (!rc)
			rc = batch_breathe(&m->batch, err);
	}
	for (size_t i = 0; !rc && i < countof(all); i++) {
		rc = db_prepare(m->app->db, all[i], &q, err);
		if (rc)
			break;
		bind_int(q, "run_id", run_id);
		rc = stmt_finish(q, NULL, err);
	}
	return rc;
}

static enum rc drop_abandoned(struct measuring *m, struct err *err)
{
	enum { MOST = 20 };
	int64_t id[MOST];
	size_t n = 0;
	struct stmt *q = NULL;
	bool row = true;
	enum rc rc = db_prepare(m->app->db, SQL_QUALITY_ABANDONED, &q, err);
	if (rc)
		return rc;
	bind_int(q, "before_us", m->app->now_us - ABANDONED_US);
	while (n < MOST && !(rc = stmt_step(q, &row, err)) && row)
		id[n++] = col_int(q, 0);
	stmt_close(q);
	for (size_t i = 0; i < n && !rc; i++)
		rc = drop_run(m, id[i], err);
	return rc;
}

/* Best effort: the run stays invisible even when this does not work. */
static void give_up(struct measuring *m)
{
	struct err second = {0};
	if (!m->run_id || !m->batch.from || db_begin(m->app->db, &second))
		return;
	enum rc rc = drop_run(m, m->run_id, &second);
	if (batch_end(&m->batch, rc, &second))
		return;
}

static enum rc finish_run(struct measuring *m, struct err *err)
{
	struct stmt *q = NULL;
	char detail[120];
	enum rc rc = OK;
	for (size_t i = 0; !rc && i < m->ind->n; i++)
		for (int e = 0; !rc && e < 2; e++)
			if (indicator_valid(&m->ind->list[i], m->days.on))
				rc = keep_result(m, i, e, err);
	if (!rc)
		rc = keep_shares(m, err);
	if (!rc)
		rc = db_prepare(m->app->db, SQL_QUALITY_RUN_DONE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", m->run_id);
	bind_int(q, "n_person", m->n_person);
	rc = stmt_finish(q, NULL, err);
	if (rc)
		return rc;
	snprintf(detail, sizeof(detail),
		 "{\"people\":%" PRId64 ",\"parts\":%" PRId64 "}", m->n_person,
		 m->n_part);
	return audit_write(m->app,
			   &(struct audit_event){.action = "quality.run",
						 .entity = "indicator_run",
						 .entity_id = m->run_id,
						 .detail = str_from(detail)},
			   err);
}

enum rc app_quality_run(struct app *app, const struct indicators *ind,
			struct date on, struct quality_run *out,
			struct err *err)
{
	struct measuring m = {.app = app, .ind = ind, .days.on = on};
	int64_t percent = 0;
	enum rc rc = app_require(app, MAY_RUN_BATCH, 0, err);
	if (!rc)
		rc = rules_int(&app->rules, "bonus.drug_covered_min_percent",
			       STR(""), on, &percent, err);
	if (!rc)
		rc = find_strata(app, on, &m.strata_run_id, &m.days.claims_to,
				 err);
	if (rc)
		return rc;
	m.days.covered_percent = (int)percent;
	m.sums = calloc(ind->n + 1, sizeof(*m.sums));
	if (!m.sums)
		return err_set(err, E_NOMEM, "no memory for the indicators");
	buf_init(&m.why, 4096); /* a reason in a few words */
	rc = batch_open(&m.batch, app, err);
	if (!rc && m.batch.from)
		rc = open_reader(&m, err);
	if (!rc)
		rc = batch_begin(&m.batch, err);
	if (!rc)
		rc = drop_abandoned(&m, err);
	if (!rc)
		rc = start_run(&m, err);
	if (!rc)
		rc = measure_all(&m, err);
	if (!rc)
		rc = finish_run(&m, err);
	quality_reader_close(m.reader);
	rc = batch_end(&m.batch, rc, err);
	if (rc)
		give_up(&m);
	else
		*out = (struct quality_run){.id = m.run_id,
					    .n_person = m.n_person,
					    .n_part = m.n_part,
					    .on = on,
					    .claims_to = m.days.claims_to};
	batch_close(&m.batch);
	buf_release(&m.why);
	free(m.sums);
	return rc;
}
