/* cmd/sandbox - what a server may still do once it runs.
 *
 * Files (landlock, Linux 5.13 and later): the folders named are readable or
 * writable, with what the system's libraries need to read; nothing else on the
 * machine can be opened, made or removed, and no program be started but our
 * own. System calls (seccomp): those a server and its jobs need; any other
 * fails as on a kernel that does not have it (ENOSYS). Both hold for all
 * threads and children started afterwards, cannot be taken back, and need no
 * privilege. Unix and network sockets stay as they are: they are how PostgreSQL
 * is reached.
 *
 * Where the kernel lacks one of them the other still holds, and the report says
 * so: a server must run there too.
 */
#ifndef CMD_SANDBOX_H
#define CMD_SANDBOX_H

#include "base/base.h"

#define SANDBOX_PLACES 16
struct sandbox {
	const char *read[SANDBOX_PLACES];  /* folders or files; NULL: skipped */
	const char *write[SANDBOX_PLACES]; /* folders */
};
struct sandbox_report {
	int files; /* version of landlock; 0: the kernel has none */
	bool calls;
};
/* Call before any thread is started. What is not there is skipped. */
MUST_USE enum rc sandbox_enter(const struct sandbox *s,
			       struct sandbox_report *out, struct err *err);

#endif
