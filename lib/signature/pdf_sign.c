/* A signature at the end of a PDF of ours, as an incremental update (ISO
 * 32000-1, 7.5.6): the catalogue and the first page anew, with a form of one
 * field; the field; the signature. The field is on the first page, without a
 * size: it is not seen, and can be found. */
#include "signature/sign.h"
#include "signature/signature_int.h"

#include "base/date.h"

enum {
	ROOM = 16 << 10, /* of the CMS: three certificates and a stamp */
	RANGE_WIDTH = 10,
};

struct update {
	struct str pdf;
	struct buf b;
	size_t n_object, table; /* of the PDF: objects, cross references */
	size_t root, page, field, signature; /* numbers of objects */
	size_t at[4];                        /* where they begin, in order */
	size_t range, contents;              /* where they are to be filled */
};

static enum rc not_ours(struct err *err, const char *what)
{
	return err_msg(err, E_FORMAT, MSG_SIG_BROKEN,
		       "the PDF is not one that is signed here: %s", what);
}

/* ---- what is there */

/* The bytes of an object between "N 0 obj" and "endobj". */
static bool object_at(const struct update *u, size_t number, struct str *out)
{
	size_t i = u->table + 4, first, n, at;
	pdf_skip_blanks(u->pdf, &i);
	if (!pdf_number(u->pdf, &i, &first) || first)
		return false;
	pdf_skip_blanks(u->pdf, &i);
	if (!pdf_number(u->pdf, &i, &n) || number >= n)
		return false;
	pdf_skip_blanks(u->pdf, &i);
	i += 20 * number; /* each line has twenty bytes */
	if (i > u->pdf.len || !pdf_number(u->pdf, &i, &at))
		return false;
	at = pdf_find(u->pdf, at, "obj");
	size_t end = pdf_find(u->pdf, at, "endobj");
	if (at + 3 > end || end == u->pdf.len)
		return false;
	*out = str_trim(str_sub(u->pdf, at + 3, end - at - 3));
	return true;
}

static bool reference(struct str value, size_t *number)
{
	size_t i = 0;
	return value.len && pdf_number(value, &i, number) && *number;
}

static bool entries_of(struct str object, struct pdf_entry *list, size_t *n)
{
	size_t i = 0;
	return pdf_dictionary(object, &i, list, n);
}

/* From a dictionary, the object that a key refers to. */
static bool follow(const struct update *u, size_t number, const char *key,
		   struct str *value)
{
	struct pdf_entry list[PDF_ENTRIES_MOST];
	size_t n = 0;
	struct str object;
	if (!object_at(u, number, &object) || !entries_of(object, list, &n))
		return false;
	*value = pdf_value(list, n, key);
	return value->len > 0;
}

static enum rc read_end(struct update *u, struct err *err)
{
	struct pdf_entry list[PDF_ENTRIES_MOST];
	size_t n = 0, i = pdf_find_last(u->pdf, u->pdf.len, "startxref");
	if (i == u->pdf.len)
		return not_ours(err, "no startxref");
	i += 9;
	pdf_skip_blanks(u->pdf, &i);
	if (!pdf_number(u->pdf, &i, &u->table) || u->table + 8 > u->pdf.len ||
	    memcmp(u->pdf.ptr + u->table, "xref", 4) != 0)
		return not_ours(err, "no table of cross references");
	i = pdf_find(u->pdf, u->table, "trailer") + 7;
	if (i > u->pdf.len || !pdf_dictionary(u->pdf, &i, list, &n) ||
	    pdf_value(list, n, "Prev").len || pdf_value(list, n, "Encrypt").len)
		return not_ours(err, "its trailer");
	struct str size = pdf_value(list, n, "Size");
	i = 0;
	if (!size.len || !pdf_number(size, &i, &u->n_object) ||
	    !reference(pdf_value(list, n, "Root"), &u->root))
		return not_ours(err, "its trailer");
	return OK;
}

