/* web/api - what programs ask with a key (app/token.h): JSON in and out.
 * doc/api.md is its description for those who write such programs.
 *
 * A route under /api/ is a row of web/routes.h like any other, with roles and
 * rate. The core looks for the key in place of a session; a handler parses,
 * calls one use case and answers:
 *
 *	enum rc on_api_thing(struct page *p, struct err *err)
 *	{
 *		...one use case...
 *		struct json *j = api_begin(p, 201);
 *		json_put_str(j, "exam", ...);
 *		return api_end(p, err);
 *	}
 *
 * What is refused becomes an OperationOutcome of FHIR R4 in the language of
 * Accept-Language: the status says what kind, `issue.code` is FHIR's,
 * `details.text` our words for people, `diagnostics` an English detail where
 * the sender can do something about it. Identifiers are texts: they do not fit
 * the numbers of every language.
 */
#ifndef WEB_API_API_H
#define WEB_API_API_H

#include "json/json.h"
#include "web/web.h"

/* Begins the answer, an object; the caller puts members. */
struct json *api_begin(struct page *p, int status);
MUST_USE enum rc api_end(struct page *p, struct err *err);
void api_put_id(struct page *p, const char *key, int64_t id);
/* "2026-04-10T08:15:00Z"; left out when 0. */
void api_put_instant(struct page *p, const char *key, int64_t us);

/* One thing that was refused, as an element of `issue`. */
struct api_issue {
	int status;                          /* of HTTP, as if it were alone */
	struct str text, diagnostics, field; /* the last two may be empty */
};
void api_put_issue(struct json *j, const struct api_issue *i);

/* The answer of a refusal, whatever was begun before. */
void api_error(struct page *p, const struct err *err);
/* E_RANGE, answered as an issue for each of p->problem (form_read). */
MUST_USE enum rc api_problems(struct page *p, struct err *err);
/* Of what HTTP itself refuses (too large, no length): into the reply. */
void api_refuse(struct http_exchange *x);

#endif
