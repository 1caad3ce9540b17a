/* HL7 aECG (annotated ECG, FDA): urn:hl7-org:v3, root AnnotatedECG.
 *
 *	component/series, code RHYTHM: the recording
 *	  component/sequenceSet/component/sequence
 *	    code TIME_ABSOLUTE or TIME_RELATIVE, value GLIST_TS or GLIST_PQ:
 *	      head, increment: the rate
 *	    code MDC_ECG_LEAD_..., value SLIST_PQ:
 *	      origin + scale x digits, in a unit of voltage
 *	  subjectOf/annotationSet: what the device measured
 *	  derivation/derivedSeries, code REPRESENTATIVE_BEAT: the median beat,
 *	    with the global measurements; it is no recording
 *
 * Measurements are those of the derived series when it has any, else the first
 * of each kind: files repeat them for every beat. */
#include "ecg/plain_int.h"

static struct str code_of(const struct xml_node *n)
{
	return xml_attr(xml_child(n, "code"), "code");
}

static struct str value_at(const struct xml_node *n, const char *path)
{
	return xml_attr(xml_at(n, path), "value");
}

/* ------------------------------------------------------------------ signal */

static enum rc read_rate(const struct xml_node *value, struct ecg_record *r,
			 struct err *err)
{
	static const struct {
		const char *unit;
		double per_s;
	} units[] = {{"s", 1}, {"ms", 1e3}, {"us", 1e6}};
	const struct xml_node *n = xml_child(value, "increment");
	double step = ecg_number_or_none(xml_attr(n, "value"));
	for (size_t i = 0; i < countof(units); i++)
		if (str_is(xml_attr(n, "unit"), units[i].unit)) {
			/* 0.002 s is 500 Hz, without what a quotient leaves */
			double hz = units[i].per_s / step, said = r->hz;
			r->hz = fabs(hz - round(hz)) < 1e-6 ? round(hz) : hz;
			if (said > 0 && said != r->hz)
				return ecg_refuse(err, MSG_ECG_RATES_DIFFER,
						  "%g Hz and %g Hz", said,
						  r->hz);
			return ecg_check_rate(r->hz, err);
		}
	return ecg_refuse(err, MSG_ECG_RATE, "increment in \"" STR_FMT "\"",
			  STR_ARG(xml_attr(n, "unit")));
}

struct scale {
	double origin_uv, step_uv;
};

static enum rc read_scale(const struct xml_node *value, struct scale *s,
			  struct err *err)
{
	const struct xml_node *scale = xml_child(value, "scale"),
			      *origin = xml_child(value, "origin");
	double per_step = ecg_unit_uv(xml_attr(scale, "unit")),
	       per_origin = ecg_unit_uv(xml_attr(origin, "unit"));
	double from =
		origin ? ecg_number_or_none(xml_attr(origin, "value")) : 0;
	if (per_step == 0 || (origin && from != 0 && per_origin == 0))
		return ecg_refuse(err, MSG_ECG_UNIT, "unit \"" STR_FMT "\"",
				  STR_ARG(xml_attr(scale, "unit")));
	s->step_uv = per_step * ecg_number_or_none(xml_attr(scale, "value"));
	s->origin_uv = from == 0 ? 0 : per_origin * from;
	if (!(s->step_uv > 0) || !isfinite(s->origin_uv))
		return ecg_refuse(err, MSG_ECG_SCALE, "a step of %g uV",
				  s->step_uv);
	return OK;
}

/* How many words there are between the blanks. */
static size_t count_words(struct str s)
{
	size_t n = 0;
	bool in = false;
	for (size_t i = 0; i < s.len; i++) {
		bool blank = s.ptr[i] == ' ' || s.ptr[i] == '\n' ||
			     s.ptr[i] == '\r' || s.ptr[i] == '\t';
		n += !blank && !in;
		in = !blank;
	}
	return n;
}

static enum rc read_lead(const struct xml_node *sequence, struct arena *a,
			 struct ecg_record *r, struct err *err)
{
	const struct xml_node *value = xml_child(sequence, "value");
	struct str digits = xml_text(value, "digits"), name = code_of(sequence);
	struct ecg_lead *to = NULL;
	struct scale scale = {0, 0};
	size_t n = count_words(digits), at = 0;
	double v = 0;
	if (!str_is(xml_attr(value, "type"), "SLIST_PQ"))
		return ecg_refuse(err, MSG_ECG_VERSION,
				  "lead " STR_FMT " as " STR_FMT, STR_ARG(name),
				  STR_ARG(xml_attr(value, "type")));
	enum rc rc = read_scale(value, &scale, err);
	if (!r->n_sample)
		r->n_sample = n;
	if (!rc)
		rc = ecg_check_length(r->n_sample, err);
	if (!rc && n != r->n_sample)
		rc = ecg_refuse(err, MSG_ECG_LENGTHS,
				"lead " STR_FMT ": %zu samples, not %zu",
				STR_ARG(name), n, r->n_sample);
	if (!rc)
		rc = ecg_add_lead(r, a, name, scale.step_uv, &to, err);
	for (size_t i = 0; !rc && i < n; i++) {
		if (!ecg_next_number(digits, &at, '.', &v))
			return ecg_refuse(err, MSG_ECG_DAMAGED,
					  "lead " STR_FMT
					  ": sample %zu is no number",
					  STR_ARG(name), i);
		to->uv[i] = (float)(scale.origin_uv + scale.step_uv * v);
	}
	return rc;
}

