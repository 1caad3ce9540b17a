/* First byte: what is tried. Properties:
 * unescape: what comes out is no longer than what went in, UTF-8 without NUL;
 * without '%' and '+' it is the same text.
 * cookie: a value stands in the header, with its name and '=' before it.
 * guard: an accepted head has one Host, and a body only with a length. */
#include "web/http/http_int.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void unescape(struct str in, bool plus)
{
	struct arena a;
	struct str out = {0};
	arena_init(&a, 1 << 20);
	if (http_unescape(in, plus, &a, &out)) {
		if (out.len > in.len || !str_is_utf8(out) ||
		    (out.len && memchr(out.ptr, 0, out.len)))
			abort();
		if (in.len && !memchr(in.ptr, '%', in.len) &&
		    !memchr(in.ptr, '+', in.len) && !str_eq(in, out))
			abort();
	}
	arena_release(&a);
}

static void cookie(struct str in)
{
	struct str v = http_cookie(in, STR("s"));
	if (!v.ptr)
		return;
	if (v.ptr < in.ptr + 2 || v.ptr + v.len > in.ptr + in.len)
		abort();
	if (v.ptr[-1] != '=' || v.ptr[-2] != 's')
		abort();
}

/* Lines "name:value" after "method uri version". */
static void guard(struct str in)
{
	struct http_head h = {0};
	struct str first = in.len ? str_cut(&in, '\n') : in;
	if (first.ptr)
		h.method = str_cut(&first, ' ');
	if (first.ptr)
		h.uri = str_cut(&first, ' ');
	h.version = first;
	while (in.ptr) {
		struct str value = str_cut(&in, '\n'), name;
		name = str_cut(&value, ':');
		if (h.n < HTTP_MAX_FIELDS)
			h.field[h.n] = (struct http_field){name, value};
		h.n++;
	}
	int status = http_guard(&h, 1000);
	if (status && (status < 400 || status > 431))
		abort();
	if (status)
		return;
	if (!http_field_value(&h, STR("host")).len || h.uri.ptr[0] != '/' ||
	    http_field_value(&h, STR("transfer-encoding")).ptr)
		abort();
	(void)http_forwarded_peer(http_field_value(&h, STR("X-Forwarded-For")));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!size)
		return 0;
	struct str in = {(const char *)data + 1, size - 1};
	switch (data[0] % 4) {
	case 0:
		unescape(in, false);
		break;
	case 1:
		unescape(in, true);
		break;
	case 2:
		cookie(in);
		break;
	default:
		guard(in);
	}
	return 0;
}
