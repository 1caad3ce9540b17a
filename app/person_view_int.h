/* Inside app/person_*.c: the parts without permission and audit. */
#ifndef APP_PERSON_VIEW_INT_H
#define APP_PERSON_VIEW_INT_H

#include "app/bind.h"
#include "app/person_view.h"

MUST_USE enum rc person_header_load(struct app *app, int64_t person_id,
				    struct arena *a, struct person_header *out,
				    struct err *err);
/* The record "person.read" with what was read: "summary". */
MUST_USE enum rc person_look(struct app *app, int64_t person_id,
			     const char *part, struct err *err);

#endif
