#include "enrolment/enrolment.h"

const char *const way_name[N_WAY] = {
	[WAY_MANAGER] = "manager",
	[WAY_ASST] = "asst",
	[WAY_MIFS] = "mifs",
};

const char *const enrol_hold_name[N_ENROL_HOLD] = {
	[HOLD_NONE] = "none",
	[HOLD_DECEASED] = "deceased",
	[HOLD_MOVED] = "moved",
	[HOLD_NOT_CHRONIC] = "not_chronic",
	[HOLD_ENROLLED] = "enrolled",
	[HOLD_CONTINUITY] = "continuity",
	[HOLD_NO_DOCTOR] = "no_doctor",
	[HOLD_NOT_ADHERING] = "doctor_not_adhering",
	[HOLD_WAY_CLOSED] = "way_closed",
	[HOLD_MANAGER_FULL] = "manager_full",
	[HOLD_NO_CONTACT] = "no_contact",
};

const char *const enrol_hold_text[N_ENROL_HOLD] = {
	[HOLD_NONE] = "can be enrolled",
	[HOLD_DECEASED] = "the person has died",
	[HOLD_MOVED] = "the person is not registered on that day",
	[HOLD_NOT_CHRONIC] = "the latest stratification gives no level 1 to 3",
	[HOLD_ENROLLED] = "the person is already being enrolled or enrolled",
	[HOLD_CONTINUITY] = "a former manager still keeps the person",
	[HOLD_NO_DOCTOR] = "the person has no doctor",
	[HOLD_NOT_ADHERING] = "the doctor does not adhere",
	[HOLD_WAY_CLOSED] = "this way in is not open on that day",
	[HOLD_MANAGER_FULL] = "the manager has reached its ceiling of people",
	[HOLD_NO_CONTACT] = "no phone and no e-mail: add one, or waive it",
};

enum way way_of(struct str name)
{
	int w = 0;
	while (w < N_WAY && !str_is(name, way_name[w]))
		w++;
	return (enum way)w;
}

enum way way_of_member(struct str organisation_kind)
{
	return str_is(organisation_kind, "ASST") ? WAY_MIFS : WAY_MANAGER;
}

bool way_is_open(const struct rules *r, enum way w, struct str ats,
		 struct date on)
{
	static const char *const rule[N_WAY] = {
		[WAY_MANAGER] = "way.mmg_in_manager_active",
		[WAY_ASST] = "way.asst_active",
		[WAY_MIFS] = "way.mifs_active",
	};
	int64_t open = 0;
	assert(w < N_WAY);
	return !rules_int(r, rule[w], ats, on, &open, NULL) && open == 1;
}

enum enrol_hold person_gone(struct date registered_from,
			    struct date registered_to, struct date death,
			    struct date on)
{
	if (death.days != DATE_MAX.days && !date_is_none(death))
		return HOLD_DECEASED;
	bool registered =
		registered_from.days <= on.days &&
		(on.days <= registered_to.days || date_is_none(registered_to));
	return registered ? HOLD_NONE : HOLD_MOVED;
}

enum rc continuity_over(const struct rules *r, struct str ats,
			bool doctor_active, struct date on, bool *over,
			struct err *err)
{
	struct date end;
	int64_t wait_for_doctor;
	enum rc rc = rules_date(r, "continuity.end_date", ats, on, &end, err);
	if (rc == E_NOT_FOUND) {
		*over = true;
		return OK;
	}
	if (!rc)
		rc = rules_int(r, "continuity.until_doctor_active", ats, on,
			       &wait_for_doctor, err);
	if (rc)
		return rc;
	*over = on.days > end.days && (doctor_active || !wait_for_doctor);
	return OK;
}

/* With an enrolment alive only a former manager whose time is over lets the
 * person go on to a new one (by transfer). */
static enum rc hold_of_enrolled(const struct rules *r,
				const struct enrol_facts *f, struct date on,
				enum enrol_hold *out, struct err *err)
{
	bool over = false;
	*out = HOLD_ENROLLED;
	if (!f->former_manager)
		return OK;
	bool doctor_active =
		f->has_doctor && adherence_on(&f->adherence, on) == ADHERES;
	enum rc rc = continuity_over(r, f->ats, doctor_active, on, &over, err);
	if (!rc && !over)
		*out = HOLD_CONTINUITY;
	return rc;
}

static enum rc manager_full(const struct rules *r, const struct enrol_facts *f,
			    struct date on, bool *full, struct err *err)
{
	int64_t max;
	enum rc rc =
		rules_int(r, "manager.max_patients", f->ats, on, &max, err);
	if (!rc)
		*full = f->n_in_manager >= max;
	return rc;
}

static enum enrol_hold hold_of_person(const struct enrol_facts *f,
				      struct date on)
{
	enum enrol_hold gone =
		person_gone(f->registered_from, f->registered_to, f->death, on);
	if (gone)
		return gone;
	return f->level >= 1 && f->level <= 3 ? HOLD_NONE : HOLD_NOT_CHRONIC;
}

static enum enrol_hold hold_of_way(const struct rules *r,
				   const struct enrol_facts *f, struct date on)
{
	if (!f->has_doctor && f->way != WAY_ASST)
		return HOLD_NO_DOCTOR;
	if (adherence_on(&f->adherence, on) != ADHERES)
		return HOLD_NOT_ADHERING;
	return way_is_open(r, f->way, f->ats, on) ? HOLD_NONE : HOLD_WAY_CLOSED;
}

enum rc enrol_hold_on(const struct rules *r, const struct enrol_facts *f,
		      struct date on, enum enrol_hold *out, struct err *err)
{
	bool full = false;
	*out = hold_of_person(f, on);
	if (*out)
		return OK;
	if (f->enrolled)
		return hold_of_enrolled(r, f, on, out, err);
	*out = hold_of_way(r, f, on);
	if (*out)
		return OK;
	enum rc rc = manager_full(r, f, on, &full, err);
	if (rc)
		return rc;
	if (full)
		*out = HOLD_MANAGER_FULL;
	else if (!f->has_contact && !f->contact_waived)
		*out = HOLD_NO_CONTACT;
	return OK;
}
