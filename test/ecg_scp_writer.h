/* A writer of SCP-ECG files for tests, made from the standard and not from the
 * reader: codes as strings of ones, the CRC bit by bit, the reference beat
 * subtracted and the means taken here. Every compression can be asked for, and
 * damage in places that checksums would not show. */
#ifndef TEST_ECG_SCP_WRITER_H
#define TEST_ECG_SCP_WRITER_H

#include "test/ecg_kit.h"
#include "base/buf.h"

enum scp_packing { SCP_PLAIN, SCP_USUAL, SCP_OWN }; /* Huffman tables */

struct scp_zone {
	uint32_t first, last; /* counted from 1 */
};

struct scp_writing {
	enum scp_packing packing;
	unsigned order;  /* of differences */
	unsigned factor; /* bimodal; 0: not */
	bool subtract;   /* a reference beat at every zone */
	size_t n_lead, n_sample;
	const struct scp_zone *zone; /* beats; protected when bimodal */
	size_t n_zone;
	/* in units of section 6; lead k, sample i */
	int (*sample)(size_t k, size_t i);
	uint16_t step_nv, interval_us; /* 0: 1000 and 2000 */
	bool without_tag;              /* as version 1 */
	/* damage, with checksums that are right */
	uint32_t say_samples; /* 0: the truth */
	uint8_t say_lead;     /* of lead 1; 0: the truth */
	const char *tables;   /* section 2 instead; hexadecimal */
	size_t extra_bytes;   /* after each lead */
	uint16_t say_step;    /* of section 6; 1: write 0 */
};

enum { SCP_BEAT = 60, SCP_ALIGNED = 21 }; /* samples of the reference beat */

/* ------------------------------------------------------------------- bytes */

static inline void scp_put(struct buf *b, uint64_t v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		buf_char(b, (char)(v & 255));
		v >>= 8;
	}
}

static inline uint16_t scp_writer_crc(const char *p, size_t n)
{
	unsigned crc = 0xffff;
	for (size_t i = 0; i < n; i++)
		for (int bit = 7; bit >= 0; bit--) {
			unsigned in = (unsigned char)p[i] >> bit & 1u;
			unsigned top = crc >> 15 & 1u;
			crc = (crc << 1 & 0xffff) ^ (in ^ top ? 0x1021u : 0);
		}
	return (uint16_t)crc;
}

static inline void scp_patch(struct buf *b, size_t at, uint64_t v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		b->ptr[at + i] = (char)(v >> 8 * i & 255);
}

/* -------------------------------------------------------------------- bits */

struct scp_out {
	struct buf *b;
	unsigned byte, n;
};

static inline void scp_bit(struct scp_out *o, unsigned bit)
{
	o->byte = o->byte << 1 | bit;
	if (++o->n == 8) {
		buf_char(o->b, (char)o->byte);
		o->byte = o->n = 0;
	}
}

static inline void scp_bits(struct scp_out *o, const char *code)
{
	for (; *code; code++)
		scp_bit(o, *code == '1');
}

static inline void scp_number(struct scp_out *o, int v, unsigned bits)
{
	while (bits--)
		scp_bit(o, (unsigned)v >> bits & 1u);
}

/* The usual table: as many ones as the number is large, a zero, its sign. */
static inline void scp_usual(struct scp_out *o, int v)
{
	if (abs(v) <= 8) {
		for (int i = 0; i < abs(v); i++)
			scp_bit(o, 1);
		scp_bit(o, 0);
		if (v)
			scp_bit(o, v < 0);
		return;
	}
	const bool small = v >= -128 && v <= 127;
	scp_bits(o, small ? "1111111110" : "1111111111");
	scp_number(o, v, small ? 8 : 16);
}

/* Two tables. The first: 0 is 0, 10 eight bits, 110 on to the second, 111
 * sixteen bits; the second: 0 is 100 and sixteen bits, 1 back to the first. */
