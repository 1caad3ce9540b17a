/* spiro/judge - may a blow be used? ATS/ERS 2019, with the causes.
 *
 * FEV1 is acceptable when the start was forceful (BEV at most 5 % of FVC or
 * 0.100 L, whichever is greater), the zero of the flow right, and in the first
 * second there was neither cough nor closed glottis; FVC when BEV and zero are
 * right, the glottis never closed, and the end was reached: at most 0.025 L in
 * the last second, or 15 s blown, or as much as the best blow before it
 * (within the repeatability limit). Both: no leak, no obstruction of the
 * mouthpiece, and where the inspiration after it is in the record, not more
 * breathed in than out (0.100 L or 5 % of FVC).
 *
 * What is not acceptable may still be usable, when nothing better can be had:
 * FEV1 with BEV, zero and first second right; FVC with BEV and zero right and
 * no glottis closed in the first second.
 *
 * A zero that is off by more than 0.025 L/s is wrong: it alone would make or
 * undo the plateau of 0.025 L in the last second.
 *
 * Up to six years of age FEV0.75 counts beside FEV1, with its own first 0.75 s.
 *
 * Source: Graham, AJRCCM 2019;200:e70, tables 7, 8 and text; the figures are
 * rows of data/spirometry/rules.csv (spiro/rules.h).
 */
#ifndef SPIRO_JUDGE_H
#define SPIRO_JUDGE_H

#include "spiro/measure.h"
#include "spiro/rules.h"
#include "text/text.h"

/* X(enum, name in JSON, message) */
#define SPIRO_CAUSES(X)                                                        \
	X(BEV, "back_extrapolation", SPI_C_BEV)                                \
	X(ZERO, "zero_flow", SPI_C_ZERO)                                       \
	X(COUGH, "cough_first_second", SPI_C_COUGH)                            \
	X(GLOTTIS_EARLY, "glottis_first_second", SPI_C_GLOTTIS_EARLY)          \
	X(GLOTTIS_LATE, "glottis_late", SPI_C_GLOTTIS_LATE)                    \
	X(SHORT, "less_than_a_second", SPI_C_SHORT)                            \
	X(NO_END, "no_end_of_expiration", SPI_C_NO_END)                        \
	X(LEAK, "leak", SPI_C_LEAK)                                            \
	X(OBSTRUCTION, "obstructed_mouthpiece", SPI_C_OBSTRUCTION)             \
	X(FIVC, "more_in_than_out", SPI_C_FIVC)                                \
	X(COUGH_LATE, "cough_late", SPI_C_COUGH_LATE)                          \
	X(HESITATION, "hesitation", SPI_C_HESITATION)

enum spiro_cause {
#define ID(id, name, msg) SPIRO_CAUSE_##id,
	SPIRO_CAUSES(ID)
#undef ID
		N_SPIRO_CAUSE
};
/* A set of causes: bit 1 << cause. */
#define SPIRO_BIT(cause) (1u << SPIRO_CAUSE_##cause)

struct spiro_verdict {
	bool bev_ok, zero_ok, plateau, end_reached;
	bool fev1_acceptable, fvc_acceptable, fev1_usable, fvc_usable;
	bool fev075_acceptable, fev075_usable;
	unsigned causes;       /* all that was found, notes included */
	unsigned against_fev1; /* those that keep FEV1 from being acceptable */
	unsigned against_fvc;
};

struct spiro_judge { /* what a blow is judged by, beside itself */
	const struct spiro_rules *rules;
	bool small_child; /* up to six years of age */
	double best_fvc;  /* of the usable blows before it; NAN: none */
};

void spiro_judge(const struct spiro_curve *c, const struct spiro_measures *m,
		 const struct spiro_judge *by, struct spiro_verdict *out);

/* How far apart two values may be and still repeat each other: 0.150 L, up to
 * six years 0.100 L or 10 % of the greater. */
double spiro_repeat_limit(const struct spiro_rules *r, bool small_child,
			  double greatest);

const char *spiro_cause_name(enum spiro_cause c);
/* The cause with its figures, as a sentence without full stop. */
void spiro_cause_text(struct buf *b, enum spiro_cause c,
		      const struct spiro_measures *m,
		      const struct spiro_rules *r, enum lang lang);

#endif
