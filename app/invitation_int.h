/* Inside of app/invitation: what its files share.
 *
 *	invitation_doctors.c	what the registers say of each doctor
 *	invitation_judge.c	everybody chronic, judged by each way
 *	invitation_kept.c	and kept for a while by a server
 *	invitation.c		the use case
 *
 * Of whom the same is true (doctor, agency, contacts, enrolment ...) the same
 * is judged: some thousands of judgements for a region. A person is kept as a
 * row of 32 bytes that names the judgement.
 */
#ifndef APP_INVITATION_INT_H
#define APP_INVITATION_INT_H

#include "app/enrolment_int.h"
#include "app/invitation.h"
#include "base/map.h"

struct invite_doctor { /* on the day; the first of a list: no doctor */
	int64_t id, org_id;
	struct str gp_code, manager;
	struct adherence adherence;
	enum adherence_gap gap;
	enum way way;
	uint32_t kinds; /* of people with this doctor: index + 1; 0: none */
};
struct invite_doctors {
	struct invite_doctor *list; /* malloc; by id */
	size_t n, cap;
};
/* Texts live in the arena. */
MUST_USE enum rc invite_doctors_read(struct app *app, struct arena *a,
				     struct invite_doctors *out,
				     struct err *err);
/* Index by id; 0 for no doctor. */
uint32_t invite_doctor_find(const struct invite_doctors *d, int64_t id);

struct invite_facts { /* all that a judgement looks at */
	uint32_t doctor, ats;
	enum enrol_hold gone; /* HOLD_DECEASED, HOLD_MOVED or HOLD_NONE */
	bool has_contact, enrolled, former;
};
struct invite_kind {
	struct invite_facts facts;
	uint32_t next; /* of the same doctor: index + 1; 0: none */
	enum enrol_hold way[N_WAY];
	enum way best;
	int why; /* enum msg */
};
struct invite_person {
	int64_t person_id;
	const char *pseudonym;
	uint32_t kind;
	uint16_t condition; /* of the map */
	int16_t charlson, mcs;
	uint8_t pseudonym_len, level;
	bool invited;
};
static_assert(sizeof(struct invite_person) <= 32, "millions are kept");

struct judged { /* everybody of level 1 to 3, by need */
	struct strata_used strata;
	struct date on;
	struct invite_person *list; /* malloc */
	size_t n, cap;
	struct invite_kind *kinds; /* malloc */
	size_t n_kind, cap_kind;
	struct invite_doctors doctors;
	struct map ats, conditions;
	struct arena texts;

	/* of invitation_kept.c, guarded by the lock of app->lists */
	int64_t read_us, used_us;
	unsigned n_holder;
};

/* Read and judge, always. Cost: about 5 microseconds a person, 48 bytes kept
 * for each. */
MUST_USE enum rc judged_read(struct app *app, struct judged **out,
			     struct err *err);
void judged_free(struct judged *j); /* NULL allowed */
static inline struct str invite_pseudonym(const struct invite_person *x)
{
	return (struct str){x->pseudonym, x->pseudonym_len};
}

/* Those kept by the server, or (`fresh`, or none are good) read now. Others may
 * hold the same: nobody changes them. Give them back with judged_drop. */
MUST_USE enum rc judged_of(struct app *app, bool fresh, struct judged **out,
			   struct err *err);
void judged_drop(struct app *app, struct judged *j); /* NULL allowed */

#endif
