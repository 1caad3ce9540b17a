/* An ECG among the earlier ones: what each measured, and what changed. */
#include "web/page/exam_serial.html.h"

#include "ecg/words.h"
#include "web/page/exam.h"

#include <math.h>

/* "(+18)", or "(=)" where the figures shown do not differ: never "(-0)". */
static struct str signed_change(struct page *p, double change, int decimals)
{
	double unit = decimals ? 10 : 1, shown = round(change * unit) / unit;
	return shown == 0 ? STR("(=)")
			  : page_url(p, "(%+.*f)", decimals, shown);
}

/* "162", "162 (+18)": the value, and this exam less that one. */
static struct str cell(struct page *p, double v, double change)
{
	if (isnan(v))
		return STR("\xe2\x80\x93");
	if (isnan(change))
		return page_url(p, "%.0f", v);
	struct str by = signed_change(p, change, 0);
	return page_url(p, "%.0f %.*s", v, (int)by.len, by.ptr);
}

static struct str with_comma(struct page *p, struct str s)
{
	for (size_t i = 0; p->lang == LANG_IT && i < s.len; i++)
		if (s.ptr[i] == '.') /* the copy is ours */
			((char *)(uintptr_t)s.ptr)[i] = ',';
	return s;
}

/* The lead that changed most, or, of this exam, that is farthest from the line:
 * "V2 1,8 (+0,9)". */
static struct str st_cell(struct page *p, const struct ecg_summary *s,
			  const struct ecg_delta *d)
{
	int worst = -1;
	double most = -1;
	for (int c = 0; c < ECG_STANDARD; c++) {
		double v = fabs(d ? d->st_mm[c] : s->st_mm[c]);
		if (v > most) {
			most = v;
			worst = c;
		}
	}
	if (worst < 0)
		return STR("\xe2\x80\x93");
	const char *name = ecg_lead_name((enum ecg_lead_code)worst);
	if (!d)
		return with_comma(
			p, page_url(p, "%s %.1f", name, s->st_mm[worst]));
	struct str by = signed_change(p, d->st_mm[worst], 1);
	return with_comma(p, page_url(p, "%s %.1f %.*s", name, s->st_mm[worst],
				      (int)by.len, by.ptr));
}

static struct page_exam_serial_rows
row_of(struct page *p, const struct ecg_summary *s, const struct ecg_delta *d)
{
	return (struct page_exam_serial_rows){
		.rhythm = ecg_words_of_rhythm(s->rhythm, p->lang),
		.hr = cell(p, s->hr_bpm, d ? d->hr_bpm : NAN),
		.pr = cell(p, s->pr_ms, d ? d->pr_ms : NAN),
		.qrs = cell(p, s->qrs_ms, d ? d->qrs_ms : NAN),
		.qtc = cell(p, s->qtc_ms, d ? d->qtc_ms : NAN),
		.axis = cell(p, s->qrs_axis, d ? d->qrs_axis : NAN),
		.st = st_cell(p, s, d),
		.rhythm_new = d && d->other_rhythm,
		.pr_new = d && d->notable_pr,
		.qrs_new = d && d->notable_qrs,
		.qtc_new = d && d->notable_qtc,
		.axis_new = d && d->notable_axis,
		.st_new = d && d->notable_st};
}

struct html exam_serial(struct page *p, const struct tele_view *x)
{
	struct page_exam_serial v = {
		.rows = arena_calloc(p->a, x->n_earlier + 1, sizeof(*v.rows))};
	struct buf b;
	if (!v.rows || x->row.kind != TELE_ECG || !x->n_earlier)
		return (struct html){STR("")};
	v.rows[0] = row_of(p, &x->summary, NULL);
	v.rows[0].here = true;
	v.rows[0].day = page_day(p, x->row.taken_on);
	for (v.n_rows = 1; v.n_rows <= x->n_earlier; v.n_rows++) {
		const struct tele_earlier *e = &x->earlier[v.n_rows - 1];
		struct page_exam_serial_rows *r = &v.rows[v.n_rows];
		*r = row_of(p, &e->summary, e->comparable ? &e->delta : NULL);
		r->link = exam_url(p, e->id, "");
		r->day = page_day(p, e->taken_on);
		r->conclusion = e->conclusion.len
					? e->conclusion
					: page_text(p, MSG_TEL_NO_REPORT_YET);
		v.other = v.other || !e->comparable;
	}
	buf_init(&b, 64u << 10);
	page_exam_serial(&b, p->lang, &v);
	return (struct html){page_kept(p, &b)};
}
