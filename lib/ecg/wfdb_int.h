/* ecg/wfdb_int - the parts of a WFDB record: header, signal files, marks.
 *
 * A header (.hea) is text:
 *
 *	# comment
 *	RECORD[/SEGMENTS] N_SIGNAL [HZ[/COUNTER] [N_SAMPLE [TIME [DATE]]]]
 *	FILE FORMAT[xPER_FRAME][:SKEW][+OFFSET] [GAIN[(BASELINE)][/UNIT] [BITS
 *	     [ZERO [FIRST [CHECKSUM [BLOCK [DESCRIPTION]]]]]]]	N_SIGNAL times
 *	# comment
 *
 * Signals that follow one another with the same file lie in it interleaved, a
 * frame after the other. A sample is (raw - BASELINE) / GAIN units. CHECKSUM
 * is the sum of the raw samples modulo 65536.
 * Source: WFDB Applications Guide, header(5), signal(5), annot(5).
 */
#ifndef ECG_WFDB_INT_H
#define ECG_WFDB_INT_H

#include "ecg/reader_int.h"

enum { WFDB_MOST_PER_FRAME = 1000 };
struct wfdb_signal {
	struct str file, name;
	unsigned format, per_frame, skew;
	size_t offset;
	double gain, unit_uv; /* raw steps of one unit; uV of one unit */
	int64_t baseline;
	bool has_first, has_sum;
	int64_t first, sum;
};

struct wfdb_header {
	struct str record;
	double hz;         /* frames a second */
	uint64_t n_frame;  /* 0: as many as the files hold */
	struct str rest;   /* what stands after the signal lines */
	struct str before; /* and before the first line */
	struct ecg_moment taken;
	size_t n_signal;
	struct wfdb_signal signal[ECG_MOST_LEADS];
};

/* The next line that is neither empty nor a comment; false at the end. */
bool wfdb_line(struct str *rest, struct str *line);
/* The next word of a line; empty at its end. */
struct str wfdb_word(struct str *line);

MUST_USE enum rc wfdb_header(struct str text, struct wfdb_header *out,
			     struct err *err);
/* Whether we decode the format; FLAC (508, 516, 524) and differences (8) are
 * formats, but not ours. */
bool wfdb_format_known(unsigned format);
bool wfdb_format_exists(unsigned format);

/* Whether signals [from, to) all have a checksum that is compared: that of a
 * skewed one is not, for samples of its end are missing. */
bool wfdb_summed(const struct wfdb_header *h, size_t from, size_t to);

/* Whether a file may be asked for by this name: no folder, not hidden. */
bool wfdb_is_bare(struct str name);
/* The leads out of the signal files. */
MUST_USE enum rc wfdb_samples(const struct wfdb_header *h,
			      const struct ecg_beside *beside, struct arena *a,
			      struct ecg_record *r, struct err *err);

/* The annotations of `bytes` (.atr), at `hz` samples a second. */
MUST_USE enum rc wfdb_marks(struct str bytes, struct arena *a,
			    struct ecg_record *r, struct err *err);

#endif
