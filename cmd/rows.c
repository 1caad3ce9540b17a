#include "cmd/rows.h"

#include "cmd/work.h"

enum { OUT_BYTES = 16 << 20 };

static void print_text(struct buf *b, const struct cmd_rows *r)
{
	for (size_t i = 0; i < r->n; i++)
		r->text(b, (const char *)r->list + i * r->size);
	if (!r->n) {
		buf_text(b, r->none);
		buf_char(b, '\n');
	}
}

static void print_json(struct buf *b, const struct cmd_rows *r)
{
	struct json j;
	json_init(&j, b);
	json_array(&j);
	for (size_t i = 0; i < r->n; i++) {
		json_object(&j);
		r->json(&j, (const char *)r->list + i * r->size);
		json_object_end(&j);
	}
	json_array_end(&j);
	buf_char(b, '\n');
}

enum rc cmd_rows_print(const struct cmd_rows *r, bool json, struct err *err)
{
	struct buf b;
	buf_init(&b, OUT_BYTES);
	(json ? print_json : print_text)(&b, r);
	return cmd_print(&b, err);
}

void cmd_event_json(struct json *j, const struct cmd_event *e)
{
	json_object(j);
	cmd_instant(j, "at", e->at_us);
	json_put_str(j, "what", e->what);
	json_put_str(j, "to", e->to);
	json_put_str(j, "user", e->user);
	if (e->role.len)
		json_put_str(j, "role", e->role);
	json_put_str(j, "detail", e->detail);
	json_object_end(j);
}
