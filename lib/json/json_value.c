#include "json/json_value.h"
#include "base/utf8.h"

struct reader {
	struct str s;
	size_t at;
	int depth;
	struct arena *a;
	struct err *err;
};

static enum rc bad(struct reader *r, const char *why)
{
	return err_set(r->err, E_FORMAT, "JSON at byte %zu: %s", r->at, why);
}

static void skip_space(struct reader *r)
{
	while (r->at < r->s.len && strchr(" \t\n\r", r->s.ptr[r->at]) &&
	       r->s.ptr[r->at])
		r->at++;
}

static bool take(struct reader *r, char c)
{
	skip_space(r);
	if (r->at >= r->s.len || r->s.ptr[r->at] != c)
		return false;
	r->at++;
	return true;
}

static int hex4(const char *p)
{
	int v = 0;
	for (int i = 0; i < 4; i++) {
		char c = p[i];
		int d = c >= '0' && c <= '9'   ? c - '0'
			: c >= 'a' && c <= 'f' ? c - 'a' + 10
			: c >= 'A' && c <= 'F' ? c - 'A' + 10
					       : -1;
		if (d < 0)
			return -1;
		v = v * 16 + d;
	}
	return v;
}

/* \uXXXX at r->at (after the u), surrogate pairs joined; -1 when wrong. */
static int32_t escape_u(struct reader *r)
{
	if (r->s.len - r->at < 4)
		return -1;
	int hi = hex4(r->s.ptr + r->at);
	r->at += 4;
	if (hi < 0 || (hi >= 0xDC00 && hi < 0xE000) || hi == 0)
		return -1;
	if (hi < 0xD800 || hi >= 0xDC00)
		return hi;
	if (r->s.len - r->at < 6 || r->s.ptr[r->at] != '\\' ||
	    r->s.ptr[r->at + 1] != 'u')
		return -1;
	int lo = hex4(r->s.ptr + r->at + 2);
	r->at += 6;
	if (lo < 0xDC00 || lo >= 0xE000)
		return -1;
	return 0x10000 + ((hi - 0xD800) << 10) + (lo - 0xDC00);
}

static enum rc escape(struct reader *r, char *o, size_t *len)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	char c = r->at < r->s.len ? r->s.ptr[r->at++] : 0;
	const char *p = c ? strchr(from, c) : NULL;
	if (p) {
		o[(*len)++] = to[p - from];
		return OK;
	}
	if (c != 'u')
		return bad(r, "an escape that does not exist");
	int32_t v = escape_u(r);
	if (v < 0)
		return bad(r, "a wrong \\u escape");
	*len += utf8_put(o + *len, (uint32_t)v);
	return OK;
}

static enum rc string_end(struct reader *r, size_t *end, bool *escaped)
{
	*escaped = false;
	for (size_t i = r->at; i < r->s.len; i++) {
		unsigned char c = (unsigned char)r->s.ptr[i];
		if (c == '"') {
			*end = i;
			return OK;
		}
		if (c < 0x20)
			return bad(r, "a control character in a string");
		if (c == '\\') {
			*escaped = true;
			i++;
		}
	}
	return bad(r, "a string without end");
}

/* After the opening quote. */
static enum rc read_string(struct reader *r, struct str *out)
{
	size_t end = 0, len = 0;
	bool escaped;
	enum rc rc = string_end(r, &end, &escaped);
	if (rc)
		return rc;
	struct str raw = str_sub(r->s, r->at, end - r->at);
	if (!str_is_utf8(raw))
		return bad(r, "a string that is not UTF-8");
	if (!escaped) {
		*out = raw;
		r->at = end + 1;
		return OK;
	}
	char *o = arena_alloc(r->a, raw.len + 1);
	if (!o)
		return arena_fail(r->a, r->err);
	while (r->at < end) {
		char c = r->s.ptr[r->at++];
		if (c != '\\')
			o[len++] = c;
		else if ((rc = escape(r, o, &len)))
			return rc;
	}
	*out = (struct str){o, len};
	r->at = end + 1;
	return OK;
}

static bool digits(struct reader *r)
{
	size_t from = r->at;
	while (r->at < r->s.len && r->s.ptr[r->at] >= '0' &&
	       r->s.ptr[r->at] <= '9')
		r->at++;
	return r->at > from;
}

static bool one_of(struct reader *r, const char *set)
{
	if (r->at >= r->s.len || !r->s.ptr[r->at] ||
	    !strchr(set, r->s.ptr[r->at]))
		return false;
	r->at++;
	return true;
}

static enum rc read_number(struct reader *r, struct str *out)
{
	size_t from = r->at;
	one_of(r, "-");
	bool zero = r->at < r->s.len && r->s.ptr[r->at] == '0';
	size_t at = r->at;
	if (!digits(r) || (zero && r->at > at + 1))
		return bad(r, "not a value");
	if (one_of(r, ".") && !digits(r))
		return bad(r, "a number that ends with its point");
	if (one_of(r, "eE")) {
		one_of(r, "+-");
		if (!digits(r))
			return bad(r, "a number without its exponent");
	}
	*out = str_sub(r->s, from, r->at - from);
	return OK;
}

