/* telecare/paper - a report as it is printed, and signed: A4 upright, a title,
 * facts in two columns, texts under their headings, a foot on each page.
 *
 * A function of its struct: the same report gives the same pages, and so
 * (sheet_pdf) the same bytes. Nothing is left out: a long text goes on on the
 * next page.
 */
#ifndef TELECARE_PAPER_H
#define TELECARE_PAPER_H

#include "picture/sheet.h"
#include "text/text.h"

struct tele_paper_part {
	bool heading; /* a text under its name; else a fact beside it */
	bool strong;  /* what must be seen first */
	struct str name, text; /* lines of the text by LF; an empty one is left
				  out */
};
#define TELE_PAPER_PARTS 64
#define TELE_PAPER_PAGES 20 /* the texts of a form fill eight at most */

struct tele_paper {
	struct str title, foot;
	enum lang lang;
	struct tele_paper_part part[TELE_PAPER_PARTS];
	size_t n;
};

void tele_paper_fact(struct tele_paper *p, enum msg name, struct str text);
void tele_paper_text(struct tele_paper *p, enum msg name, struct str text,
		     bool strong);
/* The pages; E_LIMIT: more than TELE_PAPER_PAGES. */
MUST_USE enum rc tele_paper_draw(const struct tele_paper *p, struct arena *a,
				 struct sheet page[TELE_PAPER_PAGES], size_t *n,
				 struct err *err);

#endif
