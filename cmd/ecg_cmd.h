/* cmd/ecg_cmd - the parts of `prossima ecg`: reading the file, printing. */
#ifndef CMD_ECG_CMD_H
#define CMD_ECG_CMD_H

#include "cmd/cmd.h"
#include "ecg/analysis.h"
#include "ecg/read.h"
#include "json/json.h"
#include "text/text.h"

/* The record of a file; what lies beside it (the .dat of a WFDB header, its
 * .atr) is taken from its folder. `csv_hz` 0: the file must say it. */
MUST_USE enum rc ecg_cmd_open(const char *path, double csv_hz, struct arena *a,
			      struct ecg_record *out, struct err *err);

/* struct ecg_beside of a folder: files by bare name. */
struct ecg_cmd_folder {
	const char *dir;
};
MUST_USE enum rc ecg_cmd_from_folder(void *ctx, struct str name,
				     struct arena *a, struct str *bytes,
				     struct err *err);

/* What was read, as members of the JSON object that is open. */
void ecg_cmd_put_record(struct json *j, const struct ecg_record *r);
/* What was measured: beats, beat_types, measurements ... */
void ecg_cmd_put_analysis(struct json *j, const struct ecg_record *r,
			  const struct ecg_analysis *x,
			  const struct ecg_flags *f, enum lang lang);
/* "samples_uv": {lead: [...]}; the buffer is written to `to` as it fills. */
MUST_USE enum rc ecg_cmd_put_samples(struct json *j, const struct ecg_record *r,
				     FILE *to, struct err *err);

/* The same in words, for a person: who, what was recorded, quality, rhythm,
 * measurements, urgency; and that nobody has validated it. */
void ecg_cmd_put_words(struct buf *b, const struct ecg_record *r,
		       const struct ecg_analysis *x, const struct ecg_flags *f,
		       enum lang lang);

/* What to draw, as the options say it. */
struct ecg_cmd_drawing {
	bool svg, pdf;
	const char *layout;     /* NULL: 3x4 */
	int64_t gain, speed;    /* mm/mV, mm/s; 0: the usual */
	int64_t from_s, n_page; /* pages of one width of paper each */
	enum lang lang;
};
/* Words that a layout, a gain or a speed cannot be: said on stderr, false. */
MUST_USE bool ecg_cmd_drawing_ok(const struct ecg_cmd_drawing *w);
/* To stdout. */
MUST_USE enum rc ecg_cmd_draw(const struct ecg_record *r,
			      const struct ecg_cmd_drawing *w, struct arena *a,
			      struct err *err);

#endif
