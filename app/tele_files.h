/* app/tele_files - an exam whose bytes come as one file or as several: a WFDB
 * header with its signals, one file for each blow of a spirometry. Several
 * become one tar (ecg/pair.h, parcel/parcel.h), the same for the same files in
 * whatever order, so that the same exam is known again by its SHA-256.
 */
#ifndef APP_TELE_FILES_H
#define APP_TELE_FILES_H

#include "app/tele.h"
#include "app/tele_upload.h"
#include "parcel/parcel.h"

#define TELE_FILES_MOST 16

struct tele_files {
	struct parcel_file file[TELE_FILES_MOST]; /* that came with the form */
	size_t n_file;
	int64_t upload[TELE_FILES_MOST]; /* that came in pieces, before it */
	size_t n_upload;
};

/* app_tele_send with these for its bytes and name; the uploads are gone when it
 * is done. E_LIMIT: MSG_TEL_FILE_LARGE all together, MSG_TEL_FILES_MANY;
 * E_RANGE: MSG_TEL_FILE_EMPTY, there is none. Also what
 * app_tele_upload_bytes says. */
MUST_USE enum rc app_tele_send_files(struct app *app,
				     const struct tele_files *files,
				     struct tele_sending *s,
				     struct tele_sent *out, struct err *err);

/* The person of a fiscal code, for who may send exams for them. One answer,
 * E_DENIED with MSG_API_NOT_FOLLOWED, for who is unknown and for who is
 * somebody else's: nothing is told of people one does not follow. */
MUST_USE enum rc app_tele_person(struct app *app, struct str fiscal_code,
				 int64_t *person_id, struct err *err);

#endif
