/* settlement/words - why a line of a statement is what it is, for a reader. */
#ifndef SETTLEMENT_WORDS_H
#define SETTLEMENT_WORDS_H

#include "base/arena.h"
#include "text/text.h"

/* The facts kept with a line (settle_line.reason, JSON) as one sentence: what
 * was found, the plan, the count of services. What is not of ours is appended
 * as it stands; `a` holds what is read. Some microseconds. */
void settle_reason_text(struct buf *b, struct arena *a, struct str reason,
			enum lang lang);

#endif
