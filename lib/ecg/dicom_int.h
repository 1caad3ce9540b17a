/* ecg/dicom_int - a DICOM object as elements: tag, value, and sequences of
 * items that are objects themselves.
 *
 * An element is a tag of four bytes (group, number), in the explicit form two
 * letters of type, a length of two or four bytes, and the value. A length of
 * 0xffffffff (sequences and their items) means: up to its delimiter. Walking
 * gives every value as a view with its end known, whatever way it was written.
 * Source: DICOM PS3.5 (encoding), PS3.3 C.10.9 and A.34 (waveforms).
 */
#ifndef ECG_DICOM_INT_H
#define ECG_DICOM_INT_H

#include "ecg/reader_int.h"

enum {
	DICOM_DEPTH = 12, /* of sequences in one another; ours have four */
	DICOM_ELEMENTS = 300000 /* passed in one walk, those inside included */
};

#define DICOM_TAG(group, number) ((uint32_t)(group) << 16 | (number))

/* An object being walked through. */
struct dicom {
	struct ecg_bytes in;
	bool is_explicit;
	int depth;
	size_t n_seen;
	bool damaged;
};

struct dicom_element {
	uint32_t tag;
	struct str value;
	bool is_explicit; /* how what is inside was written */
};

/* The next element of an object; false at its end, or where it is damaged. */
bool dicom_next(struct dicom *d, struct dicom_element *out);
/* The value of a sequence, as something whose elements are its items; the
 * item's own elements: the same again on the item. */
struct dicom dicom_inside(const struct dicom *of,
			  const struct dicom_element *e);
/* The first element with this tag, from the beginning of `d`; an empty value
 * when there is none. */
struct dicom_element dicom_find(struct dicom d, uint32_t tag);

/* Values: text without padding; numbers as text ("2.5 ", of several the
 * first), NAN when it is none; whole binary numbers, -1 when the size is not
 * that. */
struct str dicom_text(struct dicom d, uint32_t tag);
double dicom_number(struct dicom d, uint32_t tag);
int64_t dicom_u16(struct dicom d, uint32_t tag);
int64_t dicom_u32(struct dicom d, uint32_t tag);

/* A coded thing: the first item of a sequence of codes. */
struct dicom_code {
	struct str value, scheme, meaning;
};
struct dicom_code dicom_code(struct dicom d, uint32_t sequence);

/* The parts of the reader. */
MUST_USE enum rc dicom_group(struct dicom group, struct arena *a,
			     struct ecg_record *r, struct err *err);
MUST_USE enum rc dicom_person(struct dicom object, struct arena *a,
			      struct ecg_record *r, struct err *err);
/* One item of the waveform annotations: a measurement or a statement. */
MUST_USE enum rc dicom_note(struct dicom item, struct arena *a,
			    struct ecg_record *r, struct err *err);

#endif
