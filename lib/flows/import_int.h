/* An import at work: what the files of this folder that make it share.
 *
 * import.c goes from file to file and makes all true at once; import_folder.c
 * is the archive's folder (its lock, new files, what dead imports left);
 * import_rows.c takes one file from its blocks of text to a table. */
#ifndef FLOWS_IMPORT_INT_H
#define FLOWS_IMPORT_INT_H

#include "base/progress.h"
#include "flows/flows.h"
#include "flows/manifest_int.h"
#include "flows/records_int.h"
#include "flows/removals_int.h"
#include "flows/source_int.h"

struct import {
	const struct flows_options *o;
	struct flows_report *report;
	int lock;
	bool made_dir;
	struct archive *old;  /* NULL: a new archive */
	struct manifest next; /* what will be */
	struct places places;
	struct people people;
	struct dicts dicts;
	struct rejects rejects;
	struct removals removals;
	struct spill_room room;
	size_t n_thread, n_block;
	struct worker *worker; /* n_thread */
	struct batch *batch;   /* n_block, with `block` */
	struct block *block;
	struct progress progress;
	uint64_t n_done;           /* rows, for the progress line */
	char made[N_FILE + 3][64]; /* files of this import, to be removed if
				    * it fails */
	size_t n_made;
};

/* ------------------------------------------------------------------ folder */

MUST_USE enum rc import_path(const struct import *m, const char *name,
			     char out[PATH_MAX], struct err *err);
/* The folder, made when it is not there, and its lock: held until the process
 * ends or the import does; the file stays. E_CONFLICT: another is at work. */
MUST_USE enum rc import_lock(struct import *m, struct err *err);
/* Remove what dead imports left, and what the last one replaced. */
void import_sweep(const struct import *m);
/* A file of this import, NNNNNN-WHAT.col: its path, and its name for the
 * MANIFEST. */
MUST_USE enum rc import_new_file(struct import *m, const char *what,
				 char path[PATH_MAX], struct str *name,
				 struct err *err);
/* The import failed: its files go, and a folder that it made. */
void import_undo(const struct import *m);
uint64_t import_size_of(const char *path); /* 0: not there */

/* -------------------------------------------------------------------- rows */

/* All rows of a source: people into the table of people, records into a table
 * of the new segment. */
MUST_USE enum rc import_rows(struct import *m, struct source *s,
			     struct flows_file_report *r, struct err *err);

#endif