static enum rc read_set(const struct xml_node *set, struct arena *a,
			struct ecg_record *r, struct err *err)
{
	const struct xml_node *n = xml_child(set, "component");
	enum rc rc = OK;
	for (; !rc && n; n = xml_again(n)) {
		const struct xml_node *sequence = xml_child(n, "sequence");
		struct str code = code_of(sequence);
		if (str_is(code, "TIME_ABSOLUTE") ||
		    str_is(code, "TIME_RELATIVE"))
			rc = read_rate(xml_child(sequence, "value"), r, err);
		else if (str_starts(code, STR("MDC_ECG_LEAD_")))
			rc = read_lead(sequence, a, r, err);
	}
	if (!rc && !(r->hz > 0))
		rc = ecg_refuse(err, MSG_ECG_RATE, "no sequence of times");
	return rc;
}

/* All leads of a recording stand in one set: they were recorded together. */
static enum rc read_series(const struct xml_node *series, struct arena *a,
			   struct ecg_record *r, struct err *err)
{
	const struct xml_node *n = xml_child(series, "component"), *set = NULL;
	for (; n; n = xml_again(n)) {
		const struct xml_node *one = xml_child(n, "sequenceSet");
		if (one && set)
			return ecg_refuse(err, MSG_ECG_TWO_EXAMS,
					  "two sets of sequences");
		set = one ? one : set;
	}
	if (!set)
		return ecg_refuse(err, MSG_ECG_NO_SIGNAL, "no sequences");
	return read_set(set, a, r, err);
}

static enum rc find_rhythm(const struct xml_node *root,
			   const struct xml_node **series, struct err *err)
{
	const struct xml_node *n = xml_child(root, "component");
	*series = NULL;
	for (; n; n = xml_again(n)) {
		const struct xml_node *one = xml_child(n, "series");
		if (!one || !str_is(code_of(one), "RHYTHM"))
			continue;
		if (*series)
			return ecg_refuse(err, MSG_ECG_TWO_EXAMS,
					  "two series of code RHYTHM");
		*series = one;
	}
	if (!*series)
		return ecg_refuse(err, MSG_ECG_NO_SIGNAL,
				  "no series of code RHYTHM");
	return OK;
}

/* ------------------------------------------------------------ measurements */

static void read_measurements(const struct xml_node *top, struct ecg_record *r)
{
	struct ecg_stated *s = &r->stated;
	const struct {
		const char *code;
		double *to;
	} rows[] = {
		{"MDC_ECG_HEART_RATE", &s->hr_bpm},
		{"MDC_ECG_TIME_PD_P", &s->p_ms},
		{"MDC_ECG_TIME_PD_PR", &s->pr_ms},
		{"MDC_ECG_TIME_PD_QRS", &s->qrs_ms},
		{"MDC_ECG_TIME_PD_QT", &s->qt_ms},
		{"MDC_ECG_TIME_PD_QTc", &s->qtc_ms},
		{"MDC_ECG_TIME_PD_QTcB", &s->qtc_ms},
		{"MDC_ECG_ANGLE_P_FRONT", &s->p_axis},
		{"MDC_ECG_ANGLE_QRS_FRONT", &s->qrs_axis},
		{"MDC_ECG_ANGLE_T_FRONT", &s->t_axis},
	};
	struct xml_walk w;
	xml_walk_init(&w, top);
	for (const struct xml_node *n; (n = xml_walk_next(&w));) {
		struct str code =
			str_is(n->name, "annotation") ? code_of(n) : STR("");
		for (size_t i = 0; code.len && i < countof(rows); i++)
			if (isnan(*rows[i].to) && str_is(code, rows[i].code))
				*rows[i].to = ecg_number_or_none(
					value_at(n, "value"));
	}
}

/* The rhythm by its code, an interpretation as text. */
static enum rc read_statements(const struct xml_node *top, struct arena *a,
			       struct ecg_record *r, struct err *err)
{
	struct xml_walk w;
	enum rc rc = OK;
	xml_walk_init(&w, top);
	for (const struct xml_node *n; !rc && (n = xml_walk_next(&w));) {
		struct str code =
			str_is(n->name, "annotation") ? code_of(n) : STR("");
		const struct xml_node *value = xml_child(n, "value");
		if (str_is(code, "MDC_ECG_RHY"))
			rc = ecg_add_statement(
				r, a, xml_attr(value, "displayName"), err);
		else if (str_starts(code, STR("MDC_ECG_INTERPRETATION_")))
			rc = ecg_add_statement(r, a, xml_text(value, ""), err);
	}
	return rc;
}

