#include "app/population.h"
#include "app/strata_load_int.h"

#include "base/progress.h"
#include "json/json.h"

#define PEOPLE_PER_TRANSACTION 1000
/* A load that has not ended after this long was stopped half way. */
#define ABANDONED_US (INT64_C(3600) * 1000000)
/* Evidence of one condition: some groups of some rules, 5 records each. */
#define TEXT_BYTES ((size_t)4 << 20)
#define MAX_PEOPLE ((size_t)20 << 20)

struct load {
	struct app *app;
	const struct strata_load *what;
	struct strata *s;
	struct strata_result *results; /* by archive row */
	struct strata_subject *subject;
	size_t n_subject, cap;
	struct strata_writer w;
};

static enum rc evaluate(struct load *l, struct err *err)
{
	struct strata_question q = {.archive = l->what->archive,
				    .kn = l->app->kn,
				    .rules = &l->app->rules,
				    .index = l->what->as_of,
				    .definition = l->what->definition};
	size_t n = archive_people(l->what->archive)->n;
	enum rc rc = strata_new(&q, &l->s, err);
	if (rc)
		return rc;
	l->results = calloc(n + 1, sizeof(*l->results));
	if (!l->results)
		return err_set(err, E_NOMEM, "no memory for %zu results", n);
	struct progress bar;
	progress_start(&bar, "strata", "people");
	rc = strata_run(l->s, l->what->n_thread, &bar, l->results, err);
	progress_end(&bar);
	return rc;
}

/* People of the database that the archive knows as active. */
static enum rc match_people(struct load *l, struct err *err)
{
	struct stmt *q = NULL;
	bool row;
	enum rc rc = db_prepare(l->app->db, SQL_STRATA_PEOPLE, &q, err);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		size_t at =
			archive_find_person(l->what->archive, col_str(q, 1));
		if (at == SIZE_MAX) {
			l->w.out->n_unknown++;
			continue;
		}
		if (l->results[at].status != STRATA_ACTIVE)
			continue;
		rc = array_grow(&l->subject, &l->cap, l->n_subject + 1,
				sizeof(*l->subject), MAX_PEOPLE, err);
		struct strata_subject x = {.person_id = col_int(q, 0),
					   .row = (uint32_t)at};
		if (!rc)
			rc = profile_area(l->w.profile, col_str(q, 2), &x.area,
					  err);
		if (!rc)
			l->subject[l->n_subject++] = x;
	}
	stmt_close(q);
	return rc;
}

static enum rc writer_open(struct load *l, struct err *err)
{
	struct strata_writer *w = &l->w;
	struct db *db = l->app->db;
	w->app = l->app;
	w->s = l->s;
	w->archive = l->what->archive;
	w->worker = strata_worker_new(l->s);
	w->drugs = calloc(HISTORY_MAX, sizeof(*w->drugs));
	w->services = calloc(HISTORY_MAX, sizeof(*w->services));
	buf_init(&w->text, TEXT_BYTES);
	buf_init(&w->text2, TEXT_BYTES);
	if (!w->worker || !w->drugs || !w->services)
		return err_set(err, E_NOMEM, "no memory for the load");
	enum rc rc = db_prepare(db, SQL_STRATUM_INSERT, &w->stratum, err);
	if (!rc)
		rc = db_prepare(db, SQL_PERSON_CONDITION_INSERT, &w->condition,
				err);
	if (!rc)
		rc = db_prepare(db, SQL_PERSON_NEAR_INSERT, &w->near, err);
	if (!rc)
		rc = db_prepare(db, SQL_THERAPY_INSERT, &w->therapy, err);
	if (!rc)
		rc = db_prepare(db, SQL_SERVICE_HISTORY_INSERT, &w->service,
				err);
	if (!rc)
		rc = db_prepare(db, SQL_HAVING_INSERT, &w->having, err);
	return rc;
}

static void writer_close(struct strata_writer *w)
{
	stmt_close(w->stratum);
	stmt_close(w->condition);
	stmt_close(w->near);
	stmt_close(w->therapy);
	stmt_close(w->service);
	stmt_close(w->having);
	profile_free(w->profile);
	strata_worker_free(w->worker);
	free(w->drugs);
	free(w->services);
	buf_release(&w->text);
	buf_release(&w->text2);
}

static enum rc set_state(struct load *l, enum sql id, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(l->app->db, id, &q, err);
	if (!rc) {
		bind_int(q, "id", l->w.out->run_id);
		bind_int(q, "ended_us", l->app->now_us);
		if (id == SQL_STRATA_RUN_FINISH) {
			bind_int(q, "n_person", l->w.out->n_person);
			bind_str(q, "source_digest",
				 archive_digest(l->what->archive));
		}
		rc = stmt_run(q, err);
	}
	stmt_close(q);
	return rc;
}

