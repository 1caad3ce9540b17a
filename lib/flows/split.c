#include "flows/split_int.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

struct marks { /* one bit for each of 16 bytes */
	unsigned comma, newline, odd;
};

/* `odd`: quotes, control characters, bytes outside ASCII. */
#ifdef __SSE2__
static struct marks mark(const char *p)
{
	const __m128i v = _mm_loadu_si128((const void *)p);
	__m128i low = _mm_cmplt_epi8(v, _mm_set1_epi8(' '));
	__m128i quote = _mm_cmpeq_epi8(v, _mm_set1_epi8('"'));
	__m128i newline = _mm_cmpeq_epi8(v, _mm_set1_epi8('\n'));
	__m128i comma = _mm_cmpeq_epi8(v, _mm_set1_epi8(','));
	unsigned nl = (unsigned)_mm_movemask_epi8(newline);
	return (struct marks){
		(unsigned)_mm_movemask_epi8(comma), nl,
		(unsigned)_mm_movemask_epi8(_mm_or_si128(low, quote)) & ~nl};
}
#else
static struct marks mark(const char *p)
{
	struct marks m = {0, 0, 0};
	for (unsigned i = 0; i < 16; i++) {
		unsigned char c = (unsigned char)p[i];
		m.comma |= (unsigned)(c == ',') << i;
		m.newline |= (unsigned)(c == '\n') << i;
		m.odd |= (unsigned)(c == '"' || c >= 0x80 ||
				    (c < ' ' && c != '\n'))
			 << i;
	}
	return m;
}
#endif

static unsigned lowest(unsigned bits)
{
	return (unsigned)__builtin_ctz(bits);
}

/* False: leave it to the slow path. */
static bool cut_fast(const char *p, size_t n_field, struct row *r)
{
	const char *from = p;
	size_t n = 0, odd_at = SIZE_MAX;
	for (size_t off = 0; off <= ROW_MAX; off += 16) {
		struct marks m = mark(p + off);
		if (m.newline) {
			unsigned before = (m.newline & (0u - m.newline)) - 1;
			m.comma &= before;
			m.odd &= before;
		}
		for (; m.comma; m.comma &= m.comma - 1) {
			const char *at = p + off + lowest(m.comma);
			if (n + 1 >= n_field)
				return false;
			r->field[n++] = (struct str){from, (size_t)(at - from)};
			from = at + 1;
		}
		if (m.odd) { /* at most the CR before the LF */
			if (odd_at != SIZE_MAX || (m.odd & (m.odd - 1)))
				return false;
			odd_at = off + lowest(m.odd);
		}
		if (!m.newline)
			continue;
		size_t len = off + lowest(m.newline);
		r->taken = len + 1;
		if (odd_at != SIZE_MAX) {
			if (odd_at + 1 != len || p[odd_at] != '\r')
				return false;
			len--;
		}
		r->field[n++] = (struct str){from, (size_t)(p + len - from)};
		r->n = n;
		r->len = len;
		r->n_line = 1;
		return n == n_field && len <= ROW_MAX;
	}
	return false;
}

enum quotes { SOUND, OPEN, BROKEN };

/* The end of a quoted field that begins at s[i]; SIZE_MAX when it is open. */
static size_t quoted_end(struct str s, size_t i)
{
	for (i++; i < s.len; i++) {
		if (s.ptr[i] != '"')
			continue;
		if (i + 1 >= s.len || s.ptr[i + 1] != '"')
			return i;
		i++;
	}
	return SIZE_MAX;
}

static void add_field(struct row *r, struct str f)
{
	if (r->n < MAX_FIELD)
		r->field[r->n] = f;
	if (r->n <= MAX_FIELD)
		r->n++;
}

/* A doubled quote inside a field is left as it is: no column admits one, so
 * the field is refused in any case. */
static enum quotes cut_quoted(struct str s, struct row *r)
{
	r->n = 0;
	for (size_t i = 0;; i++) {
		size_t end = i;
		if (i < s.len && s.ptr[i] == '"') {
			end = quoted_end(s, i);
			if (end == SIZE_MAX)
				return OPEN;
			add_field(r, str_sub(s, i + 1, end - i - 1));
			end++;
		} else {
			while (end < s.len && s.ptr[end] != ',' &&
			       s.ptr[end] != '"')
				end++;
			add_field(r, str_sub(s, i, end - i));
		}
		if (end >= s.len)
			return SOUND;
		if (s.ptr[end] != ',')
			return BROKEN;
		i = end;
	}
}

static enum cause check_bytes(struct str s)
{
	if (!s.len)
		return CAUSE_BLANK;
	if (s.len > ROW_MAX)
		return CAUSE_LONG;
	if (memchr(s.ptr, '\0', s.len))
		return CAUSE_NUL;
	if (memchr(s.ptr, '\r', s.len))
		return CAUSE_RETURN;
	return str_is_utf8(s) ? CAUSE_NONE : CAUSE_UTF8;
}

/* Up to the `n`-th line end from p on, without a CR before it. */
static struct str lines(const char *p, const char *end, uint32_t n,
			size_t *taken)
{
	const char *at = p;
	for (; n && at < end; n--) {
		const char *nl = memchr(at, '\n', (size_t)(end - at));
		at = nl ? nl + 1 : end;
	}
	*taken = (size_t)(at - p);
	size_t len = *taken - 1;
	return (struct str){p, len && p[len - 1] == '\r' ? len - 1 : len};
}

/* A quote is open at the end of the line: the record goes on if it is sound
 * with the lines that follow. */
static bool join_lines(const char *p, const char *end, size_t n_field,
		       struct row *r)
{
	for (uint32_t n = 2;; n++) {
		size_t taken;
		struct str s = lines(p, end, n, &taken);
		if (s.len > ROW_MAX || taken <= r->taken)
			return false;
		enum quotes q = cut_quoted(s, r);
		r->taken = taken;
		if (q == OPEN)
			continue;
		r->len = s.len;
		r->n_line = n;
		return q == SOUND && r->n == n_field &&
		       !memchr(p, '\0', s.len) && str_is_utf8(s);
	}
}

static void cut_slow(const char *p, const char *end, size_t n_field,
		     struct row *r)
{
	size_t taken;
	const struct str line = lines(p, end, 1, &taken);
	*r = (struct row){.len = line.len, .taken = taken, .n_line = 1};
	r->cause = check_bytes(line);
	if (r->cause)
		return;
	if (line.ptr[0] == '#') {
		r->cause = CAUSE_COMMENT;
		return;
	}
	enum quotes q = cut_quoted(line, r);
	if (q == OPEN && join_lines(p, end, n_field, r))
		return;
	r->len = line.len;
	r->taken = taken;
	r->n_line = 1;
	if (q != SOUND)
		r->cause = CAUSE_QUOTES;
	else if (r->n != n_field)
		r->cause = CAUSE_COUNT;
}

void row_cut(const char *p, const char *end, size_t n_field, struct row *r)
{
	assert(p < end && n_field > 1 && n_field <= MAX_FIELD);
	r->cause = CAUSE_NONE;
	if (*p == '#' || !cut_fast(p, n_field, r))
		cut_slow(p, end, n_field, r);
}
