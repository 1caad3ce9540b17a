/* Texts of work in the background. */
#ifndef TEXT_MESSAGES_JOB_H
#define TEXT_MESSAGES_JOB_H

/* clang-format off */
#define MESSAGES_JOB(X) \
	X(JOB_TITLE, "Runs", "Elaborazioni")
/* clang-format on */

#endif
