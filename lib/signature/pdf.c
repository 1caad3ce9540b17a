/* The signature of a PDF (ISO 32000-1, 12.8; EN 319 142-1, 5.3 and 6.3).
 *
 *	N 0 obj << /Type /Sig /Filter /Adobe.PPKLite
 *	  /SubFilter /ETSI.CAdES.detached
 *	  /ByteRange [0 A B C]    bytes 0 .. A-1 and B .. B+C-1 are signed
 *	  /Contents <3082...00>   the CMS as hexadecimal, A .. B-1
 *	  /M (D:20261122150000Z) >>
 *
 * Readers are deceived by ranges that leave more out than /Contents, by bytes
 * behind them, by a second dictionary, by a revision behind the signature: each
 * is refused, for a file holds one signature and ends with it. */
#include "signature/signature_int.h"

#include "base/date.h"

static enum rc bad(struct err *err, int msg, const char *why)
{
	return err_msg(err, E_FORMAT, msg, "signature of the PDF: %s", why);
}

/* The dictionary around `at`: from the last "obj" before it. */
static enum rc entries_around(struct str pdf, size_t at, struct pdf_entry *list,
			      size_t *n, struct err *err)
{
	size_t i = pdf_find_last(pdf, at, "obj");
	if (i == pdf.len)
		return bad(err, MSG_SIG_BROKEN, "it is in no object");
	i += 3;
	size_t from = i;
	if (!pdf_dictionary(pdf, &i, list, n))
		return bad(err, MSG_SIG_BROKEN,
			   "its dictionary cannot be read");
	if (at < from || at >= i)
		return bad(err, MSG_SIG_BROKEN,
			   "/ByteRange is outside the dictionary");
	return OK;
}

struct range {
	size_t a, b, c;
};

static bool read_range(struct str s, struct range *r)
{
	size_t i = 0, zero = 1, *to[] = {&zero, &r->a, &r->b, &r->c};
	if (!s.len || s.ptr[i++] != '[')
		return false;
	for (size_t k = 0; k < countof(to); k++) {
		pdf_skip_blanks(s, &i);
		if (!pdf_number(s, &i, to[k]))
			return false;
	}
	pdf_skip_blanks(s, &i);
	return zero == 0 && i + 1 == s.len && s.ptr[i] == ']';
}

/* Everything but /Contents, whose brackets are the border. */
static enum rc range_ok(struct str pdf, const struct range *r,
			struct str contents, struct err *err)
{
	size_t from = (size_t)(contents.ptr - pdf.ptr);
	if (r->b > pdf.len || r->c > pdf.len - r->b || r->a > r->b)
		return bad(err, MSG_SIG_RANGE, "/ByteRange leaves the file");
	if (r->b + r->c < pdf.len)
		return bad(err, MSG_SIG_AFTER, "bytes follow it");
	if (from != r->a || contents.len != r->b - r->a)
		return bad(err, MSG_SIG_RANGE,
			   "it leaves out more than its /Contents");
	return OK;
}

static int hex_digit(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
	       : c >= 'A' && c <= 'F' ? c - 'A' + 10
				      : -1;
}

static enum rc decode(struct str hex, struct arena *a, struct str *out,
		      struct err *err)
{
	if (hex.len < 4 || hex.len % 2 || hex.ptr[0] != '<')
		return bad(err, MSG_SIG_BROKEN, "/Contents is not hexadecimal");
	size_t n = hex.len / 2 - 1;
	char *to = arena_alloc(a, n);
	if (!to)
		return arena_fail(a, err);
	for (size_t i = 0; i < n; i++) {
		int high = hex_digit(hex.ptr[2 * i + 1]),
		    low = hex_digit(hex.ptr[2 * i + 2]);
		if (high < 0 || low < 0)
			return bad(err, MSG_SIG_BROKEN,
				   "/Contents is not hexadecimal");
		to[i] = (char)(high * 16 + low);
	}
	*out = (struct str){to, n};
	return OK;
}

/* One end of a file behind the signature, and its cross references of that
 * revision: nothing came later. */
