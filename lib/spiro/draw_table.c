/* Under the graphs: values with their z, the blows, what they say. */
#include "spiro/drawing_int.h"

#include <math.h>

#define LEFT     15.0
#define RIGHT    195.0
#define ROW      4.4 /* mm */
#define SIZE     3.0
#define SMALL    2.5
#define BOTTOM   276.0 /* nothing below it but the foot */
#define Z_LEFT   115.0
#define Z_FROM   (-5.0)
#define Z_TO     3.0
#define Z_MM     10.0 /* of one z */
#define NAMES_AT 40.0

static const double column[] = {50, 64, 78, 90, 104}; /* right ends */

static double z_at(double z)
{
	return Z_LEFT + (fmin(fmax(z, Z_FROM), Z_TO) - Z_FROM) * Z_MM;
}

/* ---- values */

static void draw_zones(const struct drawing *d, double top, double bottom)
{
	const struct spiro_rules *r = d->e->rules;
	const double from[] = {Z_FROM, r->z_severe, r->z_moderate, r->z_limit,
			       Z_TO};
	static const enum sheet_ink fill[] = {INK_ZONE_1, INK_ZONE_2,
					      INK_ZONE_3, INK_ZONE_4};
	for (size_t i = 0; i < countof(fill); i++)
		ink_box(d->s, (struct spot){z_at(from[i]), top},
			z_at(from[i + 1]) - z_at(from[i]), bottom - top,
			fill[i]);
	for (int z = (int)Z_FROM; z <= (int)Z_TO; z++)
		ink_printf(d->s,
			   (struct words){.x = z_at(z),
					  .y = bottom + 3,
					  .size_mm = SMALL,
					  .anchor = ALIGN_MIDDLE,
					  .ink = INK_TEXT},
			   "%d", z);
	ink_line(d->s, (struct nib){.width_mm = 0.3, .ink = INK_TEXT},
		 (struct spot){z_at(0), top}, (struct spot){z_at(0), bottom});
}

static void draw_heads(const struct drawing *d, double y)
{
	for (size_t i = 0; i < countof(column); i++)
		spiro_draw_words(
			d, column[i], y, SMALL, ALIGN_END, INK_FAINT,
			text_of((enum msg)(MSG_SPI_T_MEASURED + i), d->lang));
	ink_printf(d->s,
		   (struct words){.x = RIGHT,
				  .y = y,
				  .size_mm = SMALL,
				  .anchor = ALIGN_END,
				  .ink = INK_FAINT},
		   "z, %s", spiro_set_title(d->e->set));
}

/* A value on its line; its mark is open after the bronchodilator. */
static void draw_value(const struct drawing *d, double y, enum spiro_param p,
		       enum spiro_phase phase)
{
	const struct spiro_scored *v = &d->e->opinion.value[phase][p];
	const double all[] = {v->measured, v->norm.predicted, v->norm.lln,
			      v->score.z, v->score.pct_predicted};
	struct spot at = {z_at(v->score.z), y - 1};
	ink_printf(d->s,
		   (struct words){.x = LEFT,
				  .y = y,
				  .size_mm = SIZE,
				  .bold = true,
				  .ink = INK_TEXT},
		   "%s%s%s%s", spiro_param_name(p),
		   *spiro_param_unit(p) ? " " : "", spiro_param_unit(p),
		   phase == SPIRO_POST ? " *" : "");
	for (size_t i = 0; i < countof(all); i++)
		spiro_draw_number(d, column[i], y, SIZE, all[i],
				  i == 4 ? 0 : 2);
	if (isnan(v->score.z))
		return;
	ink_line(d->s, (struct nib){.width_mm = 0.8, .ink = INK_TEXT},
		 (struct spot){z_at(0), y - 1}, at);
	ink_dot(d->s, at, 1.4, INK_TEXT);
	if (phase == SPIRO_POST)
		ink_dot(d->s, at, 0.9, INK_PAPER);
}

static const enum spiro_param shown[] = {
	SPIRO_FEV1,  SPIRO_FVC,    SPIRO_FEV1FVC, SPIRO_FEF2575,
	SPIRO_FEF75, SPIRO_FEV075, SPIRO_PEF};

static size_t count_values(const struct spiro_exam *e)
{
	size_t n = 0;
	for (size_t i = 0; i < countof(shown); i++)
		for (int p = 0; p < N_SPIRO_PHASE; p++)
			n += isnan(e->best[p][shown[i]]) ? 0 : 1;
	return n;
}

static void draw_plain(const struct drawing *d, double y, enum spiro_param p)
{
	ink_printf(d->s,
		   (struct words){.x = LEFT,
				  .y = y,
				  .size_mm = SIZE,
				  .bold = true,
				  .ink = INK_TEXT},
		   "%s %s", spiro_param_name(p), spiro_param_unit(p));
	spiro_draw_number(d, column[0], y, SIZE, d->e->best[SPIRO_PRE][p], 2);
}

double spiro_draw_values(const struct drawing *d, double top)
{
	const struct spiro_exam *e = d->e;
	size_t n = count_values(e);
	double y = top + 2;
	if (e->has_opinion) {
		draw_heads(d, y);
		draw_zones(d, y + 1, y + 2 + ROW * (double)n);
	}
	for (size_t i = 0; i < countof(shown); i++)
		for (int p = 0; p < N_SPIRO_PHASE; p++) {
			if (isnan(e->best[p][shown[i]]))
				continue;
			y += ROW;
			if (e->has_opinion)
				draw_value(d, y, shown[i], (enum spiro_phase)p);
			else
				draw_plain(d, y, shown[i]);
		}
	return y + 6;
}

/* ---- blows */

