/* The two graphs: flow against volume, volume against time. */
#include "spiro/drawing_int.h"

#include <math.h>

#define FV_LEFT  24.0 /* mm */
#define FV_WIDTH 80.0
#define VT_LEFT  122.0
#define VT_WIDTH 73.0
#define BEFORE   0.25 /* s drawn before time zero, as the standard asks */
#define DOT      0.9  /* mm */
#define LABEL    2.6

static const struct nib grid = {.width_mm = 0.15, .ink = INK_RULE};
static const struct nib axis = {.width_mm = 0.3, .ink = INK_TEXT};

static size_t drawn(const struct spiro_exam *e)
{
	size_t n = e->session.n_blow;
	return n < DRAW_MOST_BLOWS ? n : DRAW_MOST_BLOWS;
}

static double most_volume(const struct spiro_exam *e)
{
	double most = 1;
	for (size_t i = 0; i < drawn(e); i++)
		most = fmax(most, fmax(e->session.blow[i].m.fvc,
				       e->session.blow[i].m.fivc));
	if (e->has_opinion)
		most = fmax(most,
			    e->opinion.value[0][SPIRO_FVC].norm.predicted);
	return ceil(most + 0.2);
}

/* ---- the grid and its numbers */

struct scale {
	double x_step, y_step;
	enum msg x_name, y_name;
};

static void draw_grid(const struct drawing *d, const struct frame *f,
		      const struct scale *g)
{
	for (double x = f->x_from; x <= f->x_to + 1e-9; x += g->x_step) {
		ink_line(d->s, x == 0 ? axis : grid, frame_at(f, x, f->y_from),
			 frame_at(f, x, f->y_to));
		struct spot at = frame_at(f, x, f->y_from);
		ink_printf(d->s,
			   (struct words){.x = at.x,
					  .y = at.y + 3.6,
					  .size_mm = LABEL,
					  .anchor = ALIGN_MIDDLE,
					  .ink = INK_TEXT},
			   "%g", x);
	}
	for (double y = f->y_from; y <= f->y_to + 1e-9; y += g->y_step) {
		ink_line(d->s, y == 0 ? axis : grid, frame_at(f, f->x_from, y),
			 frame_at(f, f->x_to, y));
		struct spot at = frame_at(f, f->x_from, y);
		ink_printf(d->s,
			   (struct words){.x = at.x - 1.2,
					  .y = at.y + 0.9,
					  .size_mm = LABEL,
					  .anchor = ALIGN_END,
					  .ink = INK_TEXT},
			   "%g", y);
	}
}

static void draw_names(const struct drawing *d, const struct frame *f,
		       const struct scale *g)
{
	struct spot right = frame_at(f, f->x_to, f->y_from);
	struct spot top = frame_at(f, f->x_from, f->y_to);
	spiro_draw_msg(d, right.x, right.y + 7.4, 3, ALIGN_END, INK_TEXT,
		       g->x_name);
	spiro_draw_msg(d, top.x - 6, top.y - 2.5, 3, ALIGN_START, INK_TEXT,
		       g->y_name);
}

/* The points of a blow between two samples, by a function of each. */
typedef struct spot point_of(const struct frame *f, const struct spiro_blow *b,
			     size_t i);

static void draw_blow(const struct drawing *d, const struct frame *f,
		      size_t blow, size_t from, size_t to, point_of *point)
{
	const struct spiro_blow *b = &d->e->session.blow[blow];
	struct spot *at = arena_array(d->s->a, struct spot, to - from + 1);
	if (!at) {
		d->s->failed = true;
		return;
	}
	for (size_t i = from; i <= to; i++)
		at[i - from] = point(f, b, i);
	ink_path(d->s, spiro_draw_pen(d->e, blow), at, to - from + 1);
}

/* ---- flow against volume */

static double clamp(double v, double from, double to)
{
	return fmin(fmax(v, from), to);
}

static struct spot loop_point(const struct frame *f, const struct spiro_blow *b,
			      size_t i)
{
	double v = b->curve.volume[i] - b->m.start_volume;
	return frame_at(f, clamp(v, f->x_from, f->x_to),
			clamp(b->curve.flow[i], f->y_from, f->y_to));
}

