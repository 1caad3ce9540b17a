#include "ecg/wfdb_int.h"
#include "signal/four.h"

/* ----------------------------------------------------------------- formats */

/* Sample `i` of a file of one format. */
typedef int32_t sample_fn(const unsigned char *p, size_t i);

static int32_t sign(uint32_t v, unsigned bits)
{
	uint32_t top = (uint32_t)1 << (bits - 1);
	return (int32_t)((int64_t)((v & (2 * top - 1)) ^ top) - (int64_t)top);
}

static uint32_t pair(const unsigned char *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8;
}

static int32_t at_16(const unsigned char *p, size_t i)
{
	return sign(pair(p + 2 * i), 16);
}

static int32_t at_24(const unsigned char *p, size_t i)
{
	p += 3 * i;
	return sign(pair(p) | (uint32_t)p[2] << 16, 24);
}

static int32_t at_32(const unsigned char *p, size_t i)
{
	p += 4 * i;
	return (int32_t)(pair(p) | pair(p + 2) << 16);
}

static int32_t at_61(const unsigned char *p, size_t i)
{
	p += 2 * i;
	return sign((uint32_t)p[0] << 8 | p[1], 16);
}

static int32_t at_80(const unsigned char *p, size_t i)
{
	return (int32_t)p[i] - 128;
}

static int32_t at_160(const unsigned char *p, size_t i)
{
	return (int32_t)pair(p + 2 * i) - 32768;
}

/* Two samples in three bytes: the low bytes stand outside, the two high halves
 * share the middle one. */
static int32_t at_212(const unsigned char *p, size_t i)
{
	p += i / 2 * 3;
	return i % 2 ? sign((uint32_t)(p[1] & 0xf0) << 4 | p[2], 12)
		     : sign(pair(p), 12);
}

/* Three samples in two pairs of bytes; bit 0 of each pair is not used, the
 * third is made of the upper five bits of both. */
static int32_t at_310(const unsigned char *p, size_t i)
{
	p += i / 3 * 4;
	switch (i % 3) {
	case 0:
		return sign(pair(p) >> 1, 10);
	case 1:
		return sign(pair(p + 2) >> 1, 10);
	default:
		return sign((pair(p) >> 11 & 31) | (pair(p + 2) >> 11) << 5,
			    10);
	}
}

/* Three samples, ten bits each, one after the other from the lowest bit. */
static int32_t at_311(const unsigned char *p, size_t i)
{
	p += i / 3 * 4;
	switch (i % 3) {
	case 0:
		return sign(pair(p), 10);
	case 1:
		return sign(pair(p) >> 10 | pair(p + 2) << 6, 10);
	default:
		return sign(pair(p + 2) >> 4, 10);
	}
}

/* Samples [first, first + n) of a file, at once: for the two formats in which
 * nearly all recordings lie. */
typedef void samples_fn(const unsigned char *p, size_t first, size_t n,
			int32_t *out);

static void all_16(const unsigned char *p, size_t first, size_t n, int32_t *out)
{
	for (size_t i = 0; i < n; i++)
		out[i] = at_16(p, first + i);
}

static void all_212(const unsigned char *p, size_t first, size_t n,
		    int32_t *out)
{
	size_t i = 0;
	if (n && first % 2)
		out[i++] = at_212(p, first);
	p += (first + i) / 2 * 3;
	for (; i + 2 <= n; i += 2, p += 3) {
		out[i] = sign(pair(p), 12);
		out[i + 1] = sign((uint32_t)(p[1] & 0xf0) << 4 | p[2], 12);
	}
	if (i < n)
		out[i] = at_212(p, 0);
}

static const struct format {
	unsigned code;
	sample_fn *at;
	samples_fn *all;       /* NULL: one by one */
	size_t bytes, samples; /* so many samples in so many bytes */
	int32_t missing;       /* the value that means "no sample" */
} formats[] = {
	{16, at_16, all_16, 2, 1, INT16_MIN},
	{24, at_24, NULL, 3, 1, -8388608},
	{32, at_32, NULL, 4, 1, INT32_MIN},
	{61, at_61, NULL, 2, 1, INT16_MIN},
	{80, at_80, NULL, 1, 1, -128},
	{160, at_160, NULL, 2, 1, INT16_MIN},
	{212, at_212, all_212, 3, 2, -2048},
	{310, at_310, NULL, 4, 3, -512},
	{311, at_311, NULL, 4, 3, -512},
};

static void unpack(const struct format *f, const unsigned char *p, size_t first,
		   size_t n, int32_t *out)
{
	if (f->all)
		f->all(p, first, n, out);
	else
		for (size_t i = 0; i < n; i++)
			out[i] = f->at(p, first + i);
}

