/* Who may do what to whom: one table by role, and the relation each entry
 * asks for between the actor and the person.
 */
#include "app/access_int.h"
#include "app/app.h"
#include "text/text.h"

enum relation {
	NEVER,
	ALWAYS, /* the role is enough */
	OWN,    /* the person's doctor */
	OWN_OR_DELEGATED,
	CENTRE,    /* the person's doctor is of the actor's organisation */
	CONSENTED, /* the person allowed the actor's organisation */
	SELF,      /* the person, or who cares for them by their consent */
};

/* Rows in the order of what each role does in the product (doc/clinical.md
 * has the Italian names). A role without a row entry may not. */
static const enum relation grants[N_ROLE][N_PERMISSION] = {
	/* The installation's administrator runs batches for everybody, but
	 * no machine signs a plan. */
	[ROLE_SYSTEM] =
		{[MAY_READ_PERSON] = ALWAYS,     [MAY_ENROL] = ALWAYS,
		 [MAY_PREPARE_PLAN] = ALWAYS,    [MAY_BOOK] = ALWAYS,
		 [MAY_CLOSE_SLOT] = ALWAYS,      [MAY_READ_LISTS] = ALWAYS,
		 [MAY_SETTLE] = ALWAYS,          [MAY_RUN_BATCH] = ALWAYS,
		 [MAY_SET_RULES] = ALWAYS,       [MAY_READ_AUDIT] = ALWAYS,
		 [MAY_MANAGE_ACCOUNTS] = ALWAYS, [MAY_DELEGATE] = ALWAYS,
		 [MAY_READ_POPULATION] = ALWAYS, [MAY_RUN_OWN] = ALWAYS,
		 [MAY_SEND_EXAM] = ALWAYS,       [MAY_READ_EXAMS] = ALWAYS,
		 [MAY_SEND_READING] = ALWAYS,    [MAY_READ_READINGS] = ALWAYS,
		 [MAY_ANSWER_ALARM] = ALWAYS,    [MAY_READ_TELECARE] = ALWAYS,
		 [MAY_KEEP_DEVICES] = ALWAYS,
		 [MAY_TAKE_ALL] = ALWAYS},
	[ROLE_ADMIN] = {[MAY_SET_RULES] = ALWAYS,
			[MAY_READ_AUDIT] = ALWAYS,
			[MAY_MANAGE_ACCOUNTS] = ALWAYS,
			[MAY_DELEGATE] = ALWAYS,
			[MAY_READ_TELECARE] = ALWAYS,
			[MAY_KEEP_DEVICES] = ALWAYS},
	[ROLE_DOCTOR] = {[MAY_READ_PERSON] = OWN_OR_DELEGATED,
			 [MAY_ENROL] = OWN_OR_DELEGATED,
			 [MAY_PREPARE_PLAN] = OWN_OR_DELEGATED,
			 [MAY_SIGN_PLAN] = OWN_OR_DELEGATED,
			 [MAY_BOOK] = OWN_OR_DELEGATED,
			 [MAY_READ_LISTS] = ALWAYS,
			 [MAY_DELEGATE] = OWN,
			 [MAY_SEND_EXAM] = OWN_OR_DELEGATED,
			 [MAY_READ_EXAMS] = OWN_OR_DELEGATED,
			 [MAY_SEND_READING] = OWN_OR_DELEGATED,
			 [MAY_READ_READINGS] = OWN_OR_DELEGATED,
			 [MAY_SET_MONITORING] = OWN_OR_DELEGATED,
			 [MAY_ANSWER_ALARM] = OWN_OR_DELEGATED,
			 [MAY_READ_TELECARE] = ALWAYS,
			 [MAY_HOLD_VISIT] = ALWAYS,
			 [MAY_TAKE_ALL] = OWN_OR_DELEGATED},
	[ROLE_STAFF] = {[MAY_READ_PERSON] = OWN_OR_DELEGATED,
			[MAY_ENROL] = OWN_OR_DELEGATED,
			[MAY_PREPARE_PLAN] = OWN_OR_DELEGATED,
			[MAY_BOOK] = OWN_OR_DELEGATED,
			[MAY_READ_LISTS] = ALWAYS,
			[MAY_SEND_EXAM] = OWN_OR_DELEGATED,
			[MAY_READ_EXAMS] = OWN_OR_DELEGATED,
			[MAY_SEND_READING] = OWN_OR_DELEGATED,
			[MAY_READ_READINGS] = OWN_OR_DELEGATED,
			[MAY_ANSWER_ALARM] = OWN_OR_DELEGATED,
			[MAY_READ_TELECARE] = ALWAYS},
	[ROLE_OPERATOR] = {[MAY_READ_PERSON] = CENTRE,
			   [MAY_ENROL] = CENTRE,
			   [MAY_PREPARE_PLAN] = CENTRE,
			   [MAY_BOOK] = CENTRE,
			   [MAY_CLOSE_SLOT] = ALWAYS,
			   [MAY_READ_LISTS] = ALWAYS,
			   [MAY_SEND_EXAM] = CENTRE,
			   [MAY_READ_EXAMS] = CENTRE,
			   [MAY_SEND_READING] = CENTRE,
			   [MAY_READ_READINGS] = CENTRE,
			   [MAY_ANSWER_ALARM] = CENTRE,
			   [MAY_READ_TELECARE] = ALWAYS},
	/* Of exams, those of the pools they read for: app/tele_case.c. */
	[ROLE_SPECIALIST] = {[MAY_READ_PERSON] = CENTRE,
			     [MAY_PREPARE_PLAN] = CENTRE,
			     [MAY_READ_LISTS] = ALWAYS,
			     [MAY_READ_EXAMS] = ALWAYS,
			     [MAY_REPORT_EXAM] = ALWAYS,
			     [MAY_READ_READINGS] = CENTRE,
			     [MAY_READ_TELECARE] = ALWAYS,
			     [MAY_HOLD_VISIT] = ALWAYS},
	[ROLE_PROVIDER] =
		{[MAY_CLOSE_SLOT] = ALWAYS, [MAY_READ_LISTS] = ALWAYS},
	[ROLE_PHARMACIST] = {[MAY_READ_PERSON] = CONSENTED,
			     [MAY_SEND_EXAM] = CONSENTED,
			     [MAY_READ_EXAMS] = CONSENTED,
			     [MAY_SEND_READING] = CONSENTED,
			     [MAY_READ_TELECARE] = ALWAYS},
	[ROLE_CITIZEN] = {[MAY_READ_PERSON] = SELF,
			  [MAY_ENROL] = SELF,
			  [MAY_BOOK] = SELF,
			  [MAY_READ_AUDIT] = SELF,
			  [MAY_SEND_READING] = SELF,
			  [MAY_READ_READINGS] = SELF,
			  [MAY_TAKE_ALL] = SELF},
	/* Drafts, publishes and books for the people it follows. */
	[ROLE_COOPERATIVE] = {[MAY_READ_LISTS] = ALWAYS,
			      [MAY_SETTLE] = ALWAYS,
			      [MAY_RUN_OWN] = ALWAYS,
			      [MAY_READ_TELECARE] = ALWAYS,
			      [MAY_KEEP_DEVICES] = ALWAYS},
	[ROLE_AGENCY] = {[MAY_READ_LISTS] = ALWAYS,
			 [MAY_READ_POPULATION] = ALWAYS,
			 [MAY_SETTLE] = ALWAYS,
			 [MAY_RUN_BATCH] = ALWAYS,
			 [MAY_SET_RULES] = ALWAYS,
			 [MAY_READ_TELECARE] = ALWAYS,
			 [MAY_KEEP_DEVICES] = ALWAYS},
	[ROLE_REGION] = {[MAY_READ_LISTS] = ALWAYS,
			 [MAY_READ_POPULATION] = ALWAYS,
			 [MAY_SETTLE] = ALWAYS,
			 [MAY_RUN_BATCH] = ALWAYS,
			 [MAY_SET_RULES] = ALWAYS,
			 [MAY_READ_TELECARE] = ALWAYS,
			 [MAY_KEEP_DEVICES] = ALWAYS},
};

