/* Texts, numbers, days and addresses in the arena of the request. Without
 * memory they are empty: page_end tells. */
#include "knowledge/names.h"
#include "web/web_int.h"

struct str page_text(struct page *p, enum msg id)
{
	return text_of(id, p->lang);
}

struct str page_kept(struct page *p, struct buf *b)
{
	struct str s = {"", 0};
	if (!buf_finish(b, &s, NULL))
		s = arena_str(p->a, s);
	buf_release(b);
	return s.ptr ? s : STR("");
}

struct str page_phrase(struct page *p, struct str en)
{
	struct buf b;
	if (p->lang != LANG_IT || !en.len)
		return en;
	buf_init(&b, 1024);
	kn_put_phrase(&b, en, p->lang);
	return page_kept(p, &b);
}

struct str page_term(struct page *p, struct str it)
{
	return kn_term(it, p->lang);
}

struct str page_fill(struct page *p, enum msg id, const struct str *pairs,
		     size_t n_pair)
{
	struct buf b;
	buf_init(&b, 65536);
	text_fill(&b, id, p->lang, pairs, n_pair);
	return page_kept(p, &b);
}

struct str page_url(struct page *p, const char *fmt, ...)
{
	char text[1024];
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (n < 0 || (size_t)n >= sizeof(text))
		return STR("/");
	struct str s = arena_str(p->a, (struct str){text, (size_t)n});
	return s.ptr ? s : STR("/");
}

static void put_escaped(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];
		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || strchr("-_.~", c))
			buf_char(b, (char)c);
		else
			buf_printf(b, "%%%02X", c);
	}
}

struct str page_url_with(struct page *p, const char *name, struct str value)
{
	struct buf b;
	char sep = '?';
	buf_init(&b, 65536);
	buf_str(&b, p->path);
	for (size_t i = 0; i < p->query.n; i++) {
		const struct param *k = &p->query.at[i];
		if (str_is(k->name, name) || !k->value.len)
			continue;
		buf_char(&b, sep);
		put_escaped(&b, k->name);
		buf_char(&b, '=');
		put_escaped(&b, k->value);
		sep = '&';
	}
	if (value.len) {
		buf_char(&b, sep);
		buf_text(&b, name);
		buf_char(&b, '=');
		put_escaped(&b, value);
	}
	return page_kept(p, &b);
}

struct str page_int(struct page *p, int64_t v)
{
	char digits[24];
	int n = snprintf(digits, sizeof(digits), "%" PRId64, v);
	struct buf b;
	buf_init(&b, 64);
	for (int i = 0; i < n; i++) {
		if (i && (n - i) % 3 == 0 && digits[i - 1] != '-')
			buf_char(&b, p->lang == LANG_IT ? '.' : ',');
		buf_char(&b, digits[i]);
	}
	return page_kept(p, &b);
}

struct str page_date(struct page *p, struct date d)
{
	struct buf b;
	if (date_is_none(d))
		return STR("");
	buf_init(&b, 64);
	text_date(&b, p->lang, d);
	return page_kept(p, &b);
}

struct str page_day(struct page *p, struct date d)
{
	char iso[11];
	if (date_is_none(d))
		return STR("");
	struct str s = date_text(d, iso);
	return page_url(p, "%.2s/%.2s/%.4s", s.ptr + 8, s.ptr + 5, s.ptr);
}

struct str page_minute(struct page *p, int minute)
{
	return page_url(p, "%02d:%02d", minute / 60, minute % 60);
}

struct str page_instant(struct page *p, int64_t us)
{
	struct date day;
	int minute;
	if (!us)
		return STR("");
	day = date_in_rome(us);
	minute = minute_in_rome(us);
	struct str d = page_day(p, day), m = page_minute(p, minute);
	return page_url(p, STR_FMT ", " STR_FMT, STR_ARG(d), STR_ARG(m));
}

struct str page_refusal(struct page *p, const struct err *err)
{
	static const enum msg general[] = {
		[OK] = MSG_WEB_FAILED,
		[E_NOMEM] = MSG_WEB_BUSY,
		[E_LIMIT] = MSG_WEB_TOO_MUCH,
		[E_IO] = MSG_WEB_DATABASE,
		[E_FORMAT] = MSG_WEB_NOT_READABLE,
		[E_RANGE] = MSG_WEB_NOT_POSSIBLE,
		[E_NOT_FOUND] = MSG_WEB_NOT_FOUND,
		[E_CONFLICT] = MSG_WEB_CONFLICT,
		[E_STATE] = MSG_WEB_STATE,
		[E_DENIED] = MSG_WEB_DENIED,
		[E_BUSY] = MSG_WEB_BUSY,
		[E_USAGE] = MSG_WEB_NOT_READABLE,
	};
	if (err->msg > MSG_NONE && err->msg < N_MSG)
		return page_text(p, (enum msg)err->msg);
	return page_text(p, general[err->rc]);
}