#define SCP_OWN_TABLES                                                         \
	"0200"                                                                 \
	"0400"                                                                 \
	"0101010000"                                                           \
	"00000000"                                                             \
	"020a010000"                                                           \
	"01000000"                                                             \
	"0303000200"                                                           \
	"03000000"                                                             \
	"0313010000"                                                           \
	"07000000"                                                             \
	"0200"                                                                 \
	"0111016400"                                                           \
	"00000000"                                                             \
	"0101000100"                                                           \
	"01000000"

static inline void scp_own(struct scp_out *o, int v, size_t i, bool *second)
{
	if (i % 7 == 3) { /* to the other table and on from there */
		scp_bits(o, *second ? "1" : "110");
		*second = !*second;
	}
	if (*second) {
		scp_bit(o, 0);
		scp_number(o, v - 100, 16);
	} else if (v == 0) {
		scp_bit(o, 0);
	} else if (v >= -128 && v <= 127) {
		scp_bits(o, "10");
		scp_number(o, v, 8);
	} else {
		scp_bits(o, "111");
		scp_number(o, v, 16);
	}
}

static inline int scp_difference(const int *v, size_t i, unsigned order)
{
	if (order == 1 && i >= 1)
		return v[i] - v[i - 1];
	if (order == 2 && i >= 2)
		return v[i] - 2 * v[i - 1] + v[i - 2];
	return v[i];
}

/* One lead; returns its bytes. */
static inline size_t scp_put_lead(const struct scp_writing *w, struct buf *b,
				  const int *v, size_t n)
{
	struct scp_out o = {.b = b};
	const size_t from = b->len;
	bool second = false;
	for (size_t i = 0; i < n; i++) {
		int d = scp_difference(v, i, w->order);
		if (w->packing == SCP_USUAL)
			scp_usual(&o, d);
		else if (w->packing == SCP_OWN)
			scp_own(&o, d, i, &second);
		else
			scp_put(b, (uint16_t)d, 2);
	}
	while (o.n)
		scp_bit(&o, 0);
	if ((b->len - from) % 2)
		buf_char(b, 0);
	for (size_t i = 0; i < w->extra_bytes; i++)
		buf_char(b, 0);
	return b->len - from;
}

/* ------------------------------------------------------------------ signal */

/* The reference beat, in steps of five units of section 6. */
static inline int scp_reference(size_t k, size_t i)
{
	return (int)(k + 3) *
	       (20 - abs((int)i - 20) > 0 ? 20 - abs((int)i - 20) : 0);
}

static inline int scp_remainder(const struct scp_writing *w, size_t k, size_t i)
{
	int v = w->sample(k, i);
	for (size_t z = 0; w->subtract && z < w->n_zone; z++)
		if (i + 1 >= w->zone[z].first && i + 1 <= w->zone[z].last)
			v -= 5 * scp_reference(k, i + 1 - w->zone[z].first);
	return v;
}

static inline bool scp_in_zone(const struct scp_writing *w, size_t i)
{
	for (size_t z = 0; z < w->n_zone; z++)
		if (i + 1 >= w->zone[z].first && i + 1 <= w->zone[z].last)
			return true;
	return false;
}

/* What section 6 keeps of a lead: outside the zones the mean of `factor`
 * samples, or of those that are left before the next zone. */
static inline size_t scp_kept(const struct scp_writing *w, size_t k, int *to)
{
	size_t n = 0;
	for (size_t i = 0; i < w->n_sample;) {
		if (!w->factor || scp_in_zone(w, i)) {
			to[n++] = scp_remainder(w, k, i++);
			continue;
		}
		int sum = 0, m = 0;
		while (m < (int)w->factor && i < w->n_sample &&
		       !scp_in_zone(w, i)) {
			sum += scp_remainder(w, k, i++);
			m++;
		}
		to[n++] = (int)lround((double)sum / m);
	}
	return n;
}

/* ---------------------------------------------------------------- sections */

static inline void scp_hex(struct buf *b, const char *hex)
{
	for (; hex[0] && hex[1]; hex += 2) {
		unsigned v = 0;
		for (int i = 0; i < 2; i++)
			v = v * 16 + (unsigned)(hex[i] <= '9'
							? hex[i] - '0'
							: hex[i] - 'a' + 10);
		buf_char(b, (char)v);
	}
}