static enum rc find_first_page(struct update *u, struct err *err)
{
	struct str pages, kids;
	size_t number;
	if (!follow(u, u->root, "Pages", &pages) ||
	    !reference(pages, &number) || !follow(u, number, "Kids", &kids) ||
	    kids.len < 2 ||
	    !reference(str_trim(str_sub(kids, 1, kids.len - 1)), &u->page))
		return not_ours(err, "its pages");
	u->field = u->n_object;
	u->signature = u->n_object + 1;
	return OK;
}

/* ---- what is added */

static void open_object(struct update *u, size_t i, size_t number)
{
	u->at[i] = u->b.len;
	buf_printf(&u->b, "%zu 0 obj\n", number);
}

/* The dictionary as it was, with one entry more. */
static enum rc put_extended(struct update *u, size_t i, size_t number,
			    const char *key, const char *entry, struct err *err)
{
	struct pdf_entry list[PDF_ENTRIES_MOST];
	size_t n = 0;
	struct str object;
	if (!object_at(u, number, &object) || !entries_of(object, list, &n) ||
	    pdf_value(list, n, key).len || !str_ends(object, STR(">>")))
		return not_ours(err, key);
	open_object(u, i, number);
	buf_str(&u->b, str_sub(object, 0, object.len - 2));
	buf_printf(&u->b, "/%s%s>>\nendobj\n", key, entry);
	return OK;
}

static void put_field(struct update *u)
{
	open_object(u, 2, u->field);
	buf_printf(&u->b,
		   "<</Type/Annot/Subtype/Widget/FT/Sig/T(Firma1)/F 132"
		   "/Rect[0 0 0 0]/P %zu 0 R/V %zu 0 R>>\nendobj\n",
		   u->page, u->signature);
}

static void put_moment(struct buf *b, int64_t us)
{
	int64_t s = us / 1000000, day = s / 86400, rest = s % 86400;
	struct ymd d = date_ymd((struct date){(int32_t)day});
	buf_printf(b, "/M(D:%04d%02d%02d%02d%02d%02dZ)", d.year, d.month, d.day,
		   (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60));
}

static void put_signature(struct update *u, int64_t now_us)
{
	char *room;
	open_object(u, 3, u->signature);
	buf_text(&u->b, "<</Type/Sig/Filter/Adobe.PPKLite"
			"/SubFilter/ETSI.CAdES.detached");
	put_moment(&u->b, now_us);
	buf_text(&u->b, "/ByteRange[0 ");
	u->range = u->b.len;
	buf_printf(&u->b, "%*s %*s %*s]/Contents", RANGE_WIDTH, "", RANGE_WIDTH,
		   "", RANGE_WIDTH, "");
	u->contents = u->b.len;
	buf_char(&u->b, '<');
	room = buf_reserve(&u->b, 2 * (size_t)ROOM);
	if (room)
		memset(room, '0', 2 * (size_t)ROOM);
	buf_advance(&u->b, room ? 2 * (size_t)ROOM : 0);
	buf_text(&u->b, ">>>\nendobj\n");
}

static void put_row(struct update *u, size_t i, size_t number)
{
	buf_printf(&u->b, "%zu 1\n%010zu 00000 n \n", number, u->at[i]);
}

static void put_end(struct update *u, struct str trailer_info)
{
	size_t at = u->b.len;
	buf_text(&u->b, "xref\n");
	put_row(u, 0, u->root);
	put_row(u, 1, u->page);
	buf_printf(&u->b, "%zu 2\n%010zu 00000 n \n%010zu 00000 n \n", u->field,
		   u->at[2], u->at[3]);
	buf_printf(&u->b,
		   "trailer\n<</Size %zu/Root %zu 0 R" STR_FMT
		   "/Prev %zu>>\nstartxref\n%zu\n%%%%EOF\n",
		   u->n_object + 2, u->root, STR_ARG(trailer_info), u->table,
		   at);
}

/* What the old trailer says besides: /Info and /ID stay. */
static enum rc put_trailer(struct update *u, struct arena *a, struct err *err)
{
	struct pdf_entry list[PDF_ENTRIES_MOST];
	size_t n = 0, i = pdf_find(u->pdf, u->table, "trailer") + 7;
	if (!pdf_dictionary(u->pdf, &i, list, &n))
		return not_ours(err, "its trailer");
	struct str info = pdf_value(list, n, "Info"),
		   id = pdf_value(list, n, "ID");
	struct str kept = arena_printf(a, "%s" STR_FMT "%s" STR_FMT,
				       info.len ? "/Info " : "", STR_ARG(info),
				       id.len ? "/ID" : "", STR_ARG(id));
	if (!kept.ptr)
		return arena_fail(a, err);
	put_end(u, kept);
	return OK;
}

