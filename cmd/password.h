/* cmd/password - a password from the terminal or from a file; never from the
 * command line, where every user of the machine can read it.
 */
#ifndef CMD_PASSWORD_H
#define CMD_PASSWORD_H

#include "base/base.h"

#define PASSWORD_ROOM 256

/* Asked twice, without echo. */
MUST_USE enum rc password_ask(char out[PASSWORD_ROOM], struct err *err);
/* The first line of a file; "-" is stdin. */
MUST_USE enum rc password_read(const char *file, char out[PASSWORD_ROOM],
			       struct err *err);

#endif
