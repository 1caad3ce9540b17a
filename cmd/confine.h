/* cmd/confine - the sandbox of `prossima serve`: which places it needs.
 */
#ifndef CMD_CONFINE_H
#define CMD_CONFINE_H

#include "app/job.h"

/* Writable: the folder of the database, the archive, the uploads (made when
 * they are not there, for nobody can make them afterwards). Readable: the
 * imports, the tables of --data, and what libpq looks for at home. One line on
 * stderr says what is in force. */
MUST_USE enum rc serve_confine(const struct job_places *places,
			       const char *data_dir, struct err *err);

#endif
