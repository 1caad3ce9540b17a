/* flows/archive - a population's claims as columns, read-only once built.
 *
 * A folder (format: doc/formats/archive.md) holding
 *   - one table of people: one row each, in order of first appearance, with
 *     an index by person_id;
 *   - dictionaries: codes of a domain to dense numbers, 0 is "empty", append
 *     only, so numbers never change;
 *   - segments: each import adds one. In a segment the records of each flow
 *     are sorted by person, date, then order in the file; `first[p]` to
 *     `first[p + 1]` are those of person row p. A person that came later than
 *     the segment (p >= n_person of the segment) has none in it.
 *
 * The reader maps the files: opening costs microseconds, pages come as they
 * are touched. All pointers live until archive_close. Readers see the state at
 * archive_open; a running import does not disturb them.
 */
#ifndef FLOWS_ARCHIVE_H
#define FLOWS_ARCHIVE_H

#include "base/date.h"
#include "base/arena.h"
#include "col/col.h"

enum dict {
	DICT_ATC,
	DICT_SERVICE,
	DICT_DX,
	DICT_PROC,
	DICT_EXEMPTION,
	DICT_FACILITY,
	DICT_GP,           /* doctors: gp_code and prescriber_id */
	DICT_MUNICIPALITY, /* ISTAT code */
	DICT_MISC,         /* aic, drg, specialty, branch */
	N_DICT
};

struct people_cols { /* n rows */
	size_t n;
	const int32_t *birth; /* days */
	const int32_t *registration_start;
	const int32_t *registration_end; /* INT32_MAX: none */
	const int32_t *death;            /* INT32_MAX: alive */
	const uint16_t *municipality;    /* DICT_MUNICIPALITY */
	const uint32_t *gp;              /* DICT_GP */
	const uint16_t *ats;             /* 321 to 328, 0 unknown */
	const char *sex;                 /* 'M' 'F' 'U' */
};

/* Records of one flow in one segment. `first` has n_person + 1 entries. A
 * record that a later delivery corrected or cancelled keeps its row; its bit in
 * `removed` is set, and no reader may count it (archive_live). */
struct exemption_cols {
	size_t n;
	const uint32_t *first;
	const uint64_t *removed;              /* NULL: none */
	const uint16_t *code;                 /* DICT_EXEMPTION */
	const int32_t *valid_from, *valid_to; /* INT32_MAX: no end */
};
struct drug_cols {
	size_t n;
	const uint32_t *first;
	const uint64_t *removed; /* NULL: none */
	const int32_t *date;
	const uint16_t *atc;
	const int32_t *packages_e4; /* packages times 10000 */
	const int32_t *ddd_e4;      /* doses times 10000; -1: not given */
	const char *channel;
	const uint32_t *prescriber; /* DICT_GP */
	const uint32_t *aic;        /* DICT_MISC */
	const int32_t *cost_cents;  /* -1: not given */
};
struct outpatient_cols {
	size_t n;
	const uint32_t *first;
	const uint64_t *removed; /* NULL: none */
	const int32_t *date;
	const uint16_t *service; /* DICT_SERVICE */
	const int32_t *quantity;
	const uint32_t *facility; /* DICT_FACILITY */
	const uint16_t *exemption;
	const uint32_t *branch;      /* DICT_MISC */
	const char *priority;        /* U B D P or 0 */
	const char *remote;          /* Y N or 0 */
	const int32_t *booking_date; /* INT32_MIN: none */
	const int32_t *cost_cents;
};
#define N_HOSPITAL_DX   6
#define N_HOSPITAL_PROC 6
#define N_EMERGENCY_DX  5
struct hospital_cols {
	size_t n;
	const uint32_t *first;
	const uint64_t *removed; /* NULL: none */
	const int32_t *date;     /* discharge */
	const int32_t *admission;
	const uint16_t *dx[N_HOSPITAL_DX];     /* 0: none; dx[0] is the main */
	const uint16_t *proc[N_HOSPITAL_PROC]; /* 0: none */
	const int32_t *proc_date[N_HOSPITAL_PROC]; /* INT32_MIN: none */
	const char *regime, *discharge_mode;       /* digits as characters */
	const uint32_t *facility, *specialty, *drg;
	const int32_t *cost_cents;
};
struct emergency_cols {
	size_t n;
	const uint32_t *first;
	const uint64_t *removed; /* NULL: none */
	const int32_t *date;     /* day of arrival */
	const int16_t *minute;   /* of arrival, 0 to 1439 */
	const int64_t *exit_min; /* minutes since 1970; INT64_MIN: none */
	const uint16_t *dx[N_EMERGENCY_DX];
	const char *triage, *arrival_mode; /* digits; 0: none */
	const uint8_t *outcome;            /* 1 to 11 */
	const uint32_t *facility;
	const int32_t *cost_cents;
};

