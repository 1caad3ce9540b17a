/* The first byte says how the rest is cut into pieces. Properties: what is
 * told does not depend on the cutting; parts begin, give and end in this order;
 * no more is given than came in. */
#include "web/http/multipart.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
	uint64_t hash;
	size_t given, n_begin, n_end;
	bool open;
};

static void note(struct seen *s, struct str b)
{
	for (size_t i = 0; i < b.len; i++)
		s->hash = (s->hash ^ (unsigned char)b.ptr[i]) * 1099511628211u;
}

static bool begin(void *ctx, struct str name, struct str file)
{
	struct seen *s = ctx;
	if (s->open || !name.ptr)
		abort();
	s->open = true;
	s->n_begin++;
	note(s, STR("<"));
	note(s, name);
	note(s, file.ptr ? STR("|") : STR(">"));
	note(s, file);
	return true;
}

static bool take(void *ctx, struct str bytes)
{
	struct seen *s = ctx;
	if (!s->open || !bytes.len)
		abort();
	s->given += bytes.len;
	note(s, bytes);
	return true;
}

static bool end(void *ctx)
{
	struct seen *s = ctx;
	if (!s->open)
		abort();
	s->open = false;
	s->n_end++;
	note(s, STR("."));
	return true;
}

static enum multipart_state run(struct str in, size_t piece, struct seen *s)
{
	static struct multipart m;
	const struct multipart_events on = {begin, take, end, s};
	*s = (struct seen){.hash = 14695981039346656037u};
	if (!multipart_init(&m, STR("multipart/form-data; boundary=\"b1\""),
			    &on))
		abort();
	for (size_t at = 0; at < in.len; at += piece) {
		size_t left = in.len - at;
		if (!multipart_feed(
			    &m, str_sub(in, at, left < piece ? left : piece)))
			break;
	}
	if (s->given > in.len || s->n_begin > MULTIPART_MOST_PARTS ||
	    s->n_end > s->n_begin || s->n_begin > s->n_end + 1)
		abort();
	if (m.state == MULTIPART_WHOLE && s->open)
		abort();
	return m.state;
}

static void types(struct str in)
{
	static struct multipart m;
	const struct multipart_events on = {begin, take, end, NULL};
	if (multipart_init(&m, in, &on) &&
	    (m.mark_len < 5 || m.mark_len > 74 || m.state != MULTIPART_PRE))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct seen whole, cut;
	if (!size)
		return 0;
	struct str in = {(const char *)data + 1, size - 1};
	if (data[0] == 255) {
		types(in);
		return 0;
	}
	enum multipart_state a = run(in, size, &whole),
			     b = run(in, data[0] % 61u + 1u, &cut);
	if (a != b || whole.hash != cut.hash || whole.given != cut.given)
		abort();
	return 0;
}
