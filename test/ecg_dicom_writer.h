/* A writer of DICOM waveform objects for tests: explicit or implicit form,
 * lengths told or left open, a median beat beside the rhythm. */
#ifndef TEST_ECG_DICOM_WRITER_H
#define TEST_ECG_DICOM_WRITER_H

#include "test/ecg_kit.h"
#include "base/buf.h"

struct dicom_writing {
	bool is_implicit, is_open; /* lengths left open */
	bool with_median, two_rhythms, without_label;
	size_t n_lead, n_sample;
	int (*sample)(size_t k, size_t i);
	const char *hz, *sensitivity, *correction, *baseline, *unit;
	const char *sensitivity_of_2; /* of the third lead; NULL: the same */
	const char *meaning_of_1;     /* of the second lead; NULL: the truth */
	const char *class_uid, *syntax, *kind;
	unsigned bits;
	int64_t padding; /* 0: none told */
};

struct dicom_out {
	struct buf *b;
	bool is_implicit, is_open;
};

static inline void dcm_put(struct buf *b, uint64_t v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_char(b, (char)(v >> 8 * i & 255));
}

static inline void dcm_tag(const struct dicom_out *o, uint32_t tag)
{
	dcm_put(o->b, tag >> 16, 2);
	dcm_put(o->b, tag & 0xffff, 2);
}

static inline void dcm_bytes(const struct dicom_out *o, uint32_t tag,
			     const char *vr, const void *p, size_t n)
{
	const bool is_long =
		!strcmp(vr, "OW") || !strcmp(vr, "OB") || !strcmp(vr, "UT");
	dcm_tag(o, tag);
	if (!o->is_implicit)
		buf_add(o->b, vr, 2);
	if (!o->is_implicit && is_long)
		dcm_put(o->b, 0, 2);
	dcm_put(o->b, n + n % 2, o->is_implicit || is_long ? 4 : 2);
	buf_add(o->b, p, n);
	if (n % 2)
		buf_char(o->b, *vr == 'U' ? '\0' : ' ');
}

static inline void dcm_text(const struct dicom_out *o, uint32_t tag,
			    const char *vr, const char *z)
{
	if (z)
		dcm_bytes(o, tag, vr, z, strlen(z));
}

static inline void dcm_us(const struct dicom_out *o, uint32_t tag, unsigned v)
{
	char p[2] = {(char)(v & 255), (char)(v >> 8)};
	dcm_bytes(o, tag, "US", p, 2);
}

static inline void dcm_ul(const struct dicom_out *o, uint32_t tag, uint32_t v)
{
	char p[4] = {(char)(v & 255), (char)(v >> 8 & 255),
		     (char)(v >> 16 & 255), (char)(v >> 24)};
	dcm_bytes(o, tag, "UL", p, 4);
}

/* Where the length stands, to be closed. */
static inline size_t dcm_begin(const struct dicom_out *o, uint32_t tag)
{
	const bool is_item = tag == 0xfffee000;
	dcm_tag(o, tag);
	if (!o->is_implicit && !is_item)
		buf_add(o->b, "SQ\0\0", 4);
	dcm_put(o->b, 0xffffffff, 4);
	return o->b->len;
}

static inline void dcm_end(const struct dicom_out *o, size_t from, bool is_item)
{
	uint64_t n = o->b->len - from;
	if (o->is_open) {
		dcm_tag(o, is_item ? 0xfffee00d : 0xfffee0dd);
		dcm_put(o->b, 0, 4);
		return;
	}
	for (size_t i = 0; i < 4; i++)
		o->b->ptr[from - 4 + i] = (char)(n >> 8 * i & 255);
}

static inline void dcm_code(const struct dicom_out *o, uint32_t tag,
			    const char *value, const char *scheme,
			    const char *meaning)
{
	size_t s = dcm_begin(o, tag), i = dcm_begin(o, 0xfffee000);
	dcm_text(o, 0x00080100, "SH", value);
	dcm_text(o, 0x00080102, "SH", scheme);
	dcm_text(o, 0x00080104, "LO", meaning);
	dcm_end(o, i, true);
	dcm_end(o, s, false);
}

static inline void dcm_channel(const struct dicom_out *o,
			       const struct dicom_writing *w, size_t k)
{
	static const char *const codes[][2] = {
		{"2:1", "Lead I (Einthoven)"},
		{"2:2", "Lead II"},
		{"2:3", "Lead V1"},
		{"2:4", "Lead V2"},
		{"2:5", "Lead V3"},
		{"2:6", "Lead V4"},
		{"2:7", "Lead V5"},
		{"2:8", "Lead V6"},
		{"2:61", "Lead III"},
		{"2:62", "aVR, augmented voltage, right"},
		{"2:63", "Lead aVL"},
		{"2:64", "Lead aVF"}};
	const char *s = k == 2 && w->sensitivity_of_2 ? w->sensitivity_of_2
						      : w->sensitivity;
	size_t i = dcm_begin(o, 0xfffee000);
	dcm_code(o, 0x003a0208, codes[k][0], "MDC",
		 k == 1 && w->meaning_of_1 ? w->meaning_of_1 : codes[k][1]);
	dcm_text(o, 0x003a0210, "DS", s);
	dcm_code(o, 0x003a0211, w->unit ? w->unit : "uV", "UCUM", "unit");
	dcm_text(o, 0x003a0212, "DS", w->correction);
	dcm_text(o, 0x003a0213, "DS", w->baseline);
	dcm_us(o, 0x003a021a, 16);
	dcm_text(o, 0x003a0220, "DS", "0.05");
	dcm_text(o, 0x003a0221, "DS", "150");
	dcm_end(o, i, true);
}

