#include "ecg/draw_int.h"
#include "ecg/overlay.h"
#include "ecg/reader_int.h"

enum { MOST_ROWS = 12, MOST_COLUMNS = 4 };

/* What stands where. A lead that the record lacks is ECG_OTHER: by number. */
struct row {
	size_t n; /* columns */
	enum ecg_lead_code lead[MOST_COLUMNS];
};

struct form {
	size_t n; /* rows */
	struct row row[MOST_ROWS];
};

static const struct form forms[] = {
	[ECG_DRAW_3X4] = {4,
			  {{4, {ECG_I, ECG_AVR, ECG_V1, ECG_V4}},
			   {4, {ECG_II, ECG_AVL, ECG_V2, ECG_V5}},
			   {4, {ECG_III, ECG_AVF, ECG_V3, ECG_V6}},
			   {1, {ECG_II}}}},
	[ECG_DRAW_6X2] = {6,
			  {{2, {ECG_I, ECG_V1}},
			   {2, {ECG_II, ECG_V2}},
			   {2, {ECG_III, ECG_V3}},
			   {2, {ECG_AVR, ECG_V4}},
			   {2, {ECG_AVL, ECG_V5}},
			   {2, {ECG_AVF, ECG_V6}}}},
	[ECG_DRAW_12X1] = {12,
			   {{1, {ECG_I}},
			    {1, {ECG_II}},
			    {1, {ECG_III}},
			    {1, {ECG_AVR}},
			    {1, {ECG_AVL}},
			    {1, {ECG_AVF}},
			    {1, {ECG_V1}},
			    {1, {ECG_V2}},
			    {1, {ECG_V3}},
			    {1, {ECG_V4}},
			    {1, {ECG_V5}},
			    {1, {ECG_V6}}}},
	[ECG_DRAW_MEDIAN] = {3,
			     {{4, {ECG_I, ECG_AVR, ECG_V1, ECG_V4}},
			      {4, {ECG_II, ECG_AVL, ECG_V2, ECG_V5}},
			      {4, {ECG_III, ECG_AVF, ECG_V3, ECG_V6}}}},
};

bool ecg_layout_parse(struct str s, enum ecg_layout *out)
{
	static const char *const names[] = {"3x4", "6x2", "12x1", "median"};
	for (size_t i = 0; i < countof(names); i++)
		if (str_is(s, names[i])) {
			*out = (enum ecg_layout)i;
			return true;
		}
	return false;
}

/* ------------------------------------------------------------------- cells */

/* Where a piece of a lead goes. */
struct place {
	struct sheet_point at; /* its first sample at its level */
	float width, name_y;
	double from_s; /* behind the options' */
};

static void put_name(struct drawing *d, struct place p, struct str name)
{
	sheet_text(d->sheet, (struct sheet_point){p.at.x + 1.5F, p.name_y},
		   3.2F, true, INK_TEXT, name);
}

/* What of the lead is drawn: from that second on, before the device's own
 * calibration pulse. */
static struct wave piece_of(const struct drawing *d, const struct ecg_lead *l,
			    struct place p)
{
	const struct ecg_record *r = d->r;
	size_t end = r->pulse_from ? r->pulse_from : r->n_sample;
	size_t from = (size_t)((d->o->from_s + p.from_s) * r->hz + 0.5);
	size_t most = (size_t)((double)p.width / d->mm_per_s * r->hz) + 1;
	if (from >= end)
		return (struct wave){.uv = l->uv, .n = 0, .hz = r->hz};
	return (struct wave){.uv = l->uv + from,
			     .n = end - from < most ? end - from : most,
			     .hz = r->hz};
}

static void put_lead(struct drawing *d, const struct ecg_lead *l,
		     struct place p)
{
	struct str name = arena_str(d->a, str_from(l->name));
	struct wave w = piece_of(d, l, p);
	put_name(d, p, name);
	if (w.n)
		ecg_draw_trace(d, w, p.at, p.width, ecg_draw_level(d, w), name);
}

/* A limit of a wave of the usual beat, through the whole row. */
static void put_limit(struct drawing *d, struct place p, double sample)
{
	const struct ecg_median *m = &d->o->analysis->median;
	const float x = p.at.x + (float)(sample / m->hz * d->mm_per_s);
	if (isnan(sample) || x > p.at.x + p.width)
		return;
	sheet_segment(d->sheet, INK_MARK, 0.15F,
		      (struct sheet_point){x, p.at.y - 15},
		      (struct sheet_point){x, p.at.y + 15});
}

