/* app/tele_value - values of a person, from signed exams only.
 *
 * What the reader states becomes yes or no (af, lvh, obstruction, bdr, ...: 1
 * or 0), what the program measured becomes numbers by the names of measures
 * (hr_bpm, qtc_fridericia_ms, FEV1, FEV1_z, ..., "_post" after the
 * bronchodilator), grades numbers from 1 (A) to 7 (F). Numbers that the reader
 * disagrees with are not kept. All times 1000, with report and exam: a later
 * version of the report replaces those of the one before (tele_values).
 */
#ifndef APP_TELE_VALUE_H
#define APP_TELE_VALUE_H

#include "app/tele_int.h"

/* In the transaction that signs `r`. */
MUST_USE enum rc tele_values_keep(struct app *app, const struct tele_case *c,
				  const struct tele_report *r, struct arena *a,
				  struct err *err);

#endif
