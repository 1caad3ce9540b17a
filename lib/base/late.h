/* base/late - libraries of the system opened when they are first needed.
 *
 * libpq and libmicrohttpd bring twenty libraries each (Kerberos, LDAP, TLS)
 * that the loader would find and bind at the start of every command: 5 ms of
 * processor for a command that may take 2. So they are not linked: the few
 * functions we call are looked up by name, with their types from the library's
 * own header.
 */
#ifndef BASE_LATE_H
#define BASE_LATE_H

#include "base/base.h"

struct late_name {
	const char *name;
	void *to; /* where the address goes: a pointer to a function */
};

/* `library` is its name for the loader, "libpq.so.5"; `package` what the user
 * may have to install. E_NOT_FOUND: it is not there, or lacks a name. It stays
 * open until the process ends. Not for two threads at once. */
MUST_USE enum rc late_open(const char *library, const char *package,
			   const struct late_name *name, size_t n,
			   struct err *err);

#endif
