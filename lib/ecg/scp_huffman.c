/* Section 2: the tables; and the samples packed with them.
 *
 *	offset      size
 *	0           2     tables, or 19999: the default one, nothing follows
 *	            2     codes of a table, then for each 9 bytes:
 *	                  1 bits of the prefix, 1 bits in all, 1 whether it is
 *	                  a sample (1) or goes on to another table (0), 2 its
 *	                  value, 4 the prefix, its first bit lowest
 *
 * What bits a code has after its prefix are a number of two's complement, added
 * to the value. A table of thousands of codes, a code without bits or two that
 * begin alike are refused: with them a few bytes could mean anything.
 */
#include "ecg/scp_int.h"

enum { DEFAULT = 19999, CODE_BYTES = 9, MOST_BITS = 24 };

/* ------------------------------------------------------------------- tables */

/* EN 1064, C.3.7.6: how often differences of ECGs occur. Prefix bits, bits in
 * all, value, prefix with the first bit lowest. */
static const struct {
	uint8_t prefix, entire;
	int8_t value;
	uint16_t bits;
} usual[] = {
	{1, 1, 0, 0},      {3, 3, 1, 1},     {3, 3, -1, 5},    {4, 4, 2, 3},
	{4, 4, -2, 11},    {5, 5, 3, 7},     {5, 5, -3, 23},   {6, 6, 4, 15},
	{6, 6, -4, 47},    {7, 7, 5, 31},    {7, 7, -5, 95},   {8, 8, 6, 63},
	{8, 8, -6, 191},   {9, 9, 7, 127},   {9, 9, -7, 383},  {10, 10, 8, 255},
	{10, 10, -8, 767}, {10, 18, 0, 511}, {10, 26, 0, 1023}};

static enum rc bad(struct err *err, const char *what)
{
	return ecg_refuse(err, MSG_ECG_DAMAGED, "SCP Huffman table: %s", what);
}

/* The code put at the end of its path from the root of table `t`. */
static enum rc add_code(struct scp_tables *h, size_t t,
			const struct scp_code *c, uint32_t bits,
			struct err *err)
{
	size_t at = t;
	if (!c->prefix || c->prefix > MOST_BITS || c->entire < c->prefix ||
	    c->entire - c->prefix > MOST_BITS)
		return bad(err, "a code of no bits, or of too many");
	if (h->n_code == SCP_TABLES * SCP_CODES)
		return bad(err, "too many codes");
	for (unsigned i = 0; i + 1 < c->prefix; i++) {
		int32_t *next = &h->node[at][bits >> i & 1];
		if (*next < 0)
			return bad(err, "a code begins with another");
		if (!*next) {
			if (h->n_node == SCP_NODES)
				return bad(err, "too many codes");
			*next = (int32_t)h->n_node++;
		}
		at = (size_t)*next;
	}
	int32_t *end = &h->node[at][bits >> (c->prefix - 1) & 1];
	if (*end)
		return bad(err, "a code begins with another");
	h->code[h->n_code] = *c;
	*end = -1 - (int32_t)h->n_code++;
	return OK;
}

static enum rc usual_table(struct scp_tables *h, struct err *err)
{
	enum rc rc = OK;
	for (size_t i = 0; i < countof(usual) && !rc; i++) {
		const struct scp_code c = {.prefix = usual[i].prefix,
					   .entire = usual[i].entire,
					   .value = usual[i].value};
		rc = add_code(h, 0, &c, usual[i].bits, err);
	}
	return rc;
}

static enum rc read_table(struct ecg_bytes *b, struct scp_tables *h, size_t t,
			  struct err *err)
{
	size_t n = ecg_u16(b);
	enum rc rc = OK;
	if (!n || n > SCP_CODES || n * CODE_BYTES > ecg_left(b))
		return bad(err, "number of codes");
	for (size_t i = 0; i < n && !rc; i++) {
		struct scp_code c;
		c.prefix = ecg_u8(b);
		c.entire = ecg_u8(b);
		c.is_switch = !ecg_u8(b);
		c.value = ecg_i16(b);
		if (c.is_switch &&
		    (c.value < 1 || (size_t)c.value > h->n_table))
			return bad(err, "goes on to a table that is not there");
		rc = add_code(h, t, &c, ecg_u32(b), err);
	}
	return rc;
}

