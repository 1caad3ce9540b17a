/* Property: what the reader accepts, the writer writes so that the reader
 * accepts it again, with as many values. */
#include "json/json.h"
#include "json/json_value.h"

static void print(struct json *j, const struct json_value *v)
{
	switch (v->kind) {
	case JSON_NULL:
	case JSON_NUMBER: /* the writer has integers only */
		json_null(j);
		return;
	case JSON_BOOL:
		json_bool(j, v->truth);
		return;
	case JSON_STRING:
		json_str(j, v->text);
		return;
	case JSON_ARRAY:
		json_array(j);
		for (const struct json_value *c = v->first; c; c = c->next)
			print(j, c);
		json_array_end(j);
		return;
	case JSON_OBJECT:
		json_array(j); /* keys of the writer are C strings */
		for (const struct json_value *c = v->first; c; c = c->next) {
			json_str(j, c->key);
			print(j, c);
		}
		json_array_end(j);
		return;
	}
}

static size_t count(const struct json_value *v)
{
	size_t n = 1;
	for (const struct json_value *c = v->first; c; c = c->next)
		n += count(c) + (v->kind == JSON_OBJECT);
	return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str in = {(const char *)data, size};
	struct arena a;
	struct buf b;
	struct json j;
	struct json_value *v, *w;
	arena_init(&a, 64u << 20);
	buf_init(&b, 16u << 20);
	if (!json_parse(in, &a, &v, NULL)) {
		json_init(&j, &b);
		print(&j, v);
		if (!b.failed && b.len < JSON_VALUE_MAX_BYTES &&
		    (json_parse(buf_view(&b), &a, &w, NULL) ||
		     count(w) != count(v)))
			abort();
	}
	buf_release(&b);
	arena_release(&a);
	return 0;
}
