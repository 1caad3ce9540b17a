/* Inside spiro: what readers share. */
#ifndef SPIRO_UNIT_INT_H
#define SPIRO_UNIT_INT_H

#include "spiro/read.h"

/* What one `unit` of a parameter is in litres, litres a second, or as a ratio;
 * 0: not a unit of that parameter. */
double spiro_unit(enum spiro_param p, struct str unit);

#endif