static inline void scp_tag(struct buf *b, unsigned tag, const void *p, size_t n)
{
	scp_put(b, tag, 1);
	scp_put(b, n, 2);
	buf_add(b, p, n);
}

static inline void scp_section_1(struct buf *b)
{
	char device[60] = {0};
	memcpy(device + 8, "Prova", 5);
	device[14] = 20;
	device[35] = 4;
	memcpy(device + 36, "1.0\0SN-7\0x\0y\0Casa", 17);
	scp_tag(b, 0, "Rossi", 6);
	scp_tag(b, 1, "Anna", 5);
	scp_tag(b, 2, "RSSNNA51E42F205X", 17);
	scp_tag(b, 5, "\x9f\x07\x05\x02", 4); /* 1951-05-02 */
	scp_tag(b, 8, "\x02", 1);
	scp_tag(b, 14, device, sizeof(device));
	scp_tag(b, 25, "\xea\x07\x03\x02", 4); /* 2026-03-02 */
	scp_tag(b, 26, "\x0a\x0e\x05", 3);
	scp_tag(b, 27, "\x05\x00", 2);
	scp_tag(b, 28, "\x96\x00", 2);
	scp_tag(b, 29, "\x02", 1);
	scp_tag(b, 255, "", 0);
}

static inline void scp_section_3(const struct scp_writing *w, struct buf *b)
{
	static const uint8_t ids[] = {1, 2, 3, 4, 5, 6, 7, 8, 61, 62, 63, 64};
	scp_put(b, w->n_lead, 1);
	scp_put(b, (w->subtract ? 1u : 0u) | 4u | (unsigned)w->n_lead << 3, 1);
	for (size_t k = 0; k < w->n_lead; k++) {
		scp_put(b, 1, 4);
		scp_put(b, w->say_samples ? w->say_samples : w->n_sample, 4);
		scp_put(b, k == 1 && w->say_lead ? w->say_lead : ids[k], 1);
	}
}

static inline void scp_section_4(const struct scp_writing *w, struct buf *b)
{
	scp_put(b, SCP_BEAT * (w->interval_us ? w->interval_us : 2000u) / 1000,
		2);
	scp_put(b, SCP_ALIGNED, 2);
	scp_put(b, w->n_zone, 2);
	for (size_t z = 0; z < w->n_zone; z++) {
		scp_put(b, 0, 2);
		scp_put(b, w->zone[z].first, 4);
		scp_put(b, w->zone[z].first + SCP_ALIGNED - 1, 4);
		scp_put(b, w->zone[z].last, 4);
	}
	for (size_t z = 0; z < w->n_zone; z++) {
		scp_put(b, w->zone[z].first, 4);
		scp_put(b, w->zone[z].last, 4);
	}
}

/* Sections 5 (the reference beat) and 6. */
static inline void scp_block(const struct scp_writing *w, struct buf *b,
			     bool is_reference)
{
	const unsigned step = w->step_nv ? w->step_nv : 1000u,
		       us = w->interval_us ? w->interval_us : 2000u;
	int *v = calloc(w->n_sample + SCP_BEAT, sizeof(*v));
	assert(v);
	scp_put(b, is_reference ? 5 * step : w->say_step == 1 ? 0 : step, 2);
	scp_put(b, is_reference || !w->factor ? us : us * w->factor, 2);
	scp_put(b, w->order, 1);
	scp_put(b, !is_reference && w->factor, 1);
	const size_t sizes = b->len;
	for (size_t k = 0; k < w->n_lead; k++)
		scp_put(b, 0, 2);
	for (size_t k = 0; k < w->n_lead; k++) {
		size_t n = SCP_BEAT;
		for (size_t i = 0; is_reference && i < n; i++)
			v[i] = scp_reference(k, i);
		if (!is_reference)
			n = scp_kept(w, k, v);
		scp_patch(b, sizes + 2 * k, scp_put_lead(w, b, v, n), 2);
	}
	free(v);
}

