/* What a signing program added to a PDF of ours: only a signature?
 *
 * All of it is signed, but a program that was meant to deceive could have put
 * other contents under the signer's hand. So an object of the document may be
 * defined anew only when it is its catalogue or a page, and these as they were
 * but for the form and the annotations; nothing hides in compressed objects;
 * nothing acts when the file is opened. */
#include "signature/signature_int.h"

static enum rc other(struct err *err, const char *what)
{
	return err_msg(err, E_CONFLICT, MSG_SIG_OTHER_DOCUMENT,
		       "the signed PDF is not the document: %s", what);
}

/* The object `number` as the document has it. */
static bool find_object(struct str document, size_t number,
			struct pdf_entry *list, size_t *n)
{
	char head[40];
	snprintf(head, sizeof(head), "\n%zu 0 obj", number);
	size_t i = pdf_find(document, 0, head);
	if (i == document.len)
		return false;
	i += strlen(head);
	return pdf_dictionary(document, &i, list, n);
}

/* What may differ between the two. */
static bool may_change(struct str key)
{
	static const char *const keys[] = {
		"AcroForm", "Annots",  "Perms",    "Extensions",
		"DSS",      "Version", "Metadata", "Tabs",
	};
	for (size_t i = 0; i < countof(keys); i++)
		if (str_is(key, keys[i]))
			return true;
	return false;
}

/* Blanks apart. */
static bool same_value(struct str x, struct str y)
{
	size_t i = 0, k = 0;
	for (;; i++, k++) {
		while (i < x.len && pdf_is_blank(x.ptr[i]))
			i++;
		while (k < y.len && pdf_is_blank(y.ptr[k]))
			k++;
		if (i == x.len || k == y.len)
			return i == x.len && k == y.len;
		if (x.ptr[i] != y.ptr[k])
			return false;
	}
}

static bool same_entries(const struct pdf_entry *was, size_t n_was,
			 const struct pdf_entry *is, size_t n_is)
{
	for (size_t i = 0; i < n_was; i++)
		if (!may_change(was[i].key)) {
			bool found = false;
			for (size_t k = 0; k < n_is; k++)
				found |= str_eq(was[i].key, is[k].key) &&
					 same_value(was[i].value, is[k].value);
			if (!found)
				return false;
		}
	for (size_t k = 0; k < n_is; k++) {
		bool known = may_change(is[k].key);
		for (size_t i = 0; i < n_was; i++)
			known |= str_eq(was[i].key, is[k].key);
		if (!known)
			return false;
	}
	return true;
}

/* An object of the document, anew at `at` of the update. */
static bool redefinition_ok(struct str document, struct str update, size_t at,
			    size_t number)
{
	struct pdf_entry was[PDF_ENTRIES_MOST], is[PDF_ENTRIES_MOST];
	size_t n_was = 0, n_is = 0;
	if (!find_object(document, number, was, &n_was) ||
	    !pdf_dictionary(update, &at, is, &n_is))
		return false;
	struct str type = pdf_value(was, n_was, "Type");
	return (str_is(type, "/Catalog") || str_is(type, "/Page")) &&
	       same_entries(was, n_was, is, n_is);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The number of the object whose "obj" stands at `at`: "N G obj". */
static bool number_before(struct str s, size_t at, size_t *number)
{
	size_t i = at, from;
	for (int k = 0; k < 2; k++) {
		from = i;
		while (i && pdf_is_blank(s.ptr[i - 1]))
			i--;
		if (i == from)
			return false;
		from = i;
		while (i && is_digit(s.ptr[i - 1]))
			i--;
		if (i == from)
			return false;
	}
	return pdf_number(s, &i, number);
}

static enum rc objects_ok(struct str document, struct str update,
			  struct err *err)
{
	for (size_t at = pdf_find(update, 0, "obj"); at < update.len;
	     at = pdf_find(update, at + 1, "obj")) {
		char head[40];
		size_t number;
		if (at >= 3 && !memcmp(update.ptr + at - 3, "end", 3))
			continue;
		if (!number_before(update, at, &number))
			return other(err, "an object without a number");
		snprintf(head, sizeof(head), "\n%zu 0 obj", number);
		if (pdf_find(document, 0, head) < document.len &&
		    !redefinition_ok(document, update, at + 3, number))
			return other(err, "an object of it was changed");
	}
	return OK;
}

static struct str root_of(struct str s)
{
	struct pdf_entry list[PDF_ENTRIES_MOST];
	size_t n = 0, i = pdf_find_last(s, s.len, "trailer");
	if (i == s.len)
		return STR("");
	i += strlen("trailer");
	return pdf_dictionary(s, &i, list, &n) ? pdf_value(list, n, "Root")
					       : STR("");
}

/* One trailer, that leads to the same catalogue. */
static bool same_root(struct str document, struct str update)
{
	struct str was = root_of(document), is = root_of(update);
	return was.len && str_eq(was, is) && pdf_count(update, "trailer") == 1;
}

enum rc signature_adds_only(struct str document, struct str signed_pdf,
			    struct err *err)
{
	static const char *const actions[] = {
		"/OpenAction", "/JavaScript", "/JS",           "/AA", "/Launch",
		"/ObjStm",     "/XRef",       "/EmbeddedFile", "/XFA"};
	if (!str_starts(signed_pdf, document))
		return other(err, "it does not begin with it");
	struct str update = str_sub(signed_pdf, document.len,
				    signed_pdf.len - document.len);
	for (size_t i = 0; i < countof(actions); i++)
		if (pdf_find(update, 0, actions[i]) < update.len)
			return other(err, actions[i]);
	if (!same_root(document, update))
		return other(err, "its trailer names another beginning");
	return objects_ok(document, update, err);
}
