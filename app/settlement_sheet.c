/* One statement, a page of its lines at a time. */
#include "app/settlement_int.h"

#include "app/bind.h"

static enum rc read_head(struct app *app, int64_t id, const struct scope *scope,
			 struct arena *a, struct statement *out,
			 struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_SETTLE_STATEMENT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	settle_bind_scope(q, scope);
	rc = stmt_one(q, err);
	if (!rc)
		*out = settle_read_statement(q, a);
	else if (rc == E_NOT_FOUND)
		err_set(err, rc, "there is no such statement in force");
	stmt_close(q);
	return rc;
}

static enum rc count_of_doctor(struct app *app, int64_t id,
			       const struct statement_page *page,
			       int64_t *total, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_SETTLE_PAGE_DOCTOR_COUNT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_str(q, "gp_code", page->gp_code);
	bind_str(q, "state", page->state);
	rc = stmt_one(q, err);
	if (!rc)
		*total = col_int(q, 0);
	stmt_close(q);
	return rc;
}

static enum rc count(struct app *app, const struct statement_page *page,
		     struct statement_sheet *out, struct err *err)
{
	const struct statement *s = &out->of;
	if (page->gp_code.len)
		return count_of_doctor(app, s->id, page, &out->total, err);
	out->total = s->n_line;
	if (str_is(page->state, "due"))
		out->total = s->n_due;
	else if (str_is(page->state, "held"))
		out->total = s->n_held;
	else if (page->state.len)
		out->total = s->n_line - s->n_due - s->n_held;
	return OK;
}

/* Texts in the arena: the row is gone with the next one. */
static struct statement_line keep(struct statement_line l, struct arena *a)
{
	struct str *const texts[] = {&l.quarter, &l.org_code, &l.payer,
				     &l.item,    &l.state,    &l.pseudonym,
				     &l.gp_code, &l.rule_key, &l.rule_source,
				     &l.reason};
	for (size_t i = 0; i < countof(texts); i++)
		*texts[i] = arena_str(a, *texts[i]);
	return l;
}

static enum rc read_lines(struct app *app, const struct statement_page *page,
			  struct arena *a, struct statement_sheet *out,
			  struct err *err)
{
	struct stmt *q = NULL;
	bool row, state = page->state.len, doctor = page->gp_code.len;
	size_t most = (size_t)min_i64(page->limit, out->total);
	enum sql id = doctor  ? SQL_SETTLE_PAGE_DOCTOR
		      : state ? SQL_SETTLE_PAGE_STATE
			      : SQL_SETTLE_PAGE_ALL;
	enum rc rc = db_prepare(app->db, id, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", out->of.id);
	if (doctor)
		bind_str(q, "gp_code", page->gp_code);
	if (doctor || state)
		bind_str(q, "state", page->state);
	bind_int(q, "n", page->limit);
	bind_int(q, "offset", page->offset);
	out->list = arena_array(a, struct statement_line, most + 1);
	if (!out->list)
		rc = arena_fail(a, err);
	while (!rc && out->n < most && !(rc = stmt_step(q, &row, err)) && row)
		out->list[out->n++] = keep(settle_read_line(q), a);
	stmt_close(q);
	return rc;
}

enum rc app_settle_sheet(struct app *app, int64_t id,
			 const struct statement_page *page, struct arena *a,
			 struct statement_sheet *out, struct err *err)
{
	struct statement_sheet s = {.n = 0};
	struct scope scope;
	enum rc rc = settle_scope(app, a, &scope, err);
	if (!rc)
		rc = read_head(app, id, &scope, a, &s.of, err);
	if (!rc)
		rc = count(app, page, &s, err);
	if (!rc)
		rc = read_lines(app, page, a, &s, err);
	if (!rc)
		rc = audit_look(
			app,
			&(struct audit_event){.action = "settlement.read",
					      .entity = "settlement_statement",
					      .entity_id = id,
					      .detail = STR("{}")},
			err);
	if (!rc)
		*out = s;
	return rc;
}
