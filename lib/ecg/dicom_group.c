/* One multiplex group of the Waveform Sequence: the channels and their samples,
 * interleaved. Microvolts = (raw x sensitivity x correction + baseline) x unit.
 */
#include "ecg/dicom_int.h"

#define CHANNELS      DICOM_TAG(0x003a, 0x0005)
#define SAMPLES       DICOM_TAG(0x003a, 0x0010)
#define FREQUENCY     DICOM_TAG(0x003a, 0x001a)
#define DEFINITIONS   DICOM_TAG(0x003a, 0x0200)
#define CHANNEL_LABEL DICOM_TAG(0x003a, 0x0203)
#define SOURCE        DICOM_TAG(0x003a, 0x0208)
#define SENSITIVITY   DICOM_TAG(0x003a, 0x0210)
#define UNITS         DICOM_TAG(0x003a, 0x0211)
#define CORRECTION    DICOM_TAG(0x003a, 0x0212)
#define BASELINE      DICOM_TAG(0x003a, 0x0213)
#define SAMPLE_SKEW   DICOM_TAG(0x003a, 0x0215)
#define FILTER_LOW    DICOM_TAG(0x003a, 0x0220)
#define FILTER_HIGH   DICOM_TAG(0x003a, 0x0221)
#define FILTER_NOTCH  DICOM_TAG(0x003a, 0x0222)
#define BITS          DICOM_TAG(0x5400, 0x1004)
#define MEANING       DICOM_TAG(0x5400, 0x1006)
#define PADDING       DICOM_TAG(0x5400, 0x100a)
#define DATA          DICOM_TAG(0x5400, 0x1010)

struct layout {
	size_t n_channel, n_sample, bytes; /* of a sample */
	bool is_signed;
	int64_t missing; /* what stands for no sample */
	const char *data;
};

struct channel {
	struct str name;
	double scale, baseline; /* microvolts of a step, of zero */
};

/* ------------------------------------------------------------------ layout */

static const struct {
	const char *name;
	int64_t bits;
	bool is_signed;
} kinds[] = {{"SS", 16, true}, {"US", 16, false}, {"SB", 8, true},
	     {"UB", 8, false}, {"SL", 32, true},  {"UL", 32, false}};

static int64_t raw_at(const struct layout *l, size_t i)
{
	uint32_t v = ecg_number(l->data + i * l->bytes, l->bytes, false);
	if (!l->is_signed)
		return v;
	return l->bytes == 1   ? (int8_t)v
	       : l->bytes == 2 ? (int16_t)v
			       : (int32_t)v;
}

static enum rc sample_kind(struct dicom g, struct layout *l, struct err *err)
{
	struct str name = dicom_text(g, MEANING);
	int64_t bits = dicom_u16(g, BITS);
	for (size_t i = 0; i < countof(kinds); i++)
		if (str_is(name, kinds[i].name) && bits == kinds[i].bits) {
			l->bytes = (size_t)bits / 8;
			l->is_signed = kinds[i].is_signed;
			return OK;
		}
	return ecg_refuse(err, MSG_ECG_COMPRESSION,
			  "DICOM samples \"" STR_FMT "\" of %" PRId64 " bits",
			  STR_ARG(name), bits);
}

/* A padding value of 0 says nothing: files declare it whose leads are full of
 * true zeros. */
static void padding(struct dicom g, struct layout *l)
{
	struct str s = dicom_find(g, PADDING).value;
	l->missing = INT64_MAX;
	if (l->is_signed && l->bytes == 2)
		l->missing = INT16_MIN; /* "no data" of devices that say none */
	if (s.len < l->bytes)
		return;
	struct layout one = *l;
	one.data = s.ptr;
	if (raw_at(&one, 0))
		l->missing = raw_at(&one, 0);
}