enum rc scp_tables(const struct scp *f, struct arena *a, struct scp_tables *out,
		   struct err *err)
{
	struct ecg_bytes b = {.s = f->section[2]};
	struct scp_tables h = {0};
	enum rc rc = OK;
	*out = h;
	if (!b.s.ptr)
		return OK;
	const size_t n = ecg_u16(&b);
	h.n_table = n == DEFAULT ? 1 : n;
	if (!n)
		return OK;
	if (h.n_table > SCP_TABLES)
		return bad(err, "number of tables");
	h.n_node = h.n_table;
	h.node = arena_alloc(a, SCP_NODES * sizeof(*h.node));
	h.code = arena_array(a, struct scp_code, SCP_TABLES * SCP_CODES);
	if (!h.node || !h.code)
		return arena_fail(a, err);
	if (n == DEFAULT)
		rc = usual_table(&h, err);
	for (size_t t = 0; t < n && n != DEFAULT && !rc; t++)
		rc = read_table(&b, &h, t, err);
	if (!rc)
		*out = h;
	return rc;
}

/* --------------------------------------------------------------------- bits */

struct bits { /* the highest of a byte comes first */
	struct str s;
	size_t at;
	bool cut;
};

static unsigned one_bit(struct bits *b)
{
	if (b->at >> 3 >= b->s.len) {
		b->cut = true;
		return 0;
	}
	unsigned v = (unsigned char)b->s.ptr[b->at >> 3];
	return v >> (7 - (b->at++ & 7)) & 1;
}

static int32_t signed_bits(struct bits *b, unsigned n)
{
	uint32_t v = 0;
	for (unsigned i = 0; i < n; i++)
		v = v << 1 | one_bit(b);
	const uint32_t top = n ? (uint32_t)1 << (n - 1) : 0;
	return (int32_t)(v ^ top) - (int32_t)top;
}

/* One number; false when the bits are no code or end. */
static bool next_number(const struct scp_tables *t, struct bits *b,
			size_t *table, int32_t *out)
{
	while (!b->cut) {
		int32_t at = (int32_t)*table;
		do {
			at = t->node[at][one_bit(b)];
		} while (at > 0);
		if (at == 0 || b->cut)
			return false;
		const struct scp_code *c = &t->code[-1 - at];
		int32_t extra =
			signed_bits(b, (unsigned)(c->entire - c->prefix));
		if (!c->is_switch) {
			*out = c->value + extra;
			return !b->cut;
		}
		*table = (size_t)c->value - 1;
	}
	return false;
}

/* Leads begin at even bytes: at most a byte and seven bits are left over. */
enum { MOST_PADDING = 15 };

static enum rc unpack(const struct scp_tables *t, struct str bytes, int32_t *to,
		      size_t n, struct err *err)
{
	struct bits b = {.s = bytes};
	size_t table = 0;
	for (size_t i = 0; i < n; i++)
		if (!next_number(t, &b, &table, &to[i]))
			return ecg_refuse(err, MSG_ECG_DAMAGED,
					  "SCP: %zu bytes hold %zu of %zu "
					  "samples",
					  bytes.len, i, n);
	if (8 * bytes.len - b.at > MOST_PADDING)
		return ecg_refuse(err, MSG_ECG_LENGTHS,
				  "SCP: %zu bits are left after %zu samples",
				  8 * bytes.len - b.at, n);
	return OK;
}

static enum rc copy(struct str bytes, int32_t *to, size_t n, struct err *err)
{
	if (bytes.len != 2 * n)
		return ecg_refuse(err, MSG_ECG_LENGTHS,
				  "SCP: %zu bytes for %zu samples of two",
				  bytes.len, n);
	for (size_t i = 0; i < n; i++)
		to[i] = (int16_t)ecg_number(bytes.ptr + 2 * i, 2, false);
	return OK;
}

/* Past it a sum is not a sample: 16 bits are prescribed, twice that are
 * bearable. */
#define MOST_VALUE ((int64_t)1 << 17)

static enum rc add_up(int32_t *v, size_t n, unsigned order, struct err *err)
{
	for (size_t i = order; i < n; i++) {
		int64_t x = v[i];
		if (order == 1)
			x += v[i - 1];
		else if (order == 2)
			x += 2 * (int64_t)v[i - 1] - v[i - 2];
		if (x > MOST_VALUE || x < -MOST_VALUE)
			return ecg_refuse(err, MSG_ECG_DAMAGED,
					  "SCP: sample %zu is %" PRId64, i, x);
		v[i] = (int32_t)x;
	}
	return OK;
}

enum rc scp_decode(const struct scp_tables *t, struct str bytes, unsigned order,
		   int32_t *to, size_t n, struct err *err)
{
	if (order > 2)
		return ecg_refuse(err, MSG_ECG_DAMAGED,
				  "SCP: differences of order %u", order);
	enum rc rc = t->n_table ? unpack(t, bytes, to, n, err)
				: copy(bytes, to, n, err);
	return rc ? rc : add_up(to, n, order, err);
}
