/* json_value - reader of JSON text (RFC 8259) into a tree.
 *
 * For short texts of our own database and small messages: bounded in bytes,
 * depth and number of values. Numbers keep their text; strings are UTF-8 with
 * escapes resolved. A key that appears twice is an error.
 */
#ifndef JSON_JSON_VALUE_H
#define JSON_JSON_VALUE_H

#include "base/arena.h"

#define JSON_VALUE_MAX_BYTES (1u << 20)
#define JSON_VALUE_MAX_DEPTH 32

enum json_kind {
	JSON_NULL,
	JSON_BOOL,
	JSON_NUMBER,
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT
};

struct json_value {
	enum json_kind kind;
	bool truth;      /* JSON_BOOL */
	struct str text; /* JSON_STRING resolved, JSON_NUMBER as written */
	struct str key;  /* name inside an object */
	struct json_value *first, *next; /* children, siblings */
	size_t n;                        /* children */
};

/* The tree lives in `a`; texts without escapes point into `s`, which must
 * live as long. E_FORMAT says at which byte and why. */
MUST_USE enum rc json_parse(struct str s, struct arena *a,
			    struct json_value **out, struct err *err);
/* The same for files that hold long texts (signals): the caller's own limit. */
MUST_USE enum rc json_parse_up_to(struct str s, size_t most_bytes,
				  struct arena *a, struct json_value **out,
				  struct err *err);

/* NULL when `v` is no object or has no such key; NULL `v` allowed. */
const struct json_value *json_get(const struct json_value *v, const char *key);
/* Defaults when the key is missing or of another kind. */
struct str json_get_str(const struct json_value *v, const char *key);
int64_t json_get_int(const struct json_value *v, const char *key, int64_t none);
/* A number of at most `scale` decimals, times 10^scale. */
int64_t json_get_decimal(const struct json_value *v, const char *key,
			 unsigned scale, int64_t none);
bool json_get_bool(const struct json_value *v, const char *key);

#endif
