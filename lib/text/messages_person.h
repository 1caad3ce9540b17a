/* Texts of the page of a person. */
#ifndef TEXT_MESSAGES_PERSON_H
#define TEXT_MESSAGES_PERSON_H

/* clang-format off */
#define MESSAGES_PERSON(X) \
	X(PER_SUMMARY, "Summary", "Sintesi") \
	X(PER_ALERT_DEAD, "Deceased", "Deceduto") \
	X(PER_ALERT_LEFT, "No longer registered", "Non più iscritto") \
	X(PER_ALERT_SUSPENDED, "Enrolment suspended", "Arruolamento sospeso") \
	X(PER_ALERT_PLAN_EXPIRED, "Plan expired", "Piano scaduto") \
	X(PER_ALERT_PACT_EXPIRED, "Pact expired", "Patto scaduto") \
	X(PER_ALERT_PACT_MISSING, "Pact not signed", "Patto non firmato") \
	X(PER_ALERT_NO_CONTACT, "Neither phone nor e-mail", "Senza telefono né e-mail") \
	X(PER_ALERT_NO_DOCTOR, "No doctor", "Senza medico") \
	X(PER_ALERT_PLAN_ENDS, "Plan to be renewed", "Piano da rinnovare") \
	X(PER_ALERT_PACT_ENDS, "Pact to be renewed", "Patto da rinnovare")
/* clang-format on */

#endif
