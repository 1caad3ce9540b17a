/* spiro/draw - an exam on a sheet of A4: loops, volume against time, values
 * with their z, the blows.
 *
 * Flow-volume: 2 L/s are as long as 1 L, so the grid is square; expiration
 * upwards; every blow is laid over the others, beginning at the same point. The
 * blow that flows are taken from is thick; those acceptable for nothing are
 * dashed. Points where the predicted loop passes (PEF, FEF25, 50, 75, FVC) are
 * of one set of equations, which is named: the GLI sets have no loop, so it is
 * that of ECSC-1993 from 18 to 70 years, in the ages it covers, for the eye
 * alone.
 * Volume-time: from time zero, with the tangent at peak flow that finds it, and
 * the volume at one second.
 * z: a mark for each value on a scale from -5 to 3, with the limits between
 * normal, mild, moderate and severe; open marks are after the bronchodilator.
 *
 * A footer of 100 mm proves the scale of a print.
 */
#ifndef SPIRO_DRAW_H
#define SPIRO_DRAW_H

#include "picture/sheet.h"
#include "spiro/exam.h"

/* `s` is made by this function in exam->a. Failures are told by the sheet. */
void spiro_draw(const struct spiro_exam *e, enum lang lang, struct sheet *s);

#endif
