#include "enrolment/enrolment.h"

const char *const enrol_state_name[N_ENROL_STATE] = {
	[ENROL_ELIGIBLE] = "eligible",
	[ENROL_INVITED] = "invited",
	[ENROL_CHOSEN] = "chosen",
	[ENROL_PACT_SIGNED] = "pact_signed",
	[ENROL_ACTIVE] = "active",
	[ENROL_ENDED] = "ended",
	[ENROL_TRANSFERRED] = "transferred",
};

const char *const enrol_end_name[N_ENROL_END] = {
	[END_WITHDRAWAL] = "withdrawal",
	[END_DECLINED] = "declined",
	[END_CHANGE_OF_DOCTOR] = "change_of_doctor",
	[END_CHANGE_OF_MANAGER] = "change_of_manager",
	[END_DEATH] = "death",
	[END_MOVE] = "move",
	[END_RESIDENTIAL_CARE] = "residential_care",
	[END_NOT_ELIGIBLE] = "not_eligible",
	[END_ADMINISTRATIVE] = "administrative",
};

const char *const pact_state_name[N_PACT_STATE] = {
	[PACT_DRAFT] = "draft",     [PACT_SIGNED_BY_ONE] = "signed_by_one",
	[PACT_SIGNED] = "signed",   [PACT_EXPIRED] = "expired",
	[PACT_REVOKED] = "revoked", [PACT_SUPERSEDED] = "superseded",
};

const char *const pact_mode_name[N_PACT_MODE] = {
	[PACT_PAPER] = "paper",
	[PACT_REMOTE] = "remote",
};

static const bool enrol_moves[N_ENROL_STATE][N_ENROL_STATE] = {
	[ENROL_ELIGIBLE] = {[ENROL_INVITED] = true,
			    [ENROL_CHOSEN] = true, /* asked without a letter */
			    [ENROL_ENDED] = true},
	[ENROL_INVITED] = {[ENROL_ELIGIBLE] = true,
			   [ENROL_CHOSEN] = true,
			   [ENROL_ENDED] = true},
	[ENROL_CHOSEN] = {[ENROL_PACT_SIGNED] = true, [ENROL_ENDED] = true},
	[ENROL_PACT_SIGNED] = {[ENROL_ACTIVE] = true, [ENROL_ENDED] = true},
	[ENROL_ACTIVE] = {[ENROL_ENDED] = true, [ENROL_TRANSFERRED] = true},
};

static const bool pact_moves[N_PACT_STATE][N_PACT_STATE] = {
	[PACT_DRAFT] = {[PACT_SIGNED_BY_ONE] = true, [PACT_REVOKED] = true},
	[PACT_SIGNED_BY_ONE] = {[PACT_SIGNED] = true, [PACT_REVOKED] = true},
	[PACT_SIGNED] = {[PACT_EXPIRED] = true,
			 [PACT_REVOKED] = true,
			 [PACT_SUPERSEDED] = true},
};

/* Index of a name in a list, n when it is not there. */
static size_t find_name(const char *const *names, size_t n, struct str name)
{
	size_t i = 0;
	while (i < n && !str_is(name, names[i]))
		i++;
	return i;
}

enum enrol_state enrol_state_of(struct str name)
{
	return (enum enrol_state)find_name(enrol_state_name, N_ENROL_STATE,
					   name);
}

enum enrol_end enrol_end_of(struct str name)
{
	return (enum enrol_end)find_name(enrol_end_name, N_ENROL_END, name);
}

enum pact_state pact_state_of(struct str name)
{
	return (enum pact_state)find_name(pact_state_name, N_PACT_STATE, name);
}

/* "cannot go from x to y: from x it goes to a, b" */
static enum rc refuse(const char *what, const char *const *names,
		      const bool *allowed, size_t n, size_t from, size_t to,
		      struct err *err)
{
	char list[160] = "";
	size_t len = 0;
	for (size_t i = 0; i < n; i++)
		if (allowed[i] && len < sizeof(list))
			len += (size_t)snprintf(list + len, sizeof(list) - len,
						"%s%s", len ? ", " : "",
						names[i]);
	return err_set(err, E_STATE,
		       "%s cannot go from %s to %s: from %s it goes to %s",
		       what, names[from], names[to], names[from],
		       len ? list : "no other state");
}

enum rc enrol_move(enum enrol_state from, enum enrol_state to, struct err *err)
{
	assert(from < N_ENROL_STATE && to < N_ENROL_STATE);
	if (enrol_moves[from][to])
		return OK;
	return refuse("an enrolment", enrol_state_name, enrol_moves[from],
		      N_ENROL_STATE, from, to, err);
}

enum rc pact_move(enum pact_state from, enum pact_state to, struct err *err)
{
	assert(from < N_PACT_STATE && to < N_PACT_STATE);
	if (pact_moves[from][to])
		return OK;
	return refuse("a pact", pact_state_name, pact_moves[from], N_PACT_STATE,
		      from, to, err);
}

enum rc enrol_suspend(enum enrol_state s, bool suspended, bool to,
		      struct err *err)
{
	assert(s < N_ENROL_STATE);
	if (s != ENROL_ACTIVE)
		return err_set(err, E_STATE,
			       "only an active enrolment is suspended or "
			       "resumed, this one is %s",
			       enrol_state_name[s]);
	if (suspended == to)
		return err_set(err, E_STATE, "the enrolment is %s suspended",
			       to ? "already" : "not");
	return OK;
}

enum rc enrol_end_check(enum enrol_state s, enum enrol_end why, struct err *err)
{
	assert(why < N_ENROL_END);
	enum rc rc = enrol_move(s, ENROL_ENDED, err);
	if (rc)
		return rc;
	bool bound = s == ENROL_PACT_SIGNED || s == ENROL_ACTIVE;
	if (bound && why == END_DECLINED)
		return err_set(err, E_STATE,
			       "the pact is signed: the reason to end is "
			       "withdrawal, not declined");
	if (!bound && why == END_WITHDRAWAL)
		return err_set(err, E_STATE,
			       "no pact is signed: the reason to end is "
			       "declined, not withdrawal");
	return OK;
}
