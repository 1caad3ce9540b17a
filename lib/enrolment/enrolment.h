/* enrolment - who is followed by whom, from invitation to end.
 *
 * Pure rules: state machines, ways in, eligibility, pact, continuity. Reading
 * and writing are app/enrolment.c's.
 *
 *	enrolment	arruolamento: one person followed by one doctor within
 *			one manager (gestore). A person has at most one that
 *			is alive.
 *	pact		patto di cura: the yearly agreement of person and
 *			doctor, signed by both
 *	way		how a person comes in; which are open is a dated rule
 *
 *	eligible -> invited -> chosen -> pact_signed -> active
 *	each of them -> ended (with a reason); active -> transferred
 *	invited -> eligible: the invitation is taken back
 * "suspended" is a mark on an active enrolment, not a state.
 *
 * Source of steps and of the reasons to end: data/pic_parameters.csv and the
 * path of the regional rules; the reasons are recalled practice, no official
 * list was found.
 */
#ifndef ENROLMENT_ENROLMENT_H
#define ENROLMENT_ENROLMENT_H

#include "base/date.h"
#include "people/people.h"
#include "rules/rules.h"

/* ---- state machine of the enrolment ---- */

enum enrol_state {
	ENROL_ELIGIBLE,    /* arruolabile */
	ENROL_INVITED,     /* invitato */
	ENROL_CHOSEN,      /* the person chose doctor and manager */
	ENROL_PACT_SIGNED, /* patto firmato da entrambi */
	ENROL_ACTIVE,      /* preso in carico */
	ENROL_ENDED,
	ENROL_TRANSFERRED, /* goes on in another enrolment */
	N_ENROL_STATE
};
extern const char *const enrol_state_name[N_ENROL_STATE];
/* N_ENROL_STATE when there is no such name. */
enum enrol_state enrol_state_of(struct str name);
static inline bool enrol_is_live(enum enrol_state s)
{
	return s < ENROL_ENDED;
}

/* OK, or E_STATE with what is allowed from `from`. */
MUST_USE enum rc enrol_move(enum enrol_state from, enum enrol_state to,
			    struct err *err);
/* The same for the side state: only an active enrolment is suspended, only a
 * suspended one resumed. */
MUST_USE enum rc enrol_suspend(enum enrol_state s, bool suspended, bool to,
			       struct err *err);

enum enrol_end {
	END_WITHDRAWAL,       /* recesso dell'assistito */
	END_DECLINED,         /* does not take up the invitation */
	END_CHANGE_OF_DOCTOR, /* cambio medico */
	END_CHANGE_OF_MANAGER,
	END_DEATH,
	END_MOVE,             /* no longer registered in the region */
	END_RESIDENTIAL_CARE, /* ingresso in RSA */
	END_NOT_ELIGIBLE,     /* no longer chronic of level 1-3 */
	END_ADMINISTRATIVE,
	N_ENROL_END
};
extern const char *const enrol_end_name[N_ENROL_END];
enum enrol_end enrol_end_of(struct str name); /* N_ENROL_END: unknown */
/* May an enrolment in this state end for this reason? One declines before the
 * pact is signed and withdraws after. E_STATE says which to use. */
MUST_USE enum rc enrol_end_check(enum enrol_state s, enum enrol_end why,
				 struct err *err);

/* ---- pact ---- */

enum pact_state {
	PACT_DRAFT,
	PACT_SIGNED_BY_ONE,
	PACT_SIGNED,
	PACT_EXPIRED,
	PACT_REVOKED,    /* by either side, or before the second signature */
	PACT_SUPERSEDED, /* by the pact of a transfer */
	N_PACT_STATE
};
extern const char *const pact_state_name[N_PACT_STATE];
enum pact_state pact_state_of(struct str name);
MUST_USE enum rc pact_move(enum pact_state from, enum pact_state to,
			   struct err *err);

enum pact_party { PARTY_PERSON, PARTY_DOCTOR };
enum pact_mode { PACT_PAPER, PACT_REMOTE, N_PACT_MODE };
extern const char *const pact_mode_name[N_PACT_MODE];