static const char *const doing[N_PERMISSION] = {
	[MAY_READ_PERSON] = "read the record",
	[MAY_ENROL] = "change the enrolment",
	[MAY_PREPARE_PLAN] = "prepare the plan",
	[MAY_SIGN_PLAN] = "sign the plan",
	[MAY_BOOK] = "book appointments",
	[MAY_CLOSE_SLOT] = "close appointments",
	[MAY_READ_LISTS] = "read lists",
	[MAY_SETTLE] = "see the settlement",
	[MAY_RUN_BATCH] = "run batch work",
	[MAY_SET_RULES] = "change rules",
	[MAY_READ_AUDIT] = "read the audit",
	[MAY_MANAGE_ACCOUNTS] = "manage accounts",
	[MAY_DELEGATE] = "delegate",
	[MAY_READ_POPULATION] = "read the population",
	[MAY_RUN_OWN] = "run batch work for its own people",
	[MAY_SEND_EXAM] = "send exams",
	[MAY_READ_EXAMS] = "see exams",
	[MAY_REPORT_EXAM] = "report exams",
	[MAY_SEND_READING] = "send readings",
	[MAY_READ_READINGS] = "see readings",
	[MAY_SET_MONITORING] = "set what is monitored",
	[MAY_ANSWER_ALARM] = "answer alarms",
	[MAY_READ_TELECARE] = "see the registers of telecare",
	[MAY_KEEP_DEVICES] = "keep the register of devices",
	[MAY_HOLD_VISIT] = "hold visits at a distance",
	[MAY_TAKE_ALL] = "take a copy of all that is kept",
};

