#include "base/buf.h"

void buf_init(struct buf *b, size_t limit_bytes)
{
	*b = (struct buf){.limit = limit_bytes};
}

void buf_release(struct buf *b)
{
	free(b->ptr);
	*b = (struct buf){.limit = b->limit};
}

void buf_reset(struct buf *b)
{
	b->len = 0;
	b->failed = false;
}

char *buf_reserve(struct buf *b, size_t len)
{
	if (!b->failed && len <= b->cap - b->len) /* nearly always */
		return b->ptr ? b->ptr + b->len : NULL;
	if (b->failed || len > b->limit - b->len) {
		b->failed = true;
		return NULL;
	}
	if (array_grow(&b->ptr, &b->cap, b->len + len, 1, b->limit, NULL)) {
		b->failed = true;
		return NULL;
	}
	return b->ptr + b->len;
}

void buf_advance(struct buf *b, size_t len)
{
	assert(len <= b->cap - b->len);
	b->len += len;
}

void buf_add(struct buf *b, const void *p, size_t len)
{
	if (!len)
		return;
	char *to = buf_reserve(b, len);
	if (!to)
		return;
	memcpy(to, p, len);
	b->len += len;
}

void buf_str(struct buf *b, struct str s)
{
	buf_add(b, s.ptr, s.len);
}

void buf_text(struct buf *b, const char *z)
{
	buf_add(b, z, strlen(z));
}

void buf_char(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

/* Without the sign; INT64_MIN has no positive of its own. */
static uint64_t magnitude(struct buf *b, int64_t v)
{
	if (v >= 0)
		return (uint64_t)v;
	buf_char(b, '-');
	return 0u - (uint64_t)v;
}

static void add_unsigned(struct buf *b, uint64_t u)
{
	char tmp[24];
	size_t i = sizeof(tmp);
	do {
		tmp[--i] = (char)('0' + u % 10);
		u /= 10;
	} while (u);
	buf_add(b, tmp + i, sizeof(tmp) - i);
}

void buf_int(struct buf *b, int64_t v)
{
	add_unsigned(b, magnitude(b, v));
}

void buf_decimal(struct buf *b, int64_t v, unsigned scale)
{
	assert(scale <= 18);
	uint64_t unit = 1, u = magnitude(b, v);
	for (unsigned i = 0; i < scale; i++)
		unit *= 10;
	add_unsigned(b, u / unit);
	uint64_t rest = u % unit;
	if (!rest)
		return;
	buf_char(b, '.');
	for (unit /= 10; rest; rest %= unit, unit /= 10)
		buf_char(b, (char)('0' + rest / unit));
}

void buf_cents(struct buf *b, int64_t cents)
{
	uint64_t u = magnitude(b, cents);
	add_unsigned(b, u / 100);
	buf_printf(b, ".%02d", (int)(u % 100));
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	char *to = n < 0 ? NULL : buf_reserve(b, (size_t)n + 1);
	if (to) {
		vsnprintf(to, (size_t)n + 1, fmt, again);
		b->len += (size_t)n;
	} else {
		b->failed = true;
	}
	va_end(again);
}

enum rc buf_finish(const struct buf *b, struct str *out, struct err *err)
{
	if (b->failed)
		return err_set(err, E_LIMIT, "text longer than %zu bytes",
			       b->limit);
	*out = buf_view(b);
	return OK;
}
