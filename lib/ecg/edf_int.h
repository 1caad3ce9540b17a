/* ecg/edf_int - EDF and EDF+: fixed columns of text, then records of samples.
 *
 *	offset      size
 *	0           8     "0"
 *	8           80    patient; EDF+: code sex birth name
 *	88          80    recording; EDF+: "Startdate" date code who device
 *	168         8     start, dd.mm.yy; 176: hh.mm.ss
 *	184         8     bytes of the header: 256 (1 + signals)
 *	192         44    "EDF+C", "EDF+D" or anything
 *	236         8     records
 *	244         8     seconds of a record
 *	252         4     signals, ns
 *	256         16 ns labels; then, ns times each: 80 transducer, 8 unit,
 *	                  8 + 8 physical minimum and maximum, 8 + 8 digital
 *	                  ones, 80 filters, 8 samples in a record, 32 reserved
 *
 * A record holds the samples of signal after signal, 16 bits, low byte first.
 * EDF+ has a signal "EDF Annotations" of texts; the first of each record is the
 * time of the record, "+12.5\x14\x14\0".
 * Source: Kemp 1992; Kemp and Olivan 2003, edfplus.info.
 */
#ifndef ECG_EDF_INT_H
#define ECG_EDF_INT_H

#include "ecg/reader_int.h"

enum { EDF_MOST_SIGNALS = 256 };

struct edf_signal {
	struct str label, unit, filters;
	double physical_min, physical_max;
	int64_t digital_min, digital_max;
	size_t n;     /* samples in a record */
	size_t first; /* byte of the record where they start */
	bool is_note; /* EDF Annotations */
};

struct edf {
	struct str bytes, patient, recording, date, time;
	bool plus, interrupted;          /* EDF+; EDF+D */
	size_t header, n_record, record; /* bytes, count, bytes of one */
	double seconds;                  /* of a record */
	size_t n_signal;
	struct edf_signal *signal;
};

MUST_USE enum rc edf_header(struct str bytes, struct arena *a, struct edf *out,
			    struct err *err);
/* E_FORMAT when the times in an EDF+ leave a gap. */
MUST_USE enum rc edf_check_times(const struct edf *e, struct err *err);
/* Who and when, as far as it is said. */
MUST_USE enum rc edf_person(const struct edf *e, struct arena *a,
			    struct ecg_record *r, struct err *err);

#endif
