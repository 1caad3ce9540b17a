/* json - writer of JSON text (RFC 8259) into a buf.
 *
 * Numbers are integers or scaled decimals: never floating point for values
 * that people read back. Commas are put by the writer; nesting is bounded.
 */
#ifndef JSON_JSON_H
#define JSON_JSON_H

#include "base/date.h"

#define JSON_MAX_DEPTH 32

struct json {
	struct buf *out;
	int depth;
	bool has_item[JSON_MAX_DEPTH];
	bool after_key;
};

void json_init(struct json *j, struct buf *out);
void json_object(struct json *j);
void json_object_end(struct json *j);
void json_array(struct json *j);
void json_array_end(struct json *j);
void json_key(struct json *j, const char *key);
void json_str(struct json *j, struct str s); /* must be UTF-8 */
void json_int(struct json *j, int64_t v);
void json_decimal(struct json *j, int64_t v, unsigned scale);
void json_bool(struct json *j, bool v);
void json_null(struct json *j);
void json_date(struct json *j, struct date d); /* null when none or no end */

/* key and value at once */
void json_put_str(struct json *j, const char *key, struct str s);
void json_put_int(struct json *j, const char *key, int64_t v);
void json_put_bool(struct json *j, const char *key, bool v);
void json_put_date(struct json *j, const char *key, struct date d);

#endif
