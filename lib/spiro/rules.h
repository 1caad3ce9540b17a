/* spiro/rules - the limits by which blows are judged and values interpreted.
 *
 * Rows of data/spirometry/rules.csv, each with its source and the days on which
 * it is valid; spiro/judge.h, session.h and interpret.h say what each does.
 */
#ifndef SPIRO_RULES_H
#define SPIRO_RULES_H

#include "base/date.h"
#include "base/issues.h"

#define SPIRO_RULES(X)                                                         \
	X(bev_litres)                                                          \
	X(bev_part)                                                            \
	X(zero_flow)                                                           \
	X(plateau_litres)                                                      \
	X(long_enough)                                                         \
	X(fivc_litres)                                                         \
	X(fivc_part)                                                           \
	X(hesitation)                                                          \
	X(child_below)                                                         \
	X(repeat_a)                                                            \
	X(repeat_c)                                                            \
	X(repeat_d)                                                            \
	X(child_a)                                                             \
	X(child_c)                                                             \
	X(child_d)                                                             \
	X(child_part)                                                          \
	X(enough_blows)                                                        \
	X(most_blows)                                                          \
	X(grade_warn)                                                          \
	X(grade_reject)                                                        \
	X(z_limit)                                                             \
	X(z_moderate)                                                          \
	X(z_severe)                                                            \
	X(bdr_percent)                                                         \
	X(gold_ratio)                                                          \
	X(gold_1)                                                              \
	X(gold_2)                                                              \
	X(gold_3)                                                              \
	X(fev1q_m)                                                             \
	X(fev1q_f)

struct spiro_rules {
#define FIELD(name) double name;
	SPIRO_RULES(FIELD)
#undef FIELD
};

/* Those valid on a day; `dir` NULL: the table in the program. Findings go to
 * `issues` (may be NULL); a rule that has no row for the day is one. */
MUST_USE enum rc spiro_rules_load(const char *dir, struct date on,
				  struct issues *issues,
				  struct spiro_rules *out, struct err *err);

#endif
