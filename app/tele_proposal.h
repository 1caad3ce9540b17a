/* app/tele_proposal - what a program writes into a report that nobody has
 * begun: the measured facts as text to be corrected, so that no number is
 * copied by hand.
 *
 * Nothing automatic is a report: the answer to the question, the conclusion and
 * the advice are never proposed, and without them nothing can be signed. What
 * is proposed is shown as such for as long as it stands unchanged
 * (tele_proposed), and is nowhere in the database before somebody saves it.
 *
 * Spirometry: equations, best values with per cent, z and LLN, grades, pattern
 * and severity (ERS/ATS 2022), response, trend; the statement of the pattern.
 * Below grade C no pattern and no statement, but the reason. ECG: intervals and
 * axis, leads whose ST is beyond 1 mm, and what changed since the ECG before;
 * no statement, for a rhythm is the reader's to call.
 */
#ifndef APP_TELE_PROPOSAL_H
#define APP_TELE_PROPOSAL_H

#include "app/tele.h"
#include "text/text.h"

/* `text`, `comparison` and `said` (codes alone) of a first draft, in `a`; the
 * rest is empty. E_NOMEM. */
MUST_USE enum rc tele_propose(const struct tele_view *v, enum lang lang,
			      struct arena *a, struct tele_report *out,
			      struct err *err);

/* Does the text stand as it was proposed? Line ends are those of a form. */
bool tele_proposed(struct str text, struct str proposal);

#endif
