/* Texts of the agency and the cooperative. */
#ifndef TEXT_MESSAGES_AGENCY_H
#define TEXT_MESSAGES_AGENCY_H

/* clang-format off */
#define MESSAGES_AGENCY(X) \
	X(AGE_TITLE, "Population", "Popolazione")
/* clang-format on */

#endif
