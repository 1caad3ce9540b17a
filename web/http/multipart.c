#include "web/http/multipart.h"

#include <strings.h>

static bool same_word(struct str a, const char *b)
{
	return a.len == strlen(b) && !strncasecmp(a.ptr, b, a.len);
}

/* ---- parameters: ;name=token or ;name="text" */

/* A quote in the text comes as %22 from browsers, as \" from others; a
 * backslash elsewhere is a letter, for old browsers send paths. */
static bool cut_quoted(struct str *rest, struct str *value)
{
	const char *from = rest->ptr + 1, *end = rest->ptr + rest->len;
	for (const char *c = from; c < end; c++) {
		if (*c == '\\' && c + 1 < end && c[1] == '"')
			c++;
		else if (*c == '"') {
			*value = (struct str){from, (size_t)(c - from)};
			*rest = (struct str){c + 1, (size_t)(end - c) - 1};
			return true;
		}
	}
	return false;
}

static void cut_token(struct str *rest, struct str *value)
{
	size_t n = 0;
	while (n < rest->len && rest->ptr[n] != ';' && rest->ptr[n] != ' ' &&
	       rest->ptr[n] != '\t')
		n++;
	*value = str_sub(*rest, 0, n);
	*rest = str_sub(*rest, n, rest->len - n);
}

/* Takes one parameter off: false at the end, or where it cannot be read
 * (*bad). */
static bool cut_parameter(struct str *rest, struct str *name, struct str *value,
			  bool *bad)
{
	*rest = str_trim(*rest);
	if (!rest->len)
		return false;
	*bad = true;
	if (rest->ptr[0] != ';')
		return false;
	*rest = str_trim(str_sub(*rest, 1, rest->len - 1));
	const char *is = rest->len ? memchr(rest->ptr, '=', rest->len) : NULL;
	if (!is)
		return false;
	*name = str_trim(str_sub(*rest, 0, (size_t)(is - rest->ptr)));
	size_t n = (size_t)(is - rest->ptr) + 1;
	*rest = str_sub(*rest, n, rest->len - n);
	if (!name->len)
		return false;
	if (!rest->len || rest->ptr[0] != '"')
		cut_token(rest, value);
	else if (!cut_quoted(rest, value))
		return false;
	*bad = false;
	return true;
}

/* ---- the boundary */

/* RFC 2046 5.1.1 */
static bool is_boundary(struct str s)
{
	static const char more[] = "'()+_,-./:=? ";
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];
		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
		    !(c >= '0' && c <= '9') &&
		    !memchr(more, c, sizeof(more) - 1))
			return false;
	}
	return s.len > 0 && s.len <= 70 && s.ptr[s.len - 1] != ' ';
}

static struct str boundary_of(struct str content_type)
{
	struct str found = {0}, name, value, rest = content_type;
	bool bad = false;
	size_t n = 0;
	while (n < rest.len && rest.ptr[n] != ';')
		n++;
	if (!same_word(str_trim(str_sub(rest, 0, n)), "multipart/form-data"))
		return found;
	rest = str_sub(rest, n, rest.len - n);
	while (cut_parameter(&rest, &name, &value, &bad)) {
		if (!same_word(name, "boundary"))
			continue;
		if (found.ptr)
			return (struct str){0}; /* two are one too many */
		found = value;
	}
	return bad ? (struct str){0} : found;
}

bool multipart_init(struct multipart *m, struct str content_type,
		    const struct multipart_events *on)
{
	struct str b = boundary_of(content_type);
	m->on = *on;
	m->state = MULTIPART_WRONG;
	m->n_part = m->n_before = m->head_len = 0;
	if (!is_boundary(b))
		return false;
	memcpy(m->mark, "\r\n--", 4);
	memcpy(m->mark + 4, b.ptr, b.len);
	m->mark_len = b.len + 4;
	m->matched = 2; /* the body begins as if after a line end */
	m->state = MULTIPART_PRE;
	return true;
}

/* ---- what stands between boundaries */

static void give(struct multipart *m, const char *from, size_t len)
{
	if (!len)
		return;
	if (m->state == MULTIPART_IN_BODY) {
		if (!m->on.data(m->on.ctx, (struct str){from, len}))
			m->state = MULTIPART_STOPPED;
		return;
	}
	m->n_before += len;
	if (m->n_before > MULTIPART_PREAMBLE)
		m->state = MULTIPART_WRONG;
}

static void boundary_read(struct multipart *m)
{
	bool go = true;
	if (m->state == MULTIPART_IN_BODY)
		go = m->on.end(m->on.ctx);
	m->state = go ? MULTIPART_AFTER : MULTIPART_STOPPED;
	m->matched = 0;
	m->head_len = 0;
}

/* The mark has its CR at the front alone, so after a byte that does not fit
 * the search begins anew at that byte. */
