/* The paths of biquad_pair_whole. Private to lib/signal and its tests. */
#ifndef SIGNAL_PARTS_INT_H
#define SIGNAL_PARTS_INT_H

#include "signal/signal.h"

enum { SIGNAL_PARTS = 4 };

/* n samples of every part from at[] on, `hop` floats apart, each by its own
 * filter, in place. All filters have the same coefficients. */
typedef void parts_fn(struct biquad_pair part[SIGNAL_PARTS],
		      float *const at[SIGNAL_PARTS], ptrdiff_t hop, size_t n);
/* One signal alone: the parts 0 and 1 in the lanes of the first filter, 2 and 3
 * in those of the second; from `in` to `out`, one or minus one float apart. */
typedef void parts_one_fn(struct biquad_pair part[SIGNAL_PARTS / 2],
			  const float *const in[SIGNAL_PARTS],
			  float *const out[SIGNAL_PARTS], ptrdiff_t hop,
			  size_t n);
/* All that there are, the plain one first; they write the same to the last
 * bit. */
struct parts_path {
	const char *name;
	bool (*there)(void); /* on this processor */
	parts_fn *run;
	parts_one_fn *run_one;
};
extern const struct parts_path parts_path[];
extern const size_t parts_n_path;

#endif
