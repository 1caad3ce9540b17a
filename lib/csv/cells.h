/* csv/cells - one line cut at a separator of any kind, in place.
 *
 * A cell that begins with a double quote ends with one; doubled quotes in it
 * are made single where they lie. For foreign files, read line by line; the
 * files of our own go through csv.h.
 */
#ifndef CSV_CELLS_H
#define CSV_CELLS_H

#include "base/base.h"

/* How many cells there are; those past `max` are counted and not given.
 * SIZE_MAX: a quote is not closed, or text follows it. */
size_t cells_cut(char *text, size_t len, char separator, struct str *cell,
		 size_t max);

#endif
