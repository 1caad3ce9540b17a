/* ecg/read - the file of a device as a record, or a reason why not.
 *
 * The format is recognised by content, not by name. A file that cannot be read
 * in full is refused with words for the person (err->msg, both languages) and
 * the detail for logs (err->text); nothing is guessed: checksums, lengths, lead
 * names, units, rates and the equality I + III = II are checked before a record
 * is given out. Readers of one format are ecg/read_NAME.c; each is bounded by
 * the arena and by the limits below, and fuzzed.
 *
 * Formats and their traps: doc/telecare.md.
 */
#ifndef ECG_READ_H
#define ECG_READ_H

#include "ecg/record.h"

enum {
	ECG_MOST_BYTES = 64 << 20,          /* of a file */
	ECG_MOST_SAMPLES = 24 * 3600 * 1000 /* of one lead: a day at 1 kHz */
};

/* Gives the bytes of a file that lies beside (the .dat of a WFDB header, its
 * .atr), by bare name; E_NOT_FOUND when it is not there. Bytes live as long as
 * the arena. */
struct ecg_beside {
	enum rc (*get)(void *ctx, struct str name, struct arena *a,
		       struct str *bytes, struct err *err);
	void *ctx;
};

struct ecg_read_options {
	struct str name; /* of the file, for messages; its stem for WFDB */
	const struct ecg_beside *beside; /* NULL: a single file */
	double csv_hz;                   /* 0: the file must say it */
};

/* E_FORMAT: damaged or not understood. E_UNSUPPORTED is not used: what we do
 * not read is E_FORMAT with words. E_LIMIT: too large. */
MUST_USE enum rc ecg_read(struct str bytes, const struct ecg_read_options *o,
			  struct arena *a, struct ecg_record *out,
			  struct err *err);

/* One format each; the first bytes tell which. */
bool ecg_is_pair(struct str bytes); /* a WFDB record as tar or ZIP: ecg/pair.h */
bool ecg_is_scp(struct str bytes);
bool ecg_is_dicom(struct str bytes);
bool ecg_is_edf(struct str bytes);
bool ecg_is_wfdb(struct str bytes);
bool ecg_is_xml(struct str bytes); /* the root element then decides */
bool ecg_is_fhir(struct str bytes);
bool ecg_is_csv(struct str bytes);
enum rc ecg_read_pair(struct str, const struct ecg_read_options *,
		      struct arena *, struct ecg_record *, struct err *);
enum rc ecg_read_scp(struct str, const struct ecg_read_options *,
		     struct arena *, struct ecg_record *, struct err *);
enum rc ecg_read_dicom(struct str, const struct ecg_read_options *,
		       struct arena *, struct ecg_record *, struct err *);
enum rc ecg_read_edf(struct str, const struct ecg_read_options *,
		     struct arena *, struct ecg_record *, struct err *);
enum rc ecg_read_wfdb(struct str, const struct ecg_read_options *,
		      struct arena *, struct ecg_record *, struct err *);
enum rc ecg_read_xml(struct str, const struct ecg_read_options *,
		     struct arena *, struct ecg_record *, struct err *);
enum rc ecg_read_fhir(struct str, const struct ecg_read_options *,
		      struct arena *, struct ecg_record *, struct err *);
enum rc ecg_read_csv(struct str, const struct ecg_read_options *,
		     struct arena *, struct ecg_record *, struct err *);

#endif
