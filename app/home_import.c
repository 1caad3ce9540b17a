/* A file of readings: rows of each person together, one transaction each. */
#include "app/home_int.h"
#include "app/scan.h"

struct work {
	struct app *app;
	struct arena *a;
	const struct monitor_tables *t;
	struct monitor_rows rows;
	bool *done;            /* of each row */
	struct home_came came; /* of the person at hand */
	struct home_imported *out;
	struct str source; /* csv, fhir */
};

static enum rc refuse(struct work *w, const struct monitor_row *r,
		      const struct err *why, struct err *err)
{
	struct monitor_refused *x = &w->out->refused[w->out->n_refused++];
	*x = (struct monitor_refused){
		.line = r->line,
		.column = STR(""),
		.value = r->value_given,
		.msg = why->msg,
		.detail = arena_str(w->a, str_from(why->text))};
	return x->detail.ptr ? OK : arena_fail(w->a, err);
}

/* ---- whose */

static enum rc find_person(struct app *app, struct str word, int64_t *id,
			   struct err *err)
{
	struct stmt *q = NULL;
	if (!word.len)
		return err_msg(err, E_RANGE, MSG_HOM_FILE_WHOSE,
			       "the row does not say whose it is");
	enum rc rc = db_prepare(app->db, SQL_HOME_PERSON_BY_WORD, &q, err);
	if (rc)
		return rc;
	bind_str(q, "word", word);
	rc = stmt_one(q, err);
	if (!rc)
		*id = col_int(q, 0);
	stmt_close(q);
	if (rc == E_NOT_FOUND)
		err_msg(err, rc, MSG_HOM_FILE_WHOSE,
			"\"" STR_FMT "\" is nobody in the registry",
			STR_ARG(word));
	return rc;
}

/* The person of rows that say `word`, in a file for `wanted` (0: anybody). */
static enum rc whose(struct app *app, struct str word, int64_t wanted,
		     int64_t *id, struct err *err)
{
	*id = wanted;
	if (wanted && !word.len)
		return OK;
	enum rc rc = find_person(app, word, id, err);
	if (!rc && wanted && *id != wanted)
		rc = err_msg(err, E_CONFLICT, MSG_HOM_OTHER_PERSON,
			     "the row is of somebody else");
	return rc;
}

/* ---- the rows of one person */

static const struct str at_source = STR_INIT("corretta all'origine");

static enum rc keep_row(struct work *w, const struct home_person *p,
			const struct monitor_row *r, struct home_sent *sent,
			int64_t *replaced, struct err *err)
{
	struct home_sending s = {.person_id = p->id,
				 .kind = w->t->kind[r->kind].code,
				 .value = r->value_given,
				 .unit = r->unit_given,
				 .context = r->context,
				 .device = r->device,
				 .note = r->note,
				 .measured_us = r->measured_us,
				 .by = r->by,
				 .source = w->source,
				 .source_id = r->id,
				 .reason = at_source};
	struct home_arrival in = {.kind = &w->t->kind[r->kind],
				  .s = &s,
				  .keep_doubtful = true,
				  .replaces = r->replaces};
	struct str *const texts[] = {&s.context, &s.device, &s.note,
				     &s.source_id};
	enum rc rc = OK;
	for (size_t i = 0; i < countof(texts) && !rc; i++)
		rc = home_text(texts[i], err);
	memcpy(in.value_milli, r->value_milli, sizeof(in.value_milli));
	return rc ? rc : home_keep(w->app, p, &in, sent, replaced, err);
}

static bool is_refusal(enum rc rc)
{
	return rc == E_RANGE || rc == E_CONFLICT || rc == E_LIMIT ||
	       rc == E_FORMAT || rc == E_STATE;
}

/* Row by row; what is refused by rule leaves the others alone. A statement that
 * failed ends the transaction, and with it the person's rows. */
static enum rc keep_rows(struct work *w, const struct home_person *p,
			 struct str word, struct home_imported *sum,
			 struct err *err)
{
	enum rc rc = OK;
	for (size_t i = 0; i < w->rows.n && !rc; i++) {
		const struct monitor_row *r = &w->rows.list[i];
		struct home_sent sent = {0};
		struct err why = {0};
		int64_t replaced = 0;
		if (w->done[i] || !str_eq(r->person, word))
			continue;
		w->done[i] = true;
		rc = keep_row(w, p, r, &sent, &replaced, &why);
		if (is_refusal(rc) && why.msg) {
			rc = refuse(w, r, &why, err);
			continue;
		}
		if (rc) {
			*err = why;
			break;
		}
		sum->n_again += sent.again;
		sum->n_new += !sent.again;
		sum->n_doubtful += sent.doubtful && !sent.again;
		sum->n_corrected += replaced && !sent.again;
		if (!sent.again)
			home_came_add(&w->came, sent.id, replaced, at_source);
	}
	return rc;
}

