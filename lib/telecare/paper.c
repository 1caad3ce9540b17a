#include "telecare/paper.h"

/* mm */
#define LEFT   20.0F
#define RIGHT  190.0F
#define TOP    22.0F
#define BOTTOM 274.0F
#define SECOND 66.0F /* of facts: where their text begins */
#define SIZE   3.6F  /* of letters; about ten points */
#define LINE   5.0F

struct writing {
	const struct tele_paper *p;
	struct arena *a;
	struct sheet *page;
	size_t n;
	float y;
	bool full;
};

void tele_paper_fact(struct tele_paper *p, enum msg name, struct str text)
{
	if (text.len && p->n < TELE_PAPER_PARTS)
		p->part[p->n++] = (struct tele_paper_part){
			.name = text_of(name, p->lang), .text = text};
}

void tele_paper_text(struct tele_paper *p, enum msg name, struct str text,
		     bool strong)
{
	if (text.len && p->n < TELE_PAPER_PARTS)
		p->part[p->n++] =
			(struct tele_paper_part){.heading = true,
						 .strong = strong,
						 .name = text_of(name, p->lang),
						 .text = text};
}

static void new_page(struct writing *w)
{
	w->full = w->full || w->n == TELE_PAPER_PAGES;
	if (w->full)
		return;
	sheet_init(&w->page[w->n], 210, 297, w->a);
	w->page[w->n++].title = w->p->title;
	w->y = TOP;
}

/* Room for so many mm, on this page or the next. */
static void want(struct writing *w, float mm)
{
	if (w->y + mm > BOTTOM)
		new_page(w);
}

static void put(struct writing *w, float x, float size, bool bold,
		enum sheet_ink ink, struct str text)
{
	if (!w->full)
		sheet_text(&w->page[w->n - 1], (struct sheet_point){x, w->y},
			   size, bold, ink, text);
}

/* How much of the text goes on a line of so many mm: up to a blank, or as much
 * as fits of a long word; whole letters. */
static size_t fits(struct str s, float mm, bool bold)
{
	size_t best = 0, i = 0;
	while (i < s.len) {
		size_t next = i + 1;
		while (next < s.len &&
		       ((unsigned char)s.ptr[next] & 0xC0) == 0x80)
			next++;
		if (sheet_text_width(str_sub(s, 0, next), SIZE, bold) > mm)
			return best ? best : i ? i : next;
		if (s.ptr[i] == ' ')
			best = i;
		i = next;
	}
	return s.len;
}

/* One line of the text, broken where the paper ends. */
static void put_wrapped(struct writing *w, float x, bool bold, struct str s)
{
	do {
		size_t n = fits(s, RIGHT - x, bold);
		want(w, LINE);
		put(w, x, SIZE, bold, INK_TEXT, str_sub(s, 0, n));
		w->y += LINE;
		s = str_trim(str_sub(s, n, s.len - n));
	} while (s.len);
}

static void put_text(struct writing *w, float x, bool bold, struct str text)
{
	for (struct str rest = text; rest.ptr;)
		put_wrapped(w, x, bold, str_trim(str_cut(&rest, '\n')));
}

static void put_part(struct writing *w, const struct tele_paper_part *part)
{
	if (part->heading) {
		want(w, 3 + 2 * LINE);
		w->y += 3;
		put(w, LEFT, SIZE, true, INK_FAINT, part->name);
		w->y += LINE;
		put_text(w, LEFT, part->strong, part->text);
		return;
	}
	want(w, LINE);
	put(w, LEFT, SIZE, false, INK_FAINT, part->name);
	put_text(w, SECOND, false, part->text);
}

static void put_title(struct writing *w)
{
	new_page(w);
	put(w, LEFT, 6, true, INK_TEXT, w->p->title);
	w->y += 4;
	sheet_segment(w->page, INK_RULE, 0.3F, (struct sheet_point){LEFT, w->y},
		      (struct sheet_point){RIGHT, w->y});
	w->y += 8;
}

static void put_feet(struct writing *w)
{
	for (size_t i = 0; i < w->n; i++) {
		struct str number =
			arena_printf(w->a, "%zu / %zu", i + 1, w->n);
		struct sheet *s = &w->page[i];
		sheet_segment(s, INK_RULE, 0.3F,
			      (struct sheet_point){LEFT, BOTTOM + 4},
			      (struct sheet_point){RIGHT, BOTTOM + 4});
		sheet_text(s, (struct sheet_point){LEFT, BOTTOM + 9}, 2.8F,
			   false, INK_FAINT, w->p->foot);
		if (number.ptr)
			sheet_text(s,
				   (struct sheet_point){RIGHT - 10, BOTTOM + 9},
				   2.8F, false, INK_FAINT, number);
		s->failed = s->failed || !number.ptr;
	}
}

enum rc tele_paper_draw(const struct tele_paper *p, struct arena *a,
			struct sheet page[TELE_PAPER_PAGES], size_t *n,
			struct err *err)
{
	struct writing w = {.p = p, .a = a, .page = page};
	put_title(&w);
	for (size_t i = 0; i < p->n; i++)
		put_part(&w, &p->part[i]);
	put_feet(&w);
	if (w.full)
		return err_set(err, E_LIMIT, "a report of more than %d pages",
			       TELE_PAPER_PAGES);
	*n = w.n;
	return OK;
}