static const double blow_column[] = {70, 82, 94, 108, 120};

static void draw_blow_heads(const struct drawing *d, double y)
{
	static const char *const head[] = {"FEV1", "FVC", "PEF", "FET s",
					   "BEV L"};
	spiro_draw_msg(d, LEFT, y, SMALL, ALIGN_START, INK_FAINT,
		       MSG_SPI_T_BLOWS);
	for (size_t i = 0; i < countof(head); i++)
		spiro_draw_words(d, blow_column[i], y, SMALL, ALIGN_END,
				 INK_FAINT, str_from(head[i]));
	spiro_draw_words(d, 131, y, SMALL, ALIGN_MIDDLE, INK_FAINT,
			 STR("FEV1"));
	spiro_draw_words(d, 141, y, SMALL, ALIGN_MIDDLE, INK_FAINT, STR("FVC"));
}

static struct str mark_of(bool acceptable, bool usable)
{
	return acceptable ? STR("+") : usable ? STR("(+)") : STR("-");
}

static double draw_causes(const struct drawing *d, double y,
			  const struct spiro_blow *b)
{
	struct buf words;
	buf_init(&words, 1u << 12);
	for (int c = 0; c < N_SPIRO_CAUSE; c++) {
		if (!(b->v.causes >> c & 1) || y + 3.4 > BOTTOM)
			continue;
		y += 3.4;
		buf_reset(&words);
		buf_text(&words, "- ");
		spiro_cause_text(&words, (enum spiro_cause)c, &b->m,
				 d->e->rules, d->lang);
		spiro_draw_words(d, LEFT + 10, y, SMALL, ALIGN_START,
				 INK_WARNING, buf_view(&words));
	}
	buf_release(&words);
	return y;
}

static double draw_blow_row(const struct drawing *d, double y, size_t i)
{
	const struct spiro_blow *b = &d->e->session.blow[i];
	const double all[] = {b->m.fev1, b->m.fvc, b->m.pef, b->m.fet,
			      b->m.bev};
	struct nib pen = spiro_draw_pen(d->e, i);
	pen.width_mm = fmax(pen.width_mm, 0.4);
	ink_line(d->s, pen, (struct spot){LEFT, y - 1},
		 (struct spot){LEFT + 8, y - 1});
	ink_printf(d->s,
		   (struct words){.x = LEFT + 10,
				  .y = y,
				  .size_mm = SIZE,
				  .ink = INK_TEXT},
		   "%.*s%s", (int)(b->name.len < 24 ? b->name.len : 24),
		   b->name.ptr, b->phase == SPIRO_POST ? " *" : "");
	for (size_t k = 0; k < countof(all); k++)
		spiro_draw_number(d, blow_column[k], y, SIZE, all[k], 2);
	spiro_draw_words(d, 131, y, SIZE, ALIGN_MIDDLE, INK_TEXT,
			 mark_of(b->v.fev1_acceptable, b->v.fev1_usable));
	spiro_draw_words(d, 141, y, SIZE, ALIGN_MIDDLE, INK_TEXT,
			 mark_of(b->v.fvc_acceptable, b->v.fvc_usable));
	return draw_causes(d, y, b);
}

static void draw_grades(const struct drawing *d, double y)
{
	for (int p = 0; p < N_SPIRO_PHASE; p++) {
		const struct spiro_result *r = &d->e->session.result[p];
		if (!r->n_blow)
			continue;
		ink_printf(d->s,
			   (struct words){.x = RIGHT,
					  .y = y + ROW * p,
					  .size_mm = 4,
					  .anchor = ALIGN_END,
					  .bold = true,
					  .ink = INK_TEXT},
			   "FEV1 %c, FVC %c%s", r->fev1_grade, r->fvc_grade,
			   p == SPIRO_POST ? " *" : "");
	}
}

double spiro_draw_blows(const struct drawing *d, double top)
{
	double y = top;
	size_t n = d->e->session.n_blow;
	if (!n)
		return top;
	draw_blow_heads(d, y);
	draw_grades(d, y + ROW);
	size_t i = 0;
	for (; i < n && y + (i + 1 < n ? 2 : 1) * ROW < BOTTOM; i++)
		y = draw_blow_row(d, y + ROW, i);
	if (i < n) {
		char more[40];
		snprintf(more, sizeof(more), "+ %zu ...", n - i);
		spiro_draw_words(d, LEFT + 10, y + ROW, SIZE, ALIGN_START,
				 INK_WARNING, str_from(more));
	}
	return y + ROW;
}

/* ---- what they say */

#define BESIDE_BAR 95 /* mm from the left margin to the z bar */

static double put_says(const struct drawing *d, double top, enum msg head,
		       void (*says)(struct buf *, const struct spiro_exam *,
				    enum lang))
{
	struct buf b;
	buf_init(&b, 1u << 12);
	buf_str(&b, text_of(head, d->lang));
	says(&b, d->e, d->lang);
	/* a long one passes below the numbers of the z bar */
	if (sheet_text_width(buf_view(&b), 3.5F, false) > BESIDE_BAR)
		top += ROW;
	spiro_draw_words(d, LEFT, top + 1, 3.5, ALIGN_START, INK_TEXT,
			 buf_view(&b));
	buf_release(&b);
	return top + ROW;
}

double spiro_draw_opinion(const struct drawing *d, double top)
{
	const struct spiro_exam *e = d->e;
	if (!e->has_opinion)
		return top;
	top = put_says(d, top, MSG_SPI_T_PATTERN, spiro_exam_pattern);
	if (isfinite(e->opinion.fev1.litres))
		top = put_says(d, top, MSG_SPI_T_BDR, spiro_exam_response);
	return top;
}