static enum rc put_update(struct update *u, int64_t now_us, struct arena *a,
			  struct err *err)
{
	struct str form =
		arena_printf(a, "<</Fields[%zu 0 R]/SigFlags 3>>", u->field);
	struct str annots = arena_printf(a, "[%zu 0 R]", u->field);
	if (!form.ptr || !annots.ptr)
		return arena_fail(a, err);
	buf_str(&u->b, u->pdf);
	if (!str_ends(u->pdf, STR("\n")))
		buf_char(&u->b, '\n');
	enum rc rc = put_extended(u, 0, u->root, "AcroForm", form.ptr, err);
	if (!rc)
		rc = put_extended(u, 1, u->page, "Annots", annots.ptr, err);
	if (rc)
		return rc;
	put_field(u);
	put_signature(u, now_us);
	return put_trailer(u, a, err);
}

/* ---- filled in */

static void fill_range(struct update *u)
{
	size_t end = u->contents + 2 * (size_t)ROOM + 2;
	char text[3 * RANGE_WIDTH + 3];
	snprintf(text, sizeof(text), "%*zu %*zu %*zu", RANGE_WIDTH, u->contents,
		 RANGE_WIDTH, end, RANGE_WIDTH, u->b.len - end);
	memcpy(u->b.ptr + u->range, text, sizeof(text) - 1);
}

static void hash_update(const struct update *u, unsigned char hash[SHA256_LEN],
			struct sha256 *h)
{
	size_t end = u->contents + 2 * (size_t)ROOM + 2;
	sha256_add(h, u->b.ptr, u->contents);
	sha256_add(h, u->b.ptr + end, u->b.len - end);
	sha256_finish(h, hash);
}

static enum rc fill_contents(struct update *u, struct str cms, struct err *err)
{
	static const char digit[] = "0123456789abcdef";
	if (cms.len > ROOM)
		return err_set(err, E_LIMIT,
			       "the signature has %zu bytes, there is room "
			       "for %d",
			       cms.len, ROOM);
	char *to = u->b.ptr + u->contents + 1;
	for (size_t i = 0; i < cms.len; i++) {
		*to++ = digit[(unsigned char)cms.ptr[i] >> 4];
		*to++ = digit[(unsigned char)cms.ptr[i] & 15];
	}
	return OK;
}

static enum rc sign_update(struct update *u, signature_signer *sign, void *who,
			   struct arena *a, struct err *err)
{
	unsigned char hash[SHA256_LEN];
	struct str cms;
	struct sha256 *h = sha256_new();
	if (!h || u->b.failed) {
		sha256_free(h);
		return err_set(err, E_LIMIT, "no memory for a signed PDF");
	}
	fill_range(u);
	hash_update(u, hash, h);
	sha256_free(h);
	enum rc rc = sign(who, hash, 0, a, &cms, err);
	return rc ? rc : fill_contents(u, cms, err);
}

enum rc signature_make_pades(struct str pdf, signature_signer *sign, void *who,
			     int64_t now_us, struct arena *a, struct str *out,
			     struct err *err)
{
	struct update u = {.pdf = pdf};
	struct str whole;
	buf_init(&u.b, SIGNATURE_MOST_BYTES);
	enum rc rc = read_end(&u, err);
	if (!rc)
		rc = find_first_page(&u, err);
	if (!rc)
		rc = put_update(&u, now_us, a, err);
	if (!rc)
		rc = sign_update(&u, sign, who, a, err);
	if (!rc)
		rc = buf_finish(&u.b, &whole, err);
	if (!rc) {
		*out = arena_str(a, whole);
		rc = out->ptr ? OK : arena_fail(a, err);
	}
	buf_release(&u.b);
	return rc;
}