/* All rows of that word are refused for one reason. */
static enum rc refuse_all(struct work *w, struct str word,
			  const struct err *why, struct err *err)
{
	enum rc rc = OK;
	for (size_t i = 0; i < w->rows.n && !rc; i++)
		if (!w->done[i] && str_eq(w->rows.list[i].person, word)) {
			w->done[i] = true;
			rc = refuse(w, &w->rows.list[i], why, err);
		}
	return rc;
}

static enum rc person_rows_in(struct work *w, int64_t person_id,
			      struct str word, struct err *err)
{
	struct home_person p = {0};
	struct home_raised raised = {0};
	struct home_imported sum = {0};
	w->came.n_fresh = w->came.n_gone = 0;
	enum rc rc = db_begin(w->app->db, err);
	if (!rc)
		rc = home_person_load(w->app, person_id, w->a, &p, err);
	if (!rc && p.dead) {
		struct err why = {0};
		db_rollback(w->app->db);
		err_msg(&why, E_STATE, MSG_HOM_DECEASED, "the person has died");
		return refuse_all(w, word, &why, err);
	}
	if (!rc)
		rc = keep_rows(w, &p, word, &sum, err);
	if (!rc)
		rc = home_settle(w->app, &p, &w->came, w->a, &raised, err);
	struct audit_event e = {
		.action = "home.import",
		.entity = "person",
		.entity_id = person_id,
		.person_id = person_id,
		.detail = arena_printf(w->a, "{\"n\":%zu}", w->came.n_fresh)};
	rc = home_done(w->app, rc, &e, err);
	if (rc)
		return rc;
	w->out->n_new += sum.n_new;
	w->out->n_again += sum.n_again;
	w->out->n_doubtful += sum.n_doubtful;
	w->out->n_corrected += sum.n_corrected;
	w->out->n_alarm += raised.n;
	return OK;
}

static enum rc one_person(struct work *w, struct str word, int64_t wanted,
			  struct err *err)
{
	struct err why = {0};
	int64_t id = 0;
	enum rc rc = whose(w->app, word, wanted, &id, &why);
	if (!rc)
		rc = app_require(w->app, MAY_SEND_READING, id, &why);
	if (rc == E_DENIED || rc == E_NOT_FOUND || is_refusal(rc))
		return refuse_all(w, word, &why, err);
	if (rc) {
		*err = why;
		return rc;
	}
	return person_rows_in(w, id, word, err);
}

static enum rc make_room(struct work *w, struct err *err)
{
	size_t n = w->rows.n + w->rows.n_refused + 1;
	w->done = arena_array(w->a, bool, n);
	w->out->refused = arena_array(w->a, struct monitor_refused, n);
	if (!w->done || !w->out->refused)
		return arena_fail(w->a, err);
	w->out->n = w->rows.n + w->rows.n_refused;
	w->out->n_refused = w->rows.n_refused;
	memcpy(w->out->refused, w->rows.refused,
	       w->rows.n_refused * sizeof(*w->rows.refused));
	return home_came_init(&w->came, w->rows.n, w->a, err);
}

enum rc app_home_import(struct app *app, const struct home_import *in,
			struct arena *a, struct home_imported *out,
			struct err *err)
{
	struct monitor_tables t;
	struct work w = {.app = app, .a = a, .t = &t, .out = out};
	struct str head = str_trim(in->bytes);
	*out = (struct home_imported){0};
	w.source = head.len && head.ptr[0] == '{' ? STR("fhir") : STR("csv");
	enum rc rc = app_require(app, MAY_SEND_READING, in->person_id, err);
	if (!rc)
		rc = scan_bytes(app, in->bytes, err);
	if (!rc)
		rc = app_home_tables(app, a, &t, err);
	if (!rc)
		rc = monitor_read(&t, in->bytes, a, &w.rows, err);
	if (!rc)
		rc = make_room(&w, err);
	for (size_t i = 0; i < w.rows.n && !rc; i++)
		if (!w.done[i])
			rc = one_person(&w, w.rows.list[i].person,
					in->person_id, err);
	return rc;
}
