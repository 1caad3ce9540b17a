#include "spiro/drawing_int.h"

#include <math.h>

#define WIDTH  210.0F /* A4 */
#define HEIGHT 297.0F
#define LEFT   15.0
#define RIGHT  195.0

/* ---- words */

void spiro_draw_words(const struct drawing *d, double x, double y, double size,
		      enum align anchor, enum sheet_ink ink, struct str text)
{
	ink_text(d->s,
		 (struct words){.x = x,
				.y = y,
				.size_mm = size,
				.anchor = anchor,
				.ink = ink},
		 text);
}

void spiro_draw_msg(const struct drawing *d, double x, double y, double size,
		    enum align anchor, enum sheet_ink ink, enum msg id)
{
	spiro_draw_words(d, x, y, size, anchor, ink, text_of(id, d->lang));
}

void spiro_draw_number(const struct drawing *d, double x, double y, double size,
		       double v, int digits)
{
	char room[40];
	int n = isfinite(v) ? snprintf(room, sizeof(room), "%.*f", digits, v)
			    : snprintf(room, sizeof(room), "-");
	for (int i = 0; i < n && d->lang == LANG_IT; i++)
		if (room[i] == '.')
			room[i] = ',';
	spiro_draw_words(d, x, y, size, ALIGN_END, INK_TEXT,
			 (struct str){room, (size_t)n});
}

/* ---- blows */

enum sheet_ink spiro_draw_colour(size_t blow)
{
	return (enum sheet_ink)(INK_SERIES_1 + blow % 8);
}

int spiro_draw_best(const struct spiro_exam *e)
{
	for (int p = 0; p < N_SPIRO_PHASE; p++) {
		const struct spiro_result *r = &e->session.result[p];
		int best = r->from_flows >= 0 ? r->from_flows : r->from_fvc;
		if (r->n_blow)
			return best;
	}
	return -1;
}

struct nib spiro_draw_pen(const struct spiro_exam *e, size_t blow)
{
	const struct spiro_verdict *v = &e->session.blow[blow].v;
	bool counts = v->fev1_acceptable || v->fvc_acceptable;
	return (struct nib){.width_mm = (int)blow == spiro_draw_best(e) ? 0.5
									: 0.25,
			    .ink = spiro_draw_colour(blow),
			    .dash = counts ? NIB_SOLID : NIB_DASHED};
}

/* ---- the head and the foot */

static void put_person(const struct drawing *d, struct buf *b)
{
	const struct spiro_exam *e = d->e;
	if (e->id.len)
		buf_printf(b, STR_FMT ", ", STR_ARG(e->id));
	if (e->has_sex)
		buf_printf(b, "%s, ", e->sex == SPIRO_MALE ? "M" : "F");
	if (!isnan(e->age)) {
		int tenths = (int)(e->age * 10 + 0.5);
		buf_printf(b, "%d%c%d ", tenths / 10,
			   d->lang == LANG_IT ? ',' : '.', tenths % 10);
		buf_str(b, text_of(MSG_SPI_D_YEARS, d->lang));
		buf_text(b, ", ");
	}
	if (!isnan(e->height_cm))
		buf_printf(b, "%.0f cm, ", e->height_cm);
	if (e->taken_on.len)
		buf_printf(b, STR_FMT ", ", STR_ARG(e->taken_on));
	buf_str(b, e->device);
}

static void head(const struct drawing *d)
{
	struct buf b;
	ink_text(d->s,
		 (struct words){.x = LEFT,
				.y = 20,
				.size_mm = 6,
				.bold = true,
				.ink = INK_TEXT},
		 text_of(MSG_SPI_D_TITLE, d->lang));
	if (d->e->signed_by.len) {
		const struct str pairs[] = {STR("who"), d->e->signed_by};
		buf_init(&b, 1u << 10);
		text_fill(&b, MSG_ECG_DRAW_SIGNED, d->lang, pairs, 1);
		spiro_draw_words(d, RIGHT, 20, 3.5, ALIGN_END, INK_TEXT,
				 buf_view(&b));
		buf_release(&b);
	} else
		spiro_draw_msg(d, RIGHT, 20, 3.5, ALIGN_END, INK_WARNING,
			       MSG_SPI_D_NOT_VALIDATED);
	buf_init(&b, 1u << 12);
	put_person(d, &b);
	struct str who = buf_view(&b);
	while (who.len &&
	       (who.ptr[who.len - 1] == ' ' || who.ptr[who.len - 1] == ','))
		who.len--;
	spiro_draw_words(d, LEFT, 26.5, 3.5, ALIGN_START, INK_TEXT, who);
	buf_release(&b);
}

/* 100 mm, a stroke every ten. */
static void foot(const struct drawing *d)
{
	const struct nib thin = {.width_mm = 0.2, .ink = INK_FAINT};
	double y = HEIGHT - 12;
	ink_line(d->s, thin, (struct spot){LEFT, y},
		 (struct spot){LEFT + 100, y});
	for (int i = 0; i <= 10; i++)
		ink_line(d->s, thin, (struct spot){LEFT + 10 * i, y},
			 (struct spot){LEFT + 10 * i, y - (i % 5 ? 1.5 : 2.5)});
	spiro_draw_msg(d, LEFT + 103, y, 2.6, ALIGN_START, INK_FAINT,
		       MSG_SPI_D_RULER);
	spiro_draw_words(d, RIGHT, y, 2.6, ALIGN_END, INK_FAINT,
			 STR("ATS/ERS 2019, ERS/ATS 2022"));
}

/* A long session takes its room from the graphs. */
static double loop_height(const struct spiro_exam *e)
{
	return e->session.n_blow > 5 ? 82 : 110;
}

void spiro_draw(const struct spiro_exam *e, enum lang lang, struct sheet *s)
{
	const struct drawing d = {.e = e, .s = s, .lang = lang};
	sheet_init(s, WIDTH, HEIGHT, e->a);
	s->title = text_of(MSG_SPI_D_TITLE, lang);
	head(&d);
	double y = 42;
	if (e->session.n_blow) {
		double bottom = spiro_draw_flow_volume(&d, y, loop_height(e));
		spiro_draw_volume_time(&d, y, bottom);
		y = bottom + 13;
	}
	y = spiro_draw_values(&d, y);
	y = spiro_draw_opinion(&d, y);
	spiro_draw_blows(&d, y + 3);
	foot(&d);
}
