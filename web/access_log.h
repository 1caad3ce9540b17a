/* web/access_log - a line for each request: when, which route, how it ended.
 *
 *	request at=2026-04-10T08:30:00Z number=7 method=GET route=/assistito/#
 *	status=200 bytes=18213 ms=3.214 user=412
 *
 * on one line. The route is the pattern, not the address; the user is an
 * internal identifier: nothing in it is about a person. Each line is one
 * write, so that lines of several threads do not mix.
 */
#ifndef WEB_ACCESS_LOG_H
#define WEB_ACCESS_LOG_H

#include "web/http/http.h"

void access_log_line(struct buf *b, const struct http_exchange *x,
		     int64_t took_us);
void access_log(int fd, const struct http_exchange *x, int64_t took_us);

#endif
