#include "ecg/wfdb_int.h"

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

static const struct format {
	unsigned code;
	sample_fn *at;
	size_t bytes, samples; /* so many samples in so many bytes */
	int64_t missing;       /* the value that means "no sample" */
} formats[] = {
	{16, at_16, 2, 1, INT16_MIN}, {24, at_24, 3, 1, -8388608},
	{32, at_32, 4, 1, INT32_MIN}, {61, at_61, 2, 1, INT16_MIN},
	{80, at_80, 1, 1, -128},      {160, at_160, 2, 1, INT16_MIN},
	{212, at_212, 3, 2, -2048},   {310, at_310, 4, 3, -512},
	{311, at_311, 4, 3, -512},
};

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

static bool is_bare(struct str name)
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
	if (!is_bare(s->file))
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

/* One signal into its lead. A skewed one starts later in the file; its end is
 * missing. */
static enum rc fill_lead(const struct group *g, size_t which, size_t n_frame,
			 float *uv, struct err *err)
{
	const struct wfdb_signal *s = &g->h->signal[which];
	const unsigned char *p = (const unsigned char *)g->bytes.ptr;
	const double scale = s->unit_uv / s->gain;
	const size_t lost = s->skew;
	size_t first = 0;
	uint32_t sum = 0;
	for (size_t i = g->from; i < which; i++)
		first += g->h->signal[i].per_frame;
	for (size_t f = 0; f < n_frame; f++)
		for (size_t k = 0; k < s->per_frame; k++) {
			int32_t raw = g->format->at(p, f * (size_t)g->frame +
							       first + k);
			sum += (uint32_t)raw;
			if (f < lost)
				continue;
			uv[(f - lost) * s->per_frame + k] =
				raw == g->format->missing
					? NAN
					: (float)((double)(raw - s->baseline) *
						  scale);
		}
	for (size_t f = n_frame > lost ? n_frame - lost : 0; f < n_frame; f++)
		for (size_t k = 0; k < s->per_frame; k++)
			uv[f * s->per_frame + k] = NAN;
	if (s->has_first && !lost && g->format->at(p, first) != s->first)
		return ecg_refuse(err, MSG_ECG_CHECKSUM,
				  "signal %zu starts with %d, the header says "
				  "%" PRId64,
				  which, g->format->at(p, first), s->first);
	if (s->has_sum && !lost && (uint16_t)sum != (uint16_t)s->sum)
		return ecg_refuse(err, MSG_ECG_CHECKSUM,
				  "signal %zu: checksum %d, the header says "
				  "%" PRId64,
				  which, (int16_t)(uint16_t)sum, s->sum);
	return OK;
}

static enum rc read_group(const struct group *g, struct arena *a,
			  struct ecg_record *r, struct err *err)
{
	const size_t n_frame = (size_t)g->h->n_frame;
	enum rc rc = check_size(g, n_frame, err);
	for (size_t i = g->from; i < g->to && !rc; i++) {
		const struct wfdb_signal *s = &g->h->signal[i];
		struct ecg_lead *l = NULL;
		rc = ecg_add_lead(r, a, s->name, s->unit_uv / s->gain, &l, err);
		if (!rc)
			rc = fill_lead(g, i, n_frame, l->uv, err);
	}
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
