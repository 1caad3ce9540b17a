/* Texts of the frame of every page: navigation, forms, errors. */
#ifndef TEXT_MESSAGES_WEB_H
#define TEXT_MESSAGES_WEB_H

/* clang-format off */
#define MESSAGES_WEB(X) \
	X(WEB_PRODUCT, "Prossima", "Prossima")
/* clang-format on */

#endif
