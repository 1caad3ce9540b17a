/* app/person_export - everything that is kept of a person, as one ZIP.
 *
 *	LEGGIMI.txt          what each file is, and its SHA-256
 *	persona.csv          who they are, contacts
 *	medici.csv           their doctors, with days
 *	presa-in-carico.csv  each step of the enrolment; patti.csv the pacts
 *	autorizzazioni.csv   permissions given and taken back
 *	livelli.csv condizioni.csv terapia.csv prestazioni.csv
 *	                     what was found, at each stratification
 *	piano/versione-1.html  each plan, as printed; programma.csv its services
 *	impegnative.csv appuntamenti.csv preferenze.csv telefonate.csv
 *	messaggi.csv         that they were sent, not what they say
 *	accessi.csv          who looked, all of them
 *	esami/ misure/ televisite/ consensi.csv  as in app/tele_export.h
 *
 * (README.txt, person.csv and so on in English; columns and states are English
 * words in both.) For whom: as app_tele_export. To the person a plan is given
 * out when it was published, an exam when its report was delivered. Not here:
 * drafts, what managers are paid, indicators, and the claims, which stand in
 * the archive under a pseudonym and not in the database.
 */
#ifndef APP_PERSON_EXPORT_H
#define APP_PERSON_EXPORT_H

#include "app/tele_export.h"

/* As app_tele_export; audited as "person.export". */
MUST_USE enum rc app_person_export(struct app *app, int64_t person_id,
				   enum lang lang, int fd,
				   struct tele_exported *out, struct err *err);

#endif
