/* Texts of the page of a person. */
#ifndef TEXT_MESSAGES_PERSON_H
#define TEXT_MESSAGES_PERSON_H

/* clang-format off */
#define MESSAGES_PERSON(X) \
	X(PER_SUMMARY, "Summary", "Sintesi")
/* clang-format on */

#endif
