/* The paths of signal_products. Private to lib/signal and its tests. */
#ifndef SIGNAL_PRODUCTS_INT_H
#define SIGNAL_PRODUCTS_INT_H

#include "signal/four.h"
#include "signal/signal.h"

/* All that there are, the plain one first; what they say is the same to the
 * last bit. */
struct products_path {
	const char *name;
	bool (*there)(void); /* on this processor */
	signal_products_fn *run;
};
extern const struct products_path products_path[];
extern const size_t products_n_path;

#endif
