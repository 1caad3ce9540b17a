#include "json/json.h"

void json_init(struct json *j, struct buf *out)
{
	*j = (struct json){.out = out};
}

static void before(struct json *j)
{
	if (j->after_key) {
		j->after_key = false;
		return;
	}
	if (j->has_item[j->depth])
		buf_char(j->out, ',');
	j->has_item[j->depth] = true;
}

static void open_level(struct json *j, char c)
{
	before(j);
	assert(j->depth + 1 < JSON_MAX_DEPTH);
	j->has_item[++j->depth] = false;
	buf_char(j->out, c);
}

static void close_level(struct json *j, char c)
{
	assert(j->depth > 0 && !j->after_key);
	j->depth--;
	buf_char(j->out, c);
}

void json_object(struct json *j)
{
	open_level(j, '{');
}

void json_object_end(struct json *j)
{
	close_level(j, '}');
}

void json_array(struct json *j)
{
	open_level(j, '[');
}

void json_array_end(struct json *j)
{
	close_level(j, ']');
}

static void text(struct buf *b, struct str s)
{
	buf_char(b, '"');
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];
		if (c == '"' || c == '\\') {
			buf_char(b, '\\');
			buf_char(b, (char)c);
		} else if (c == '\n') {
			buf_text(b, "\\n");
		} else if (c < 0x20) {
			buf_printf(b, "\\u%04x", c);
		} else {
			buf_char(b, (char)c);
		}
	}
	buf_char(b, '"');
}

void json_key(struct json *j, const char *key)
{
	before(j);
	text(j->out, str_from(key));
	buf_char(j->out, ':');
	j->after_key = true;
}

void json_str(struct json *j, struct str s)
{
	before(j);
	text(j->out, s);
}

void json_int(struct json *j, int64_t v)
{
	before(j);
	buf_int(j->out, v);
}

void json_decimal(struct json *j, int64_t v, unsigned scale)
{
	before(j);
	buf_decimal(j->out, v, scale);
}

void json_bool(struct json *j, bool v)
{
	before(j);
	buf_text(j->out, v ? "true" : "false");
}

void json_null(struct json *j)
{
	before(j);
	buf_text(j->out, "null");
}

void json_date(struct json *j, struct date d)
{
	char tmp[11];
	struct str s = date_text(d, tmp);
	if (s.len)
		json_str(j, s);
	else
		json_null(j);
}

void json_put_str(struct json *j, const char *key, struct str s)
{
	json_key(j, key);
	json_str(j, s);
}

void json_put_int(struct json *j, const char *key, int64_t v)
{
	json_key(j, key);
	json_int(j, v);
}

void json_put_bool(struct json *j, const char *key, bool v)
{
	json_key(j, key);
	json_bool(j, v);
}

void json_put_date(struct json *j, const char *key, struct date d)
{
	json_key(j, key);
	json_date(j, d);
}