/* "doctor, operator": the roles that may, for the text of a refusal. */
static void who_may(enum permission what, char *out, size_t size)
{
	size_t len = 0;
	out[0] = 0;
	for (int r = ROLE_ADMIN; r < N_ROLE && len < size; r++) {
		if (grants[r][what] == NEVER)
			continue;
		int n = snprintf(out + len, size - len, "%s%s", len ? ", " : "",
				 role_name[r]);
		len += (size_t)n;
	}
}

/* Does a statement that counts find something? */
static enum rc counted(struct app *app, enum sql id, int64_t person_id,
		       const char *param, int64_t value, bool *yes,
		       struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, id, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	bind_int(q, param, value);
	bind_date(q, "on_date", app->today);
	rc = stmt_one(q, err);
	if (!rc)
		*yes = col_int(q, 0) > 0;
	stmt_close(q);
	return rc;
}

static enum rc consented(struct app *app, int64_t person_id, struct str purpose,
			 struct str kind, int64_t subject, bool *yes,
			 struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_CONSENT_LATEST, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	bind_str(q, "purpose", purpose);
	bind_str(q, "subject_kind", kind);
	bind_int(q, "subject_id", subject);
	bind_date(q, "on_date", app->today);
	rc = stmt_step(q, &row, err);
	*yes = !rc && row && col_int(q, 0) == 1;
	stmt_close(q);
	return rc;
}

/* ---- one function for each relation: *yes, or the text of the refusal ---- */

static enum rc own(struct app *app, int64_t person_id, bool delegated,
		   struct err *err)
{
	bool yes = false;
	char day[11];
	int64_t doctor = app->who.doctor_id;
	if (app->looks && app->own_known == person_id)
		return OK;
	enum rc rc = counted(app, SQL_RELATION_OWN, person_id, "doctor_id",
			     doctor, &yes, err);
	if (!rc && yes)
		app->own_known = person_id;
	if (!rc && !yes && delegated)
		rc = counted(app, SQL_RELATION_DELEGATED, person_id,
			     "doctor_id", doctor, &yes, err);
	if (rc || yes)
		return rc;
	return err_set(err, E_DENIED,
		       "the person is not a patient of the doctor on " STR_FMT
		       "%s",
		       STR_ARG(date_text(app->today, day)),
		       delegated ? ", and no delegation covers that day: their "
				   "doctor can do it, or delegate"
				 : ": only their own doctor can");
}

static enum rc centre(struct app *app, int64_t person_id, struct err *err)
{
	bool yes = false;
	char day[11];
	int64_t org = app->who.org_id;
	enum rc rc = counted(app, SQL_RELATION_CENTRE, person_id,
			     "organisation_id", org, &yes, err);
	if (rc || yes)
		return rc;
	return err_set(
		err, E_DENIED,
		"the person is not followed by this organisation on " STR_FMT
		": their doctor, or the organisation that follows them, "
		"can do it",
		STR_ARG(date_text(app->today, day)));
}

static enum rc by_consent(struct app *app, int64_t person_id, struct err *err)
{
	bool yes = false;
	enum rc rc = consented(app, person_id, STR("pharmacy"),
			       STR("organisation"), app->who.org_id, &yes, err);
	if (rc || yes)
		return rc;
	return err_set(err, E_DENIED,
		       "the person has not given consent to this pharmacy: "
		       "only they can give it");
}

static enum rc self(struct app *app, int64_t person_id, struct err *err)
{
	bool yes = person_id == app->who.person_id;
	enum rc rc = OK;
	if (!yes)
		rc = consented(app, person_id, STR("care"), STR("person"),
			       app->who.person_id, &yes, err);
	if (rc || yes)
		return rc;
	return err_set(err, E_DENIED,
		       "the person has not allowed you to act for them: only "
		       "they can allow it");
}