/* Last day of a pact that starts on `from` and lasts `months`: the day before
 * the same day of that month; where the month has no such day, its last day
 * (art. 2963 of the civil code). 2026-01-07 ends 2027-01-06; 2024-02-29 ends
 * 2025-02-28. */
struct date pact_last_day(struct date from, int months);
/* The same with the rule pact.duration_months in force on `from`. */
MUST_USE enum rc pact_period(const struct rules *r, struct str ats,
			     struct date from, struct period *out,
			     struct err *err);

/* ---- ways in ---- */

enum way {
	WAY_MANAGER, /* own doctor, member of a manager */
	WAY_ASST,    /* specialist structure through the centre of the ASST */
	WAY_MIFS, /* own doctor in single form, with the centre of the ASST */
	N_WAY
};
extern const char *const way_name[N_WAY];
enum way way_of(struct str name);
/* A doctor's way by the kind of the organisation he belongs to: CPC and other
 * managers WAY_MANAGER, ASST WAY_MIFS. */
enum way way_of_member(struct str organisation_kind);
/* Is the way open on the day for this agency? Rules way.*; a way without a
 * rule is closed. */
bool way_is_open(const struct rules *r, enum way w, struct str ats,
		 struct date on);

/* ---- eligibility ---- */

/* Why a person cannot be enrolled on a day, the first that applies. */
enum enrol_hold {
	HOLD_NONE,
	HOLD_DECEASED,
	HOLD_MOVED,       /* registration ended or not begun */
	HOLD_NOT_CHRONIC, /* no level 1-3 in the latest strata */
	HOLD_ENROLLED,    /* has an enrolment that is alive */
	HOLD_CONTINUITY,  /* a former manager keeps the person */
	HOLD_NO_DOCTOR,
	HOLD_NOT_ADHERING, /* of the doctor: see adherence_text */
	HOLD_WAY_CLOSED,
	HOLD_MANAGER_FULL, /* ceiling manager.max_patients */
	HOLD_NO_CONTACT,   /* no phone and no e-mail */
	N_ENROL_HOLD
};
extern const char *const enrol_hold_name[N_ENROL_HOLD]; /* "no_doctor" */
extern const char *const enrol_hold_text[N_ENROL_HOLD];

struct enrol_facts {
	struct date birth, registered_from, registered_to, death; /* DATE_MAX */
	int level; /* 1 to 5; 0: not in the strata */
	bool has_doctor;
	struct adherence adherence; /* of the doctor or of the chosen ASST */
	enum way way;
	struct str ats;
	int64_t n_in_manager; /* people alive in the manager */
	bool has_contact;
	bool enrolled;       /* another enrolment is alive */
	bool former_manager; /* ... with a manager no longer suitable */
	bool contact_waived; /* named exception to the gate of contacts */
};
/* E_NOT_FOUND or E_RANGE only when a rule that it needs is missing. */
MUST_USE enum rc enrol_hold_on(const struct rules *r,
			       const struct enrol_facts *f, struct date on,
			       enum enrol_hold *out, struct err *err);

/* Deceased or no longer registered: stops every action. HOLD_NONE, DECEASED
 * or MOVED. A death recorded after `on` counts too: it is known. */
enum enrol_hold person_gone(struct date registered_from,
			    struct date registered_to, struct date death,
			    struct date on);

/* A former manager keeps a person until the end date has passed AND the
 * doctor of the person is active: both, for each person, never a cut-off.
 * Rules continuity.end_date, continuity.until_doctor_active; without an end
 * date in force there is no continuity to protect. */
MUST_USE enum rc continuity_over(const struct rules *r, struct str ats,
				 bool doctor_active, struct date on, bool *over,
				 struct err *err);

/* ---- campaign ---- */

struct campaign {
	struct date from, to; /* working days of this span are used */
	int share_e4;         /* of the eligible, times 10000 */
	uint64_t seed;
};
/* Is the person of the campaign, and on which working day? The same for the
 * same person and seed, whatever the order. False also without working day. */
bool campaign_picks(const struct campaign *c, struct str pseudonym,
		    struct date *on);
/* Monday to Friday and no national holiday. */
bool is_working_day(struct date d);

#endif
