#include "ecg/reader_int.h"
#include "signal/four.h"

#include <strings.h>

/* ----------------------------------------------------------------- formats */

static const struct {
	bool (*is)(struct str);
	enum rc (*read)(struct str, const struct ecg_read_options *,
			struct arena *, struct ecg_record *, struct err *);
	bool own_limbs; /* it decides itself about I + III = II */
} formats[] = {
	{ecg_is_pair, ecg_read_pair, true},
	{ecg_is_scp, ecg_read_scp, false},
	{ecg_is_dicom, ecg_read_dicom, false},
	{ecg_is_edf, ecg_read_edf, false},
	{ecg_is_wfdb, ecg_read_wfdb, true},
	{ecg_is_xml, ecg_read_xml, false},
	{ecg_is_fhir, ecg_read_fhir, false},
	{ecg_is_csv, ecg_read_csv, false}, /* any text with columns: last */
};

/* ------------------------------------------------------------------ record */

void ecg_record_init(struct ecg_record *r, enum ecg_format format)
{
	*r = (struct ecg_record){
		.format = format,
		.patient = {.born = DATE_NONE, .age_years = -1},
		.stated = {.hr_bpm = NAN,
			   .p_ms = NAN,
			   .pr_ms = NAN,
			   .qrs_ms = NAN,
			   .qt_ms = NAN,
			   .qtc_ms = NAN,
			   .p_axis = NAN,
			   .qrs_axis = NAN,
			   .t_axis = NAN}};
}

/* What stands in the text for one byte that is Latin-1. */
static size_t put_latin(char *to, unsigned char c)
{
	if (c < 0x80) {
		to[0] = (char)(c < ' ' || c == 0x7f ? ' ' : c);
		return 1;
	}
	to[0] = (char)(0xc0 | c >> 6);
	to[1] = (char)(0x80 | (c & 0x3f));
	return 2;
}

enum rc ecg_text(struct str raw, struct arena *a, struct str *out,
		 struct err *err)
{
	const bool utf8 = raw.len && str_is_utf8(raw);
	char *p = arena_alloc(a, 2 * raw.len + 1);
	size_t n = 0;
	if (!p)
		return arena_fail(a, err);
	for (size_t i = 0; i < raw.len; i++) {
		unsigned char c = (unsigned char)raw.ptr[i];
		if (utf8 && c >= 0x80)
			p[n++] = (char)c;
		else
			n += put_latin(p + n, c);
	}
	*out = str_trim((struct str){p, n});
	return OK;
}

enum rc ecg_add_statement(struct ecg_record *r, struct arena *a, struct str raw,
			  struct err *err)
{
	struct ecg_stated *s = &r->stated;
	struct str text;
	if (s->n_statement == ECG_MOST_STATEMENTS)
		return OK;
	if (!s->statements)
		s->statements = arena_array(a, struct str, ECG_MOST_STATEMENTS);
	if (!s->statements)
		return arena_fail(a, err);
	enum rc rc = ecg_text(raw, a, &text, err);
	if (!rc && text.len)
		s->statements[s->n_statement++] = text;
	return rc;
}

struct date ecg_day(int year, int month, int day)
{
	return year >= 1800 && year <= 2199 && date_exists(year, month, day)
		       ? date_of(year, month, day)
		       : DATE_NONE;
}

void ecg_set_time(struct ecg_record *r, const struct ecg_moment *m)
{
	struct date d = ecg_day(m->year, m->month, m->day);
	if (date_is_none(d) || m->hour < 0 || m->hour > 23 || m->minute < 0 ||
	    m->minute > 59 || m->second < 0 || m->second > 59)
		return;
	date_text(d, r->taken_at);
	snprintf(r->taken_at + 10, sizeof(r->taken_at) - 10, "T%02d:%02d:%02d",
		 m->hour % 24, m->minute % 60, m->second % 60);
}

