/* web/http/multipart - multipart/form-data (RFC 7578) as it comes, in pieces of
 * any size: what forms with files send. Memory is this struct alone.
 *
 * Refused: a boundary that is missing or not of RFC 2046's letters, more than
 * MULTIPART_MOST_PARTS parts, a part's head over MULTIPART_HEAD bytes or
 * without its Content-Disposition, anything but a line end after a boundary,
 * more than MULTIPART_PREAMBLE bytes before the first. Names are handed on as
 * they came: they are the caller's to distrust. `filename*` and inner
 * multiparts are not read (RFC 7578 4.2, 4.3).
 */
#ifndef WEB_HTTP_MULTIPART_H
#define WEB_HTTP_MULTIPART_H

#include "base/base.h"

#define MULTIPART_MOST_PARTS 100
#define MULTIPART_HEAD       4096u
#define MULTIPART_PREAMBLE   4096u

/* Each may say false: the rest is then not read. Texts live for the call. */
struct multipart_events {
	/* `file` has a ptr when the part is one of a file field, empty when no
	 * file was chosen. */
	bool (*begin)(void *ctx, struct str name, struct str file);
	bool (*data)(void *ctx, struct str bytes);
	bool (*end)(void *ctx);
	void *ctx;
};

enum multipart_state {
	MULTIPART_PRE,   /* before the first boundary */
	MULTIPART_AFTER, /* a boundary was read: what follows it? */
	MULTIPART_IN_HEAD,
	MULTIPART_IN_BODY,
	MULTIPART_WHOLE, /* the last boundary was read */
	MULTIPART_WRONG,
	MULTIPART_STOPPED, /* an event said false */
};
struct multipart {
	struct multipart_events on;
	enum multipart_state state;
	char mark[80]; /* CR LF - - boundary */
	size_t mark_len, matched;
	size_t n_part, n_before;
	char head[MULTIPART_HEAD];
	size_t head_len;
};

/* False: the Content-Type is not ours or has no good boundary. */
MUST_USE bool multipart_init(struct multipart *m, struct str content_type,
			     const struct multipart_events *on);
/* The next bytes. False: wrong or stopped (m->state), now or before. */
MUST_USE bool multipart_feed(struct multipart *m, struct str bytes);

#endif
