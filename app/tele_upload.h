/* app/tele_upload - a file of an exam that comes in pieces, over a line that
 * may be cut: nothing that was acknowledged comes twice.
 *
 *	open	name, length, SHA-256: where it stands (0, or where a first
 *		attempt was cut: the same user, name, length and digest are the
 *		same upload)
 *	put	bytes at the offset where it stands; durable when it returns
 *	show	where it stands, to go on from there
 *	send	app/tele_files.h: whole, and of that digest, it becomes an exam
 *
 * The pieces are rows of the database, so that any server of the installation
 * takes the next one and a killed server has lost nothing (migration 0065).
 * Bounded: TELE_MOST_BYTES a file, said before a byte comes; UPLOADS_MOST files
 * of a user; UPLOADS_BYTES of all together. What nobody touches for a day goes
 * (app_tele_upload_sweep). An upload is its user's alone, for people and for
 * programs of theirs alike.
 */
#ifndef APP_TELE_UPLOAD_H
#define APP_TELE_UPLOAD_H

#include "app/app.h"
#include "base/arena.h"

#define TELE_UPLOADS_MOST    16
#define TELE_UPLOADS_BYTES   (INT64_C(1) << 30)
#define TELE_UPLOAD_PIECE    (1u << 20) /* most bytes of one piece */
#define TELE_UPLOAD_UNUSED_S 86400

struct tele_upload_new {
	struct str file_name, sha256; /* hex */
	int64_t n_byte;
};
struct tele_upload {
	int64_t id, n_byte, n_here, begun_us;
	struct str file_name, sha256;
};
/* E_LIMIT: MSG_TEL_FILE_LARGE, MSG_TUP_MANY or MSG_TUP_FULL; E_RANGE:
 * MSG_TEL_FILE_EMPTY, MSG_TUP_NO_DIGEST. MAY_SEND_EXAM. */
MUST_USE enum rc app_tele_upload_open(struct app *app,
				      const struct tele_upload_new *n,
				      struct arena *a, struct tele_upload *out,
				      struct err *err);
/* E_NOT_FOUND: none of this number, or somebody else's. */
MUST_USE enum rc app_tele_upload_show(struct app *app, int64_t id,
				      struct arena *a, struct tele_upload *out,
				      struct err *err);
/* E_CONFLICT with MSG_TUP_OFFSET: it stands elsewhere (ask); E_RANGE: past the
 * end, or nothing. `n_here`: where it stands then. */
MUST_USE enum rc app_tele_upload_put(struct app *app, int64_t id,
				     int64_t offset, struct str bytes,
				     int64_t *n_here, struct err *err);
/* One's own, the last touched first. */
MUST_USE enum rc app_tele_upload_list(struct app *app, struct arena *a,
				      struct tele_upload **list, size_t *n,
				      struct err *err);
MUST_USE enum rc app_tele_upload_drop(struct app *app, int64_t id,
				      struct err *err);
/* Its bytes, in the arena. E_STATE: not whole; E_FORMAT with MSG_TUP_DIGEST:
 * not what was announced, and it is dropped. */
MUST_USE enum rc app_tele_upload_bytes(struct app *app, int64_t id,
				       struct arena *a, struct str *name,
				       struct str *bytes, struct err *err);
/* Remove what nobody touched for a day. MAY_RUN_BATCH. */
MUST_USE enum rc app_tele_upload_sweep(struct app *app, struct err *err);

#endif
