/* prossima ecg FILE - what was recorded and what was read from it, in words. */
#include "cmd/ecg_cmd.h"
#include "ecg/words.h"

#include <math.h>

struct words {
	struct buf *b;
	enum lang lang;
};

static struct str text(const struct words *w, enum msg id)
{
	return text_of(id, w->lang);
}

/* A dash for what was not measured; a decimal comma in Italian. */
static void put_number(struct words *w, double v, unsigned scale)
{
	char digits[32];
	if (!isfinite(v)) {
		buf_text(w->b, "\xe2\x80\x93");
		return;
	}
	snprintf(digits, sizeof(digits), "%.*f", (int)scale, v);
	for (char *p = digits; w->lang == LANG_IT && *p; p++)
		*p = *p == '.' ? ',' : *p;
	buf_text(w->b, digits);
}

static void put_patient(struct words *w, const struct ecg_patient *p)
{
	if (p->family.len || p->given.len)
		buf_printf(w->b, STR_FMT "%s" STR_FMT, STR_ARG(p->family),
			   p->family.len && p->given.len ? " " : "",
			   STR_ARG(p->given));
	else
		buf_str(w->b, text(w, MSG_ECG_DRAW_NO_PATIENT));
	if (p->sex != ECG_SEX_UNKNOWN) {
		buf_text(w->b, ", ");
		buf_str(w->b, text(w, p->sex == ECG_MALE ? MSG_ECG_DRAW_MAN
							 : MSG_ECG_DRAW_WOMAN));
	}
	buf_char(w->b, '\n');
}

/* An asterisk marks the leads that the file does not hold. */
static void put_recording(struct words *w, const struct ecg_record *r)
{
	bool derived = false;
	if (*r->taken_at)
		buf_printf(w->b, "%.10s %.8s, ", r->taken_at, r->taken_at + 11);
	put_number(w, (double)r->n_sample / r->hz, 1);
	buf_printf(w->b, " s, %g Hz, ", r->hz);
	buf_str(w->b, text(w, MSG_ECG_SAY_LEADS));
	for (size_t i = 0; i < r->n_lead; i++) {
		derived |= r->lead[i].derived;
		buf_printf(w->b, " %s%s", r->lead[i].name,
			   r->lead[i].derived ? "*" : "");
	}
	buf_char(w->b, '\n');
	if (derived) {
		buf_str(w->b, text(w, MSG_ECG_SAY_DERIVED));
		buf_char(w->b, '\n');
	}
}

static void put_lead(struct words *w, int lead)
{
	if (lead >= 0 && lead < ECG_STANDARD)
		buf_printf(w->b,
			   "%s: ", ecg_lead_name((enum ecg_lead_code)lead));
}

static void put_quality(struct words *w, const struct ecg_quality *q)
{
	static const enum msg verdicts[] = {[ECG_FINE] = MSG_ECG_SAY_FINE,
					    [ECG_WARN] = MSG_ECG_SAY_WARN,
					    [ECG_REJECT] = MSG_ECG_SAY_REJECT};
	buf_str(w->b, text(w, verdicts[q->verdict]));
	buf_char(w->b, '\n');
	for (size_t i = 0; i < q->n_finding; i++) {
		buf_text(w->b, "  ");
		put_lead(w, q->finding[i].lead);
		buf_str(w->b, ecg_words_of_cause(q->finding[i].cause, w->lang));
		buf_char(w->b, '\n');
	}
}

static void put_measures(struct words *w, const struct ecg_measures *m)
{
	const struct {
		const char *name;
		double v;
		const char *unit;
	} rows[] = {{"", m->hr_bpm, "/min"},
		    {"PR ", m->pr_ms, " ms"},
		    {"QRS ", m->qrs_ms, " ms"},
		    {"QT ", m->qt_ms, " ms"},
		    {"QTc Bazett ", m->qtc.bazett, " ms"},
		    {"QTc Fridericia ", m->qtc.fridericia, " ms"},
		    {"P ", m->p_axis, "\xc2\xb0"},
		    {"QRS ", m->qrs_axis, "\xc2\xb0"},
		    {"T ", m->t_axis, "\xc2\xb0"}};
	enum { FIRST_AXIS = 6 };
	buf_str(w->b, text(w, MSG_ECG_DRAW_RATE));
	for (size_t i = 0; i < countof(rows); i++) {
		buf_text(w->b, i == FIRST_AXIS ? "; " : i ? ", " : " ");
		if (i == FIRST_AXIS) {
			buf_str(w->b, text(w, MSG_ECG_DRAW_AXES));
			buf_char(w->b, ' ');
		}
		buf_text(w->b, rows[i].name);
		put_number(w, rows[i].v, 0);
		if (isfinite(rows[i].v))
			buf_text(w->b, rows[i].unit);
	}
	buf_char(w->b, '\n');
}

static void put_flags(struct words *w, const struct ecg_flags *f)
{
	static const enum msg urgencies[] = {[ECG_GREEN] = MSG_ECG_SAY_GREEN,
					     [ECG_AMBER] = MSG_ECG_SAY_AMBER,
					     [ECG_RED] = MSG_ECG_SAY_RED};
	buf_str(w->b, text(w, urgencies[f->urgency]));
	buf_char(w->b, '\n');
	for (size_t i = 0; i < f->n; i++) {
		buf_text(w->b, "  ");
		put_lead(w, f->flag[i].lead);
		buf_str(w->b, ecg_words_of_flag(f->flag[i].code, w->lang));
		buf_char(w->b, '\n');
	}
}

void ecg_cmd_put_words(struct buf *b, const struct ecg_record *r,
		       const struct ecg_analysis *x, const struct ecg_flags *f,
		       enum lang lang)
{
	struct words w = {b, lang};
	put_patient(&w, &r->patient);
	put_recording(&w, r);
	buf_str(b, text(&w, MSG_ECG_NOT_VALIDATED));
	buf_char(b, '\n');
	put_quality(&w, &x->quality);
	buf_str(b, ecg_words_of_rhythm(x->rhythm.kind, lang));
	buf_char(b, '\n');
	put_measures(&w, &x->measures);
	put_flags(&w, f);
}