/* The earlier beat of the same lead, dashed, its R upon this one's. */
static void put_before(struct drawing *d, enum ecg_lead_code code,
		       struct place p)
{
	const struct ecg_draw_before *b = d->o->before;
	const struct ecg_lead *l = b ? ecg_lead(b->r, code) : NULL;
	if (!l || !b->x->median.n || !b->x->median.uv[l - b->r->lead])
		return;
	const struct ecg_median *m = &b->x->median;
	const double r_now =
		ecg_r_sample(d->r, d->o->analysis) / d->o->analysis->median.hz;
	const double r_then = ecg_r_sample(b->r, b->x) / m->hz;
	const double on = b->x->fiducials.qrs_on;
	if (isnan(r_now) || isnan(r_then) || isnan(on) || on < 0)
		return;
	/* what would stand left of the cell is left out */
	const double late = r_now - r_then;
	size_t skip = late < 0 ? (size_t)ceil(-late * m->hz) : 0;
	if (skip >= m->n)
		return;
	struct wave w = {.uv = m->uv[l - b->r->lead] + skip,
			 .n = m->n - skip,
			 .hz = m->hz};
	float dx = (float)((late + (double)skip / m->hz) * d->mm_per_s);
	if (dx >= p.width)
		return;
	ecg_draw_dashed(d, w, (struct sheet_point){p.at.x + dx, p.at.y},
			p.width - dx, m->uv[l - b->r->lead][(size_t)on],
			STR(""));
}

static void put_median(struct drawing *d, size_t lead, struct place p)
{
	const struct ecg_median *m = &d->o->analysis->median;
	const struct ecg_fiducials *f = &d->o->analysis->fiducials;
	const double limits[] = {f->p_on, f->p_off, f->qrs_on, f->qrs_off,
				 f->t_off};
	struct str name = arena_str(d->a, str_from(d->r->lead[lead].name));
	struct wave w = {.uv = m->uv[lead], .n = m->n, .hz = m->hz};
	put_name(d, p, name);
	if (!w.uv || !w.n)
		return;
	for (size_t i = 0; i < countof(limits); i++)
		put_limit(d, p, limits[i]);
	/* the level before QRS, where it is known */
	size_t before =
		isnan(f->qrs_on) || f->qrs_on < 0 ? w.n : (size_t)f->qrs_on;
	float zero = before < w.n ? w.uv[before] : ecg_draw_level(d, w);
	ecg_draw_trace(d, w, p.at, p.width, zero, name);
}

static void put_both(struct drawing *d, enum ecg_lead_code code, size_t lead,
		     struct place p)
{
	put_before(d, code, p);
	put_median(d, lead, p);
}

static void put_cell(struct drawing *d, enum ecg_lead_code code, struct place p)
{
	const struct ecg_lead *l = ecg_lead(d->r, code);
	if (!l)
		put_name(d, p,
			 ecg_draw_msg(d, MSG_ECG_DRAW_MISSING, "lead",
				      str_from(ecg_lead_name(code))));
	else if (d->o->layout == ECG_DRAW_MEDIAN)
		put_both(d, code, (size_t)(l - d->r->lead), p);
	else
		put_lead(d, l, p);
}

/* -------------------------------------------------------------------- rows */

/* Two short marks where one lead ends and the next begins. */
static void put_border(struct drawing *d, struct sheet_point at)
{
	for (int side = -1; side <= 1; side += 2)
		sheet_segment(
			d->sheet, INK_TRACE, 0.25F,
			(struct sheet_point){at.x, at.y + 3 * (float)side},
			(struct sheet_point){at.x, at.y + 5 * (float)side});
}

/* Rows share the height of the grid; the first leaves room for its pulse. Their
 * levels lie on lines of the grid. */
static float row_y(const struct drawing *d, size_t k, size_t n)
{
	const float high = ECG_DRAW_BOTTOM - ECG_DRAW_TOP,
		    each = high / (float)n,
		    above = fmaxf(0.55F * each, (float)d->mm_per_mv + 1),
		    below = 0.45F * each;
	const float step = n > 1 ? (high - above - below) / (float)(n - 1) : 0;
	return roundf(ECG_DRAW_TOP + above + step * (float)k);
}

static float name_y(const struct drawing *d, size_t k, size_t n)
{
	const float each = (ECG_DRAW_BOTTOM - ECG_DRAW_TOP) / (float)n;
	return row_y(d, k, n) - fminf(0.38F * each, 14);
}

