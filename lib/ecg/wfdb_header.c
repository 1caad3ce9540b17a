#include "ecg/wfdb_int.h"

static struct str next_line(struct str *rest)
{
	struct str line = str_cut(rest, '\n');
	return str_trim(line);
}

bool wfdb_line(struct str *rest, struct str *line)
{
	while (rest->ptr) {
		*line = next_line(rest);
		if (line->len && line->ptr[0] != '#')
			return true;
	}
	return false;
}

struct str wfdb_word(struct str *line)
{
	size_t n = 0;
	*line = str_trim(*line);
	while (n < line->len && line->ptr[n] != ' ' && line->ptr[n] != '\t')
		n++;
	struct str word = str_sub(*line, 0, n);
	*line = str_trim(str_sub(*line, n, line->len - n));
	return word;
}

/* Digits at the beginning of `s`, taken off; false when there are none or too
 * many. */
static bool take_digits(struct str *s, uint64_t *out)
{
	size_t n = 0;
	uint64_t v = 0;
	for (; n < s->len && s->ptr[n] >= '0' && s->ptr[n] <= '9'; n++)
		v = v * 10 + (uint64_t)(s->ptr[n] - '0');
	if (!n || n > 15)
		return false;
	*s = str_sub(*s, n, s->len - n);
	*out = v;
	return true;
}

static enum rc bad_line(struct err *err, const char *what, struct str word)
{
	return ecg_refuse(err, MSG_ECG_DAMAGED,
			  "WFDB header: %s \"" STR_FMT "\"", what,
			  (int)(word.len < 60 ? word.len : 60), word.ptr);
}

/* ------------------------------------------------------------- record line */

/* "10:14:05" and "02/03/2026"; left out when they are not that. */
static void take_time(struct wfdb_header *h, struct str time, struct str date)
{
	uint64_t v[6];
	struct str rest = date;
	for (int i = 0; i < 6; i++) {
		if (i == 3)
			rest = time;
		struct str part =
			rest.ptr ? str_cut(&rest, i < 3 ? '/' : ':') : STR("");
		if (!take_digits(&part, &v[i]) || v[i] > 9999)
			return;
	}
	h->taken = (struct ecg_moment){(int)v[2], (int)v[1], (int)v[0],
				       (int)v[3], (int)v[4], (int)v[5]};
}

static enum rc read_rate(struct str word, double *hz, struct err *err)
{
	/* header(5) would have 250 Hz where nothing is said: not guessed */
	if (!word.len)
		return ecg_refuse(err, MSG_ECG_RATE,
				  "WFDB header: no sampling rate");
	struct str fs = str_cut(&word, '/');
	if (!str_to_double(fs, hz))
		return ecg_refuse(err, MSG_ECG_RATE,
				  "WFDB header: sampling rate \"" STR_FMT "\"",
				  (int)(fs.len < 40 ? fs.len : 40), fs.ptr);
	return OK;
}

static enum rc record_line(struct str line, struct wfdb_header *h,
			   struct err *err)
{
	struct str name = wfdb_word(&line), count = wfdb_word(&line);
	uint64_t n;
	if (memchr(name.ptr, '/', name.len))
		return ecg_refuse(err, MSG_ECG_VERSION,
				  "WFDB record of several segments");
	h->record = name;
	if (!take_digits(&count, &n) || count.len)
		return bad_line(err, "number of signals", count);
	if (!n)
		return ecg_refuse(err, MSG_ECG_NO_SIGNAL,
				  "WFDB record without signals");
	if (n > ECG_MOST_LEADS)
		return ecg_refuse(err, MSG_ECG_TOO_MANY_LEADS,
				  "%" PRIu64 " signals", n);
	h->n_signal = (size_t)n;
	enum rc rc = read_rate(wfdb_word(&line), &h->hz, err);
	if (rc)
		return rc;
	struct str samples = wfdb_word(&line);
	if (samples.len && (!take_digits(&samples, &h->n_frame) || samples.len))
		return bad_line(err, "number of samples", samples);
	if (h->n_frame > ECG_MOST_SAMPLES)
		return ecg_check_length(h->n_frame, err);
	struct str time = wfdb_word(&line);
	take_time(h, time, wfdb_word(&line));
	return OK;
}

/* ------------------------------------------------------------- signal line */