/* Where the loop of a set passes; false when the set has none for them. */
static bool find_loop(const struct spiro_exam *e, enum spiro_set set,
		      double at[5][2])
{
	static const enum spiro_param p[] = {SPIRO_PEF, SPIRO_FEF25,
					     SPIRO_FEF50, SPIRO_FEF75};
	static const double part[] = {0.12, 0.25, 0.5, 0.75};
	const struct spiro_person who = {
		.sex = e->sex, .age = e->age, .height_cm = e->height_cm};
	struct spiro_norm n;
	if (!e->has_sex || isnan(e->age) || isnan(e->height_cm) ||
	    spiro_expect(e->ref, set, &who, SPIRO_FVC, &n, NULL))
		return false;
	double fvc = n.predicted;
	for (int i = 0; i < 4; i++) {
		if (spiro_expect(e->ref, set, &who, p[i], &n, NULL))
			return false;
		at[i][0] = part[i] * fvc;
		at[i][1] = n.predicted;
	}
	at[4][0] = fvc;
	at[4][1] = 0;
	return true;
}

static double most_flow(const struct spiro_exam *e, double *least)
{
	double most = 2, loop[5][2];
	*least = 0;
	if (find_loop(e, SPIRO_ECSC1993, loop))
		for (int i = 0; i < 5; i++)
			most = fmax(most, loop[i][1]);
	for (size_t i = 0; i < drawn(e); i++) {
		most = fmax(most, e->session.blow[i].m.pef);
		if (!isnan(e->session.blow[i].m.pif))
			*least = fmin(*least, -e->session.blow[i].m.pif);
	}
	*least = 2 * floor(*least / 2);
	return 2 * ceil((most + 0.2) / 2);
}

/* The largest of a few round scales at which the loop fits. */
static double mm_per_litre(double litres, double flows, double height)
{
	static const double round[] = {20, 16, 15, 12.5, 12, 10, 8, 6, 5, 4};
	for (size_t i = 0; i < countof(round); i++)
		if (litres * round[i] <= FV_WIDTH &&
		    flows * round[i] / 2 <= height)
			return round[i];
	return fmin(FV_WIDTH / litres, 2 * height / flows);
}

static void draw_loop(const struct drawing *d, const struct frame *f)
{
	const struct nib pen = {
		.width_mm = 0.25, .ink = INK_FAINT, .dash = NIB_DOTTED};
	double loop[5][2];
	struct spot at[6] = {frame_at(f, 0, 0)};
	if (!find_loop(d->e, SPIRO_ECSC1993, loop))
		return;
	for (int i = 0; i < 5; i++) {
		at[i + 1] = frame_at(f, clamp(loop[i][0], f->x_from, f->x_to),
				     clamp(loop[i][1], f->y_from, f->y_to));
		ink_dot(d->s, at[i + 1], DOT, INK_FAINT);
	}
	ink_path(d->s, pen, at, 6);
	struct spot note = frame_at(f, f->x_to, f->y_to);
	spiro_draw_msg(d, note.x, note.y - 1.5, LABEL, ALIGN_END, INK_FAINT,
		       MSG_SPI_D_LOOP);
}

/* FVC of the set in use: a stroke across the axis of volumes. */
static void draw_predicted_fvc(const struct drawing *d, const struct frame *f)
{
	if (!d->e->has_opinion)
		return;
	double v = d->e->opinion.value[0][SPIRO_FVC].norm.predicted;
	struct spot at = frame_at(f, v, 0);
	if (!(v <= f->x_to))
		return;
	ink_line(d->s, (struct nib){.width_mm = 0.6, .ink = INK_TEXT},
		 (struct spot){at.x, at.y - 2.5},
		 (struct spot){at.x, at.y + 1});
	struct spot note = frame_at(f, f->x_to, f->y_to);
	ink_printf(d->s,
		   (struct words){.x = note.x,
				  .y = note.y - 5,
				  .size_mm = LABEL,
				  .anchor = ALIGN_END,
				  .ink = INK_TEXT},
		   STR_FMT " %s", STR_ARG(text_of(MSG_SPI_D_FVC, d->lang)),
		   spiro_set_title(d->e->opinion.set));
}

double spiro_draw_flow_volume(const struct drawing *d, double top,
			      double most_mm)
{
	static const struct scale g = {1, 2, MSG_SPI_D_VOLUME, MSG_SPI_D_FLOW};
	double least, most = most_flow(d->e, &least);
	double litres = most_volume(d->e);
	double mm = mm_per_litre(litres, most - least, most_mm);
	double bottom = top + (most - least) * mm / 2;
	struct frame f = {.x0 = FV_LEFT,
			  .y0 = bottom + least * mm / 2,
			  .x_mm = mm,
			  .y_mm = mm / 2,
			  .x_to = litres,
			  .y_from = least,
			  .y_to = most};
	draw_grid(d, &f, &g);
	draw_names(d, &f, &g);
	draw_loop(d, &f);
	draw_predicted_fvc(d, &f);
	for (size_t i = 0; i < drawn(d->e); i++) {
		const struct spiro_blow *b = &d->e->session.blow[i];
		size_t to = isnan(b->m.fivc) ? b->m.end : b->curve.n - 1;
		draw_blow(d, &f, i, b->m.start, to, loop_point);
	}
	struct spot at = frame_at(&f, 0, least);
	ink_printf(d->s,
		   (struct words){.x = at.x,
				  .y = at.y + 7.4,
				  .size_mm = LABEL,
				  .ink = INK_FAINT},
		   "2 L/s = 1 L = %g mm", mm);
	return bottom;
}