double ecg_unit_uv(struct str unit)
{
	static const struct {
		struct str name;
		double uv;
	} units[] = {
		{STR_INIT("mV"), 1e3},         {STR_INIT("uV"), 1},
		{STR_INIT("V"), 1e6},          {STR_INIT("nV"), 1e-3},
		{STR_INIT("\xc2\xb5V"), 1},    {STR_INIT("\xce\xbcV"), 1},
		{STR_INIT("\xb5V"), 1},        {STR_INIT("millivolt"), 1e3},
		{STR_INIT("microvolt"), 1},    {STR_INIT("volt"), 1e6},
		{STR_INIT("millivolts"), 1e3}, {STR_INIT("microvolts"), 1}};
	unit = str_trim(unit);
	if (unit.len == 2 && unit.ptr[0] == 'M') /* megavolts it is not */
		return strncasecmp(unit.ptr, "MV", 2) ? 0 : 1e3;
	for (size_t i = 0; i < countof(units); i++)
		if (unit.len == units[i].name.len &&
		    !strncasecmp(unit.ptr, units[i].name.ptr, unit.len))
			return units[i].uv;
	return 0;
}

static bool has_name(const struct ecg_record *r, const char *name)
{
	for (size_t i = 0; i < r->n_lead; i++)
		if (!strcasecmp(r->lead[i].name, name))
			return true;
	return false;
}

/* The file's own name for a lead that is none of the twelve: printable ASCII,
 * cut to the room, with a number when it stands already. */
static void own_name(const struct ecg_record *r, struct str name,
		     char out[ECG_LEAD_NAME])
{
	char bare[ECG_LEAD_NAME - 4];
	size_t n = 0;
	for (size_t i = 0; i < name.len && n < sizeof(bare) - 1; i++)
		if (name.ptr[i] >= ' ' && name.ptr[i] < 0x7f)
			bare[n++] = name.ptr[i];
	bare[n] = '\0';
	snprintf(out, ECG_LEAD_NAME, "%s", n ? bare : "ECG");
	static_assert(ECG_MOST_LEADS < UINT8_MAX, "a number has three digits");
	for (uint8_t k = 2; has_name(r, out); k++)
		snprintf(out, ECG_LEAD_NAME, "%s %d", n ? bare : "ECG", k);
}

enum rc ecg_add_bare_lead(struct ecg_record *r, struct arena *a,
			  struct str name, double step_uv,
			  struct ecg_lead **out, struct err *err)
{
	assert(r->n_sample);
	enum ecg_lead_code code = ecg_lead_of(name);
	if (r->n_lead == ECG_MOST_LEADS)
		return ecg_refuse(err, MSG_ECG_TOO_MANY_LEADS,
				  "more than %d leads", ECG_MOST_LEADS);
	if (code != ECG_OTHER && ecg_lead(r, code))
		return ecg_refuse(err, MSG_ECG_LEAD_TWICE,
				  "lead %s stands twice", ecg_lead_name(code));
	if (!(step_uv >= 0) || step_uv > 1e6)
		return ecg_refuse(err, MSG_ECG_SCALE,
				  "lead " STR_FMT ": a step of %g uV",
				  STR_ARG(name), step_uv);
	struct ecg_lead *l = &r->lead[r->n_lead];
	*l = (struct ecg_lead){.code = code,
			       .step_uv = step_uv,
			       .uv = arena_room(a, float, r->n_sample)};
	if (!l->uv)
		return arena_fail(a, err);
	if (code == ECG_OTHER)
		own_name(r, str_trim(name), l->name);
	else
		snprintf(l->name, sizeof(l->name), "%s", ecg_lead_name(code));
	r->n_lead++;
	*out = l;
	return OK;
}

enum rc ecg_add_lead(struct ecg_record *r, struct arena *a, struct str name,
		     double step_uv, struct ecg_lead **out, struct err *err)
{
	enum rc rc = ecg_add_bare_lead(r, a, name, step_uv, out, err);
	if (!rc)
		memset((*out)->uv, 0, r->n_sample * sizeof *(*out)->uv);
	return rc;
}

/* ------------------------------------------------------------------ checks */

enum rc ecg_check_rate(double hz, struct err *err)
{
	if (!(hz >= ECG_LEAST_HZ && hz <= ECG_MOST_HZ))
		return ecg_refuse(err, MSG_ECG_RATE,
				  "sampling rate %g Hz is not that of an ECG",
				  hz);
	return OK;
}

enum rc ecg_check_length(uint64_t n_sample, struct err *err)
{
	if (!n_sample)
		return ecg_refuse(err, MSG_ECG_NO_SIGNAL, "no samples");
	if (n_sample > ECG_MOST_SAMPLES)
		return err_msg(err, E_LIMIT, MSG_ECG_TOO_LONG,
			       "%" PRIu64 " samples a lead, at most %d",
			       n_sample, ECG_MOST_SAMPLES);
	return OK;
}

