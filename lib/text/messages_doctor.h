/* Texts of the work lists of a doctor. */
#ifndef TEXT_MESSAGES_DOCTOR_H
#define TEXT_MESSAGES_DOCTOR_H

/* clang-format off */
#define MESSAGES_DOCTOR(X) \
	X(DOC_TITLE, "My chronic patients", "I miei assistiti cronici")
/* clang-format on */

#endif