static const struct format *find_format(unsigned code)
{
	for (size_t i = 0; i < countof(formats); i++)
		if (formats[i].code == code)
			return &formats[i];
	return NULL;
}

bool wfdb_format_known(unsigned format)
{
	return find_format(format) != NULL;
}

bool wfdb_format_exists(unsigned format)
{
	return wfdb_format_known(format) || format == 0 || format == 8 ||
	       format == 508 || format == 516 || format == 524;
}

/* Whole samples in `bytes`; the last group may be cut after any of them. */
static uint64_t capacity(const struct format *f, uint64_t bytes)
{
	uint64_t n = bytes / f->bytes * f->samples, left = bytes % f->bytes;
	if (f->samples == 2 && left == 2)
		n++; /* 212: the first needs two bytes of the three */
	if (f->samples == 3 && left >= 2)
		n++;
	return n;
}

/* ------------------------------------------------------------------- groups */

/* Signals [from, to) lie in one file. */
struct group {
	const struct wfdb_header *h;
	size_t from, to;
	const struct format *format;
	struct str bytes;
	uint64_t frame; /* samples of one */
};

bool wfdb_is_bare(struct str name)
{
	if (!name.len || name.len > 200 || name.ptr[0] == '.' ||
	    str_is(name, "-") || str_is(name, "~"))
		return false;
	for (size_t i = 0; i < name.len; i++)
		if (name.ptr[i] == '/' || name.ptr[i] == '\\' ||
		    (unsigned char)name.ptr[i] < ' ')
			return false;
	return true;
}

static enum rc open_group(struct group *g, const struct ecg_beside *beside,
			  struct arena *a, struct err *err)
{
	const struct wfdb_signal *s = &g->h->signal[g->from];
	struct str bytes = {0};
	if (!wfdb_is_bare(s->file))
		return ecg_refuse(err, MSG_ECG_DAMAGED,
				  "WFDB header: name of a signal file");
	if (!beside)
		return ecg_refuse(err, MSG_ECG_BESIDE,
				  "signal file \"" STR_FMT "\" is not here",
				  STR_ARG(s->file));
	enum rc rc = beside->get(beside->ctx, s->file, a, &bytes, err);
	if (rc == E_NOT_FOUND)
		return ecg_refuse(err, MSG_ECG_BESIDE,
				  "signal file \"" STR_FMT "\" is not here",
				  STR_ARG(s->file));
	if (rc)
		return rc;
	if (bytes.len < s->offset)
		return ecg_refuse(err, MSG_ECG_CUT,
				  "signal file \"" STR_FMT "\" has %zu bytes",
				  STR_ARG(s->file), bytes.len);
	g->format = find_format(s->format);
	g->bytes = str_sub(bytes, s->offset, bytes.len - s->offset);
	for (size_t i = g->from; i < g->to; i++) {
		const struct wfdb_signal *x = &g->h->signal[i];
		if (x->format != s->format || x->offset != s->offset)
			return ecg_refuse(
				err, MSG_ECG_DAMAGED,
				"WFDB header: two formats in \"" STR_FMT "\"",
				STR_ARG(s->file));
		g->frame += x->per_frame;
	}
	assert(g->frame); /* a header without samples a frame is refused */
	return OK;
}

bool wfdb_summed(const struct wfdb_header *h, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (!h->signal[i].has_sum || h->signal[i].skew)
			return false;
	return true;
}

/* The file holds what the header says: not less, and more only when the
 * checksums tell that the samples are those meant (blocks padded with zeros).
 */
static enum rc check_size(const struct group *g, uint64_t n_frame,
			  struct err *err)
{
	uint64_t has = capacity(g->format, g->bytes.len) / g->frame;
	struct str file = g->h->signal[g->from].file;
	if (has < n_frame)
		return ecg_refuse(err, MSG_ECG_CUT,
				  "signal file \"" STR_FMT "\" holds %" PRIu64
				  " of %" PRIu64 " samples",
				  STR_ARG(file), has, n_frame);
	if (has > n_frame && !wfdb_summed(g->h, g->from, g->to))
		return ecg_refuse(err, MSG_ECG_TWO_EXAMS,
				  "signal file \"" STR_FMT "\" holds %" PRIu64
				  " samples, the header speaks of %" PRIu64,
				  STR_ARG(file), has, n_frame);
	return OK;
}

/* One signal of a group on its way into its lead. */
struct target {
	const struct wfdb_signal *s;
	float *uv;
	size_t first; /* its first sample in a frame */
	uint32_t sum;
	int32_t begins; /* the first raw value */
};

