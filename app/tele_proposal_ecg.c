/* What is proposed for the report of an ECG. */
#include "app/tele_proposal_int.h"

#include "ecg/words.h"

#include <math.h>

static double measured(const struct tele_view *v, const char *name)
{
	for (size_t i = 0; i < v->n_measure; i++)
		if (!v->measure[i].device && !v->measure[i].lead.len &&
		    str_is(v->measure[i].name, name))
			return (double)v->measure[i].value_milli / 1000;
	return NAN;
}

/* "FC 72/min; PR 162 ms; ..." */
static void say_intervals(const struct tele_view *v, enum lang lang,
			  struct buf *b)
{
	static const struct {
		const char *name, *label;
		enum msg label_msg;
		const char *unit;
	} rows[] = {
		{"hr_bpm", NULL, MSG_TEL_W_RATE, "/min"},
		{"pr_ms", "PR", MSG_NONE, " ms"},
		{"qrs_ms", "QRS", MSG_NONE, " ms"},
		{"qt_ms", "QT", MSG_NONE, " ms"},
		{"qtc_fridericia_ms", "QTc Fridericia", MSG_NONE, " ms"},
		{"qtc_bazett_ms", "QTc Bazett", MSG_NONE, " ms"},
		{"qrs_axis", NULL, MSG_TEL_W_AXIS, "\xc2\xb0"},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		double x = measured(v, rows[i].name);
		if (isnan(x))
			continue;
		if (b->len)
			buf_text(b, "; ");
		buf_str(b, rows[i].label ? str_from(rows[i].label)
					 : text_of(rows[i].label_msg, lang));
		buf_char(b, ' ');
		text_number(b, lang, x, 0);
		buf_text(b, rows[i].unit);
	}
	if (b->len)
		buf_text(b, ".\n");
}

static void say_st(const struct tele_view *v, enum lang lang, struct buf *b,
		   struct buf *part)
{
	for (int c = 0; c < ECG_STANDARD; c++) {
		double mm = v->summary.st_mm[c];
		if (isnan(mm) || fabs(mm) < 1)
			continue;
		buf_printf(part, "%s%s ", part->len ? ", " : "",
			   ecg_lead_name((enum ecg_lead_code)c));
		tele_say_change(part, lang, mm, 1);
	}
	if (part->len)
		tele_say(b, MSG_TEL_W_ST, lang, "leads", part);
}

static void put_change(struct buf *b, enum lang lang, const char *name,
		       double v, const char *unit, unsigned digits)
{
	buf_printf(b, "%s%s ", b->len ? ", " : "", name);
	tele_say_change(b, lang, v, digits);
	buf_text(b, unit);
}

static void put_rhythms(const struct tele_view *v, const struct tele_earlier *e,
			enum lang lang, struct buf *b)
{
	const struct str pairs[] = {
		STR("then"), ecg_words_of_rhythm(e->summary.rhythm, lang),
		STR("now"), ecg_words_of_rhythm(v->summary.rhythm, lang)};
	if (b->len)
		buf_text(b, ", ");
	text_fill(b, MSG_TEL_W_RHYTHM, lang, pairs, 2);
}

static void put_changes(const struct tele_view *v, const struct tele_earlier *e,
			enum lang lang, struct buf *b)
{
	const struct ecg_delta *d = &e->delta;
	if (d->notable_pr)
		put_change(b, lang, "PR", d->pr_ms, " ms", 0);
	if (d->notable_qrs)
		put_change(b, lang, "QRS", d->qrs_ms, " ms", 0);
	if (d->notable_qtc)
		put_change(b, lang, "QTc", d->qtc_ms, " ms", 0);
	if (d->notable_axis)
		put_change(b, lang, text_of(MSG_TEL_W_AXIS, lang).ptr,
			   d->qrs_axis, "\xc2\xb0", 0);
	for (int c = 0; c < ECG_STANDARD && d->notable_st; c++)
		if (fabs(d->st_mm[c]) >= 1) {
			buf_text(b, b->len ? ", ST " : "ST ");
			buf_text(b, ecg_lead_name((enum ecg_lead_code)c));
			buf_char(b, ' ');
			tele_say_change(b, lang, d->st_mm[c], 1);
			buf_text(b, " mm");
		}
	if (d->other_rhythm)
		put_rhythms(v, e, lang, b);
	if (!b->len)
		buf_str(b, text_of(MSG_TEL_W_SAME, lang));
}

/* Against the last one that can be compared. */
static void say_changes(const struct tele_view *v, enum lang lang,
			struct buf *b, struct buf *part)
{
	const struct tele_earlier *e = NULL;
	struct buf day;
	for (size_t i = v->n_earlier; i-- > 0;)
		if (v->earlier[i].comparable)
			e = &v->earlier[i];
	if (!e)
		return;
	buf_init(&day, 80);
	text_date(&day, lang, e->taken_on);
	put_changes(v, e, lang, part);
	const struct str pairs[] = {STR("day"), buf_view(&day), STR("changes"),
				    buf_view(part)};
	text_fill(b, MSG_TEL_W_SINCE, lang, pairs, 2);
	buf_release(&day);
	buf_reset(part);
}

void tele_propose_ecg(const struct tele_view *v, enum lang lang,
		      struct tele_proposal *o)
{
	say_intervals(v, lang, &o->text);
	say_st(v, lang, &o->text, &o->part);
	say_changes(v, lang, &o->comparison, &o->part);
}
