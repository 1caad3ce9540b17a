/* picture/sheet_int - what the two back ends of a sheet share. */
#ifndef PICTURE_SHEET_INT_H
#define PICTURE_SHEET_INT_H

#include "base/buf.h"
#include "picture/sheet.h"

#include <math.h>

/* Past this a drawing is a mistake: ten minutes in twelve leads are 20 MB. */
#define SHEET_MOST_BYTES ((size_t)64 << 20)

struct sheet_colour {
	unsigned char r, g, b;
};
extern const struct sheet_colour sheet_colours[N_SHEET_INK];

/* Hundredths of a millimetre, the shortest way: 1250 is 12.5, -5 is -.05. */
void sheet_number(struct buf *b, int64_t hundredths);
static inline int64_t sheet_hundredths(float mm)
{
	return llroundf(mm * 100);
}
static inline bool sheet_lifted(struct sheet_point p)
{
	return isnan(p.x) || isnan(p.y);
}

/* The byte of WinAnsi for a code point; '?' when there is none. */
unsigned char sheet_winansi(uint32_t c);

#endif