/* Samples `step` apart, as microvolts `uv_step` apart; returns their sum. */
static uint32_t convert(const struct group *g, const struct wfdb_signal *s,
			const int32_t *raw, size_t step, size_t n, float *uv,
			size_t uv_step)
{
	const double scale = s->unit_uv / s->gain;
	const int64_t baseline = s->baseline;
	const int32_t missing = g->format->missing;
	uint32_t sum = 0;
	for (size_t i = 0; i < n; i++) {
		int32_t v = raw[i * step];
		double known = (double)(v - baseline) * scale;
		sum += (uint32_t)v;
		uv[i * uv_step] = v == missing ? NAN : (float)known;
	}
	return sum;
}

/* Its samples of the frames [from, from + n) that `raw` holds. The first ones
 * of a skewed one belong to no frame; its end is missing. */
static void fill(const struct group *g, struct target *t, const int32_t *raw,
		 size_t from, size_t n)
{
	const struct wfdb_signal *s = t->s;
	const size_t per = s->per_frame, frame = (size_t)g->frame;
	if (from == 0)
		t->begins = raw[t->first];
	if (from + n <= s->skew)
		return;
	size_t lost = from < s->skew ? s->skew - from : 0;
	for (size_t k = 0; k < per; k++)
		t->sum +=
			convert(g, s, raw + lost * frame + t->first + k, frame,
				n - lost,
				t->uv + (from + lost - s->skew) * per + k, per);
}

static enum rc check_target(const struct target *t, size_t which,
			    struct err *err)
{
	const struct wfdb_signal *s = t->s;
	if (s->has_first && !s->skew && t->begins != s->first)
		return ecg_refuse(err, MSG_ECG_CHECKSUM,
				  "signal %zu starts with %d, the header says "
				  "%" PRId64,
				  which, t->begins, s->first);
	if (s->has_sum && !s->skew && (uint16_t)t->sum != (uint16_t)s->sum)
		return ecg_refuse(err, MSG_ECG_CHECKSUM,
				  "signal %zu: checksum %d, the header says "
				  "%" PRId64,
				  which, (int16_t)(uint16_t)t->sum, s->sum);
	return OK;
}

/* One of the two samples in three bytes, four of them at once. */
struct half {
	double scale;
	int32_t baseline, missing;
	float *to;
	four_ints sum; /* may go round */
};

static struct half begin_half(const struct group *g, const struct target *t)
{
	return (struct half){.scale = t->s->unit_uv / t->s->gain,
			     .baseline = (int32_t)t->s->baseline,
			     .missing = g->format->missing,
			     .to = t->uv};
}

/* As convert() does. */
static inline four convert_four(struct half *h, four_ints raw)
{
	const four x = four_scaled(raw - h->baseline, h->scale);
	const four_which lost = raw == h->missing;
	const four none = {NAN, NAN, NAN, NAN};
	h->sum = (four_ints)((four_whole)h->sum + (four_whole)raw);
	if (!four_bits(lost))
		return x;
	return (four)(((four_which)none & lost) | ((four_which)x & ~lost));
}

static void end_half(const struct half *h, struct target *t)
{
	for (size_t k = 0; k < FOUR; k++)
		t->sum += (uint32_t)h->sum[k];
}

/* Three bytes and one of the next. */
static inline int32_t triple(const unsigned char *p)
{
	return (int32_t)(pair(p) | pair(p + 2) << 16);
}

/* Eight samples in twelve bytes; one more byte is read. */
static inline void eight_212(const unsigned char *p, four_ints *low,
			     four_ints *high)
{
	const four_ints v = {triple(p), triple(p + 3), triple(p + 6),
			     triple(p + 9)};
	*low = v << 20 >> 20;
	*high = v << 16 >> 28 << 8 | (v >> 16 & 0xff);
}

static void convert_two(const unsigned char *p, size_t n, struct half *a,
			struct half *b)
{
	four_ints low, high;
	for (size_t i = 0; i < n; i += FOUR, p += 3 * FOUR) {
		eight_212(p, &low, &high);
		four_store(a->to + i, convert_four(a, low));
		four_store(b->to + i, convert_four(b, high));
	}
}

static void convert_one(const unsigned char *p, size_t n, struct half *a,
			struct half *b)
{
	four_ints low, high;
	for (size_t i = 0; i < n; i += FOUR, p += 3 * FOUR) {
		eight_212(p, &low, &high);
		const four x = convert_four(a, low);
		four_store_pairs(a->to + 2 * i, x, convert_four(b, high));
	}
}

/* Begins with the first frame; in 32 bits nothing of it goes round. */
static bool is_small(const struct wfdb_signal *s)
{
	const int64_t most = INT32_MAX / 2;
	return !s->skew && s->baseline >= -most && s->baseline <= most;
}

/* One or two signals in format 212, as most long recordings have them: returns
 * how many frames it did, which may be none; the last few are left. */
