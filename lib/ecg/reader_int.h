/* ecg/reader_int - what the readers of all formats share: refusing, reading
 * numbers out of bytes, adding leads, and the checks at the end.
 *
 * A reader calls ecg_refuse() for what it does not read. It sets hz and
 * n_sample of the record first, then adds its leads (ecg_add_lead), fills them,
 * and leaves the checks that hold for every format to ecg_read().
 */
#ifndef ECG_READER_INT_H
#define ECG_READER_INT_H

#include "ecg/read.h"
#include "text/text.h"

#include <math.h>

/* E_FORMAT with words for the person (MSG_ECG_...) and the detail for logs. */
#define ecg_refuse(err, msg, ...) err_msg(err, E_FORMAT, msg, __VA_ARGS__)

/* ------------------------------------------------------------------- bytes */

/* Bytes read in order; reading past the end gives 0 and sets `cut`. */
struct ecg_bytes {
	struct str s;
	size_t at;
	bool big_endian;
	bool cut;
};

static inline size_t ecg_left(const struct ecg_bytes *b)
{
	return b->s.len - b->at;
}

static inline struct str ecg_take(struct ecg_bytes *b, size_t n)
{
	if (n > ecg_left(b)) {
		b->cut = true;
		b->at = b->s.len;
		return (struct str){"", 0};
	}
	b->at += n;
	return str_sub(b->s, b->at - n, n);
}

static inline uint32_t ecg_number(const char *p, size_t n, bool big_endian)
{
	uint32_t v = 0;
	for (size_t i = 0; i < n; i++) {
		size_t at = big_endian ? i : n - 1 - i;
		v = v << 8 | (unsigned char)p[at];
	}
	return v;
}

static inline uint32_t ecg_take_u(struct ecg_bytes *b, size_t n)
{
	struct str s = ecg_take(b, n);
	return s.len ? ecg_number(s.ptr, n, b->big_endian) : 0;
}

static inline uint8_t ecg_u8(struct ecg_bytes *b)
{
	return (uint8_t)ecg_take_u(b, 1);
}

static inline uint16_t ecg_u16(struct ecg_bytes *b)
{
	return (uint16_t)ecg_take_u(b, 2);
}

static inline uint32_t ecg_u32(struct ecg_bytes *b)
{
	return ecg_take_u(b, 4);
}

static inline int16_t ecg_i16(struct ecg_bytes *b)
{
	return (int16_t)ecg_u16(b);
}

/* A text of the file for people: copied, trimmed, NULs and controls made
 * blanks, bytes that are not UTF-8 taken as Latin-1. */
MUST_USE enum rc ecg_text(struct str raw, struct arena *a, struct str *out,
			  struct err *err);
/* One more of the device's own statements; empty ones are passed over, those
 * past ECG_MOST_STATEMENTS too. */
enum { ECG_MOST_STATEMENTS = 200 };
MUST_USE enum rc ecg_add_statement(struct ecg_record *r, struct arena *a,
				   struct str raw, struct err *err);

/* A moment as devices write it, in local time. */
struct ecg_moment {
	int year, month, day, hour, minute, second;
};
/* r->taken_at, unless there is no such moment. */
void ecg_set_time(struct ecg_record *r, const struct ecg_moment *m);
/* The day, DATE_NONE when there is no such one. */
struct date ecg_day(int year, int month, int day);

/* ------------------------------------------------------------------- leads */

/* One more lead of r->n_sample samples (all 0). A standard one gets its usual
 * name; another keeps its own, with a number when that stands already. Refused:
 * a standard lead twice, more than ECG_MOST_LEADS, a step that is no number. */
MUST_USE enum rc ecg_add_lead(struct ecg_record *r, struct arena *a,
			      struct str name, double step_uv,
			      struct ecg_lead **out, struct err *err);
/* The same for a reader that writes every sample: they hold anything. */
MUST_USE enum rc ecg_add_bare_lead(struct ecg_record *r, struct arena *a,
				   struct str name, double step_uv,
				   struct ecg_lead **out, struct err *err);

/* What each of the derived limb leads takes of I and of II. */
struct ecg_limb {
	enum ecg_lead_code code;
	float of_i, of_ii;
};
enum { ECG_LIMBS = 4 };
extern const struct ecg_limb ecg_limbs[ECG_LIMBS];

/* Microvolts of one unit of voltage ("mV", "uV", "\xc2\xb5V", "V", "nV"; any
 * case but M for mega); 0: not a voltage that we know. */
double ecg_unit_uv(struct str unit);

/* Between ECG_LEAST_HZ and ECG_MOST_HZ: from the slowest monitors to the
 * fastest devices for high resolution. */
#define ECG_LEAST_HZ 50.0
#define ECG_MOST_HZ  20000.0
MUST_USE enum rc ecg_check_rate(double hz, struct err *err);
/* At least one sample, at most ECG_MOST_SAMPLES. */
MUST_USE enum rc ecg_check_length(uint64_t n_sample, struct err *err);
/* I + III = II and the three of aVR, aVL, aVF, wherever they are all stored. */
MUST_USE enum rc ecg_check_limbs(const struct ecg_record *r, struct err *err);

/* A record with nothing known: what a reader starts from. */
void ecg_record_init(struct ecg_record *r, enum ecg_format format);

#endif
