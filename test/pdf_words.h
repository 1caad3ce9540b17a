/* What a PDF of ours says: the texts of its pages, in their order, each with a
 * blank behind it. Reads what lib/picture writes (and what is appended to it by
 * a signature): streams of FlateDecode, strings shown by Tj, WinAnsi letters.
 */
#ifndef TEST_PDF_WORDS_H
#define TEST_PDF_WORDS_H

#include "base/arena.h"
#include "base/buf.h"

#include <string.h>
#include <zlib.h>

/* Where `what` begins, or SIZE_MAX. */
static inline size_t pdf_find(struct str s, size_t from, const char *what)
{
	for (size_t i = from; i < s.len; i++)
		if (str_starts(str_sub(s, i, s.len - i), str_from(what)))
			return i;
	return SIZE_MAX;
}

/* The strings before each Tj. A letter beyond ASCII is told by its number:
 * "citt\340". */
static inline void pdf_page_words(struct str page, struct buf *out)
{
	for (size_t i = 0; i < page.len; i++) {
		if (page.ptr[i] != '(')
			continue;
		for (i++; i < page.len && page.ptr[i] != ')'; i++) {
			i += page.ptr[i] == '\\' && i + 1 < page.len;
			buf_char(out, page.ptr[i]);
		}
		buf_char(out, ' ');
	}
}

static inline struct str pdf_words(struct str pdf, struct arena *a)
{
	enum { PAGE_BYTES = 8 << 20 };
	struct buf out;
	size_t at = 0;
	char *page = arena_alloc(a, PAGE_BYTES);
	buf_init(&out, PAGE_BYTES);
	while (page &&
	       (at = pdf_find(pdf, at, "FlateDecode>>stream\n")) != SIZE_MAX) {
		at += strlen("FlateDecode>>stream\n");
		uLongf n = PAGE_BYTES;
		uLong used = (uLong)(pdf.len - at);
		if (uncompress2((Bytef *)page, &n, (const Bytef *)pdf.ptr + at,
				&used) == Z_OK)
			pdf_page_words((struct str){page, n}, &out);
	}
	struct str s = arena_str(a, buf_view(&out));
	buf_release(&out);
	return s;
}

#endif