static size_t fill_212(const struct group *g, size_t n_frame, struct target *t)
{
	const size_t n = g->to - g->from, triples = n_frame * n / 2,
		     done = triples ? (triples - 1) / FOUR * FOUR : 0;
	const unsigned char *p = (const unsigned char *)g->bytes.ptr;
	struct target *u = t + n - 1;
	if (g->format->code != 212 || g->frame > 2 || n != g->frame || !done ||
	    !is_small(t->s) || !is_small(u->s))
		return 0;
	struct half a = begin_half(g, t), b = begin_half(g, u);
	if (n == 2)
		convert_two(p, done, &a, &b);
	else
		convert_one(p, done, &a, &b);
	t->begins = at_212(p, 0);
	if (n == 2)
		u->begins = at_212(p, 1);
	end_half(&a, t);
	end_half(&b, u);
	return 2 * done / n;
}

/* Whole frames at a time, one at least: of a size that stays in the cache. */
enum { BLOCK = 4096, LARGEST_FRAME = ECG_MOST_LEADS * WFDB_MOST_PER_FRAME };
static_assert(LARGEST_FRAME >= BLOCK, "room for either");

static void fill_all(const struct group *g, size_t n_frame, struct target *t)
{
	int32_t raw[LARGEST_FRAME];
	const size_t frame = (size_t)g->frame;
	const size_t most = frame < BLOCK ? BLOCK / frame : 1;
	for (size_t from = fill_212(g, n_frame, t), n; from < n_frame;
	     from += n) {
		n = n_frame - from < most ? n_frame - from : most;
		unpack(g->format, (const unsigned char *)g->bytes.ptr,
		       from * frame, n * frame, raw);
		for (size_t i = g->from; i < g->to; i++)
			fill(g, &t[i - g->from], raw, from, n);
	}
	for (size_t i = g->from; i < g->to; i++) {
		const struct wfdb_signal *s = t[i - g->from].s;
		size_t lost = s->skew < n_frame ? s->skew : n_frame;
		for (size_t k = (n_frame - lost) * s->per_frame;
		     k < n_frame * s->per_frame; k++)
			t[i - g->from].uv[k] = NAN;
	}
}

static enum rc read_group(const struct group *g, struct arena *a,
			  struct ecg_record *r, struct err *err)
{
	const size_t n_frame = (size_t)g->h->n_frame;
	struct target t[ECG_MOST_LEADS];
	size_t first = 0;
	enum rc rc = check_size(g, n_frame, err);
	for (size_t i = g->from; i < g->to && !rc; i++) {
		const struct wfdb_signal *s = &g->h->signal[i];
		struct ecg_lead *l = NULL;
		rc = ecg_add_bare_lead(r, a, s->name, s->unit_uv / s->gain, &l,
				       err);
		if (!rc)
			t[i - g->from] = (struct target){
				.s = s, .uv = l->uv, .first = first};
		first += s->per_frame;
	}
	if (rc)
		return rc;
	fill_all(g, n_frame, t);
	for (size_t i = g->from; i < g->to && !rc; i++)
		rc = check_target(&t[i - g->from], i, err);
	return rc;
}

/* All signals of a record at one rate. */
static enum rc set_rate(const struct wfdb_header *h, struct ecg_record *r,
			struct err *err)
{
	const unsigned per_frame = h->signal[0].per_frame;
	for (size_t i = 1; i < h->n_signal; i++)
		if (h->signal[i].per_frame != per_frame)
			return ecg_refuse(err, MSG_ECG_RATES_DIFFER,
					  "%u and %u samples a frame",
					  per_frame, h->signal[i].per_frame);
	r->hz = h->hz * per_frame;
	enum rc rc = ecg_check_rate(r->hz, err);
	if (!rc)
		rc = ecg_check_length(h->n_frame * per_frame, err);
	r->n_sample = (size_t)h->n_frame * per_frame;
	return rc;
}

static size_t group_end(const struct wfdb_header *h, size_t from)
{
	size_t to = from + 1;
	while (to < h->n_signal &&
	       str_eq(h->signal[to].file, h->signal[from].file))
		to++;
	return to;
}

enum rc wfdb_samples(const struct wfdb_header *header,
		     const struct ecg_beside *beside, struct arena *a,
		     struct ecg_record *r, struct err *err)
{
	struct wfdb_header h = *header;
	enum rc rc = OK;
	for (size_t from = 0, to; from < h.n_signal && !rc; from = to) {
		to = group_end(&h, from);
		struct group g = {.h = &h, .from = from, .to = to};
		rc = open_group(&g, beside, a, err);
		if (!rc && !h.n_frame)
			h.n_frame = capacity(g.format, g.bytes.len) / g.frame;
		if (!rc && !r->n_sample)
			rc = set_rate(&h, r, err);
		if (!rc)
			rc = read_group(&g, a, r, err);
	}
	return rc;
}