static const char *scan(struct multipart *m, const char *p, const char *end)
{
	const enum multipart_state here = m->state;
	while (p < end && m->state == here) {
		if (m->matched && *p == m->mark[m->matched]) {
			p++;
			if (++m->matched == m->mark_len)
				boundary_read(m);
			continue;
		}
		if (m->matched) { /* it was none: these bytes are content */
			size_t n = m->matched;
			m->matched = 0;
			give(m, m->mark, n);
			continue;
		}
		const char *cr = memchr(p, '\r', (size_t)(end - p));
		give(m, p, (size_t)((cr ? cr : end) - p));
		m->matched = cr != NULL;
		p = cr ? cr + 1 : end;
	}
	return p;
}

/* "--" is the end; blanks and a line end, the head of a part. */
static const char *after(struct multipart *m, const char *p)
{
	char c = *p++;
	char last = m->head_len ? m->head[m->head_len - 1] : 0;
	if (m->head_len == 1 && last == '-' && c == '-') {
		m->state = MULTIPART_WHOLE;
	} else if (last == '\r' && c == '\n') {
		m->state = MULTIPART_IN_HEAD;
		m->head_len = 0;
	} else if (last != '\r' && last != '-' && m->head_len < 32 &&
		   (c == ' ' || c == '\t' || c == '\r' ||
		    (c == '-' && !m->head_len))) {
		m->head[m->head_len++] = c;
	} else {
		m->state = MULTIPART_WRONG;
	}
	return p;
}

/* ---- the head of a part */

static struct str next_line(struct str *rest)
{
	struct str line = str_cut(rest, '\n');
	if (line.len && line.ptr[line.len - 1] == '\r')
		line.len--;
	return line;
}

static bool has_control(struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];
		if ((c < ' ' && c != '\t') || c == 0x7f)
			return true;
	}
	return false;
}

/* form-data; name="..."; filename="..." */
static bool read_disposition(struct str rest, struct str *name,
			     struct str *file)
{
	struct str key, value;
	bool bad = false;
	size_t n = 0;
	rest = str_trim(rest);
	while (n < rest.len && rest.ptr[n] != ';')
		n++;
	if (!same_word(str_trim(str_sub(rest, 0, n)), "form-data"))
		return false;
	rest = str_sub(rest, n, rest.len - n);
	while (cut_parameter(&rest, &key, &value, &bad)) {
		struct str *to = same_word(key, "name")       ? name
				 : same_word(key, "filename") ? file
							      : NULL;
		if (to && to->ptr)
			return false;
		if (to)
			*to = value.ptr ? value : STR("");
	}
	return !bad && name->ptr;
}

static bool read_head(struct multipart *m, struct str *name, struct str *file)
{
	struct str rest = {m->head, m->head_len};
	bool found = false;
	while (rest.len) {
		struct str line = next_line(&rest);
		struct str value = line, field = str_cut(&value, ':');
		if (has_control(line))
			return false;
		if (!same_word(str_trim(field), "content-disposition"))
			continue;
		if (found || !read_disposition(value, name, file))
			return false;
		found = true;
	}
	return found;
}

static void part_begins(struct multipart *m)
{
	struct str name = {0}, file = {0};
	if (m->n_part++ == MULTIPART_MOST_PARTS ||
	    !read_head(m, &name, &file)) {
		m->state = MULTIPART_WRONG;
		return;
	}
	m->state = m->on.begin(m->on.ctx, name, file) ? MULTIPART_IN_BODY
						      : MULTIPART_STOPPED;
}

static bool head_ends(const struct multipart *m)
{
	size_t n = m->head_len;
	return (n == 2 && !memcmp(m->head, "\r\n", 2)) ||
	       (n >= 4 && !memcmp(m->head + n - 4, "\r\n\r\n", 4));
}

static const char *take_head(struct multipart *m, const char *p,
			     const char *end)
{
	while (p < end) {
		if (m->head_len == MULTIPART_HEAD) {
			m->state = MULTIPART_WRONG;
			break;
		}
		m->head[m->head_len++] = *p++;
		if (head_ends(m)) {
			part_begins(m);
			break;
		}
	}
	return p;
}

bool multipart_feed(struct multipart *m, struct str bytes)
{
	const char *p = bytes.ptr, *end = p + bytes.len;
	while (bytes.len && p < end) {
		switch (m->state) {
		case MULTIPART_PRE:
		case MULTIPART_IN_BODY:
			p = scan(m, p, end);
			break;
		case MULTIPART_AFTER:
			p = after(m, p);
			break;
		case MULTIPART_IN_HEAD:
			p = take_head(m, p, end);
			break;
		case MULTIPART_WHOLE: /* what follows says nothing */
			return true;
		case MULTIPART_WRONG:
		case MULTIPART_STOPPED:
			return false;
		}
	}
	return m->state != MULTIPART_WRONG && m->state != MULTIPART_STOPPED;
}
