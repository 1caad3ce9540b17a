/* Inside monitor: what the readers of files share. */
#ifndef MONITOR_INTAKE_INT_H
#define MONITOR_INTAKE_INT_H

#include "monitor/intake.h"

/* Room for `most` rows. */
MUST_USE enum rc rows_make(struct monitor_rows *rows, size_t most,
			   struct arena *a, struct err *err);
/* What cannot be used; `why` says it. Fails only for want of memory. */
MUST_USE enum rc rows_refuse(struct monitor_rows *rows, struct arena *a,
			     uint64_t line, const char *column,
			     struct str value, const struct err *why,
			     struct err *err);
/* By code, name in either language, or LOINC of a kind with one value. -1. */
int kind_named(const struct monitor_tables *t, struct str name);
/* *part of the value that the code means; -1 none. */
int kind_coded(const struct monitor_tables *t, struct str loinc, int *part);
/* "patient", "paziente", "infermiere" ...; false: another word. */
bool by_word(struct str s, enum monitor_by *out);

#endif