struct archive_segment {
	size_t n_person; /* people known when it was made */
	struct exemption_cols exemption;
	struct drug_cols drug;
	struct outpatient_cols outpatient;
	struct hospital_cols hospital;
	struct emergency_cols emergency;
};

/* The next rows of [*from, end) that count, as a range [*from, *to): false when
 * there are no more. Loop:
 *	for (uint32_t a = first, b; archive_live(removed, &a, end, &b); a = b)
 */
static inline bool archive_live(const uint64_t *removed, uint32_t *from,
				uint32_t end, uint32_t *to)
{
	uint32_t a = *from, b;
	if (removed)
		while (a < end && (removed[a / 64] >> a % 64 & 1u))
			a++;
	b = removed ? a : end;
	while (b < end && !(removed[b / 64] >> b % 64 & 1u))
		b++;
	*from = a;
	*to = b;
	return a < b;
}

struct archive;

/* E_NOT_FOUND when there is no archive; E_FORMAT when it is not one, is of a
 * newer version, or a checksum of its manifest does not agree. */
MUST_USE enum rc archive_open(const char *dir, struct archive **out,
			      struct err *err);
void archive_close(struct archive *a); /* NULL allowed */

const struct people_cols *archive_people(const struct archive *a);
struct str archive_person_id(const struct archive *a, size_t person_row);
/* Row of a person, SIZE_MAX when unknown. O(log n). */
size_t archive_find_person(const struct archive *a, struct str person_id);
/* Person rows in order of person_id. n entries. */
const uint32_t *archive_by_id(const struct archive *a);

size_t archive_n_segment(const struct archive *a);
const struct archive_segment *archive_segment(const struct archive *a,
					      size_t i);

/* Which import added the segment. */
uint64_t archive_segment_import(const struct archive *a, size_t i);

/* Rows that no longer count, in order of segment, flow and row; `import`: the
 * one whose corrections and cancellations took it back. */
struct archive_removed {
	size_t segment;
	int flow;
	uint32_t row;
	uint64_t import;
};
size_t archive_n_removed(const struct archive *a);
struct archive_removed archive_removed(const struct archive *a, size_t i);

size_t archive_dict_size(const struct archive *a, enum dict d); /* with 0 */
struct str archive_dict(const struct archive *a, enum dict d, uint32_t code);
/* Number of a code, 0 when the archive never saw it. */
uint32_t archive_dict_find(const struct archive *a, enum dict d, struct str s);

/* record_id of a record (evidence); `flow` as in knowledge: drug, outpatient,
 * hospital, emergency. Exemptions have none. */
struct str archive_record_id(const struct archive *a, size_t segment, int flow,
			     size_t row);
/* hospital_record_id of an emergency record, may be empty. */
struct str archive_emergency_hospital(const struct archive *a, size_t segment,
				      size_t row);

/* Whether `first` of the five flows leads inside the columns for person rows
 * [from, to): E_FORMAT when a damaged file would lead outside. Opening does
 * not look at them, because that touches their pages; who scans a range of
 * people calls this first. People past the segment's n_person are left out. */
MUST_USE enum rc archive_check_range(const struct archive *a, size_t segment,
				     size_t from, size_t to, struct err *err);
/* The same of one flow, for who reads no other. */
MUST_USE enum rc archive_check_flow(const struct archive *a, size_t segment,
				    int flow, size_t from, size_t to,
				    struct err *err);

/* First and last day of the records of a flow in a segment; false when it has
 * none. */
bool archive_period(const struct archive *a, size_t segment, int flow,
		    struct date *first, struct date *last);

/* Where the archive comes from: one for each file that was imported. */
struct archive_source {
	/* `digest`: of the file as delivered, SHA-256 in hex, or "tree:" and
	 * the hex of its tree (base/tree256.h); flow: "person", "drug" ... */
	struct str digest, flow, name;
	uint64_t import; /* 1 is the first */
	struct date extraction;
	uint64_t n_byte, n_read, n_accepted, n_rejected, n_duplicate;
};
size_t archive_n_source(const struct archive *a);
const struct archive_source *archive_source(const struct archive *a, size_t i);

/* Files named by the manifest, and their bytes. */
size_t archive_n_file(const struct archive *a);
uint64_t archive_n_byte(const struct archive *a);

/* SHA-256 of the manifest: which state of the archive this is. */
struct str archive_digest(const struct archive *a);

/* Compares every checksum; reads all files. Tells of each damaged block,
 * returns how many there are. */
size_t archive_check(const struct archive *a, col_damage_fn *fn, void *ctx);
/* Whether row numbers and the index of people are sound. */
MUST_USE enum rc archive_verify_rows(const struct archive *a, struct err *err);
/* The two together, as one error. */
MUST_USE enum rc archive_verify(const struct archive *a, struct err *err);

#endif
