/* app/upload - files brought through a page for an import: kept in a folder of
 * the server until the run that reads them has ended and some time more.
 *
 * An upload is for one kind of run that takes a folder (app/job.h). Its files
 * lie in UPLOADS/upload-ID, nobody else's to read (0700, 0600); that name is
 * the run's parameter "folder". A file is written as `.part-...` and takes its
 * name when all of it is there, so a run never reads half of one. The same
 * name brought again replaces the file. Each is known by its SHA-256: the same
 * bytes under another name, or brought before, are told and not refused, for
 * reading them again changes nothing.
 *
 * Bounded: one upload by job_places.upload_most, all that is here together by
 * UPLOAD_TIMES_MOST of it, and UPLOAD_SPARE bytes of the disk stay free. What
 * was never run goes after a day, what was run after thirty (app_upload_sweep).
 *
 * Who may ask for the run may bring its files; a cooperative sees its own.
 */
#ifndef APP_UPLOAD_H
#define APP_UPLOAD_H

#include "app/job.h"
#include "base/sha256.h"

#define UPLOAD_MOST       (INT64_C(2) << 30) /* of one, unless set */
#define UPLOAD_TIMES_MOST 4
#define UPLOAD_SPARE      (INT64_C(256) << 20) /* for the database beside it */
#define UPLOAD_UNUSED_S   86400
#define UPLOAD_USED_S     (30 * 86400)
#define UPLOAD_FILES_MOST 100

/* ---- bytes as they come; knows no database */

struct upload_part { /* one file of a form */
	char name[101];
	char hex[SHA256_HEX];
	int64_t bytes;
	int problem; /* a message; 0: it is whole, waiting for its name */
};
struct upload_sink;
/* `dir`: of the upload. NULL without memory. */
struct upload_sink *upload_sink_new(const char *dir);
/* A file begins. Its name may come with a path of another machine, which is
 * left out. An empty name is a field where no file was chosen. */
void upload_sink_begin(struct upload_sink *s, struct str name);
void upload_sink_data(struct upload_sink *s, struct str bytes);
void upload_sink_end(struct upload_sink *s);
/* All of the form was read; else nothing of it is kept. */
void upload_sink_whole(struct upload_sink *s);
bool upload_sink_is_whole(const struct upload_sink *s);
const struct upload_part *upload_sink_parts(const struct upload_sink *s,
					    size_t *n);
/* Removes what no upload has taken; NULL allowed. */
void upload_sink_free(struct upload_sink *s);

/* ---- use cases */

struct upload_open {
	int64_t id;
	const char *dir; /* in the arena */
	int64_t left;    /* bytes it may still hold */
};
/* Make room for `length` bytes: for a new upload of `kind`, or for upload `id`
 * (then `kind` is not looked at). Refused before a byte is taken: E_DENIED,
 * E_NOT_FOUND, E_STATE (it runs, or is gone), E_LIMIT with
 * MSG_UPL_TOO_LARGE (*left says how much may come), MSG_UPL_FULL or
 * MSG_UPL_DISK. */
MUST_USE enum rc app_upload_open(struct app *app,
				 const struct job_places *places,
				 enum job_kind kind, int64_t id, int64_t length,
				 struct arena *a, struct upload_open *out,
				 struct err *err);
/* The whole files of the sink become files of the upload. */
MUST_USE enum rc app_upload_take(struct app *app,
				 const struct job_places *places, int64_t id,
				 struct upload_sink *s, struct err *err);

struct upload_file {
	struct str name, sha256;
	int64_t bytes, at_us;
	bool known; /* this kind of run reads a file of this name */
	/* the same bytes elsewhere: 0, none */
	int64_t same_upload, same_job, same_at_us;
	struct str same_name;
};
struct upload_view {
	int64_t id, created_us, job_id;
	enum job_kind kind;
	struct str user;
	bool removed, runs;
	struct upload_file *file; /* app_upload_show alone */
	size_t n_file;
	int64_t bytes, left;
};
MUST_USE enum rc app_upload_show(struct app *app,
				 const struct job_places *places, int64_t id,
				 struct arena *a, struct upload_view *out,
				 struct err *err);
/* Those whose files are here, newest first. */
MUST_USE enum rc app_upload_list(struct app *app, enum job_kind kind,
				 struct arena *a, struct upload_view **list,
				 size_t *n, struct err *err);
MUST_USE enum rc app_upload_remove_file(struct app *app,
					const struct job_places *places,
					int64_t id, struct str name,
					struct err *err);
/* Names of files this kind of run reads, with commas between; "": it reads
 * none. */
const char *upload_reads(enum job_kind kind);

/* Remove what is over: files and folders. By the runner of jobs, from time to
 * time. */
MUST_USE enum rc app_upload_sweep(struct app *app,
				  const struct job_places *places, int64_t *n,
				  struct err *err);

#endif
