/* app/tele_proposal_int - the pieces of a proposal. */
#ifndef APP_TELE_PROPOSAL_INT_H
#define APP_TELE_PROPOSAL_INT_H

#include "app/tele_proposal.h"

struct tele_proposal {
	struct buf text, comparison;
	struct buf part; /* scratch, empty between two sentences */
};
/* A sentence with one place, and the end of its line; `value` is emptied. */
void tele_say(struct buf *b, enum msg id, enum lang lang, const char *name,
	      struct buf *value);
/* With its sign. */
void tele_say_change(struct buf *b, enum lang lang, double v, unsigned digits);

void tele_propose_spiro(const struct tele_view *v, enum lang lang,
			struct tele_proposal *o, struct tele_report *r);
void tele_propose_ecg(const struct tele_view *v, enum lang lang,
		      struct tele_proposal *o);

#endif
