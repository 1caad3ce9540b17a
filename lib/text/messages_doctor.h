/* Texts of the work lists of a doctor. */
#ifndef TEXT_MESSAGES_DOCTOR_H
#define TEXT_MESSAGES_DOCTOR_H

/* clang-format off */
#define MESSAGES_DOCTOR(X) \
	X(DOC_TITLE, "My chronic patients", "I miei assistiti cronici") \
	X(DOC_NOT_YOUR_LIST, "This list belongs to another doctor. That doctor can delegate it to you, for the days you stand in.", "Questo elenco è di un altro medico. Può delegarlo a lei, per i giorni in cui la sostituisce.")
/* clang-format on */

#endif