static enum rc begin_run(struct load *l, struct err *err)
{
	struct app *app = l->app;
	struct stmt *abandon = NULL, *insert = NULL;
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_STRATA_RUN_ABANDON, &abandon, err);
	if (rc)
		goto out;
	bind_int(abandon, "ended_us", app->now_us);
	bind_int(abandon, "before_us", app->now_us - ABANDONED_US);
	rc = stmt_run(abandon, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_STRATA_RUN_INSERT, &insert, err);
	if (rc)
		goto out;
	l->w.out->run_id = app_id(app);
	bind_int(insert, "id", l->w.out->run_id);
	bind_date(insert, "as_of", l->what->as_of);
	bind_str(insert, "definition", strata_definition(l->s));
	bind_int(insert, "created_us", app->now_us);
	rc = stmt_run(insert, err);
	if (!rc)
		rc = db_commit(app->db, err);
out:
	stmt_close(abandon);
	stmt_close(insert);
	if (rc)
		db_rollback(app->db);
	return rc;
}

static enum rc write_some(struct load *l, size_t from, size_t to,
			  struct err *err)
{
	enum rc rc = db_begin(l->app->db, err);
	for (size_t i = from; i < to && !rc; i++)
		rc = write_subject(&l->w, &l->subject[i],
				   &l->results[l->subject[i].row], err);
	if (!rc)
		rc = db_commit(l->app->db, err);
	if (rc)
		db_rollback(l->app->db);
	return rc;
}

static enum rc write_all(struct load *l, struct err *err)
{
	struct progress bar;
	enum rc rc = OK;
	progress_start(&bar, "strata kept", "people");
	for (size_t i = 0; i < l->n_subject && !rc;
	     i += PEOPLE_PER_TRANSACTION) {
		size_t to = i + PEOPLE_PER_TRANSACTION;
		if (to > l->n_subject)
			to = l->n_subject;
		rc = write_some(l, i, to, err);
		progress_show(&bar, to, to, l->n_subject);
	}
	progress_end(&bar);
	return rc;
}

static enum rc audit_load(struct load *l, struct err *err)
{
	struct buf b;
	struct json j;
	char day[11];
	buf_init(&b, 1024);
	json_init(&j, &b);
	json_object(&j);
	json_put_str(&j, "as_of", date_text(l->what->as_of, day));
	json_put_str(&j, "definition", strata_definition(l->s));
	json_put_int(&j, "people", l->w.out->n_person);
	json_put_str(&j, "digest", archive_digest(l->what->archive));
	json_object_end(&j);
	struct audit_event e = {.action = "strata.load",
				.entity = "strata_run",
				.entity_id = l->w.out->run_id,
				.detail = buf_view(&b)};
	enum rc rc = audit_write(l->app, &e, err);
	buf_release(&b);
	return rc;
}

/* The last transaction: the run becomes the one that is read. */
static enum rc finish_run(struct load *l, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_begin(l->app->db, err);
	if (!rc)
		rc = db_prepare(l->app->db, SQL_STRATA_RUN_SUPERSEDE, &q, err);
	if (!rc) {
		bind_date(q, "as_of", l->what->as_of);
		rc = stmt_run(q, err);
	}
	if (!rc)
		rc = set_state(l, SQL_STRATA_RUN_FINISH, err);
	if (!rc)
		rc = audit_load(l, err);
	if (!rc)
		rc = db_commit(l->app->db, err);
	stmt_close(q);
	if (rc)
		db_rollback(l->app->db);
	return rc;
}

/* Best effort: the run stays invisible even when this does not work. */
static void fail_run(struct load *l)
{
	if (db_begin(l->app->db, NULL))
		return;
	if (set_state(l, SQL_STRATA_RUN_FAIL, NULL) ||
	    db_commit(l->app->db, NULL))
		db_rollback(l->app->db);
}

enum rc app_strata_load(struct app *app, const struct strata_load *what,
			struct strata_loaded *out, struct err *err)
{
	struct strata_loaded loaded = {.run_id = 0};
	struct load l = {.app = app, .what = what, .w = {.out = &loaded}};
	enum rc rc = app_require(app, MAY_RUN_BATCH, 0, err);
	if (!rc)
		rc = evaluate(&l, err);
	if (!rc)
		rc = profile_new(app->kn, &l.w.profile, err);
	if (!rc)
		rc = match_people(&l, err);
	if (!rc)
		rc = writer_open(&l, err);
	if (!rc)
		rc = begin_run(&l, err);
	if (!rc)
		rc = write_all(&l, err);
	if (!rc)
		rc = profile_write(l.w.profile, app, loaded.run_id, err);
	if (!rc)
		rc = population_make(app, loaded.run_id, err);
	if (!rc)
		rc = finish_run(&l, err);
	if (rc && loaded.run_id)
		fail_run(&l);
	if (!rc)
		*out = loaded;
	writer_close(&l.w);
	free(l.subject);
	free(l.results);
	strata_free(l.s);
	return rc;
}
