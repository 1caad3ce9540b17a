/* Texts of the agency and the cooperative. */
#ifndef TEXT_MESSAGES_AGENCY_H
#define TEXT_MESSAGES_AGENCY_H

/* clang-format off */
#define MESSAGES_AGENCY(X) \
	X(AGE_TITLE, "Population", "Popolazione") \
	X(AGE_NO_RUN, "This stratification does not exist or is not finished. Choose another date.", "Questa stratificazione non esiste o non è finita. Scelga un'altra data.")
/* clang-format on */

#endif
