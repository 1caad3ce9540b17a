#include "ecg/edf_int.h"

enum { FIXED = 256, PER_SIGNAL = 256 };

/* Columns of the header, cut off in order. */
static struct str column(struct ecg_bytes *b, size_t n)
{
	struct str s = ecg_take(b, n);
	while (s.len && (s.ptr[s.len - 1] == ' ' || !s.ptr[s.len - 1]))
		s.len--;
	return s;
}

static enum rc damaged(struct err *err, const char *what, struct str s)
{
	return ecg_refuse(err, MSG_ECG_DAMAGED,
			  "EDF header: %s \"" STR_FMT "\"", what, STR_ARG(s));
}

static enum rc whole(struct ecg_bytes *b, const char *what, size_t n,
		     int64_t *out, struct err *err)
{
	struct str s = str_trim(column(b, n));
	return str_to_int(s, out) ? OK : damaged(err, what, s);
}

static enum rc number(struct ecg_bytes *b, const char *what, double *out,
		      struct err *err)
{
	struct str s = str_trim(column(b, 8));
	return str_to_double(s, out) && isfinite(*out) ? OK
						       : damaged(err, what, s);
}

static enum rc fixed_part(struct ecg_bytes *b, struct edf *e, struct err *err)
{
	int64_t header, n_record, n_signal;
	ecg_take(b, 8);
	e->patient = column(b, 80);
	e->recording = column(b, 80);
	e->date = column(b, 8);
	e->time = column(b, 8);
	enum rc rc = whole(b, "size", 8, &header, err);
	struct str kind = column(b, 44);
	e->plus = str_starts(kind, STR("EDF+"));
	e->interrupted = str_starts(kind, STR("EDF+D"));
	if (!rc)
		rc = whole(b, "number of records", 8, &n_record, err);
	if (!rc)
		rc = number(b, "seconds of a record", &e->seconds, err);
	if (!rc)
		rc = whole(b, "number of signals", 4, &n_signal, err);
	if (rc)
		return rc;
	if (n_signal < 1 || n_signal > EDF_MOST_SIGNALS ||
	    header != FIXED + PER_SIGNAL * n_signal)
		return ecg_refuse(err, MSG_ECG_DAMAGED,
				  "EDF header of %" PRId64 " bytes for %" PRId64
				  " signals",
				  header, n_signal);
	if (n_record < 1 || n_record > ECG_MOST_BYTES)
		return ecg_refuse(err, MSG_ECG_CUT,
				  "EDF header: %" PRId64 " records", n_record);
	e->header = (size_t)header;
	e->n_record = (size_t)n_record;
	e->n_signal = (size_t)n_signal;
	return OK;
}

static void read_texts(struct ecg_bytes *b, struct edf *e)
{
	for (size_t i = 0; i < e->n_signal; i++) {
		e->signal[i].label = column(b, 16);
		e->signal[i].is_note =
			str_is(e->signal[i].label, "EDF Annotations");
	}
	ecg_take(b, 80 * e->n_signal);
	for (size_t i = 0; i < e->n_signal; i++)
		e->signal[i].unit = column(b, 8);
}

static enum rc read_numbers(struct ecg_bytes *b, struct edf *e, struct err *err)
{
	const size_t n = e->n_signal;
	enum rc rc = OK;
	for (size_t i = 0; i < n && !rc; i++)
		rc = number(b, "physical minimum", &e->signal[i].physical_min,
			    err);
	for (size_t i = 0; i < n && !rc; i++)
		rc = number(b, "physical maximum", &e->signal[i].physical_max,
			    err);
	for (size_t i = 0; i < n && !rc; i++)
		rc = whole(b, "digital minimum", 8, &e->signal[i].digital_min,
			   err);
	for (size_t i = 0; i < n && !rc; i++)
		rc = whole(b, "digital maximum", 8, &e->signal[i].digital_max,
			   err);
	for (size_t i = 0; i < n && !rc; i++)
		e->signal[i].filters = column(b, 80);
	for (size_t i = 0; i < n && !rc; i++) {
		int64_t count;
		rc = whole(b, "samples of a record", 8, &count, err);
		if (!rc && (count < 1 || count > ECG_MOST_BYTES))
			rc = ecg_refuse(err, MSG_ECG_DAMAGED,
					"EDF header: %" PRId64
					" samples in a record",
					count);
		if (rc)
			return rc;
		e->signal[i].n = (size_t)count;
		e->signal[i].first = e->record;
		e->record += 2 * (size_t)count;
	}
	return rc;
}

/* The file is as long as its header says, to the byte. */
static enum rc check_size(const struct edf *e, struct err *err)
{
	size_t body = e->bytes.len - e->header;
	if (body / e->record < e->n_record)
		return ecg_refuse(err, MSG_ECG_CUT,
				  "EDF: %zu bytes hold %zu of %zu records",
				  e->bytes.len, body / e->record, e->n_record);
	if (body != e->n_record * e->record)
		return ecg_refuse(err, MSG_ECG_TWO_EXAMS,
				  "EDF: %zu bytes follow the last record",
				  body - e->n_record * e->record);
	return OK;
}

enum rc edf_header(struct str bytes, struct arena *a, struct edf *out,
		   struct err *err)
{
	struct ecg_bytes b = {.s = bytes};
	struct edf e = {.bytes = bytes};
	enum rc rc = fixed_part(&b, &e, err);
	if (rc)
		return rc;
	if (bytes.len < e.header)
		return ecg_refuse(err, MSG_ECG_CUT,
				  "EDF: %zu bytes, the header alone has %zu",
				  bytes.len, e.header);
	e.signal = arena_array(a, struct edf_signal, e.n_signal);
	if (!e.signal)
		return arena_fail(a, err);
	read_texts(&b, &e);
	rc = read_numbers(&b, &e, err);
	if (!rc)
		rc = check_size(&e, err);
	if (!rc)
		*out = e;
	return rc;
}

/* ------------------------------------------------------------------- times */

/* "+12.5" at the beginning of the notes of a record */
static bool record_time(struct str notes, double *out)
{
	size_t n = 0;
	while (n < notes.len && notes.ptr[n] != 0x14 && notes.ptr[n] != 0x15)
		n++;
	if (n == notes.len || !n ||
	    (notes.ptr[0] != '+' && notes.ptr[0] != '-'))
		return false;
	return str_to_double(str_sub(notes, 0, n), out);
}

enum rc edf_check_times(const struct edf *e, struct err *err)
{
	const struct edf_signal *s = e->signal;
	double first = 0, t;
	while (s < e->signal + e->n_signal && !s->is_note)
		s++;
	if (!e->plus)
		return OK;
	if (s == e->signal + e->n_signal)
		return ecg_refuse(err, MSG_ECG_DAMAGED,
				  "EDF+ without its annotations");
	for (size_t i = 0; i < e->n_record; i++) {
		struct str notes =
			str_sub(e->bytes, e->header + i * e->record + s->first,
				2 * s->n);
		if (!record_time(notes, &t))
			return ecg_refuse(err, MSG_ECG_DAMAGED,
					  "EDF+: record %zu has no time", i);
		if (!i)
			first = t;
		/* a twentieth of a second: well under a beat */
		if (fabs(t - first - (double)i * e->seconds) > 0.05)
			return ecg_refuse(err, MSG_ECG_INTERRUPTED,
					  "EDF+: record %zu starts at %g s "
					  "instead of %g",
					  i, t, first + (double)i * e->seconds);
	}
	return OK;
}