/* "16x1:0+24" */
static enum rc read_format(struct str word, struct wfdb_signal *s,
			   struct err *err)
{
	struct str left = word;
	uint64_t format, v;
	s->per_frame = 1;
	if (!take_digits(&left, &format) || format > 9999)
		return bad_line(err, "format", word);
	s->format = (unsigned)format;
	while (left.len) {
		char what = left.ptr[0];
		left = str_sub(left, 1, left.len - 1);
		if (!take_digits(&left, &v) || v > ECG_MOST_BYTES)
			return bad_line(err, "format", word);
		if (what == 'x' && v >= 1 && v <= WFDB_MOST_PER_FRAME)
			s->per_frame = (unsigned)v;
		else if (what == ':' && v <= 100000)
			s->skew = (unsigned)v;
		else if (what == '+')
			s->offset = (size_t)v;
		else
			return bad_line(err, "format", word);
	}
	if (wfdb_format_known(s->format))
		return OK;
	return ecg_refuse(err, MSG_ECG_COMPRESSION,
			  "WFDB format %u (FLAC or differences) is not read",
			  s->format);
}

/* "200", "200/mV", "30061.27(-161790)/mV" */
static enum rc read_gain(struct str word, struct wfdb_signal *s, bool *has_base,
			 struct err *err)
{
	struct str unit = word, gain = str_cut(&unit, '/');
	struct str base = gain, number = str_cut(&base, '(');
	*has_base = base.ptr != NULL;
	if (base.ptr &&
	    (!str_ends(base, STR(")")) ||
	     !str_to_int(str_sub(base, 0, base.len - 1), &s->baseline) ||
	     s->baseline > INT32_MAX || s->baseline < INT32_MIN))
		return bad_line(err, "baseline", word);
	if (!number.len || !str_to_double(number, &s->gain) ||
	    !(s->gain > 0 && s->gain < 1e12))
		return ecg_refuse(
			err, MSG_ECG_SCALE,
			"WFDB header: gain \"" STR_FMT "\" is not a scale",
			(int)(word.len < 40 ? word.len : 40), word.ptr);
	s->unit_uv = unit.ptr ? ecg_unit_uv(unit) : 1e3;
	if (s->unit_uv <= 0)
		return ecg_refuse(
			err, MSG_ECG_UNIT,
			"WFDB header: unit \"" STR_FMT "\" is not a voltage",
			(int)(unit.len < 40 ? unit.len : 40), unit.ptr);
	return OK;
}

static enum rc optional_int(struct str *line, bool *has, int64_t *out,
			    struct err *err)
{
	struct str word = wfdb_word(line);
	*has = word.len > 0;
	if (*has &&
	    (!str_to_int(word, out) || *out > UINT32_MAX || *out < INT32_MIN))
		return bad_line(err, "number", word);
	return OK;
}

static enum rc signal_line(struct str line, struct wfdb_signal *s,
			   struct err *err)
{
	bool has_base, has;
	int64_t bits, zero = 0, block;
	s->file = wfdb_word(&line);
	enum rc rc = read_format(wfdb_word(&line), s, err);
	if (!rc)
		rc = read_gain(wfdb_word(&line), s, &has_base, err);
	if (!rc)
		rc = optional_int(&line, &has, &bits, err);
	if (!rc)
		rc = optional_int(&line, &has, &zero, err);
	if (!rc && !has_base)
		s->baseline = zero;
	if (!rc)
		rc = optional_int(&line, &s->has_first, &s->first, err);
	if (!rc)
		rc = optional_int(&line, &s->has_sum, &s->sum, err);
	if (!rc)
		rc = optional_int(&line, &has, &block, err);
	s->name = line;
	return rc;
}

enum rc wfdb_header(struct str text, struct wfdb_header *out, struct err *err)
{
	struct wfdb_header h = {.rest = text};
	struct str line;
	if (!wfdb_line(&h.rest, &line))
		return bad_line(err, "no record line", STR(""));
	h.before = str_sub(text, 0, (size_t)(line.ptr - text.ptr));
	enum rc rc = record_line(line, &h, err);
	for (size_t i = 0; i < h.n_signal && !rc; i++) {
		if (!wfdb_line(&h.rest, &line))
			return ecg_refuse(err, MSG_ECG_CUT,
					  "WFDB header: %zu of %zu signal "
					  "lines",
					  i, h.n_signal);
		rc = signal_line(line, &h.signal[i], err);
	}
	struct str after = h.rest;
	if (!rc && wfdb_line(&after, &line))
		rc = bad_line(err, "a line after the signals", line);
	if (!rc)
		*out = h;
	return rc;
}
