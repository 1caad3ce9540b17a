/* Who it is and where they stand: the header of every page of a person. */
#include "app/looks.h"
#include "app/person_view_int.h"

static void read_person(const struct stmt *q, struct arena *a,
			struct person_header *h)
{
	struct str sex = col_str(q, 9);
	*h = (struct person_header){
		.id = col_int(q, 0),
		.pseudonym = col_text(q, 1, a),
		.fiscal_code = col_text(q, 2, a),
		.last_name = col_text(q, 3, a),
		.first_name = col_text(q, 4, a),
		.phone = col_text(q, 5, a),
		.email = col_text(q, 6, a),
		.municipality = col_text(q, 7, a),
		.ats = col_text(q, 8, a),
		.sex = sex.len ? sex.ptr[0] : 'U',
		.birth = col_date(q, 10),
		.death = col_date(q, 11),
		.registered_to = col_date(q, 12),
		.doctor_id = col_int(q, 13),
		.gp_code = col_text(q, 14, a),
		.doctor_last = col_text(q, 15, a),
		.doctor_first = col_text(q, 16, a),
	};
}

static void read_standing(const struct stmt *q, const struct knowledge *kn,
			  struct arena *a, struct person_header *h)
{
	h->level = (int)col_int(q, 17);
	h->main_condition = kn ? kn_condition_index(kn, col_str(q, 18)) : -1;
	h->n_comorbidities = (int)col_int(q, 19);
	h->strata_on = col_date(q, 20);
	h->enrolment_id = col_int(q, 21);
	h->enrol_state = col_text(q, 22, a);
	h->enrol_end_reason = col_text(q, 23, a);
	h->manager = col_text(q, 24, a);
	h->suspended = col_int(q, 25) == 1;
	h->active_from = col_date(q, 26);
	h->ended_on = col_date(q, 27);
	h->pact_state = col_text(q, 28, a);
	h->pact_from = col_date(q, 29);
	h->pact_to = col_date(q, 30);
}

static void read_plan(const struct stmt *q, struct arena *a,
		      struct person_header *h)
{
	h->plan_id = col_int(q, 31);
	h->plan_version = (int)col_int(q, 32);
	h->plan_state = col_text(q, 33, a);
	h->protocol = col_text(q, 34, a);
	h->plan_from = col_date(q, 35);
	h->plan_to = col_date(q, 36);
	h->draft_id = col_int(q, 37);
	h->draft_version = (int)col_int(q, 38);
	h->draft_state = col_text(q, 39, a);
	h->draft_kind = col_text(q, 40, a);
}

static bool before(struct date d, struct date day)
{
	return !date_is_none(d) && d.days < day.days;
}

static bool enrolled(const struct person_header *h)
{
	return h->enrolment_id && date_is_none(h->ended_on);
}

static unsigned bit(enum person_alert a, bool on)
{
	return on ? 1u << a : 0;
}

/* Of who can still be cared for. */
static unsigned care_alerts(const struct person_header *h, struct date today,
			    int64_t soon)
{
	bool held = str_is(h->pact_state, "signed");
	bool live = enrolled(h) && (str_is(h->enrol_state, "active") ||
				    str_is(h->enrol_state, "pact_signed"));
	bool pact_over = str_is(h->pact_state, "expired") ||
			 (held && before(h->pact_to, today));
	bool plan_over = h->plan_version && before(h->plan_to, today);
	struct date last = date_add(today, (int)soon);
	bool ends = h->plan_version && !plan_over && before(h->plan_to, last) &&
		    !h->draft_id;
	return bit(ALERT_SUSPENDED, h->suspended) |
	       bit(ALERT_PLAN_EXPIRED, live && plan_over) |
	       bit(ALERT_PACT_EXPIRED, live && pact_over) |
	       bit(ALERT_PACT_MISSING, live && !held && !pact_over) |
	       bit(ALERT_PLAN_ENDS, live && ends) |
	       bit(ALERT_PACT_ENDS,
		   live && held && !pact_over && before(h->pact_to, last)) |
	       bit(ALERT_NO_CONTACT, !h->phone.len && !h->email.len) |
	       bit(ALERT_NO_DOCTOR, !h->doctor_id);
}

static enum rc set_alerts(struct app *app, struct person_header *h,
			  struct err *err)
{
	int64_t soon = 0;
	enum rc rc = rules_int(&app->rules, "renewal.open_days_before_expiry",
			       h->ats, app->today, &soon, err);
	if (rc)
		return rc;
	bool dead = !date_is_none(h->death) && h->death.days <= app->today.days;
	bool left = before(h->registered_to, app->today);
	h->alerts =
		dead ? bit(ALERT_DEAD, true)
		     : bit(ALERT_LEFT, left) | care_alerts(h, app->today, soon);
	h->age = date_age(h->birth, dead ? h->death : app->today);
	return OK;
}

enum rc person_header_load(struct app *app, int64_t person_id, struct arena *a,
			   struct person_header *out, struct err *err)
{
	struct stmt *q = NULL;
	struct person_header h = {0};
	enum rc rc = db_prepare(app->db, SQL_PERSON_HEADER, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	bind_date(q, "on_date", app->today);
	rc = stmt_one(q, err);
	if (rc == E_NOT_FOUND)
		err_set(err, rc, "there is no person %" PRId64, person_id);
	if (!rc) {
		read_person(q, a, &h);
		read_standing(q, app->kn, a, &h);
		read_plan(q, a, &h);
	}
	stmt_close(q);
	if (!rc)
		rc = set_alerts(app, &h, err);
	if (!rc)
		*out = h;
	return rc;
}

enum rc person_look(struct app *app, int64_t person_id, const char *part,
		    struct err *err)
{
	char detail[64];
	snprintf(detail, sizeof(detail), "{\"part\":\"%s\"}", part);
	return audit_look(app,
			  &(struct audit_event){.action = "person.read",
						.entity = "person",
						.entity_id = person_id,
						.person_id = person_id,
						.detail = str_from(detail)},
			  err);
}

/* Has this request told already that it looks at this person? */
static bool looked(const struct looks *l, int64_t person_id)
{
	for (size_t i = 0; l && i < l->n; i++)
		if (l->at[i].event.person_id == person_id)
			return true;
	return false;
}

enum rc app_person_header(struct app *app, int64_t person_id, struct arena *a,
			  struct person_header *out, struct err *err)
{
	enum rc rc = app_require(app, MAY_READ_PERSON, person_id, err);
	if (!rc)
		rc = person_header_load(app, person_id, a, out, err);
	if (!rc && !looked(app->looks, person_id))
		rc = person_look(app, person_id, "header", err);
	return rc;
}