/* What the role is bound to: a doctor's role without a doctor may nothing. */
static int64_t bound_to(const struct actor *who, enum relation relation)
{
	switch (relation) {
	case OWN:
	case OWN_OR_DELEGATED:
		return who->doctor_id;
	case CENTRE:
	case CONSENTED:
		return who->org_id;
	case SELF:
		return who->person_id;
	case NEVER:
	case ALWAYS:
		break;
	}
	return 1;
}

/* The use of a key that opens it; what does not stand here, no key opens. */
static const unsigned scope_of[N_PERMISSION] = {
	[MAY_SEND_EXAM] = API_EXAMS,
	[MAY_READ_EXAMS] = API_EXAMS,
	[MAY_SEND_READING] = API_OBSERVATIONS,
};

static enum rc check_scope(const struct app *app, enum permission what,
			   struct err *err)
{
	if (!app->who.token_id || app->who.scopes & scope_of[what])
		return OK;
	return err_msg(err, E_DENIED, MSG_API_SCOPE,
		       "key %" PRId64 " was not made to %s", app->who.token_id,
		       doing[what]);
}

static enum rc refuse_role(const struct app *app, enum permission what,
			   struct err *err)
{
	char roles[160];
	who_may(what, roles, sizeof(roles));
	return err_set(err, E_DENIED, "role %s may not %s: %s may",
		       role_name[app->who.role], doing[what], roles);
}

static enum rc related(struct app *app, enum relation relation,
		       int64_t person_id, struct err *err)
{
	switch (relation) {
	case OWN:
		return own(app, person_id, false, err);
	case OWN_OR_DELEGATED:
		return own(app, person_id, true, err);
	case CENTRE:
		return centre(app, person_id, err);
	case CONSENTED:
		return by_consent(app, person_id, err);
	case SELF:
		return self(app, person_id, err);
	case NEVER:
	case ALWAYS:
		break;
	}
	return OK;
}

/* Without a relation, a broken glass still opens the record: to read. */
static enum rc through_glass(struct app *app, int64_t person_id, enum rc denied,
			     struct err *err)
{
	bool yes = false;
	int64_t until_us;
	struct err second = {0};
	enum rc rc =
		access_glass_broken(app, person_id, &yes, &until_us, &second);
	if (!rc)
		return yes ? OK : denied;
	if (err)
		*err = second;
	return rc;
}

enum rc app_require(struct app *app, enum permission what, int64_t person_id,
		    struct err *err)
{
	assert(app->who.role < N_ROLE && what < N_PERMISSION);
	enum relation relation = grants[app->who.role][what];
	if (relation == NEVER)
		return refuse_role(app, what, err);
	enum rc rc = check_scope(app, what, err);
	if (rc)
		return rc;
	if (!bound_to(&app->who, relation))
		return err_set(err, E_DENIED,
			       "user %" PRId64 " has the role %s, but for "
			       "nobody: an administrator can bind it to a "
			       "doctor, an organisation or a person",
			       app->who.user_id, role_name[app->who.role]);
	if (relation == SELF && !person_id)
		return err_set(err, E_DENIED,
			       "a citizen may %s of one person only",
			       doing[what]);
	if (!person_id) /* in general, within the actor's own scope */
		return OK;
	rc = related(app, relation, person_id, err);
	if (rc == E_DENIED &&
	    (what == MAY_READ_PERSON || what == MAY_READ_READINGS))
		rc = through_glass(app, person_id, rc, err);
	return rc;
}

/* ---- for app/access.c */

bool access_role_reads(enum role role)
{
	return grants[role][MAY_READ_PERSON] != NEVER;
}

/* Own first: a delegation counts only for who is not one's own. */
enum rc access_standing(struct app *app, int64_t person_id, enum standing *out,
			struct err *err)
{
	enum relation relation = grants[app->who.role][MAY_READ_PERSON];
	struct err why = {0};
	*out = STAND_NONE;
	if (!bound_to(&app->who, relation))
		return OK;
	enum rc rc = relation == OWN_OR_DELEGATED
			     ? own(app, person_id, false, &why)
			     : related(app, relation, person_id, &why);
	bool direct = relation != SELF || person_id == app->who.person_id;
	if (!rc)
		*out = direct ? STAND_OWN : STAND_DELEGATED;
	if (rc == E_DENIED && relation == OWN_OR_DELEGATED) {
		rc = own(app, person_id, true, &why);
		if (!rc)
			*out = STAND_DELEGATED;
	}
	if (rc == E_DENIED)
		return OK;
	if (rc && err)
		*err = why;
	return rc;
}
