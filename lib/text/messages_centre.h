/* Texts of the service centre and providers. */
#ifndef TEXT_MESSAGES_CENTRE_H
#define TEXT_MESSAGES_CENTRE_H

/* clang-format off */
#define MESSAGES_CENTRE(X) \
	X(CEN_TITLE, "Work list of the service centre", "Lista di lavoro del centro servizi")
/* clang-format on */

#endif
