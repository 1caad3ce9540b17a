/* Texts of the pages of a citizen. */
#ifndef TEXT_MESSAGES_CITIZEN_H
#define TEXT_MESSAGES_CITIZEN_H

/* clang-format off */
#define MESSAGES_CITIZEN(X) \
	X(CIT_TITLE, "My care", "La mia cura")
/* clang-format on */

#endif
