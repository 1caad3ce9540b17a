/* Inside of uploads and jobs: what they ask each other. */
#ifndef APP_UPLOAD_INT_H
#define APP_UPLOAD_INT_H

#include "app/upload.h"

/* A name we would give a file or folder: letters, digits, . - _, and no dot or
 * hyphen in front. */
bool job_is_name(struct str s);
/* Whose uploads and jobs the actor sees: 0, everybody's (job.c). */
MUST_USE enum rc job_scope(struct app *app, int64_t *only_org, struct err *err);

/* "upload-123" is upload 123; 0: it is none. */
int64_t upload_of_folder(struct str folder);
/* The folder of a run on this machine. */
MUST_USE enum rc job_folder_path(const struct job_places *p, struct str folder,
				 char out[PATH_MAX], struct err *err);
/* May a run of this kind read it? E_STATE when it is empty or gone. */
MUST_USE enum rc upload_check(struct app *app, int64_t id, enum job_kind kind,
			      struct err *err);
/* In the transaction that puts the job in the queue. */
MUST_USE enum rc upload_used(struct app *app, int64_t id, int64_t job_id,
			     struct err *err);
/* Part `i` of a whole form, for reading; -1: errno says why. */
MUST_USE int upload_sink_read(const struct upload_sink *s, size_t i);
/* Part `i` is not to be kept: a message says why. */
void upload_sink_refuse(struct upload_sink *s, size_t i, int problem);
/* Gives part `i` its name in the folder; false: errno says why. */
MUST_USE bool upload_sink_keep(struct upload_sink *s, size_t i);

#endif
