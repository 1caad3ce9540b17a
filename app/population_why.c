#include "app/population_why.h"

#include "app/person_view_int.h"
#include "app/population_int.h"
#include "text/text.h"

static enum rc load_person(struct app *app, const struct population_filter *f,
			   int64_t person_id, struct arena *a,
			   struct population_why *out, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_POPULATION_PERSON, &q, err);
	if (rc)
		return rc;
	bind_int(q, "run_id", f->run_id);
	bind_int(q, "person_id", person_id);
	rc = stmt_one(q, err);
	if (!rc && f->ats.len && !str_eq(f->ats, col_str(q, 4)))
		rc = E_NOT_FOUND;
	if (!rc) {
		struct str sex = col_str(q, 2);
		out->pseudonym = col_text(q, 0, a);
		out->place = kn_municipality_index(app->kn, col_str(q, 1));
		out->sex = sex.len ? sex.ptr[0] : 'U';
		out->age = col_int(q, 3);
	}
	stmt_close(q);
	if (rc == E_NOT_FOUND)
		return err_msg(err, rc, MSG_AGE_NO_PERSON,
			       "person %" PRId64 " is not in run %" PRId64
			       ", or not of this agency",
			       person_id, f->run_id);
	return rc;
}

static enum rc leave_look(struct app *app, int64_t run_id, int64_t person_id,
			  struct err *err)
{
	char detail[64];
	snprintf(detail, sizeof(detail), "{\"run\":%" PRId64 "}", run_id);
	return audit_look(app,
			  &(struct audit_event){.action = "population.why",
						.entity = "person",
						.entity_id = person_id,
						.person_id = person_id,
						.detail = str_from(detail)},
			  err);
}

enum rc app_population_why(struct app *app, int64_t run_id, int64_t person_id,
			   struct arena *a, struct population_why *out,
			   struct err *err)
{
	struct population_filter asked = population_all(), mine;
	*out = (struct population_why){.place = POPULATION_NONE};
	asked.run_id = run_id;
	enum rc rc = population_scope(app, &asked, a, &mine, &out->run, err);
	if (!rc)
		rc = population_make(app, mine.run_id, err);
	if (!rc)
		rc = load_person(app, &mine, person_id, a, out, err);
	if (!rc)
		rc = person_conditions_all(app, person_id, mine.run_id, a,
					   &out->found, err);
	return rc ? rc : leave_look(app, mine.run_id, person_id, err);
}
