/* spiro/session - the blows of one sitting: what is reported, and how sure.
 *
 * A phase is the blows before the bronchodilator, or those after it; each is
 * graded by itself. Of a phase the largest acceptable FEV1 and the largest
 * acceptable FVC are reported, also from different blows (usable ones when none
 * is acceptable), FEV1/FVC is the ratio of those two, PEF the largest; the mean
 * flow over the middle half is that of the blow with the largest FEV1 + FVC.
 *
 * Grades, for FEV1 and for FVC apart, by the blows that are acceptable for it
 * and by how far apart the two largest are:
 *
 *            A  B  C      D      E
 *   blows    3  2  2      2      2, or 1
 *   within   0.150 0.200  0.250  more        L
 *   to six   0.100 0.150  0.200  more        L, or 10 % of the largest
 *
 *   U  none acceptable, at least one usable
 *   F  none usable
 *
 * FEV0.75 is reported up to six years of age only. More than eight blows tire:
 * further ones are not asked for.
 *
 * Source: Graham, AJRCCM 2019;200:e70, table 10 and text.
 */
#ifndef SPIRO_SESSION_H
#define SPIRO_SESSION_H

#include "base/arena.h"
#include "spiro/judge.h"
#include "spiro/param.h"

enum { SPIRO_MOST_BLOWS = 64 }; /* of a session: eight are the rule */

enum spiro_phase { SPIRO_PRE, SPIRO_POST, N_SPIRO_PHASE };

struct spiro_blow {
	struct str name; /* of its file */
	enum spiro_phase phase;
	struct spiro_curve curve;
	struct spiro_measures m;
	struct spiro_verdict v;
};

enum spiro_advice {
	SPIRO_ENOUGH,    /* both repeat: nothing more is needed */
	SPIRO_ANOTHER,   /* ask for another blow */
	SPIRO_STOP,      /* eight blows: keep what there is */
	SPIRO_ZERO_FIRST /* set the zero, then begin again */
};

struct spiro_result {                 /* of one phase; NAN: not known */
	size_t n_blow, n_fev1, n_fvc; /* all; acceptable ones */
	char fev1_grade, fvc_grade;   /* 'A'..'F', 'U'; 0 without blows */
	double fev1_apart, fvc_apart; /* L, the two largest acceptable */
	double best[N_SPIRO_PARAM];
	double fet; /* of the blow FVC is from */
	int from_fev1, from_fvc, from_pef, from_flows; /* blows; -1: none */
	bool fev1_only_usable, fvc_only_usable;
	enum spiro_advice advice;
	unsigned why; /* causes that more than one blow, or the last, had */
};

struct spiro_session {
	const struct spiro_rules *rules;
	double age; /* years; NAN: not known, then adult */
	struct spiro_blow *blow;
	size_t n_blow;
	struct spiro_result result[N_SPIRO_PHASE];
};

/* Measure, judge and grade: fills m, v and result from the curves, in their
 * order. E_RANGE with words, naming the file, when one holds no blow. */
MUST_USE enum rc spiro_session_judge(struct spiro_session *s, struct err *err);

/* Can the session be read, or must it be repeated? By the worst grade of all
 * its phases, and the limits of the rules. */
enum spiro_quality { SPIRO_FINE, SPIRO_WARN, SPIRO_REJECT };
enum spiro_quality spiro_quality(const struct spiro_session *s);
/* A 1, B 2, C 3, D 4, E 5, U 6, F 7; 0: not graded. */
int spiro_grade_rank(char grade);

const char *spiro_advice_name(enum spiro_advice a);
struct str spiro_advice_text(enum spiro_advice a, enum lang lang);

#endif