static enum rc read_layout(struct dicom g, struct layout *l, struct err *err)
{
	int64_t channels = dicom_u16(g, CHANNELS),
		samples = dicom_u32(g, SAMPLES);
	struct str data = dicom_find(g, DATA).value;
	if (channels < 1 || samples < 0)
		return ecg_refuse(err, MSG_ECG_DAMAGED,
				  "DICOM group without channels or samples");
	if (channels > ECG_MOST_LEADS)
		return ecg_refuse(err, MSG_ECG_TOO_MANY_LEADS,
				  "DICOM: %" PRId64 " channels", channels);
	enum rc rc = ecg_check_length((uint64_t)samples, err);
	if (!rc)
		rc = sample_kind(g, l, err);
	if (rc)
		return rc;
	l->n_channel = (size_t)channels;
	l->n_sample = (size_t)samples;
	size_t need = l->n_channel * l->n_sample * l->bytes;
	if (data.len != need + need % 2)
		return ecg_refuse(err, MSG_ECG_LENGTHS,
				  "DICOM: %zu bytes of samples instead of %zu",
				  data.len, need);
	l->data = data.ptr;
	padding(g, l);
	return OK;
}

/* ----------------------------------------------------------------- channels */

/* Numbers of leads in SCP-ECG ("5.6.3-9-61") and in the MDC ("2:61"). */
static enum ecg_lead_code by_number(const struct dicom_code *c)
{
	static const struct {
		int number;
		enum ecg_lead_code code;
	} leads[] = {{1, ECG_I},    {2, ECG_II},   {3, ECG_V1},
		     {4, ECG_V2},   {5, ECG_V3},   {6, ECG_V4},
		     {7, ECG_V5},   {8, ECG_V6},   {61, ECG_III},
		     {62, ECG_AVR}, {63, ECG_AVL}, {64, ECG_AVF}};
	struct str s = c->value;
	int64_t n;
	if (str_starts(s, STR("5.6.3-9-")))
		s = str_sub(s, 8, s.len - 8);
	else if (str_starts(s, STR("2:")))
		s = str_sub(s, 2, s.len - 2);
	if (s.len == c->value.len || !str_to_int(s, &n))
		return ECG_OTHER;
	for (size_t i = 0; i < countof(leads); i++)
		if (leads[i].number == n)
			return leads[i].code;
	return ECG_OTHER;
}

/* "Lead I (Einthoven)", "aVR, augmented voltage, right" */
static enum ecg_lead_code by_words(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] == '(' || s.ptr[i] == ',')
			return ecg_lead_of(str_trim(str_sub(s, 0, i)));
	return ecg_lead_of(s);
}

/* The code and the words of the source must not contradict one another. */
static enum rc lead_name(struct dicom def, struct str *out, struct err *err)
{
	struct dicom_code c = dicom_code(def, SOURCE);
	struct str label = dicom_text(def, CHANNEL_LABEL);
	enum ecg_lead_code number = by_number(&c), words = by_words(c.meaning);
	if (number != ECG_OTHER && words != ECG_OTHER && number != words)
		return ecg_refuse(err, MSG_ECG_LEAD_UNKNOWN,
				  "DICOM: code of lead %s, words of lead %s",
				  ecg_lead_name(number), ecg_lead_name(words));
	if (number == ECG_OTHER)
		number = words != ECG_OTHER ? words : by_words(label);
	if (number != ECG_OTHER)
		*out = str_from(ecg_lead_name(number));
	else
		*out = c.meaning.len ? c.meaning : label;
	if (!out->len)
		return ecg_refuse(err, MSG_ECG_LEAD_UNKNOWN,
				  "DICOM: a channel without a source");
	return OK;
}

static double or_default(double v, double otherwise)
{
	return isnan(v) ? otherwise : v;
}

