/* What the device measured and said.
 *
 *	7:  1 kinds of beats, n; 1 pacemaker spikes, m; 2 ms between R, 2
 *	    between P; n x 16: onset and end of P, of QRS, end of T (ms), three
 *	    axes; m x 4 and m x 6; 2 beats, a byte each; 2 rate, 2 atrial rate,
 *	    2 QTc ...
 *	8:  1 kind, 7 date and time, 1 statements; each 1 number, 2 bytes, text
 *	11: the same; each 1 number, 2 bytes, of which 1 kind and text
 *
 * Values from 19999 up mean that there is none.
 */
#include "ecg/scp_int.h"

enum { NONE = 19999, STATEMENTS = 8, ONE_KIND = 16, SPIKE = 10 };

static double ms_between(uint16_t from, uint16_t to)
{
	return from < NONE && to < NONE && to > from ? to - from : (double)NAN;
}

static double axis(int16_t v)
{
	return v >= -360 && v <= 360 ? v : (double)NAN;
}

static void first_kind(struct ecg_bytes *b, struct ecg_stated *s)
{
	uint16_t p_on = ecg_u16(b), p_off = ecg_u16(b), qrs_on = ecg_u16(b),
		 qrs_off = ecg_u16(b), t_off = ecg_u16(b);
	s->p_ms = ms_between(p_on, p_off);
	s->pr_ms = ms_between(p_on, qrs_on);
	s->qrs_ms = ms_between(qrs_on, qrs_off);
	s->qt_ms = ms_between(qrs_on, t_off);
	s->p_axis = axis(ecg_i16(b));
	s->qrs_axis = axis(ecg_i16(b));
	s->t_axis = axis(ecg_i16(b));
}

/* After kinds, spikes and beats: what makers leave out when they have none. */
static void rate_and_qtc(struct ecg_bytes b, size_t skip, struct ecg_stated *s)
{
	ecg_take(&b, skip);
	ecg_take(&b, ecg_u16(&b));
	uint16_t rate = ecg_u16(&b);
	ecg_u16(&b);
	uint16_t qtc = ecg_u16(&b);
	if (b.cut)
		return;
	if (rate && rate < NONE)
		s->hr_bpm = rate;
	if (qtc >= 200 && qtc <= 1000) /* older layouts have others here */
		s->qtc_ms = qtc;
}

/* Makers of the first version put their own behind the kinds of beats. */
enum { FIRST_VERSION = 10 };

static void measurements(const struct scp *f, struct ecg_record *r)
{
	struct ecg_bytes b = {.s = f->section[7]};
	if (ecg_left(&b) < 6)
		return;
	size_t kinds = ecg_u8(&b), spikes = ecg_u8(&b);
	uint16_t rr = ecg_u16(&b);
	ecg_u16(&b);
	if (rr && rr < NONE)
		r->stated.hr_bpm = round(60000.0 / rr);
	if (spikes)
		r->pacing = ECG_PACED;
	if (kinds && ecg_left(&b) >= ONE_KIND) {
		struct ecg_bytes first = b;
		first_kind(&first, &r->stated);
	}
	if (f->version > FIRST_VERSION)
		rate_and_qtc(b, kinds * ONE_KIND + spikes * SPIKE, &r->stated);
}

/* Codes are texts parted by zeros: "SR\0ABN". */
static enum rc add_text(struct str text, struct arena *a, struct ecg_record *r,
			struct err *err)
{
	while (text.len && !text.ptr[text.len - 1])
		text.len--;
	return ecg_add_statement(r, a, text, err);
}

/* `skip` bytes of each statement stand before its text. */
static enum rc statements(struct str section, size_t skip, struct arena *a,
			  struct ecg_record *r, struct err *err)
{
	struct ecg_bytes b = {.s = section};
	enum rc rc = OK;
	if (ecg_left(&b) < STATEMENTS + 1)
		return OK;
	ecg_take(&b, STATEMENTS);
	for (size_t n = ecg_u8(&b); n && !rc; n--) {
		ecg_u8(&b);
		struct str text = ecg_take(&b, ecg_u16(&b));
		if (b.cut)
			return ecg_refuse(err, MSG_ECG_DAMAGED,
					  "SCP: a statement is longer than its "
					  "section");
		if (text.len > skip)
			rc = add_text(str_sub(text, skip, text.len - skip), a,
				      r, err);
	}
	return rc;
}

enum rc scp_stated(const struct scp *f, struct arena *a, struct ecg_record *r,
		   struct err *err)
{
	measurements(f, r);
	enum rc rc = statements(f->section[8], 0, a, r, err);
	if (!rc && !r->stated.n_statement)
		rc = statements(f->section[11], 1, a, r, err);
	return rc;
}