static enum rc read_value(struct reader *r, struct json_value *v);

static enum rc add_child(struct reader *r, struct json_value *v,
			 struct json_value **tail, struct str key)
{
	struct json_value *c = arena_alloc(r->a, sizeof(*c));
	if (!c)
		return arena_fail(r->a, r->err);
	c->key = key;
	if (*tail)
		(*tail)->next = c;
	else
		v->first = c;
	*tail = c;
	v->n++;
	return read_value(r, c);
}

static enum rc read_array(struct reader *r, struct json_value *v)
{
	struct json_value *tail = NULL;
	v->kind = JSON_ARRAY;
	if (take(r, ']'))
		return OK;
	do {
		enum rc rc = add_child(r, v, &tail, (struct str){NULL, 0});
		if (rc)
			return rc;
	} while (take(r, ','));
	return take(r, ']') ? OK : bad(r, "an array without end");
}

static bool has_key(const struct json_value *v, struct str key)
{
	for (const struct json_value *c = v->first; c; c = c->next)
		if (str_eq(c->key, key))
			return true;
	return false;
}

static enum rc read_object(struct reader *r, struct json_value *v)
{
	struct json_value *tail = NULL;
	v->kind = JSON_OBJECT;
	if (take(r, '}'))
		return OK;
	do {
		struct str key;
		enum rc rc;
		if (!take(r, '"'))
			return bad(r, "a member without name");
		if ((rc = read_string(r, &key)))
			return rc;
		if (v->n > 256 || has_key(v, key))
			return bad(r, "a name twice, or too many");
		if (!take(r, ':'))
			return bad(r, "a name without value");
		if ((rc = add_child(r, v, &tail, key)))
			return rc;
	} while (take(r, ','));
	return take(r, '}') ? OK : bad(r, "an object without end");
}

static bool word(struct reader *r, const char *w)
{
	size_t len = strlen(w);
	if (r->s.len - r->at < len || memcmp(r->s.ptr + r->at, w, len) != 0)
		return false;
	r->at += len;
	return true;
}

static enum rc read_value(struct reader *r, struct json_value *v)
{
	enum rc rc;
	skip_space(r);
	if (++r->depth > JSON_VALUE_MAX_DEPTH)
		return bad(r, "nested too deep");
	if (take(r, '{')) {
		rc = read_object(r, v);
	} else if (take(r, '[')) {
		rc = read_array(r, v);
	} else if (take(r, '"')) {
		v->kind = JSON_STRING;
		rc = read_string(r, &v->text);
	} else if (word(r, "true") || word(r, "false")) {
		v->kind = JSON_BOOL;
		v->truth = r->s.ptr[r->at - 2] == 'u';
		rc = OK;
	} else if (word(r, "null")) {
		v->kind = JSON_NULL;
		rc = OK;
	} else {
		v->kind = JSON_NUMBER;
		rc = read_number(r, &v->text);
	}
	r->depth--;
	return rc;
}

enum rc json_parse(struct str s, struct arena *a, struct json_value **out,
		   struct err *err)
{
	return json_parse_up_to(s, JSON_VALUE_MAX_BYTES, a, out, err);
}

enum rc json_parse_up_to(struct str s, size_t most_bytes, struct arena *a,
			 struct json_value **out, struct err *err)
{
	struct reader r = {.s = s, .a = a, .err = err};
	if (s.len > most_bytes)
		return err_set(err, E_LIMIT,
			       "JSON text of %zu bytes: at most "
			       "%zu are read",
			       s.len, most_bytes);
	struct json_value *v = arena_alloc(a, sizeof(*v));
	if (!v)
		return arena_fail(a, err);
	enum rc rc = read_value(&r, v);
	if (rc)
		return rc;
	skip_space(&r);
	if (r.at != s.len)
		return bad(&r, "text after the value");
	*out = v;
	return OK;
}

const struct json_value *json_get(const struct json_value *v, const char *key)
{
	if (!v || v->kind != JSON_OBJECT)
		return NULL;
	for (const struct json_value *c = v->first; c; c = c->next)
		if (str_is(c->key, key))
			return c;
	return NULL;
}

struct str json_get_str(const struct json_value *v, const char *key)
{
	const struct json_value *c = json_get(v, key);
	return c && c->kind == JSON_STRING ? c->text : (struct str){"", 0};
}

int64_t json_get_int(const struct json_value *v, const char *key, int64_t none)
{
	return json_get_decimal(v, key, 0, none);
}

int64_t json_get_decimal(const struct json_value *v, const char *key,
			 unsigned scale, int64_t none)
{
	const struct json_value *c = json_get(v, key);
	int64_t x;
	if (!c || c->kind != JSON_NUMBER || !str_to_decimal(c->text, scale, &x))
		return none;
	return x;
}

bool json_get_bool(const struct json_value *v, const char *key)
{
	const struct json_value *c = json_get(v, key);
	return c && c->kind == JSON_BOOL && c->truth;
}
