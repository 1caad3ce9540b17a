/* A sheet as PDF 1.4 (ISO 32000-1): catalogue, pages, two fonts that need not
 * be embedded, and for each sheet a page and its strokes, deflated.
 *
 *	object 1 catalogue, 2 pages, 3 Helvetica, 4 Helvetica-Bold
 *	4 + 2i + 1: page i, 4 + 2i + 2: its strokes
 *
 * The first operator of a page makes the unit a millimetre, from the upper left
 * corner down: every number after it is that of the sheet, so the scale is
 * exact. No date and no random identifier: equal sheets give equal bytes. */
#include "picture/sheet_int.h"
#include "base/sha256.h"
#include "base/utf8.h"

#include <zlib.h>

enum { N_FIXED = 4, MOST_PAGES = 1000 };

/* Points of a millimetre, times 10^8: 72 / 25.4. */
#define POINTS "2.83464567"

/* Code points of WinAnsi 0x80 to 0x9f (Windows 1252); 0: none. */
static const uint16_t high[32] = {
	0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
	0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
	0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
	0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

/* U+0100 to U+017F without their marks: names of people from elsewhere stay
 * names where the font has no letter for them. */
static const char plain_latin[] =
	"AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlL"
	"lLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";
static_assert(sizeof(plain_latin) == 0x80 + 1, "a letter for each");

unsigned char sheet_winansi(uint32_t c)
{
	if ((c >= ' ' && c < 0x7F) || (c >= 0xA0 && c <= 0xFF))
		return (unsigned char)c;
	for (size_t i = 0; i < countof(high); i++)
		if (high[i] && high[i] == c)
			return (unsigned char)(0x80 + i);
	if (c >= 0x100 && c < 0x180)
		return (unsigned char)plain_latin[c - 0x100];
	return '?';
}

/* ------------------------------------------------------------------ strokes */

static void put_colour(struct buf *b, enum sheet_ink ink, const char *operator)
{
	struct sheet_colour c = sheet_colours[ink];
	buf_printf(b, "%.3g %.3g %.3g %s\n", c.r / 255.0, c.g / 255.0,
		   c.b / 255.0, operator);
}

static void put_point(struct buf *b, struct sheet_point p, char operator)
{
	sheet_number(b, sheet_hundredths(p.x));
	buf_char(b, ' ');
	sheet_number(b, sheet_hundredths(p.y));
	buf_char(b, ' ');
	buf_char(b, operator);
	buf_char(b, '\n');
}

static void put_line(struct buf *b, const struct sheet_stroke *s)
{
	bool down = false;
	put_colour(b, s->ink, "RG");
	sheet_number(b, sheet_hundredths(s->width));
	buf_text(b, " w\n");
	for (size_t i = 0; i < s->n; i++) {
		bool lifted = sheet_lifted(s->at[i]);
		bool alone = !lifted && !down &&
			     (i + 1 == s->n || sheet_lifted(s->at[i + 1]));
		if (!lifted)
			put_point(b, s->at[i], down ? 'l' : 'm');
		if (alone) /* a dot */
			put_point(b, s->at[i], 'l');
		down = !lifted;
	}
	buf_text(b, "S\n");
}

static void put_string(struct buf *b, struct str text)
{
	buf_char(b, '(');
	for (size_t i = 0; i < text.len;) {
		unsigned char c = sheet_winansi(utf8_next(text, &i));
		if (c == '(' || c == ')' || c == '\\')
			buf_char(b, '\\');
		buf_char(b, (char)c);
	}
	buf_char(b, ')');
}

/* y points down on the page: letters are turned back. */
static void put_text(struct buf *b, const struct sheet_stroke *s)
{
	put_colour(b, s->ink, "rg");
	buf_printf(b, "BT /%s ", s->bold ? "B" : "R");
	sheet_number(b, sheet_hundredths(s->width));
	buf_text(b, " Tf 1 0 0 -1 ");
	sheet_number(b, sheet_hundredths(s->at[0].x));
	buf_char(b, ' ');
	sheet_number(b, sheet_hundredths(s->at[0].y));
	buf_text(b, " Tm ");
	put_string(b, s->text);
	buf_text(b, " Tj ET\n");
}

static void put_strokes(struct buf *b, const struct sheet *s)
{
	buf_printf(b, POINTS " 0 0 -" POINTS " 0 %.6f cm\n1 J 1 j\n",
		   (double)s->height * 72 / 25.4);
	for (size_t i = 0; i < s->n; i++)
		if (s->stroke[i].text.len)
			put_text(b, &s->stroke[i]);
		else
			put_line(b, &s->stroke[i]);
}

/* --------------------------------------------------------------------- file */

struct pdf {
	struct buf b;
	size_t at[N_FIXED + 2 * MOST_PAGES + 1]; /* of each object */
	size_t n;
};

static void open_object(struct pdf *f)
{
	f->at[++f->n] = f->b.len;
	buf_printf(&f->b, "%zu 0 obj\n", f->n);
}

/* The fastest: the best takes several times as long for a little less. */
static enum rc put_stream(struct pdf *f, struct str plain, struct err *err)
{
	uLong most = compressBound((uLong)plain.len);
	char *to;
	open_object(f);
	struct buf z;
	buf_init(&z, SHEET_MOST_BYTES);
	to = buf_reserve(&z, most);
	if (!to || compress2((Bytef *)to, &most, (const Bytef *)plain.ptr,
			     (uLong)plain.len, Z_BEST_SPEED) != Z_OK) {
		buf_release(&z);
		return err_set(err, E_NOMEM, "no memory to compress a page");
	}
	buf_printf(&f->b, "<</Length %lu/Filter/FlateDecode>>stream\n", most);
	buf_add(&f->b, to, most);
	buf_text(&f->b, "\nendstream\nendobj\n");
	buf_release(&z);
	return OK;
}

static enum rc put_page(struct pdf *f, const struct sheet *s, struct err *err)
{
	struct buf strokes;
	struct str plain;
	open_object(f);
	buf_printf(&f->b,
		   "<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.4f %.4f]"
		   "/Resources<</Font<</R 3 0 R/B 4 0 R>>>>"
		   "/Contents %zu 0 R>>\nendobj\n",
		   (double)s->width * 72 / 25.4, (double)s->height * 72 / 25.4,
		   f->n + 1);
	buf_init(&strokes, SHEET_MOST_BYTES);
	put_strokes(&strokes, s);
	enum rc rc = buf_finish(&strokes, &plain, err);
	if (!rc)
		rc = put_stream(f, plain, err);
	buf_release(&strokes);
	return rc;
}

static void put_font(struct pdf *f, const char *name)
{
	open_object(f);
	buf_printf(&f->b,
		   "<</Type/Font/Subtype/Type1/BaseFont/%s"
		   "/Encoding/WinAnsiEncoding>>\nendobj\n",
		   name);
}

/* The title as UTF-16, since it may hold any letters. */
static void put_title(struct buf *b, struct str title)
{
	buf_text(b, "<FEFF");
	for (size_t i = 0; i < title.len;) {
		uint32_t c = utf8_next(title, &i);
		if (c > 0xFFFF)
			buf_printf(b, "%04X", 0xD7C0 + (c >> 10));
		buf_printf(b, "%04X", c > 0xFFFF ? 0xDC00 + (c & 0x3FF) : c);
	}
	buf_text(b, ">");
}

static void put_fixed(struct pdf *f, size_t n)
{
	buf_text(&f->b, "%PDF-1.4\n%\xe2\xe3\xcf\xd3\n");
	open_object(f);
	/* NoScale: who prints it gets millimetres, not "fit to page" */
	buf_text(&f->b, "<</Type/Catalog/Pages 2 0 R/ViewerPreferences"
			"<</PrintScaling/None/DisplayDocTitle true>>>>\nendobj"
			"\n");
	open_object(f);
	buf_text(&f->b, "<</Type/Pages/Kids[");
	for (size_t i = 0; i < n; i++)
		buf_printf(&f->b, "%zu 0 R ", N_FIXED + 2 * i + 1);
	buf_printf(&f->b, "]/Count %zu>>\nendobj\n", n);
	put_font(f, "Helvetica");
	put_font(f, "Helvetica-Bold");
}

/* Of the contents: programs that sign ask for one. */
static void id_of(struct str bytes, char hex[SHA256_HEX])
{
	unsigned char sum[SHA256_LEN];
	sha256_of(bytes, sum);
	sha256_hex(sum, hex);
}

static void put_end(struct pdf *f, struct str title)
{
	open_object(f);
	buf_text(&f->b, "<</Title");
	put_title(&f->b, title);
	buf_text(&f->b, ">>\nendobj\n");
	size_t at = f->b.len;
	char id[SHA256_HEX];
	id_of(buf_view(&f->b), id);
	buf_printf(&f->b, "xref\n0 %zu\n0000000000 65535 f \n", f->n + 1);
	for (size_t i = 1; i <= f->n; i++)
		buf_printf(&f->b, "%010zu 00000 n \n", f->at[i]);
	buf_printf(&f->b,
		   "trailer\n<</Size %zu/Root 1 0 R/Info %zu 0 R"
		   "/ID[<%.32s><%.32s>]>>\nstartxref\n%zu\n%%%%EOF\n",
		   f->n + 1, f->n, id, id, at);
}

static enum rc write_file(struct pdf *f, const struct sheet *s, size_t n,
			  struct str *out, struct err *err)
{
	put_fixed(f, n);
	for (size_t i = 0; i < n; i++) {
		enum rc rc = put_page(f, &s[i], err);
		if (rc)
			return rc;
	}
	put_end(f, s->title);
	return buf_finish(&f->b, out, err);
}

enum rc sheet_pdf(const struct sheet *s, size_t n, struct arena *a,
		  struct str *out, struct err *err)
{
	struct pdf *f = arena_alloc(a, sizeof(*f));
	struct str whole;
	assert(n && n < MOST_PAGES);
	for (size_t i = 0; i < n; i++)
		if (s[i].failed || !f)
			return arena_fail(a, err);
	buf_init(&f->b, SHEET_MOST_BYTES);
	enum rc rc = write_file(f, s, n, &whole, err);
	if (!rc) {
		*out = arena_str(a, whole);
		rc = out->ptr ? OK : arena_fail(a, err);
	}
	buf_release(&f->b);
	return rc;
}
