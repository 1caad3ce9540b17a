/* app/tele_serial - an ECG among the earlier ones of the person: what is known
 * of them when it arrives, and how it differs (lib/ecg, ecg_compare).
 * Private to app/tele_*.c.
 */
#ifndef APP_TELE_SERIAL_H
#define APP_TELE_SERIAL_H

#include "app/tele_int.h"

/* Atrial fibrillation and left bundle branch block that earlier exams show: by
 * the signed report where there is one, whatever a program said of it; else by
 * what the program found, on an earlier day only, for of today's nobody may
 * have looked yet. */
struct tele_known_signs {
	bool af_signed, af_machine, lbbb_signed, lbbb_machine;
};
MUST_USE enum rc tele_known_signs(struct app *app, int64_t person_id,
				  struct tele_known_signs *out,
				  struct err *err);

/* What was measured by us, as ecg_compare takes it; NAN and unknown where it
 * was not. */
void tele_summary(const struct tele_measure *m, size_t n_measure,
		  const struct tele_finding *f, size_t n_finding,
		  struct ecg_summary *out);

#endif
