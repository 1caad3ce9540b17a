/* ecg/scp_int - SCP-ECG (EN 1064, ISO 11073-91064): sections behind pointers.
 *
 *	offset      size
 *	0           2     CRC of what follows
 *	2           4     bytes of the file
 *	6                 section 0, then the others
 *
 *	section
 *	0           2     CRC of what follows in the section
 *	2           2     its number
 *	4           4     its bytes, these 16 included
 *	8           1+1   versions of section and of protocol (20: 2.0)
 *	10          6     "SCPECG" in section 0 since 1.3, else nothing
 *	16                section 0: pointers of 10 bytes, number (2), bytes
 *	                  (4), place in the file counted from 1 (4)
 *
 * All numbers have the low byte first. CRC: CCITT, x^16 + x^12 + x^5 + 1, from
 * 0xffff. Samples: section 2 the Huffman tables, 3 the leads, 4 the beats that
 * a reference beat was subtracted from, 5 that beat, 6 what remained.
 * Source: EN 1064:2005+A1:2007; openecg.net, how to implement SCP, I and II.
 */
#ifndef ECG_SCP_INT_H
#define ECG_SCP_INT_H

#include "ecg/reader_int.h"

enum { SCP_SECTIONS = 12, SCP_HEADER = 16 };

struct scp {
	struct str section[SCP_SECTIONS]; /* without the 16 bytes; ptr NULL:
					     not there */
	unsigned version;
};

/* ----------------------------------------------------------- Huffman tables */

/* Most that a table may have: the default one has 19 codes, one table. */
enum { SCP_TABLES = 32, SCP_CODES = 256, SCP_NODES = 4096 };

struct scp_code {
	uint8_t prefix, entire; /* bits; what is after the prefix is a number */
	bool is_switch;         /* go on with table `value`, counted from 1 */
	int32_t value;
};

/* Of all tables; a node is two places to go to: > 0 another node, < 0 code
 * -1 - x, 0 none. Node t is the root of table t. */
struct scp_tables {
	size_t n_table; /* 0: not Huffman, samples of two bytes */
	size_t n_node, n_code;
	int32_t (*node)[2];
	struct scp_code *code;
};

MUST_USE enum rc scp_tables(const struct scp *f, struct arena *a,
			    struct scp_tables *out, struct err *err);
/* `n` samples out of the bytes of a lead, differences of `order` (0, 1, 2)
 * undone. The bytes must be used up, but for the padding. */
MUST_USE enum rc scp_decode(const struct scp_tables *t, struct str bytes,
			    unsigned order, int32_t *to, size_t n,
			    struct err *err);

/* ------------------------------------------------------------------ the rest
 */

/* Leads and samples (sections 2 to 6); sets rate, length and leads. */
MUST_USE enum rc scp_signal(const struct scp *f, struct arena *a,
			    struct ecg_record *r, struct err *err);
/* Section 1. */
MUST_USE enum rc scp_person(const struct scp *f, struct arena *a,
			    struct ecg_record *r, struct err *err);
/* Sections 7, 8 and 11. */
MUST_USE enum rc scp_stated(const struct scp *f, struct arena *a,
			    struct ecg_record *r, struct err *err);

#endif
