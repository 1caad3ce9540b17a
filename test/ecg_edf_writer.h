/* A writer of EDF and EDF+ for tests. */
#ifndef TEST_ECG_EDF_WRITER_H
#define TEST_ECG_EDF_WRITER_H

#include "test/ecg_kit.h"
#include "base/buf.h"

struct edf_writing {
	const char *kind; /* "EDF+C", "EDF+D", "" */
	size_t n_lead, n_record, per_record;
	int (*sample)(size_t k, size_t i);
	const char *const *label; /* NULL: ECG I ... */
	const char *unit;         /* NULL: uV */
	double minimum, maximum;  /* physical; both 0: -32768, 32767 */
	double seconds;           /* of a record; 0: 1 */
	double gap;               /* between the first two records */
	size_t per_record_of_1;   /* samples of the second signal; 0: same */
	bool only_notes;
};

enum { EDF_NOTE = 20 }; /* samples of the notes in a record */

static inline void edf_column(struct buf *b, size_t n, const char *fmt, ...)
	PRINTF_LIKE(3, 4);
static inline void edf_column(struct buf *b, size_t n, const char *fmt, ...)
{
	char text[128];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	for (size_t i = 0; i < n; i++)
		buf_char(b, i < strlen(text) ? text[i] : ' ');
	if (strlen(text) < n)
		return;
	b->len -= n;
	buf_add(b, text, n);
}

static inline size_t edf_n(const struct edf_writing *w, size_t k)
{
	return k == 1 && w->per_record_of_1 ? w->per_record_of_1
					    : w->per_record;
}

static inline void edf_signals(const struct edf_writing *w, struct buf *b,
			       size_t leads, size_t notes)
{
	static const char *const labels[] = {
		"ECG I",  "ECG II", "ECG V1",  "ECG V2",  "ECG V3",  "ECG V4",
		"ECG V5", "ECG V6", "ECG III", "ECG aVR", "ECG aVL", "ECG aVF"};
	const bool full = w->minimum < w->maximum || w->minimum > w->maximum;
	for (size_t k = 0; k < leads + notes; k++)
		edf_column(b, 16, "%s",
			   k == leads ? "EDF Annotations"
			   : w->label ? w->label[k]
				      : labels[k]);
	for (size_t k = 0; k < leads + notes; k++)
		edf_column(b, 80, "%s", "");
	for (size_t k = 0; k < leads + notes; k++)
		edf_column(b, 8, "%s",
			   k == leads ? ""
			   : w->unit  ? w->unit
				      : "uV");
	for (size_t k = 0; k < leads + notes; k++)
		edf_column(b, 8, "%g",
			   k == leads ? -1
			   : full     ? w->minimum
				      : -32768);
	for (size_t k = 0; k < leads + notes; k++)
		edf_column(b, 8, "%g",
			   k == leads ? 1
			   : full     ? w->maximum
				      : 32767);
	for (size_t k = 0; k < leads + notes; k++)
		edf_column(b, 8, "-32768");
	for (size_t k = 0; k < leads + notes; k++)
		edf_column(b, 8, "32767");
	for (size_t k = 0; k < leads + notes; k++)
		edf_column(b, 80, "%s", k == leads ? "" : "HP:0.05Hz");
	for (size_t k = 0; k < leads + notes; k++)
		edf_column(b, 8, "%zu", k == leads ? EDF_NOTE : edf_n(w, k));
	for (size_t k = 0; k < leads + notes; k++)
		edf_column(b, 32, "%s", "");
}

/* The whole file into `b`, which is empty. */
static inline void edf_write(const struct edf_writing *w, struct buf *b)
{
	const size_t notes = w->kind && *w->kind ? 1 : 0,
		     leads = w->only_notes ? 0 : w->n_lead;
	const double seconds = w->seconds > 0 ? w->seconds : 1;
	edf_column(b, 8, "0");
	edf_column(b, 80, "RSSNNA51E42F205X F 02-MAY-1951 Rossi_Anna");
	edf_column(b, 80, "Startdate 02-MAR-2026 X X Prova_2");
	edf_column(b, 8, "02.03.26");
	edf_column(b, 8, "10.14.05");
	edf_column(b, 8, "%zu", 256 * (1 + leads + notes));
	edf_column(b, 44, "%s", w->kind ? w->kind : "");
	edf_column(b, 8, "%zu", w->n_record);
	edf_column(b, 8, "%g", w->only_notes ? 0 : seconds);
	edf_column(b, 4, "%zu", leads + notes);
	edf_signals(w, b, leads, notes);
	for (size_t r = 0; r < w->n_record; r++) {
		for (size_t k = 0; k < leads; k++)
			for (size_t i = 0; i < edf_n(w, k); i++) {
				int v = w->sample(k, r * edf_n(w, k) + i);
				buf_char(b, (char)(v & 255));
				buf_char(b, (char)(v >> 8 & 255));
			}
		char note[2 * EDF_NOTE] = {0};
		snprintf(note, sizeof(note), "+%g\x14\x14",
			 (double)r * seconds + (r ? w->gap : 0));
		if (notes)
			buf_add(b, note, sizeof(note));
	}
}

#endif
