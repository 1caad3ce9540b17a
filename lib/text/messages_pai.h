/* Texts of the care plan on screen. */
#ifndef TEXT_MESSAGES_PAI_H
#define TEXT_MESSAGES_PAI_H

/* clang-format off */
#define MESSAGES_PAI(X) \
	X(PAI_TITLE, "Care plan (PAI)", "Piano assistenziale (PAI)")
/* clang-format on */

#endif
