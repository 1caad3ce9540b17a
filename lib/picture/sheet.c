#include "picture/sheet_int.h"
#include "base/utf8.h"

/* A page has some fifty texts and thirty traces. */
enum { FIRST_STROKES = 128, MOST_STROKES = 1 << 16 };

/* Pink paper and black ink, as the paper of the devices; words in the house's
 * blue, which is as dark as black on a printer without colours. */
const struct sheet_colour sheet_colours[N_SHEET_INK] = {
	[INK_GRID] = {0xf6, 0xc9, 0xc9},
	[INK_GRID_BOLD] = {0xe5, 0x9a, 0x9a},
	[INK_TRACE] = {0x00, 0x00, 0x00},
	[INK_MARK] = {0x00, 0x66, 0xcc},
	[INK_TEXT] = {0x17, 0x32, 0x4d},
	[INK_WARNING] = {0xa6, 0x1c, 0x28},
	[INK_RULE] = {0xd5, 0xdc, 0xe3},
	[INK_FAINT] = {0x5c, 0x6f, 0x82},
	[INK_PAPER] = {0xff, 0xff, 0xff},
	[INK_ZONE_1] = {0xe8, 0xb4, 0xae},
	[INK_ZONE_2] = {0xf3, 0xd0, 0xc2},
	[INK_ZONE_3] = {0xfb, 0xec, 0xcb},
	[INK_ZONE_4] = {0xe3, 0xf0, 0xe4},
	[INK_SERIES_1] = {0x0b, 0x5c, 0xad},
	[INK_SERIES_2] = {0xc2, 0x57, 0x0c},
	[INK_SERIES_3] = {0x00, 0x73, 0x5c},
	[INK_SERIES_4] = {0x8f, 0x4b, 0x87},
	[INK_SERIES_5] = {0x4d, 0x4d, 0x4d},
	[INK_SERIES_6] = {0xa0, 0x78, 0x00},
	[INK_SERIES_7] = {0x3a, 0xa0, 0xc8},
	[INK_SERIES_8] = {0xd1, 0x47, 0x7a},
};

void sheet_init(struct sheet *s, float width, float height, struct arena *a)
{
	*s = (struct sheet){.width = width, .height = height, .a = a};
}

struct sheet_point *sheet_points(struct sheet *s, size_t n)
{
	struct sheet_point *p = arena_array(s->a, struct sheet_point, n);
	s->failed |= !p;
	return p;
}

static void add(struct sheet *s, struct sheet_stroke stroke)
{
	if (s->n == s->cap && !s->failed) {
		size_t cap = s->cap ? 2 * s->cap : FIRST_STROKES;
		struct sheet_stroke *more =
			cap > MOST_STROKES
				? NULL
				: arena_array(s->a, struct sheet_stroke, cap);
		s->failed = !more;
		if (s->failed)
			return;
		if (s->n)
			memcpy(more, s->stroke, s->n * sizeof(*more));
		s->stroke = more;
		s->cap = cap;
	}
	if (!s->failed)
		s->stroke[s->n++] = stroke;
}

void sheet_line(struct sheet *s, enum sheet_ink ink, float width,
		const struct sheet_point *at, size_t n, struct str name)
{
	if (n)
		add(s, (struct sheet_stroke){.ink = ink,
					     .width = width,
					     .at = at,
					     .n = n,
					     .name = name});
}

void sheet_segment(struct sheet *s, enum sheet_ink ink, float width,
		   struct sheet_point from, struct sheet_point to)
{
	struct sheet_point *at = sheet_points(s, 2);
	if (!at)
		return;
	at[0] = from;
	at[1] = to;
	sheet_line(s, ink, width, at, 2, STR(""));
}

void sheet_text(struct sheet *s, struct sheet_point at, float height, bool bold,
		enum sheet_ink ink, struct str text)
{
	struct sheet_point *p = sheet_points(s, 1);
	if (!p || !text.len)
		return;
	*p = at;
	add(s, (struct sheet_stroke){.ink = ink,
				     .width = height,
				     .at = p,
				     .n = 1,
				     .text = text,
				     .bold = bold});
}

/* Thousandths of the size, of Helvetica from blank to ~ (the metrics that
 * Adobe publishes with its fonts). */
static const uint16_t widths[] = {
	278, 278, 355, 556, 556,  889, 667, 191, 333, 333, 389, 584, 278, 333,
	278, 278, 556, 556, 556,  556, 556, 556, 556, 556, 556, 556, 278, 278,
	584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
	500, 667, 556, 833, 722,  778, 667, 778, 722, 667, 611, 722, 667, 944,
	667, 667, 611, 278, 278,  278, 469, 556, 333, 556, 556, 500, 556, 556,
	278, 556, 556, 222, 222,  500, 222, 833, 556, 556, 556, 556, 333, 500,
	278, 556, 500, 722, 500,  500, 500, 334, 260, 334, 584};

float sheet_text_width(struct str text, float height, bool bold)
{
	unsigned sum = 0;
	for (size_t i = 0; i < text.len;) {
		uint32_t c = utf8_next(text, &i);
		sum += c >= ' ' && c - ' ' < countof(widths) ? widths[c - ' ']
							     : 600;
	}
	/* letters of the bold are up to a tenth wider */
	return (float)sum / 1000 * height * (bold ? 1.1F : 1.0F);
}

/* By hand: a page has twenty thousand of them. */
void sheet_number(struct buf *b, int64_t v)
{
	char text[24], *end = text + sizeof(text), *p = end;
	uint64_t u = v < 0 ? (uint64_t)-v : (uint64_t)v, whole = u / 100;
	unsigned tenths = (unsigned)(u / 10 % 10), last = (unsigned)(u % 10);
	if (last)
		*--p = (char)('0' + last);
	if (last || tenths) {
		*--p = (char)('0' + tenths);
		*--p = '.';
	}
	for (; whole; whole /= 10)
		*--p = (char)('0' + whole % 10);
	if (!u)
		*--p = '0';
	if (v < 0)
		*--p = '-';
	buf_add(b, p, (size_t)(end - p));
}
