/* A WFDB record: its header, the signal files beside, and the annotations of
 * RECORD.atr when they are there. */
#include "ecg/wfdb_int.h"

#include <strings.h>

bool ecg_is_wfdb(struct str bytes)
{
	struct str line, rest = bytes;
	int64_t n;
	if (!wfdb_line(&rest, &line) || line.len > 400)
		return false;
	struct str name = wfdb_word(&line);
	if (name.len > 100 || !str_to_int(wfdb_word(&line), &n) || n < 0)
		return false;
	if (!n || memchr(name.ptr, '/', name.len))
		return true;
	if (!wfdb_line(&rest, &line) || line.len > 400)
		return false;
	struct str word = (wfdb_word(&line), wfdb_word(&line));
	size_t digits = 0;
	while (digits < word.len && word.ptr[digits] >= '0' &&
	       word.ptr[digits] <= '9')
		digits++;
	return digits && str_to_int(str_sub(word, 0, digits), &n) &&
	       wfdb_format_exists((unsigned)(n < 9999 ? n : 9999));
}

/* ---------------------------------------------------------------- comments */

/* "# Age: 78", "# <age>: 69": the value of a key. */
static bool value_of(struct str line, const char *key, struct str *out)
{
	struct str value = line, name = str_trim(str_cut(&value, ':'));
	if (!value.ptr)
		return false;
	if (name.len > 2 && name.ptr[0] == '<')
		name = str_sub(name, 1, name.len - 2);
	if (name.len != strlen(key) || strncasecmp(name.ptr, key, name.len))
		return false;
	*out = str_trim(value);
	return true;
}

static enum ecg_sex sex_of(struct str s)
{
	if (!s.len)
		return ECG_SEX_UNKNOWN;
	char c = s.ptr[0];
	if (c == 'M' || c == 'm')
		return ECG_MALE;
	return c == 'F' || c == 'f' ? ECG_FEMALE : ECG_SEX_UNKNOWN;
}

static enum rc add_diagnoses(struct str codes, struct arena *a,
			     struct ecg_record *r, struct err *err)
{
	enum rc rc = OK;
	while (codes.ptr && !rc)
		rc = ecg_add_statement(r, a, str_cut(&codes, ','), err);
	return rc;
}

static enum rc read_comments(struct str text, struct arena *a,
			     struct ecg_record *r, struct err *err)
{
	enum rc rc = OK;
	while (text.ptr && !rc) {
		struct str line = str_trim(str_cut(&text, '\n')), value;
		int64_t age;
		if (!line.len || line.ptr[0] != '#')
			continue;
		line = str_trim(str_sub(line, 1, line.len - 1));
		if (value_of(line, "age", &value) && str_to_int(value, &age) &&
		    age >= 0 && age < 130)
			r->patient.age_years = (int)age;
		else if (value_of(line, "sex", &value))
			r->patient.sex = sex_of(value);
		else if (value_of(line, "dx", &value))
			rc = add_diagnoses(value, a, r, err);
	}
	return rc;
}

/* ------------------------------------------------------------------ record */

static enum rc read_marks(const struct wfdb_header *h,
			  const struct ecg_beside *beside, struct arena *a,
			  struct ecg_record *r, struct err *err)
{
	struct str bytes;
	struct err none;
	struct str name = arena_printf(a, STR_FMT ".atr", STR_ARG(h->record));
	if (!name.ptr)
		return arena_fail(a, err);
	if (memchr(name.ptr, '/', name.len) || name.ptr[0] == '.')
		return ecg_refuse(err, MSG_ECG_DAMAGED,
				  "WFDB header: name of the record");
	enum rc rc = beside->get(beside->ctx, name, a, &bytes, &none);
	if (rc == E_NOT_FOUND)
		return OK;
	if (rc) {
		if (err)
			*err = none;
		return rc;
	}
	return wfdb_marks(bytes, a, r, err);
}

enum rc ecg_read_wfdb(struct str bytes, const struct ecg_read_options *o,
		      struct arena *a, struct ecg_record *out, struct err *err)
{
	struct wfdb_header h;
	struct ecg_record r;
	ecg_record_init(&r, ECG_WFDB);
	enum rc rc = wfdb_header(bytes, &h, err);
	if (!rc)
		rc = wfdb_samples(&h, o->beside, a, &r, err);
	/* Without checksums nothing vouches for the digits, and the limb leads
	 * must agree as in any other format; with them a disagreement is how it
	 * was recorded, and the quality verdict says so. */
	if (!rc && !wfdb_summed(&h, 0, h.n_signal))
		rc = ecg_check_limbs(&r, err);
	if (!rc)
		rc = read_comments(h.before, a, &r, err);
	if (!rc && h.rest.ptr)
		rc = read_comments(h.rest, a, &r, err);
	if (!rc)
		rc = read_marks(&h, o->beside, a, &r, err);
	if (rc)
		return rc;
	ecg_set_time(&r, &h.taken);
	*out = r;
	return OK;
}
