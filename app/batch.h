/* app/batch - a long writing that lets others write in between.
 *
 * SQLite lets one connection write at a time, and whoever looks at a record has
 * to write that they looked. So a run that writes a hundred thousand rows does
 * it in pieces of some hundredths of a second, and pauses after each. What it
 * writes must stay invisible until its last piece, and be swept away when that
 * one never comes. What it reads meanwhile comes from a connection of its own.
 *
 * PostgreSQL's writers do not wait for each other: there it is one transaction.
 */
#ifndef APP_BATCH_H
#define APP_BATCH_H

#include "app/app.h"

struct batch {
	struct app *app;
	struct app reader; /* a copy of `app` that reads elsewhere */
	struct db *from;   /* its connection; NULL: that of `app` */
	int64_t begun_us;  /* the piece in hand */
};

/* The reader is good until batch_close. What it has to find and sort first is
 * best asked for before batch_begin where `from` is a connection of its own,
 * and must be asked for after it where it is not. */
MUST_USE enum rc batch_open(struct batch *b, struct app *app, struct err *err);
/* The first piece. */
MUST_USE enum rc batch_begin(struct batch *b, struct err *err);
/* Between two things that belong together no more: ends the piece and begins
 * another when it is time. */
MUST_USE enum rc batch_breathe(struct batch *b, struct err *err);
/* Ends the piece, so that the reader sees it, until batch_begin. */
MUST_USE enum rc batch_rest(struct batch *b, struct err *err);
/* The last piece is committed, or (rc) rolled back; gives back rc. */
MUST_USE enum rc batch_end(struct batch *b, enum rc rc, struct err *err);
void batch_close(struct batch *b); /* safe on zeroed */

#endif
