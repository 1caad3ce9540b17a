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

/* Of a run, or of the run of the day (0). */
MUST_USE enum rc person_conditions_load(struct app *app, int64_t person_id,
					int64_t run_id, struct arena *a,
					struct person_conditions *out,
					struct err *err);
/* With those that are nearly there. */
MUST_USE enum rc person_conditions_all(struct app *app, int64_t person_id,
				       int64_t run_id, struct arena *a,
				       struct person_conditions *out,
				       struct err *err);
MUST_USE enum rc
person_therapy_load(struct app *app, const struct plan_engine *e,
		    const struct person_header *who,
		    const struct person_conditions *found, struct arena *a,
		    struct person_therapy *out, struct err *err);

/* Rows of a statement already bound, in an array of the arena. `read` fills
 * one row; *list is NULL only when *n is 0. Closes `q`. E_LIMIT past `most`. */
typedef enum rc person_row_fn(const struct stmt *q, void *row, void *ctx,
			      struct err *err);
MUST_USE enum rc person_rows(struct stmt *q, size_t size, size_t most,
			     person_row_fn *read, void *ctx, struct arena *a,
			     void *list, size_t *n, struct err *err);

#endif
