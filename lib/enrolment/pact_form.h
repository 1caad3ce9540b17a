/* enrolment/pact_form - the pact (patto di cura) on paper, Italian plain text.
 *
 * Our own form: the official one was not available. Parties, duration and the
 * two copies are those seen in use (patient, doctor, manager, Region; yearly);
 * the wording is ours and waits for the check of the agency.
 */
#ifndef ENROLMENT_PACT_FORM_H
#define ENROLMENT_PACT_FORM_H

#include "enrolment/enrolment.h"

struct pact_form {
	struct str person, fiscal_code, municipality, phone, email, doctor,
		gp_code, manager, manager_code, ats, condition, pseudonym;
	struct date birth, person_signed,
		doctor_signed; /* DATE_NONE: not yet */
	int level;
	enum pact_state state;
	struct period valid; /* from DATE_NONE: when both have signed */
};
void pact_form_print(struct buf *b, const struct pact_form *f);

#endif