static void put_row(struct drawing *d, const struct form *f, size_t k)
{
	const struct row *row = &f->row[k];
	const float width = ECG_DRAW_WIDTH / (float)row->n,
		    y = row_y(d, k, f->n);
	ecg_draw_pulse(d, y);
	for (size_t c = 0; c < row->n; c++) {
		struct place p = {.at = {ECG_DRAW_LEFT + width * (float)c, y},
				  .width = width,
				  .name_y = name_y(d, k, f->n),
				  .from_s = (double)width * (double)c /
					    d->mm_per_s};
		if (c)
			put_border(d, p.at);
		put_cell(d, row->lead[c], p);
	}
}

/* The leads that were chosen, each over the whole width. */
static void put_chosen(struct drawing *d)
{
	struct form f = {0};
	for (int c = 0; c < ECG_STANDARD; c++)
		if (d->o->leads >> c & 1)
			f.row[f.n++] = (struct row){1, {(enum ecg_lead_code)c}};
	for (size_t k = 0; k < f.n; k++)
		put_row(d, &f, k);
}

/* A record of few leads, or of other ones: a row for each. */
static void put_others(struct drawing *d)
{
	size_t n = d->r->n_lead < MOST_ROWS ? d->r->n_lead : MOST_ROWS;
	for (size_t k = 0; k < n; k++) {
		struct place p = {.at = {ECG_DRAW_LEFT, row_y(d, k, n)},
				  .width = ECG_DRAW_WIDTH,
				  .name_y = name_y(d, k, n)};
		ecg_draw_pulse(d, p.at.y);
		put_lead(d, &d->r->lead[k], p);
	}
}

/* The paper of twelve leads is for who has at least the six of the limbs, or
 * those of the chest. */
#define LEAST_OF_TWELVE 6

static bool is_twelve(const struct ecg_record *r)
{
	size_t n = 0;
	for (size_t i = 0; i < r->n_lead; i++)
		n += r->lead[i].code != ECG_OTHER;
	return n >= LEAST_OF_TWELVE;
}

/* ------------------------------------------------------------------- sheet */

static enum rc check(const struct ecg_record *r,
		     const struct ecg_draw_options *o, struct err *err)
{
	if (o->layout == ECG_DRAW_MEDIAN &&
	    (!o->analysis || !o->analysis->median.n_beat || !is_twelve(r)))
		return ecg_refuse(err, MSG_ECG_DRAW_NO_MEDIAN,
				  "there is no usual beat to draw");
	if (o->from_s < 0 || o->from_s * r->hz >= (double)r->n_sample)
		return ecg_refuse(err, MSG_ECG_DRAW_PAST_END,
				  "nothing at second %g", o->from_s);
	return OK;
}

/* For a script that measures on the drawing. */
static void put_data(struct drawing *d)
{
	struct sheet *s = d->sheet;
	s->data_name[0] = STR("mm-per-s");
	s->data_value[0] = arena_printf(d->a, "%g", d->mm_per_s);
	s->data_name[1] = STR("mm-per-mv");
	s->data_value[1] = arena_printf(d->a, "%g", d->mm_per_mv);
	s->n_data = 2;
	s->title = text_of(d->o->signed_by.len ? MSG_ECG_DRAW_TITLE
					       : MSG_ECG_DRAW_UNSIGNED,
			   d->o->lang);
}

enum rc ecg_draw(const struct ecg_record *r, const struct ecg_draw_options *o,
		 struct arena *a, struct sheet *out, struct err *err)
{
	enum rc rc = check(r, o, err);
	if (rc)
		return rc;
	const double usual = o->layout == ECG_DRAW_MEDIAN ? 50 : 25;
	struct drawing d = {.sheet = out,
			    .r = r,
			    .o = o,
			    .mm_per_mv = o->mm_per_mv > 0 ? o->mm_per_mv : 10,
			    .mm_per_s = o->mm_per_s > 0 ? o->mm_per_s : usual,
			    .a = a};
	sheet_init(out, 297, 210, a);
	put_data(&d);
	ecg_draw_grid(&d);
	if (is_twelve(r) && o->leads && o->layout != ECG_DRAW_MEDIAN)
		put_chosen(&d);
	else if (is_twelve(r))
		for (size_t k = 0; k < forms[o->layout].n; k++)
			put_row(&d, &forms[o->layout], k);
	else
		put_others(&d);
	ecg_draw_head(&d);
	ecg_draw_foot(&d);
	return out->failed ? arena_fail(a, err) : OK;
}