static enum rc is_last(struct str pdf, size_t behind, struct err *err)
{
	struct str rest = str_sub(pdf, behind, pdf.len - behind);
	size_t end = pdf_find(rest, 0, "%%EOF"), at, xref = 0,
	       earlier = pdf_find_last(pdf, behind, "%%EOF");
	if (end == rest.len || pdf_count(rest, "%%EOF") != 1 ||
	    pdf_count(rest, "startxref") != 1)
		return bad(err, MSG_SIG_AFTER, "a revision follows it");
	for (at = end + 5; at < rest.len; at++)
		if (!pdf_is_blank(rest.ptr[at]))
			return bad(err, MSG_SIG_AFTER, "bytes follow it");
	at = pdf_find(rest, 0, "startxref") + 9;
	pdf_skip_blanks(rest, &at);
	if (!pdf_number(rest, &at, &xref) || xref >= pdf.len)
		return bad(err, MSG_SIG_BROKEN, "no cross references");
	if (earlier < pdf.len && xref < earlier)
		return bad(err, MSG_SIG_AFTER,
			   "it is not of the last revision");
	return OK;
}

static bool two_digits(struct str s, size_t at, int *out)
{
	if (at + 2 > s.len || s.ptr[at] < '0' || s.ptr[at] > '9' ||
	    s.ptr[at + 1] < '0' || s.ptr[at + 1] > '9')
		return false;
	*out = (s.ptr[at] - '0') * 10 + s.ptr[at + 1] - '0';
	return true;
}

/* (D:20261122150000+01'00'): 0 when it is none. */
static int64_t claimed(struct str s)
{
	int v[7] = {0}, zone_h = 0, zone_m = 0;
	if (!str_starts(s, STR("(D:")))
		return 0;
	for (size_t i = 0; i < 7; i++)
		if (!two_digits(s, 3 + 2 * i, &v[i]))
			return 0;
	int year = v[0] * 100 + v[1];
	if (!date_exists(year, v[2], v[3]) || v[4] > 23 || v[5] > 59 ||
	    v[6] > 59)
		return 0;
	char sign = s.len > 17 ? s.ptr[17] : ')';
	if (sign == '+' || sign == '-') {
		if (!two_digits(s, 18, &zone_h) || zone_h > 23)
			return 0;
		if (s.len > 20 && s.ptr[20] == '\'' &&
		    !two_digits(s, 21, &zone_m))
			zone_m = 0;
	}
	int64_t minutes = (int64_t)date_of(year, v[2], v[3]).days * 1440 +
			  v[4] * 60 + v[5];
	minutes -= (sign == '-' ? -1 : 1) * (zone_h * 60 + zone_m);
	return (minutes * 60 + v[6]) * 1000000;
}

static enum rc read_entries(struct str pdf, const struct pdf_entry *list,
			    size_t n, struct arena *a,
			    struct pdf_signature *out, struct err *err)
{
	struct range r = {0, 0, 0};
	struct str contents = pdf_value(list, n, "Contents"),
		   type = pdf_value(list, n, "Type");
	if (type.len && !str_is(type, "/Sig"))
		return bad(err, MSG_SIG_FORM, "it is no signature of a person");
	if (!str_is(pdf_value(list, n, "SubFilter"), "/ETSI.CAdES.detached"))
		return bad(err, MSG_SIG_FORM,
			   "its form is not ETSI.CAdES.detached");
	if (!contents.len || !read_range(pdf_value(list, n, "ByteRange"), &r))
		return bad(err, MSG_SIG_BROKEN,
			   "/ByteRange or /Contents cannot be read");
	enum rc rc = range_ok(pdf, &r, contents, err);
	if (!rc)
		rc = is_last(pdf, r.b, err);
	if (!rc)
		rc = decode(contents, a, &out->cms, err);
	if (rc)
		return rc;
	out->before = str_sub(pdf, 0, r.a);
	out->after = str_sub(pdf, r.b, r.c);
	out->claimed_us = claimed(pdf_value(list, n, "M"));
	return OK;
}

enum rc pdf_signature_find(struct str pdf, struct arena *a,
			   struct pdf_signature *out, struct err *err)
{
	struct pdf_entry list[PDF_ENTRIES_MOST];
	size_t n = 0, n_range = pdf_count(pdf, "/ByteRange");
	if (!n_range)
		return bad(err, MSG_SIG_NONE, "there is none");
	if (n_range > 1)
		return bad(err, MSG_SIG_TWO, "there are several");
	enum rc rc = entries_around(pdf, pdf_find(pdf, 0, "/ByteRange"), list,
				    &n, err);
	return rc ? rc : read_entries(pdf, list, n, a, out, err);
}
