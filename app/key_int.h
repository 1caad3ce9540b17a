/* key_int - what the files of app/key share. Private to app/. */
#ifndef APP_KEY_INT_H
#define APP_KEY_INT_H

#include "app/key.h"

/* A new key in a new file, with the folders it needs. E_CONFLICT: there is one.
 */
MUST_USE enum rc key_make(const char *path, struct seal_key *out,
			  struct err *err);
MUST_USE enum rc key_sync_folder(const char *path, struct err *err);

/* ---- key_rows.c: in the open transaction */

/* What a secret is sealed for. */
struct str totp_place(int64_t user_id, char room[40]);
void totp_seal(const struct seal_key *k, int64_t user_id, struct str secret,
	       char out[SEALED]);
/* Seal again all secrets: from clear when `from` is NULL and `clear`, else from
 * one key to another. Those that do not open are taken away (*n->lost) when
 * `lost`, else they stay and E_STATE says how many. */
struct reseal {
	const struct seal_key *from, *to;
	bool clear, lost;
};
MUST_USE enum rc key_reseal(struct app *app, const struct reseal *how,
			    struct key_renewed *n, struct err *err);
/* The name of the database's key; empty: none yet. */
MUST_USE enum rc key_recorded(struct app *app, char id[SEAL_ID],
			      struct err *err);
MUST_USE enum rc key_record(struct app *app, const char *id, struct err *err);

#endif