/* ---- volume against time */

static struct spot time_point(const struct frame *f, const struct spiro_blow *b,
			      size_t i)
{
	double t = spiro_time(&b->curve, i) - b->m.time_zero;
	double v = b->curve.volume[i] - b->m.start_volume;
	return frame_at(f, clamp(t, -BEFORE, f->x_to), clamp(v, 0, f->y_to));
}

static double most_time(const struct spiro_exam *e)
{
	double most = 6;
	for (size_t i = 0; i < drawn(e); i++)
		most = fmax(most, e->session.blow[i].m.fet);
	return ceil(fmin(most, 30));
}

/* "FEV1 3,24 L" in the corner that curves leave empty. */
static void draw_note(const struct drawing *d, const struct frame *f, int line,
		      enum sheet_ink ink, const char *name, double v,
		      int digits)
{
	struct spot at = frame_at(f, f->x_to, 0);
	char room[40];
	snprintf(room, sizeof(room), "%s %.*f L", name, digits, v);
	for (char *c = room; *c && d->lang == LANG_IT; c++)
		if (*c == '.')
			*c = ',';
	spiro_draw_words(d, at.x - 1.5, at.y - 2 - 4 * line, 3, ALIGN_END, ink,
			 str_from(room));
}

/* The tangent at peak flow, which finds time zero, and BEV below it. */
static void draw_back(const struct drawing *d, const struct frame *f,
		      const struct spiro_blow *b)
{
	const struct nib dashed = {
		.width_mm = 0.25, .ink = INK_WARNING, .dash = NIB_DASHED};
	double v = 0.7 * b->m.fvc;
	ink_line(d->s, dashed, frame_at(f, 0, 0), frame_at(f, v / b->m.pef, v));
	ink_line(d->s, (struct nib){.width_mm = 0.7, .ink = INK_WARNING},
		 frame_at(f, 0, 0), frame_at(f, 0, b->m.bev));
	draw_note(d, f, 0, INK_WARNING, "BEV", b->m.bev, 3);
}

static void draw_fev1(const struct drawing *d, const struct frame *f,
		      const struct spiro_blow *b)
{
	const struct nib dotted = {
		.width_mm = 0.25, .ink = INK_TEXT, .dash = NIB_DOTTED};
	if (isnan(b->m.fev1))
		return;
	struct spot at = frame_at(f, 1, b->m.fev1);
	ink_line(d->s, dotted, frame_at(f, 1, 0), at);
	ink_dot(d->s, at, DOT, INK_TEXT);
	draw_note(d, f, 1, INK_TEXT, "FEV1", b->m.fev1, 2);
}

void spiro_draw_volume_time(const struct drawing *d, double top, double bottom)
{
	double seconds = most_time(d->e), litres = most_volume(d->e);
	const struct scale g = {seconds > 16  ? 5
				: seconds > 8 ? 2
					      : 1,
				1, MSG_SPI_D_TIME, MSG_SPI_D_VOLUME};
	double x_mm = VT_WIDTH / (seconds + BEFORE);
	struct frame f = {.x0 = VT_LEFT + BEFORE * x_mm,
			  .y0 = bottom,
			  .x_mm = x_mm,
			  .y_mm = (bottom - top) / litres,
			  .x_to = seconds,
			  .y_to = litres};
	int best = spiro_draw_best(d->e);
	draw_grid(d, &f, &g);
	draw_names(d, &f, &g);
	for (size_t i = 0; i < drawn(d->e); i++) {
		const struct spiro_blow *b = &d->e->session.blow[i];
		double early = b->m.time_zero - BEFORE;
		size_t from = early > 0 ? (size_t)(early * b->curve.hz) + 1 : 0;
		draw_blow(d, &f, i, from > b->m.start ? from : b->m.start,
			  b->m.end, time_point);
	}
	if (best >= 0) {
		draw_back(d, &f, &d->e->session.blow[best]);
		draw_fev1(d, &f, &d->e->session.blow[best]);
	}
}
