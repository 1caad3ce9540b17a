/* cmd/copy_out - a copy of all that is kept of a person, into a file. */
#ifndef CMD_COPY_OUT_H
#define CMD_COPY_OUT_H

#include "app/person_export.h"

typedef enum rc copy_out_fn(struct app *app, int64_t person_id, enum lang lang,
			    int fd, struct tele_exported *out, struct err *err);
struct copy_out {
	const char *person, *path; /* fiscal code or pseudonym; the ZIP */
	bool english;
};
/* Written beside `path`, then in its place: half a copy never has its name. */
MUST_USE enum rc copy_out(struct app *app, const struct copy_out *o,
			  copy_out_fn *make, struct tele_exported *done,
			  struct err *err);

#endif
