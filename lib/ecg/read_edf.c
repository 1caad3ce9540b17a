#include "ecg/edf_int.h"

#include <strings.h>

bool ecg_is_edf(struct str bytes)
{
	return bytes.len >= 256 && str_starts(bytes, STR("0       "));
}

/* --------------------------------------------------------- which signals */

static bool begins(struct str label, const char *with)
{
	return label.len >= strlen(with) &&
	       !strncasecmp(label.ptr, with, strlen(with));
}

static bool says_ecg(struct str label)
{
	return begins(label, "ECG") || begins(label, "EKG") ||
	       ecg_lead_of(label) != ECG_OTHER;
}

static bool says_other(struct str label)
{
	return begins(label, "EEG") || begins(label, "EMG") ||
	       begins(label, "EOG") || begins(label, "Resp");
}

/* A file of a sleep laboratory has one or two ECG leads among much else: where
 * a label says ECG only those are taken, else every voltage that does not say
 * to be something else. */
static bool is_lead(const struct edf *e, const struct edf_signal *s)
{
	bool any = false;
	for (size_t i = 0; i < e->n_signal; i++)
		any |= !e->signal[i].is_note && says_ecg(e->signal[i].label);
	if (s->is_note || (any && !says_ecg(s->label)))
		return false;
	return any || (!says_other(s->label) && ecg_unit_uv(s->unit) > 0);
}

/* ----------------------------------------------------------------- samples */

static struct str lead_name(struct str label)
{
	if (!begins(label, "ECG ") && !begins(label, "EKG "))
		return label;
	return str_trim(str_sub(label, 4, label.len - 4));
}

static void fill(const struct edf *e, const struct edf_signal *s, double scale,
		 double unit_uv, float *uv)
{
	for (size_t k = 0; k < e->n_record; k++) {
		const char *p =
			e->bytes.ptr + e->header + k * e->record + s->first;
		for (size_t i = 0; i < s->n; i++) {
			int16_t raw = (int16_t)ecg_number(p + 2 * i, 2, false);
			*uv++ = (float)((((double)raw -
					  (double)s->digital_min) *
						 scale +
					 s->physical_min) *
					unit_uv);
		}
	}
}

static enum rc add_signal(const struct edf *e, const struct edf_signal *s,
			  struct arena *a, struct ecg_record *r,
			  struct err *err)
{
	const double unit_uv = ecg_unit_uv(s->unit);
	const double range = s->physical_max - s->physical_min;
	const int64_t steps = s->digital_max - s->digital_min;
	struct ecg_lead *l = NULL;
	if (unit_uv <= 0)
		return ecg_refuse(err, MSG_ECG_UNIT,
				  "EDF signal \"" STR_FMT "\": unit \"" STR_FMT
				  "\"",
				  STR_ARG(s->label), STR_ARG(s->unit));
	/* a range the other way round is a signal the other way round */
	if (steps < 1 || steps > UINT16_MAX || !(fabs(range) > 0))
		return ecg_refuse(err, MSG_ECG_SCALE,
				  "EDF signal \"" STR_FMT
				  "\": %g units in %" PRId64 " steps",
				  STR_ARG(s->label), range, steps);
	const double scale = range / (double)steps;
	enum rc rc = ecg_add_lead(r, a, lead_name(s->label),
				  fabs(scale) * unit_uv, &l, err);
	if (!rc)
		fill(e, s, scale, unit_uv, l->uv);
	return rc;
}

/* One rate for all; the first lead says which. */
static enum rc set_rate(const struct edf *e, const struct edf_signal *s,
			struct ecg_record *r, struct err *err)
{
	const uint64_t n = (uint64_t)s->n * e->n_record;
	const double hz = (double)s->n / e->seconds;
	if (r->n_sample && n != r->n_sample)
		return ecg_refuse(err, MSG_ECG_RATES_DIFFER,
				  "EDF signal \"" STR_FMT
				  "\" has %g Hz, another %g",
				  STR_ARG(s->label), hz, r->hz);
	if (r->n_sample)
		return OK;
	r->hz = hz;
	r->n_sample = (size_t)n;
	enum rc rc = ecg_check_rate(hz, err);
	return rc ? rc : ecg_check_length(n, err);
}

enum rc ecg_read_edf(struct str bytes, const struct ecg_read_options *o,
		     struct arena *a, struct ecg_record *out, struct err *err)
{
	struct edf e;
	struct ecg_record r;
	(void)o;
	ecg_record_init(&r, ECG_EDF);
	enum rc rc = edf_header(bytes, a, &e, err);
	if (rc)
		return rc;
	if (e.interrupted)
		return ecg_refuse(err, MSG_ECG_INTERRUPTED, "EDF+D");
	for (size_t i = 0; i < e.n_signal && !rc; i++) {
		const struct edf_signal *s = &e.signal[i];
		if (!is_lead(&e, s))
			continue;
		rc = set_rate(&e, s, &r, err);
		if (!rc && !r.n_lead)
			rc = ecg_text(s->filters, a, &r.filters, err);
		if (!rc)
			rc = add_signal(&e, s, a, &r, err);
	}
	if (!rc && !r.n_lead)
		rc = ecg_refuse(err, MSG_ECG_NO_SIGNAL,
				"EDF: none of %zu signals is an ECG",
				e.n_signal);
	if (!rc)
		rc = edf_check_times(&e, err);
	if (!rc)
		rc = edf_person(&e, a, &r, err);
	r.version = e.plus ? STR("EDF+") : STR("EDF");
	if (!rc)
		*out = r;
	return rc;
}
