/* The table of routes, and which of them a path is. */
#include "web/web_int.h"

#define GET  HTTP_GET
#define POST HTTP_POST
const struct route routes[] = {
#define R(method, path, name, who, rate)                                       \
	{method, path, on_##name, #name, who, RATE_##rate},
	ROUTES(R)
#undef R
};
const size_t n_route = countof(routes);

static bool is_id(struct str s, int64_t *out)
{
	return s.len && s.len < 20 && s.ptr[0] >= '1' && s.ptr[0] <= '9' &&
	       str_to_int(s, out);
}

static bool is_word(struct str s)
{
	if (!s.len || s.len > 64)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];
		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		      (c >= '0' && c <= '9') || c == '-' || c == '_' ||
		      c == '.'))
			return false;
	}
	return true;
}

struct found {
	int64_t id[2];
	struct str word[2];
};

static bool fits(const char *pattern, struct str path, struct found *f)
{
	struct str want = str_from(pattern);
	size_t n_id = 0, n_word = 0;
	*f = (struct found){0};
	while (want.ptr && path.ptr) {
		struct str w = str_cut(&want, '/'), part = str_cut(&path, '/');
		if (str_is(w, "#")) {
			if (!is_id(part, &f->id[n_id++]))
				return false;
		} else if (str_is(w, "*")) {
			if (!is_word(part))
				return false;
			f->word[n_word++] = part;
		} else if (!str_eq(w, part)) {
			return false;
		}
	}
	return !want.ptr && !path.ptr;
}

const struct route *route_find(enum http_method method, struct str path,
			       struct page *p, bool *other)
{
	struct found f;
	*other = false;
	if (method == HTTP_HEAD)
		method = HTTP_GET;
	for (size_t i = 0; i < n_route; i++) {
		if (!fits(routes[i].pattern, path, &f))
			continue;
		if (routes[i].method != method) {
			*other = true;
			continue;
		}
		memcpy(p->id, f.id, sizeof(f.id));
		memcpy(p->word, f.word, sizeof(f.word));
		return &routes[i];
	}
	return NULL;
}

static void print_who(struct buf *b, unsigned who)
{
	bool first = true;
	if (who & ANYBODY) {
		buf_text(b, "anybody");
		return;
	}
	if (who & STEP) {
		buf_text(b, "step");
		return;
	}
	if (who == SIGNED_ON) {
		buf_text(b, "signed-on");
		return;
	}
	for (int r = 0; r < N_ROLE; r++)
		if (who & 1u << r) {
			buf_printf(b, "%s%s", first ? "" : ",", role_name[r]);
			first = false;
		}
}

void web_print_routes(struct buf *b)
{
	static const char *const rate[] = {"page", "act",   "heavy",
					   "sign", "files", "bytes"};
	for (size_t i = 0; i < n_route; i++) {
		const struct route *r = &routes[i];
		buf_printf(b, "%s %s ", r->method == HTTP_POST ? "POST" : "GET",
			   r->pattern);
		print_who(b, r->who);
		buf_printf(b, " %s\n", rate[r->rate]);
	}
}