/* ------------------------------------------------------------------ around */

static enum rc read_person(const struct xml_node *root, struct arena *a,
			   struct ecg_record *r, struct err *err)
{
	const struct xml_node *n = xml_at(
				      root,
				      "componentOf/timepointEvent/componentOf/"
				      "subjectAssignment/subject/trialSubject"),
			      *who = xml_child(n, "subjectDemographicPerson"),
			      *age = xml_child(root, "controlVariable");
	struct ecg_patient *p = &r->patient;
	for (; age; age = xml_again(age)) {
		const struct xml_node *o = xml_child(age, "relatedObservation");
		double years = ecg_number_or_none(value_at(o, "value"));
		if (str_is(code_of(o), "21612-7") && years >= 0 && years < 150)
			p->age_years = (int)years;
	}
	p->sex = ecg_sex_of(
		xml_attr(xml_child(who, "administrativeGenderCode"), "code"));
	p->born = ecg_day_of(value_at(who, "birthTime"));
	struct str family = xml_text(who, "name/family");
	if (!family.len)
		family = xml_text(who, "name");
	enum rc rc = ecg_put_text(xml_attr(xml_child(n, "id"), "extension"), a,
				  &p->id, err);
	if (!rc)
		rc = ecg_put_text(family, a, &p->family, err);
	if (!rc)
		rc = ecg_put_text(xml_text(who, "name/given"), a, &p->given,
				  err);
	return rc;
}

static enum rc read_device(const struct xml_node *series, struct arena *a,
			   struct ecg_record *r, struct err *err)
{
	const struct xml_node *author = xml_at(series, "author/seriesAuthor"),
			      *d = xml_child(author,
					     "manufacturedSeriesDevice");
	struct str when = value_at(series, "effectiveTime/low");
	if (!when.len)
		when = value_at(series, "effectiveTime/center");
	if (when.len >= 12)
		ecg_set_time_of(r, str_sub(when, 0, 8),
				str_sub(when, 8, when.len - 8));
	enum rc rc =
		ecg_put_text(xml_text(author, "manufacturerOrganization/name"),
			     a, &r->device.maker, err);
	if (!rc)
		rc = ecg_put_text(xml_text(d, "manufacturerModelName"), a,
				  &r->device.model, err);
	if (!rc)
		rc = ecg_put_text(xml_attr(xml_child(d, "id"), "extension"), a,
				  &r->device.serial, err);
	return rc;
}

/* The number of hertz among the parts of a filter. */
static struct str hertz_of(const struct xml_node *filter)
{
	const struct xml_node *n = xml_child(filter, "component");
	for (; n; n = xml_again(n)) {
		const struct xml_node *v = xml_at(n, "controlVariable/value");
		if (str_is(xml_attr(v, "unit"), "Hz"))
			return xml_attr(v, "value");
	}
	return STR("");
}

static enum rc read_filters(const struct xml_node *series, struct arena *a,
			    struct ecg_record *r, struct err *err)
{
	struct str high = {"?", 1}, low = {"", 0}, notch = {"", 0};
	const struct xml_node *n = xml_child(series, "controlVariable");
	for (; n; n = xml_again(n)) {
		const struct xml_node *f = xml_child(n, "controlVariable");
		struct str code = code_of(f);
		if (str_ends(code, STR("FILTER_LOW_PASS")))
			low = hertz_of(f);
		else if (str_ends(code, STR("FILTER_HIGH_PASS")) &&
			 hertz_of(f).len)
			high = hertz_of(f);
		else if (str_ends(code, STR("FILTER_NOTCH")))
			notch = hertz_of(f);
	}
	if (!low.len)
		return OK;
	struct str text = arena_printf(
		a, STR_FMT "-" STR_FMT " Hz%s" STR_FMT "%s", STR_ARG(high),
		STR_ARG(low), notch.len ? ", notch " : "", STR_ARG(notch),
		notch.len ? " Hz" : "");
	return text.ptr ? ecg_text(text, a, &r->filters, err)
			: arena_fail(a, err);
}

enum rc ecg_from_aecg(const struct xml_node *root, struct arena *a,
		      struct ecg_record *r, struct err *err)
{
	const struct xml_node *series;
	enum rc rc = find_rhythm(root, &series, err);
	if (!rc)
		rc = read_series(series, a, r, err);
	if (!rc)
		rc = read_person(root, a, r, err);
	if (!rc)
		rc = read_device(series, a, r, err);
	if (!rc)
		rc = read_filters(series, a, r, err);
	if (!rc)
		rc = read_statements(series, a, r, err);
	if (rc)
		return rc;
	read_measurements(xml_at(series, "derivation/derivedSeries"), r);
	read_measurements(series, r);
	ecg_find_pulse(r);
	return OK;
}
