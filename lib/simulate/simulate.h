/* simulate - an invented province: people, their diseases, and the records
 * that hospitals, pharmacies and surgeries would send about them.
 *
 * Writes the six CSV flows of data/flows.md section 3 and, beside them, the
 * registers the other stations read (identity, doctors, cooperatives,
 * sections, providers, agendas, closures) and truth.csv: what the simulator
 * knows and a station has to find out (diseases given, bad rows planted).
 *
 * Nobody in it exists. The people follow the age pyramid of Lombardy; each is
 * given diseases by age, sex and what they already have; each disease leaves
 * evidence (exemptions, drugs, visits, stays, emergencies) as imperfectly as
 * real people do, so that a stratification finds most diseases and misses
 * some.
 *
 * The same options give byte-identical files on every machine: one stream of
 * numbers for each person, whole-number arithmetic only, no clock, no threads.
 * Rows stand by month and then provider, not by person. Memory is bounded:
 * past SIM_EVENTS_IN_MEMORY records people are simulated again for each group
 * of months (generating is cheap against writing).
 *
 * Not here: what the records mean (strata/), and any real person.
 */
#ifndef SIMULATE_SIMULATE_H
#define SIMULATE_SIMULATE_H

#include "base/progress.h"
#include "knowledge/knowledge.h"

enum sim_file {
	SIM_PERSON,
	SIM_EXEMPTION,
	SIM_DRUG,
	SIM_OUTPATIENT,
	SIM_HOSPITAL,
	SIM_EMERGENCY,
	SIM_IDENTITY,
	SIM_DOCTOR,
	SIM_COOPERATIVE,
	SIM_SECTION,
	SIM_PROVIDER,
	SIM_AGENDA,
	SIM_CLOSURE,
	SIM_TRUTH,
	N_SIM_FILE
};
#define N_SIM_FLOW (SIM_EMERGENCY + 1)
extern const char *const sim_file_name[N_SIM_FILE]; /* "person.csv", ... */
extern const char *const sim_file_header[N_SIM_FILE];

/* 16 bytes each: 768 MiB of events, with stays and room to grow below 2 GiB;
 * ten million people then take six rounds. */
#define SIM_EVENTS_IN_MEMORY 48000000u
#define SIM_MAX_PERSON       20000000
#define SIM_MAX_MONTH        120

struct simulate_options {
	size_t n_person;     /* 1 to SIM_MAX_PERSON, the dead included */
	struct str province; /* "BG" */
	int n_month;         /* 1 to SIM_MAX_MONTH, ending with `end` */
	uint64_t seed;
	struct date end;           /* last day of the flows: extraction date */
	int64_t dirt_e4;           /* bad rows for 100 good ones, times 10000 */
	const char *out;           /* folder, made when missing */
	bool force;                /* write over files already there */
	struct progress *progress; /* may be NULL */
	size_t events_in_memory;   /* 0: SIM_EVENTS_IN_MEMORY */
};

struct simulate_summary {
	uint64_t rows[N_SIM_FILE]; /* without header, bad rows included */
	uint64_t bytes;
	uint64_t n_dirt, n_duplicate;
	uint64_t n_condition; /* diseases given */
	uint64_t n_deceased, n_left;
};

/* E_USAGE for an unknown province, E_CONFLICT when `out` already holds such
 * files, E_FORMAT when a table of diseases names a code that `kn` lacks. Files
 * get their names when all are complete. */
MUST_USE enum rc simulate_run(const struct simulate_options *opt,
			      const struct knowledge *kn,
			      struct simulate_summary *sum, struct err *err);

/* Names of the defects planted in a flow: i from 0, NULL past the last. */
const char *sim_defect_name(enum sim_file file, size_t i);

#endif