/* Every lead is rounded on its own, and converters that filter or change the
 * rate do it again: real files differ by up to 6 steps, damaged or swapped ones
 * by tens. */
#define LIMB_STEPS 6.0

enum rc ecg_check_limbs(const struct ecg_record *r, struct err *err)
{
	const struct ecg_lead *i = ecg_lead(r, ECG_I),
			      *ii = ecg_lead(r, ECG_II);
	for (size_t k = 0; i && ii && k < ECG_LIMBS; k++) {
		const struct ecg_lead *l = ecg_lead(r, ecg_limbs[k].code);
		if (!l || l->derived)
			continue;
		double most = fmax(i->step_uv, fmax(ii->step_uv, l->step_uv));
		const float limit = (float)(LIMB_STEPS * fmax(most, 1.0));
		for (size_t s = 0; s < r->n_sample; s++) {
			float x = i->uv[s], y = ii->uv[s], z = l->uv[s];
			float off = ecg_limbs[k].of_i * x +
				    ecg_limbs[k].of_ii * y - z;
			/* in a calibration pulse all leads are alike */
			bool pulse =
				fabsf(x - y) < limit && fabsf(x - z) < limit;
			if (fabsf(off) > limit && !pulse)
				return ecg_refuse(
					err, MSG_ECG_LIMBS,
					"I, II and %s disagree by %g uV at "
					"sample %zu",
					l->name, (double)off, s);
		}
	}
	return OK;
}

/* Electrode offsets reach a volt in devices coupled to direct current; past
 * five the scale is wrong. */
#define MOST_UV 5e6F

/* The largest of x[n] without sign; below 0 when every sample is missing. */
static float largest(const float *x, size_t n)
{
	four most = {-1, -1, -1, -1};
	size_t i = 0;
	for (; i + FOUR <= n; i += FOUR) /* NAN is never larger */
		most = four_max(four_abs(four_load(x + i)), most);
	for (; i < n; i++)
		most[0] = fabsf(x[i]) > most[0] ? fabsf(x[i]) : most[0];
	return fmaxf(fmaxf(most[0], most[1]), fmaxf(most[2], most[3]));
}

static enum rc check_samples(const struct ecg_record *r, struct err *err)
{
	bool known = false;
	for (size_t i = 0; i < r->n_lead; i++) {
		float most = largest(r->lead[i].uv, r->n_sample);
		if (most > MOST_UV)
			return ecg_refuse(err, MSG_ECG_SCALE,
					  "lead %s: a sample of %g uV",
					  r->lead[i].name, (double)most);
		known = known || most >= 0;
	}
	if (!known)
		return ecg_refuse(err, MSG_ECG_NO_SIGNAL,
				  "every sample is marked as missing");
	return OK;
}

static enum rc check_record(const struct ecg_record *r, bool own_limbs,
			    struct err *err)
{
	enum rc rc = ecg_check_rate(r->hz, err);
	if (!rc)
		rc = ecg_check_length(r->n_sample, err);
	if (!rc && !r->n_lead)
		rc = ecg_refuse(err, MSG_ECG_NO_SIGNAL, "no leads");
	if (!rc)
		rc = check_samples(r, err);
	if (!rc && !own_limbs)
		rc = ecg_check_limbs(r, err);
	return rc;
}

/* ---------------------------------------------------------------- dispatch */

enum rc ecg_read(struct str bytes, const struct ecg_read_options *o,
		 struct arena *a, struct ecg_record *out, struct err *err)
{
	struct ecg_record r;
	if (!bytes.len)
		return ecg_refuse(err, MSG_ECG_EMPTY, "the file is empty");
	if (bytes.len > ECG_MOST_BYTES)
		return err_msg(err, E_LIMIT, MSG_ECG_TOO_LARGE,
			       "%zu bytes, at most %d", bytes.len,
			       ECG_MOST_BYTES);
	for (size_t i = 0; i < countof(formats); i++) {
		if (!formats[i].is(bytes))
			continue;
		enum rc rc = formats[i].read(bytes, o, a, &r, err);
		if (!rc)
			rc = check_record(&r, formats[i].own_limbs, err);
		if (!rc)
			rc = ecg_derive_limbs(&r, a, err);
		if (!rc)
			*out = r;
		return rc;
	}
	return ecg_refuse(err, MSG_ECG_UNKNOWN, "not a format of ECGs we read");
}
