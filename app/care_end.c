#include "app/care_end.h"

#include "app/booking.h"
#include "app/plan.h"

#define PAGE 500 /* LIMIT of the statements */

struct page {
	int64_t id[PAGE];
	size_t n;
};

/* The next page of identifiers; the cursor is closed before work begins. */
static enum rc next_page(struct app *app, enum sql which, struct page *p,
			 struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, which, &q, err);
	if (rc)
		return rc;
	p->n = 0;
	if (which == SQL_CARE_END_APPOINTMENTS)
		bind_date(q, "today", app->today);
	while (!(rc = stmt_step(q, &row, err)) && row && p->n < PAGE)
		p->id[p->n++] = col_int(q, 0);
	stmt_close(q);
	return rc;
}

static enum rc end_one(struct app *app, enum sql which, int64_t id,
		       struct err *err)
{
	if (which == SQL_CARE_END_PLANS)
		return app_plan_close(app, id, STR("enrolment ended"), err);
	return app_book_cancel(app, id, STR("service no longer planned"), err);
}

/* Each one that is ended leaves the list, so the first page is always the
 * next; a page that does not shrink would go on for ever. */
static enum rc end_all(struct app *app, enum sql which, int64_t *n,
		       struct err *err)
{
	struct page p;
	int64_t last = 0;
	enum rc rc;
	while (!(rc = next_page(app, which, &p, err)) && p.n) {
		if (p.id[0] <= last)
			BUG("what was ended is still to be ended");
		last = p.id[p.n - 1];
		for (size_t i = 0; !rc && i < p.n; i++, (*n)++)
			rc = end_one(app, which, p.id[i], err);
		if (rc)
			break;
	}
	return rc;
}

/* ---- one person */

static enum rc person_page(struct app *app, int64_t person_id, struct page *p,
			   struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_CARE_END_OF_PERSON, &q, err);
	if (rc)
		return rc;
	p->n = 0;
	bind_int(q, "person_id", person_id);
	bind_date(q, "today", app->today);
	while (!(rc = stmt_step(q, &row, err)) && row && p->n < PAGE)
		p->id[p->n++] = col_int(q, 0);
	stmt_close(q);
	return rc;
}

/* A person has some dozens of appointments: one page. */
static enum rc end_person(struct app *app, int64_t person_id,
			  struct care_ended *out, struct err *err)
{
	struct page p = {.n = 0};
	enum rc rc = end_one(app, SQL_CARE_END_PLANS, person_id, err);
	if (rc == E_STATE)
		rc = OK; /* there was no plan */
	else if (!rc)
		out->n_plan = 1;
	if (!rc)
		rc = person_page(app, person_id, &p, err);
	for (size_t i = 0; !rc && i < p.n; i++, out->n_appointment++)
		rc = end_one(app, SQL_CARE_END_APPOINTMENTS, p.id[i], err);
	return rc;
}

enum rc app_care_leave(struct app *app, int64_t person_id,
		       enum enrol_end reason, struct str why,
		       struct care_ended *out, struct err *err)
{
	struct care_ended ended = {0};
	struct actor was = app->who;
	enum rc rc = app_enrol_end(app, person_id, reason, why, err);
	if (rc)
		return rc;
	app->who = (struct actor){.user_id = was.user_id,
				  .role = ROLE_SYSTEM,
				  .purpose = STR("administration")};
	rc = end_person(app, person_id, &ended, err);
	app->who = was;
	if (!rc)
		*out = ended;
	return rc;
}

/* ---- all that is left over */

enum rc app_care_end(struct app *app, struct care_ended *out, struct err *err)
{
	struct care_ended ended = {0};
	enum rc rc = app_require(app, MAY_RUN_BATCH, 0, err);
	if (!rc)
		rc = end_all(app, SQL_CARE_END_PLANS, &ended.n_plan, err);
	if (!rc)
		rc = end_all(app, SQL_CARE_END_APPOINTMENTS,
			     &ended.n_appointment, err);
	if (!rc)
		*out = ended;
	return rc;
}
