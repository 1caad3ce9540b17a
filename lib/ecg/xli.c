/* XLI, the compression of Philips Sierra XML.
 *
 * The base64 text holds a chunk for each lead:
 *
 *	offset	size
 *	0	4	bytes of the compressed part, little endian
 *	4	2	always 1
 *	6	2	`start`, signed: the first correction
 *	8	n	LZW, codes of 10 bits, the first bit first; 1023 ends
 *
 * LZW: 0 to 255 are bytes, from 256 on each new code is the text of the code
 * before and the first byte of this one; at 1022 the table is full and stays.
 * Out come two bytes a sample: first all the high ones, then all the low ones.
 * The first two samples stand as they are; each other is what a straight line
 * through the two before it says, less a correction: x[i] = 2 x[i-1] - x[i-2] -
 * c, where c is `start` for the third sample and stored[i-1] - 64 after. Chunks
 * behind the last lead (devices with sixteen channels) are not used.
 *
 * The output is known beforehand, two bytes a sample: a stream that gives more
 * or less is refused, so a small file cannot become a large signal. */
#include "ecg/plain_int.h"

enum { BITS = 10, FIRST = 256, FULL = 1023, END = 1023, HEAD = 8, BIAS = 64 };

/* A code is the text of another and one byte more; the texts all stand in the
 * output, so a place and a length are enough. */
struct lzw {
	struct str in;
	size_t bit;
	uint32_t at[FULL], len[FULL];
	uint32_t n_code;
};

/* The next code; END at the end of the bytes, too. */
static uint32_t next_code(struct lzw *z)
{
	uint32_t v = 0;
	if (z->bit + BITS > 8 * z->in.len)
		return END;
	for (size_t i = z->bit / 8; i <= (z->bit + BITS - 1) / 8; i++)
		v = v << 8 | (unsigned char)z->in.ptr[i];
	size_t behind = 7 - (z->bit + BITS - 1) % 8;
	z->bit += BITS;
	return (v >> behind) & ((1u << BITS) - 1);
}

static enum rc damaged(struct err *err, const char *why)
{
	return ecg_refuse(err, MSG_ECG_DAMAGED, "XLI: %s", why);
}

/* Exactly `n` bytes, and one more of padding at most. */
static enum rc lzw_decode(struct str in, unsigned char *to, uint32_t n,
			  struct err *err)
{
	struct lzw z = {.in = in, .n_code = FIRST};
	uint32_t put = 0, code, before_at = 0, before_len = 0;
	while ((code = next_code(&z)) != END) {
		uint32_t from = put, len = 1;
		bool own =
			code == z.n_code; /* the text before, and its first */
		if (code > z.n_code || (own && !before_len))
			return damaged(err, "a code that is not yet known");
		if (code >= FIRST)
			len = own ? before_len + 1 : z.len[code];
		if (len > n - put)
			return damaged(err, "more samples than stated");
		if (code < FIRST)
			to[put] = (unsigned char)code;
		for (uint32_t i = 0, at = own ? before_at : z.at[code % FULL];
		     code >= FIRST && i < len; i++)
			to[put + i] = to[at + i];
		put += len;
		if (before_len && z.n_code < FULL) {
			z.at[z.n_code] = before_at;
			z.len[z.n_code++] = before_len + 1;
		}
		before_at = from;
		before_len = len;
	}
	return put == n ? OK : damaged(err, "fewer samples than stated");
}

/* Into samples; the arithmetic is that of 16 bits. */
static void integrate(const unsigned char *bytes, size_t n, int16_t start,
		      int16_t *to)
{
	int last = start;
	for (size_t i = 0; i < n; i++)
		to[i] = (int16_t)(uint16_t)(bytes[i] << 8 | bytes[n + i]);
	for (size_t i = 2; i < n; i++) {
		int next = 2 * to[i - 1] - to[i - 2] - last;
		last = to[i] - BIAS;
		to[i] = (int16_t)(uint16_t)(unsigned)next;
	}
}

enum rc ecg_xli_decode(struct str s, size_t n_lead, size_t n_sample,
		       struct arena *a, int16_t *to, struct err *err)
{
	struct ecg_bytes in = {.s = s};
	unsigned char *bytes = arena_calloc(a, n_sample, 2);
	if (!bytes)
		return arena_fail(a, err);
	for (size_t k = 0; k < n_lead; k++) {
		uint32_t size = ecg_u32(&in);
		(void)ecg_u16(&in);
		int16_t start = ecg_i16(&in);
		struct str chunk = ecg_take(&in, size);
		if (in.cut)
			return ecg_refuse(err, MSG_ECG_CUT,
					  "XLI: %zu leads of %zu", k, n_lead);
		enum rc rc =
			lzw_decode(chunk, bytes, (uint32_t)(2 * n_sample), err);
		if (rc)
			return rc;
		integrate(bytes, n_sample, start, to + k * n_sample);
	}
	return OK;
}
