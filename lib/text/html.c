#include "text/html.h"

void html_text(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		switch (s.ptr[i]) {
		case '&':
			buf_text(b, "&amp;");
			break;
		case '<':
			buf_text(b, "&lt;");
			break;
		case '>':
			buf_text(b, "&gt;");
			break;
		case '"':
			buf_text(b, "&quot;");
			break;
		case '\'':
			buf_text(b, "&#39;");
			break;
		default:
			buf_char(b, s.ptr[i]);
		}
	}
}

void html_address(struct buf *b, struct str s)
{
	bool ours = s.len &&
		    (s.ptr[0] == '#' || s.ptr[0] == '?' ||
		     (s.ptr[0] == '/' &&
		      !(s.len > 1 && (s.ptr[1] == '/' || s.ptr[1] == '\\'))));
	if (!ours && !str_starts(s, STR("https://")))
		s = STR("#");
	html_text(b, s);
}
