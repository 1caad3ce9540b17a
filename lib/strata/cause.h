/* strata/cause - because of what a person's result is another one than at an
 * earlier run: the record that entered a window, left it, came late or was
 * taken back, an exemption that began or ended, a birthday, the hierarchy, the
 * registration.
 *
 * Both days are evaluated on the archive, each with the records known to its
 * run (strata_question.known_import). People are as they are known now.
 */
#ifndef STRATA_CAUSE_H
#define STRATA_CAUSE_H

#include "strata/strata.h"
#include "text/text.h"

enum cause_kind {
	CAUSE_ENTERED,    /* a record that came into the window */
	CAUSE_LATE,       /* one of before, known only later */
	CAUSE_LEFT,       /* a record that fell out of it */
	CAUSE_TAKEN_BACK, /* corrected or cancelled */
	CAUSE_BEGAN,      /* an exemption became valid */
	CAUSE_ENDED,
	CAUSE_BIRTHDAY,
	CAUSE_GIVES_WAY, /* the hierarchy removes it now */
	CAUSE_FREED,     /* and no longer does */
	CAUSE_REGISTERED,
	CAUSE_UNREGISTERED,
	CAUSE_DIED,
	CAUSE_CONTACT, /* uses services again */
	CAUSE_NO_CONTACT,
	CAUSE_UNKNOWN, /* not in the records: rules or registry */
	N_CAUSE_KIND
};
extern const char *const cause_kind_name[N_CAUSE_KIND];

struct cause {
	enum cause_kind kind;
	int condition;    /* -1: of the level or the status */
	bool gained;      /* the condition */
	int rule;         /* row of rules that is another one now; -1 none */
	bool rule_holds;  /* now */
	int other;        /* condition it gives way to; -1 none */
	struct date date; /* of the record, the birthday ... */
	bool has_record;
	struct strata_record record;
	struct str record_id;
};
typedef enum rc cause_fn(void *ctx, const struct cause *c, struct err *err);

struct cause_sides { /* of the same rules and archive */
	const struct strata *before, *after;
	struct strata_worker *w_before, *w_after;
};

/* The causes of one person: of each condition in `gained` and `lost` (bits by
 * condition of the rules), then of level or status when no condition explains
 * them. `there`: the person was active at the earlier run. */
struct cause_question {
	size_t person_row;
	bool there;
	uint64_t gained[2], lost[2];
};
MUST_USE enum rc cause_each(const struct cause_sides *s,
			    const struct cause_question *q, cause_fn *fn,
			    void *ctx, struct err *err);

/* A sentence: "C10AA05 of 2025-03-01 left the window: R012 now does not hold".
 */
void cause_words(const struct cause *c, const struct knowledge *kn,
		 enum lang lang, struct buf *b);

#endif