static inline void scp_section_7(struct buf *b)
{
	static const uint16_t v[] = {286, 388, 434, 554, 854, 44, 65475, 86};
	scp_put(b, 1, 1);
	scp_put(b, 0, 1);
	scp_put(b, 833, 2);
	scp_put(b, 29999, 2);
	for (size_t i = 0; i < countof(v); i++)
		scp_put(b, v[i], 2);
	scp_put(b, 0, 2);
	scp_put(b, 72, 2);
	scp_put(b, 29999, 2);
	scp_put(b, 443, 2);
	scp_put(b, 0, 3);
}

static inline void scp_section_8(struct buf *b)
{
	static const char *const said[] = {"RITMO SINUSALE", "NORMALE"};
	buf_add(b, "\x00\xea\x07\x03\x02\x0a\x0e\x05\x02", 9);
	for (size_t i = 0; i < countof(said); i++) {
		scp_put(b, i + 1, 1);
		scp_put(b, strlen(said[i]) + 1, 2);
		buf_add(b, said[i], strlen(said[i]) + 1);
	}
}

static inline bool scp_body(const struct scp_writing *w, struct buf *b,
			    unsigned section)
{
	const bool needs_beats = w->subtract || w->factor;
	if (section == 1)
		scp_section_1(b);
	else if (section == 2 && w->tables)
		scp_hex(b, w->tables);
	else if (section == 2 && w->packing != SCP_PLAIN)
		scp_hex(b, w->packing == SCP_USUAL ? "1f4e" : SCP_OWN_TABLES);
	else if (section == 3)
		scp_section_3(w, b);
	else if (section == 4 && needs_beats)
		scp_section_4(w, b);
	else if (section == 6 || (section == 5 && needs_beats))
		scp_block(w, b, section == 5);
	else if (section == 7)
		scp_section_7(b);
	else if (section == 8)
		scp_section_8(b);
	else
		return false;
	return true;
}

enum { SCP_SECTION_0 = 16 + 12 * 10 };

/* Checksums of sections and file, as they stand; of a damaged file those of the
 * sections that lie within it. */
static inline void scp_sign(struct buf *b)
{
	for (size_t i = 0; i < 12; i++) {
		const char *p = b->ptr + 22 + 10 * i;
		uint32_t n, at;
		memcpy(&n, p + 2, 4);
		memcpy(&at, p + 6, 4);
		if (n >= 16 && at >= 7 && n <= b->len && at - 1 <= b->len - n)
			scp_patch(b, at - 1,
				  scp_writer_crc(b->ptr + at + 1, n - 2), 2);
	}
	scp_patch(b, 2, b->len, 4);
	scp_patch(b, 0, scp_writer_crc(b->ptr + 2, b->len - 2), 2);
}

/* The whole file into `b`, which is empty. */
static inline void scp_write(const struct scp_writing *w, struct buf *b)
{
	scp_put(b, 0, 6);
	for (unsigned s = 0; s < 12; s++) {
		const size_t from = b->len;
		scp_put(b, 0, 16);
		if (s == 0) {
			scp_put(b, 0, 120);
		} else if (!scp_body(w, b, s)) {
			b->len = from;
			scp_patch(b, 22 + 10 * s, s, 2);
			continue;
		}
		if ((b->len - from) % 2)
			buf_char(b, 0);
		scp_patch(b, from + 2, s, 2);
		scp_patch(b, from + 4, b->len - from, 4);
		scp_patch(b, from + 8, w->without_tag ? 0 : 20, 1);
		scp_patch(b, from + 9, w->without_tag ? 0 : 20, 1);
		scp_patch(b, 22 + 10 * s, s, 2);
		scp_patch(b, 22 + 10 * s + 2, b->len - from, 4);
		scp_patch(b, 22 + 10 * s + 6, from + 1, 4);
	}
	if (!w->without_tag)
		memcpy(b->ptr + 16, "SCPECG", 6);
	scp_sign(b);
}

#endif
