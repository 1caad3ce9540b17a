/* app/tele_export - everything that telecare keeps of a person, as one ZIP.
 *
 *	LEGGIMI.txt                   what each file is, and its SHA-256
 *	esami/2026-03-02-ecg-12/      registrazione-NAME   as it came
 *	                              foglio.pdf           tracing or curves
 *	                              referto-1.pdf (.p7m) each signed version
 *	                              firma-1.txt          how it was signed
 *	misure/2026.csv               readings from home, all states
 *	televisite/2026-03-02-12.txt  signed reports
 *	consensi.csv                  given and taken back
 *
 * (README.txt, exams/ and so on in English.) For the person and who helps them,
 * and for their doctor. To the person an exam is given out when a report of it
 * was delivered to them: before that it is named, and nothing that a program
 * read goes out; cancelled ones are named alone. The doctor gets all of them,
 * and the answers of teleconsults.
 *
 * Not here: the plan, bookings, prescriptions, which have pages of their own;
 * documents that doctors exchanged before a visit; messages about an exam.
 */
#ifndef APP_TELE_EXPORT_H
#define APP_TELE_EXPORT_H

#include "app/app.h"
#include "text/text.h"

struct tele_exported {
	int64_t len; /* of the ZIP */
	size_t n_file, n_exam, n_pending, n_reading;
};
/* Written to `fd` from where it stands; one exam at a time is in memory.
 * Audited as "tele.export" before the first byte could leave. MAY_TAKE_ALL.
 * E_LIMIT and E_IO with words. */
MUST_USE enum rc app_tele_export(struct app *app, int64_t person_id,
				 enum lang lang, int fd,
				 struct tele_exported *out, struct err *err);

#endif
