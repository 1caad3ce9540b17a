/* flows - claims of a population, from files into the archive.
 *
 * Reads the simple CSV form of data/flows.md section 3: person, exemption,
 * drug, outpatient, hospital, emergency, each .csv or .csv.gz. Every rule of
 * sections 3 and 4 is applied. A row that breaks one is set aside with its
 * place, value and cause; a file that cannot be read as what it claims to be
 * fails the import, and the archive stays as it was. An import is one step:
 * whatever happens on the way (a crash, a full disk), readers see the archive
 * before it or after it.
 *
 * Files may be larger than memory: rows wait in streams by ranges of people,
 * in memory as long as the setting allows, then in a file of the archive's
 * folder (flows/rows_int.h). The archive is the same, byte for byte, whatever
 * the setting and the number of threads. The table of people stays in memory:
 * about 80 bytes for each.
 *
 * A file may end with the column `op`: I a new record (or nothing), V one that
 * takes the place of that with the same record_id, C only a record_id whose
 * record no longer counts. Rows act in order of the file.
 */
#ifndef FLOWS_FLOWS_H
#define FLOWS_FLOWS_H

#include "base/date.h"

#define FLOWS_MEMORY    (UINT64_C(4) << 30)
#define FLOWS_N_FILE    6
#define FLOWS_N_WARNING 9

struct intake;

struct flows_options {
	const char *dir, *archive;
	const struct intake *from; /* NULL: simple CSV files in `dir` */
	const char *rejects;       /* NULL: ARCHIVE/rejects/NNNN.csv */
	struct date extraction;    /* no event lies after it */
	int64_t max_rejects_e4;    /* per cent times 10000; -1: no limit */
	size_t n_thread;           /* 0: one for each processor */
	uint64_t memory;           /* bytes; 0: FLOWS_MEMORY */
	struct str municipalities; /* bytes of municipalities.csv */
};

enum flows_state { FLOWS_MISSING, FLOWS_KNOWN, FLOWS_READ };

struct flows_file_report {
	const char *flow; /* "drug" */
	char name[64];    /* "drug.csv.gz" */
	enum flows_state state;
	uint64_t known_import; /* FLOWS_KNOWN: which import had it */
	uint64_t n_read, n_accepted, n_rejected, n_duplicate;
	/* of the accepted: rows V and C, and rows that such a row later in the
	 * file replaced; records of the archive that no longer count */
	uint64_t n_corrections, n_cancellations, n_replaced, n_removed;
	uint64_t n_warning[FLOWS_N_WARNING];
	double seconds;
};
extern const char *const flows_warning_text[FLOWS_N_WARNING];

struct flows_report {
	struct flows_file_report file[FLOWS_N_FILE];
	uint64_t import; /* its number; 0: nothing new, nothing changed */
	uint64_t n_read, n_rejected, n_person;
	char rejects[4096]; /* where they are; empty: there are none */
	double seconds;
};

/* E_FORMAT: a file cannot be read; E_LIMIT: too many rejects; E_CONFLICT:
 * another import is at work. The report is filled as far as it went. */
MUST_USE enum rc flows_import(const struct flows_options *o,
			      struct flows_report *report, struct err *err);

#endif
