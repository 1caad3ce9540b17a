/* Texts of sign-on, users, roles, access to records. */
#ifndef TEXT_MESSAGES_ACCOUNT_H
#define TEXT_MESSAGES_ACCOUNT_H

/* clang-format off */
#define MESSAGES_ACCOUNT(X) \
	X(ACC_SIGN_ON, "Sign on", "Accedi")
/* clang-format on */

#endif