static inline void dcm_group(const struct dicom_out *o,
			     const struct dicom_writing *w, bool is_median)
{
	const size_t n = is_median ? 100 : w->n_sample;
	const unsigned bits = w->bits ? w->bits : 16;
	size_t item = dcm_begin(o, 0xfffee000);
	dcm_text(o, 0x003a0004, "CS", is_median ? "DERIVED" : "ORIGINAL");
	dcm_us(o, 0x003a0005, (unsigned)w->n_lead);
	dcm_ul(o, 0x003a0010, (uint32_t)n);
	dcm_text(o, 0x003a001a, "DS", w->hz ? w->hz : "500");
	if (!w->without_label)
		dcm_text(o, 0x003a0020, "SH",
			 is_median ? "MEDIAN BEAT" : "RHYTHM");
	size_t s = dcm_begin(o, 0x003a0200);
	for (size_t k = 0; k < w->n_lead; k++)
		dcm_channel(o, w, k);
	dcm_end(o, s, false);
	dcm_us(o, 0x54001004, bits);
	dcm_text(o, 0x54001006, "CS", w->kind ? w->kind : "SS");
	if (w->padding)
		dcm_us(o, 0x5400100a, (unsigned)w->padding & 0xffff);
	char *p = malloc(n * w->n_lead * 2 + 1);
	assert(p);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < w->n_lead; k++) {
			int v = is_median ? 7 : w->sample(k, i);
			p[2 * (i * w->n_lead + k)] = (char)(v & 255);
			p[2 * (i * w->n_lead + k) + 1] = (char)(v >> 8 & 255);
		}
	dcm_bytes(o, 0x54001010, "OW", p, n * w->n_lead * 2);
	free(p);
	dcm_end(o, item, true);
}

static inline void dcm_measure(const struct dicom_out *o, const char *what,
			       const char *value)
{
	size_t i = dcm_begin(o, 0xfffee000);
	dcm_code(o, 0x004008ea, "ms", "UCUM", "milliseconds");
	dcm_code(o, 0x0040a043, "x", "MDC", what);
	dcm_text(o, 0x0040a30a, "DS", value);
	dcm_end(o, i, true);
}

static inline void dcm_notes(const struct dicom_out *o)
{
	size_t s = dcm_begin(o, 0x0040b020);
	dcm_measure(o, "PR Interval", "148");
	dcm_measure(o, "QT Interval", "420");
	size_t i = dcm_begin(o, 0xfffee000);
	dcm_text(o, 0x00700006, "ST", "RITMO SINUSALE");
	dcm_end(o, i, true);
	dcm_end(o, s, false);
}

/* The whole file into `b`, which is empty. */
static inline void dicom_write(const struct dicom_writing *w, struct buf *b)
{
	const struct dicom_out meta = {b, false, false};
	const struct dicom_out o = {b, w->is_implicit, w->is_open};
	for (int i = 0; i < 128; i++)
		buf_char(b, 0);
	buf_text(b, "DICM");
	dcm_text(&meta, 0x00020010, "UI",
		 w->syntax        ? w->syntax
		 : w->is_implicit ? "1.2.840.10008.1.2"
				  : "1.2.840.10008.1.2.1");
	dcm_text(&o, 0x00080016, "UI",
		 w->class_uid ? w->class_uid : "1.2.840.10008.5.1.4.1.1.9.1.1");
	dcm_text(&o, 0x0008002a, "DT", "20260302101405.5");
	dcm_text(&o, 0x00080070, "LO", "Casa");
	dcm_text(&o, 0x00081090, "LO", "Prova 2");
	dcm_text(&o, 0x00100010, "PN", "Rossi^Anna");
	dcm_text(&o, 0x00100020, "LO", "RSSNNA51E42F205X");
	dcm_text(&o, 0x00100030, "DA", "19510502");
	dcm_text(&o, 0x00100040, "CS", "F");
	dcm_text(&o, 0x00101010, "AS", "074Y");
	dcm_text(&o, 0x00181000, "LO", "SN-7");
	dcm_notes(&o);
	size_t s = dcm_begin(&o, 0x54000100);
	if (w->with_median)
		dcm_group(&o, w, true);
	dcm_group(&o, w, false);
	if (w->two_rhythms)
		dcm_group(&o, w, false);
	dcm_end(&o, s, false);
}

#endif