static enum rc read_channel(struct dicom def, struct channel *c,
			    struct err *err)
{
	struct dicom_code unit = dicom_code(def, UNITS);
	double uv = ecg_unit_uv(unit.value);
	double sensitivity = dicom_number(def, SENSITIVITY);
	double correction = or_default(dicom_number(def, CORRECTION), 1);
	enum rc rc = lead_name(def, &c->name, err);
	if (rc)
		return rc;
	if (uv <= 0)
		return ecg_refuse(err, MSG_ECG_UNIT,
				  "DICOM lead " STR_FMT ": unit \"" STR_FMT
				  "\"",
				  STR_ARG(c->name), STR_ARG(unit.value));
	c->scale = sensitivity * correction * uv;
	c->baseline = or_default(dicom_number(def, BASELINE), 0) * uv;
	if (!(fabs(c->scale) > 0 && isfinite(c->scale)) ||
	    !isfinite(c->baseline))
		return ecg_refuse(err, MSG_ECG_SCALE,
				  "DICOM lead " STR_FMT ": sensitivity %g",
				  STR_ARG(c->name), sensitivity);
	if (fabs(or_default(dicom_number(def, SAMPLE_SKEW), 0)) >= 1)
		return ecg_refuse(err, MSG_ECG_VERSION,
				  "DICOM lead " STR_FMT " is skewed",
				  STR_ARG(c->name));
	return OK;
}

/* The twelve leads come from one amplifier: one with a scale of its own is a
 * damaged number, which nothing else would show on V1 to V6. */
static enum rc same_scale(const struct ecg_record *r, struct err *err)
{
	const struct ecg_lead *first = NULL;
	for (size_t i = 0; i < r->n_lead; i++) {
		const struct ecg_lead *l = &r->lead[i];
		if (l->code == ECG_OTHER)
			continue;
		if (first &&
		    fabs(l->step_uv - first->step_uv) > 1e-6 * first->step_uv)
			return ecg_refuse(err, MSG_ECG_SCALE,
					  "DICOM: lead %s has steps of %g uV, "
					  "lead %s of %g",
					  first->name, first->step_uv, l->name,
					  l->step_uv);
		if (!first)
			first = l;
	}
	return OK;
}

/* ------------------------------------------------------------------- group */

static enum rc read_filters(struct dicom def, struct arena *a,
			    struct ecg_record *r, struct err *err)
{
	double low = dicom_number(def, FILTER_LOW),
	       high = dicom_number(def, FILTER_HIGH),
	       notch = dicom_number(def, FILTER_NOTCH);
	char text[96] = "";
	if (low > 0 || high > 0)
		snprintf(text, sizeof(text), "%g-%g Hz", or_default(low, 0),
			 or_default(high, 0));
	if (notch > 0)
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
			 "%snotch %g Hz", *text ? ", " : "", notch);
	return ecg_text(str_from(text), a, &r->filters, err);
}

static enum rc add_channel(struct dicom def, const struct layout *l, size_t k,
			   struct arena *a, struct ecg_record *r,
			   struct err *err)
{
	struct channel c = {0};
	struct ecg_lead *lead = NULL;
	enum rc rc = read_channel(def, &c, err);
	if (!rc)
		rc = ecg_add_lead(r, a, c.name, fabs(c.scale), &lead, err);
	if (!rc && !k)
		rc = read_filters(def, a, r, err);
	for (size_t i = 0; !rc && i < l->n_sample; i++) {
		int64_t raw = raw_at(l, i * l->n_channel + k);
		lead->uv[i] =
			raw == l->missing
				? NAN
				: (float)((double)raw * c.scale + c.baseline);
	}
	return rc;
}

enum rc dicom_group(struct dicom g, struct arena *a, struct ecg_record *r,
		    struct err *err)
{
	struct layout l = {0};
	struct dicom_element e = dicom_find(g, DEFINITIONS);
	struct dicom items = dicom_inside(&g, &e);
	size_t k = 0;
	r->hz = dicom_number(g, FREQUENCY);
	enum rc rc = ecg_check_rate(r->hz, err);
	if (!rc)
		rc = read_layout(g, &l, err);
	r->n_sample = l.n_sample;
	for (; !rc && dicom_next(&items, &e); k++) {
		if (k == l.n_channel)
			return ecg_refuse(err, MSG_ECG_DAMAGED,
					  "DICOM: more definitions than the "
					  "%zu channels",
					  k);
		rc = add_channel(dicom_inside(&items, &e), &l, k, a, r, err);
	}
	if (!rc && (k != l.n_channel || items.damaged))
		rc = ecg_refuse(err, MSG_ECG_DAMAGED,
				"DICOM: %zu definitions of %zu channels", k,
				l.n_channel);
	return rc ? rc : same_scale(r, err);
}
