/* The steps of the detector, in order: activity, candidates, first choice,
 * shapes, decision. Private to detect*.c. */
#ifndef ECG_DETECT_INT_H
#define ECG_DETECT_INT_H

#include "ecg/analysis.h"

enum { SHAPE_LEADS = 4 };
/* Zeros behind the last sample of a lead, so that it is read in whole vectors.
 */
enum { ECG_BEHIND = 8 };

/* The record as the detector sees it, at a working rate of 180 to 360 Hz (the
 * file's own, divided by a whole number): QRS energy lies below 40 Hz. */
struct ecg_activity {
	double hz;
	size_t step; /* samples of the file in one of ours */
	size_t n;
	float *level; /* activity: mean |slope| of the band of the QRS over all
			 leads, each divided by its own size */
	float *lead[SHAPE_LEADS]; /* smooth leads, for comparing shapes */
	size_t n_lead;
};

struct ecg_candidate {
	size_t at;   /* of the activity */
	float size;  /* activity there */
	float ratio; /* size over that of beats around */
	float alike; /* best correlation with a shape that recurs, -1..1 */
};

MUST_USE enum rc ecg_activity_of(const struct ecg_record *r, struct arena *a,
				 struct ecg_activity *out, struct err *err);

struct ecg_candidates {
	struct ecg_candidate *c;
	size_t n;
};
MUST_USE enum rc ecg_find_candidates(const struct ecg_activity *act,
				     struct arena *a,
				     struct ecg_candidates *out,
				     struct err *err);

/* A choice: indices of candidates, ascending. */
struct ecg_choice {
	size_t *i;
	size_t n;
};
/* Drops the smallest candidates on the way. */
MUST_USE enum rc ecg_choose_first(const struct ecg_activity *act,
				  struct ecg_candidates *c, struct arena *a,
				  struct ecg_choice *out, struct err *err);
/* Fills `alike` of every candidate from the shapes of the chosen ones. */
MUST_USE enum rc ecg_compare_shapes(const struct ecg_activity *act,
				    const struct ecg_choice *chosen,
				    struct ecg_candidates *c, struct arena *a,
				    struct err *err);
/* The best sequence: how likely each candidate is, and each interval. */
MUST_USE enum rc ecg_decide(const struct ecg_activity *act,
			    const struct ecg_choice *first,
			    struct ecg_candidates *c, struct arena *a,
			    struct ecg_choice *out, struct err *err);

/* Sort the beats at[n] of the activity into groups of like shape, numbered as
 * they appeared. */
enum { ECG_MOST_SHAPES = 12 };
struct ecg_group {
	uint8_t shape;                /* ECG_SHAPE_OTHER: of no group */
	float alike[ECG_MOST_SHAPES]; /* correlation with each group */
};
MUST_USE enum rc ecg_group_shapes(const struct ecg_activity *act,
				  const size_t *at, size_t n, struct arena *a,
				  struct ecg_group *out, struct err *err);

/* ecg_detect, and the activity it worked on. */
MUST_USE enum rc ecg_detect_on(const struct ecg_record *r, struct arena *a,
			       struct ecg_activity *act, struct ecg_beats *out,
			       struct err *err);

#endif
