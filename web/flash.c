/* What was just done, told on the next page, with its undo. It travels in a
 * cookie of ours that only the server writes and reads; whatever it says, the
 * undo is a POST like any other, with its own checks. */
#include "web/page/flash.html.h"
#include "web/web_int.h"

#define COOKIE     "__Host-detto"
#define PAIRS_MOST 4

static void put_hex(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		buf_printf(b, "%02x", (unsigned char)s.ptr[i]);
}

static struct str from_hex(struct page *p, struct str s)
{
	char *out = arena_alloc(p->a, s.len / 2 + 1);
	size_t n = 0;
	for (size_t i = 0; out && i + 1 < s.len; i += 2) {
		int v = 0;
		for (size_t k = 0; k < 2; k++) {
			char c = s.ptr[i + k];
			int d = c >= '0' && c <= '9'   ? c - '0'
				: c >= 'a' && c <= 'f' ? c - 'a' + 10
						       : -1;
			if (d < 0)
				return STR("");
			v = v * 16 + d;
		}
		out[n++] = (char)v;
	}
	return out ? (struct str){out, n} : STR("");
}

struct said { /* a message, with its places filled */
	enum msg msg;
	const struct str *pairs;
	size_t n_pair;
};

/* message~name-value~name-value.path.name-value.name-value, texts in hex */
static void put_flash(struct page *p, const struct said *said,
		      const struct undo *undo)
{
	struct buf b;
	buf_init(&b, 3000);
	buf_text(&b, COOKIE "=");
	buf_int(&b, (int64_t)said->msg);
	for (size_t i = 0; i < said->n_pair; i++) {
		buf_char(&b, '~');
		put_hex(&b, said->pairs[2 * i]);
		buf_char(&b, '-');
		put_hex(&b, said->pairs[2 * i + 1]);
	}
	if (undo && undo->path) {
		buf_char(&b, '.');
		put_hex(&b, str_from(undo->path));
		for (size_t i = 0; i < countof(undo->field); i++) {
			if (!undo->field[i].name.len)
				continue;
			buf_char(&b, '.');
			put_hex(&b, undo->field[i].name);
			buf_char(&b, '-');
			put_hex(&b, undo->field[i].value);
		}
	}
	buf_text(&b, "; Path=/; Max-Age=60; Secure; HttpOnly; SameSite=Lax");
	struct str s;
	if (!buf_finish(&b, &s, NULL))
		http_header(&p->x->reply, STR("Set-Cookie"), s);
	buf_release(&b);
}

enum rc page_goto(struct page *p, struct str path, struct err *err)
{
	(void)err;
	assert(path.len && path.ptr[0] == '/');
	buf_reset(p->out);
	p->x->reply.status = 303;
	http_header(&p->x->reply, STR("Location"), path);
	return OK;
}

enum rc page_done(struct page *p, struct str path, enum msg said,
		  const struct undo *undo, struct err *err)
{
	put_flash(p, &(struct said){.msg = said}, undo);
	return page_goto(p, path, err);
}

enum rc page_done_fill(struct page *p, struct str path, enum msg said,
		       const struct str *pairs, size_t n_pair, struct err *err)
{
	assert(n_pair <= PAIRS_MOST);
	put_flash(p, &(struct said){said, pairs, n_pair}, NULL);
	return page_goto(p, path, err);
}

/* The words of "message~name-value~..."; empty when it is none of ours. */
static struct str words_of(struct page *p, struct str s)
{
	struct str pairs[2 * PAIRS_MOST];
	int64_t said;
	size_t n = 0;
	struct str rest = s;
	if (!str_to_int(str_cut(&rest, '~'), &said) || said <= MSG_NONE ||
	    said >= N_MSG)
		return STR("");
	while (rest.ptr && n < PAIRS_MOST) {
		struct str value = str_cut(&rest, '~');
		pairs[2 * n] = from_hex(p, str_cut(&value, '-'));
		pairs[2 * n++ + 1] = from_hex(p, value);
	}
	return n ? page_fill(p, (enum msg)said, pairs, n)
		 : page_text(p, (enum msg)said);
}

static struct str ours_or_none(struct str path)
{
	return str_eq(page_back(path), path) ? path : STR("");
}

struct html flash_take(struct page *p)
{
	struct str s = http_cookie(p->x->request.cookie, STR(COOKIE));
	struct page_flash v = {.csrf = page_csrf(p)};
	struct buf b;
	if (!s.len || s.len > 3000)
		return (struct html){STR("")};
	http_header(&p->x->reply, STR("Set-Cookie"),
		    STR(COOKIE "=; Path=/; Max-Age=0; Secure; HttpOnly; "
			       "SameSite=Lax"));
	struct str rest = s;
	v.said = words_of(p, str_cut(&rest, '.'));
	if (!v.said.len)
		return (struct html){STR("")};
	if (rest.ptr)
		v.undo = ours_or_none(from_hex(p, str_cut(&rest, '.')));
	v.fields = arena_calloc(p->a, 4, sizeof(*v.fields));
	while (v.fields && rest.ptr && v.n_fields < 4) {
		struct str value = str_cut(&rest, '.');
		v.fields[v.n_fields].name = from_hex(p, str_cut(&value, '-'));
		v.fields[v.n_fields++].value = from_hex(p, value);
	}
	buf_init(&b, 65536);
	page_flash(&b, p->lang, &v);
	return (struct html){page_kept(p, &b)};
}
