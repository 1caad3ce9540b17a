/* Sections 3 to 6.
 *
 *	3: 1 leads; 1 flags (1: a reference beat was subtracted, 4: all leads
 *	   at once); for each lead 4 first sample, 4 last (from 1), 1 which
 *	4: 2 ms of the reference beat, 2 its sample that the beats are aligned
 *	   on (from 1), 2 beats; for each 2 type (0: it was subtracted), 4
 *	   first, 4 aligned, 4 last sample; then for each 4 first and 4 last of
 *	   the protected part
 *	5: 2 nV of a step, 2 us between samples, 1 differences, 1 nothing;
 *	   for each lead 2 bytes of it; then the leads
 *	6: the same; the second single byte: 1 bimodal
 *
 * Bimodal: outside the protected parts only the mean of so many samples is kept
 * as section 6 is slower than section 5; a straight line joins the middles.
 * The reference beat and what remained have each their own nV of a step.
 */
#include "ecg/scp_int.h"

enum { MOST_BEATS = 20000, MOST_FACTOR = 10 };

struct span { /* samples of the recording, from 0; to is past the last */
	size_t from, to;
};

struct lead {
	unsigned which;
	struct span at;
};

struct beat {
	struct span subtracted;
	int64_t shift; /* sample of the reference beat = sample + shift */
};

struct block { /* of section 5 or 6 */
	uint16_t step_nv, interval_us;
	unsigned order, bimodal;
	struct str lead[ECG_MOST_LEADS];
};

struct signal {
	struct scp_tables tables;
	size_t n_lead, n_beat, n_protected, n_reference, factor;
	bool subtracted;
	struct lead lead[ECG_MOST_LEADS];
	struct beat *beat;
	struct span *protect; /* in order, apart from one another */
	struct block reference, rhythm;
};

static enum rc damaged(struct err *err, unsigned section, const char *what)
{
	return ecg_refuse(err, MSG_ECG_DAMAGED, "SCP section %u: %s", section,
			  what);
}

/* ------------------------------------------------------------------ section 3
 */

/* Numbers from 1 as a span from 0. */
static bool take_span(struct ecg_bytes *b, struct span *out)
{
	uint32_t first = ecg_u32(b), last = ecg_u32(b);
	*out = (struct span){first - 1u, last};
	return first >= 1 && last >= first && last <= ECG_MOST_SAMPLES;
}

static enum rc read_leads(const struct scp *f, struct signal *s,
			  struct err *err)
{
	struct ecg_bytes b = {.s = f->section[3]};
	if (!b.s.ptr)
		return ecg_refuse(err, MSG_ECG_NO_SIGNAL,
				  "SCP without section 3");
	s->n_lead = ecg_u8(&b);
	s->subtracted = ecg_u8(&b) & 1;
	if (!s->n_lead)
		return ecg_refuse(err, MSG_ECG_NO_SIGNAL, "SCP without leads");
	if (s->n_lead > ECG_MOST_LEADS)
		return ecg_refuse(err, MSG_ECG_TOO_MANY_LEADS, "SCP: %zu leads",
				  s->n_lead);
	for (size_t i = 0; i < s->n_lead; i++) {
		if (!take_span(&b, &s->lead[i].at))
			return damaged(err, 3, "first and last sample");
		s->lead[i].which = ecg_u8(&b);
	}
	return b.cut ? damaged(err, 3, "is cut") : OK;
}

/* ------------------------------------------------------------------ section 4
 */

static enum rc read_beats(struct ecg_bytes *b, struct signal *s, size_t n,
			  int64_t aligned, struct err *err)
{
	for (size_t i = 0; i < n; i++) {
		uint16_t type = ecg_u16(b);
		uint32_t first = ecg_u32(b), at = ecg_u32(b), last = ecg_u32(b);
		if (type || b->cut)
			continue; /* another kind of beat: left as it is */
		if (first < 1 || last < first || last > ECG_MOST_SAMPLES)
			return damaged(err, 4, "a beat without its part");
		s->beat[s->n_beat++] =
			(struct beat){.subtracted = {first - 1u, last},
				      .shift = aligned - (int64_t)at};
	}
	return b->cut ? damaged(err, 4, "is cut") : OK;
}

static enum rc read_protected(struct ecg_bytes *b, struct signal *s, size_t n,
			      struct err *err)
{
	size_t end = 0;
	for (size_t i = 0; i < n; i++) {
		struct span p;
		if (!take_span(b, &p) || p.from < end)
			return damaged(err, 4, "protected parts");
		s->protect[s->n_protected++] = p;
		end = p.to;
	}
	return b->cut ? damaged(err, 4, "is cut") : OK;
}

/* Only what the signal needs of it: without subtraction and without bimodal
 * compression it just tells where beats are. */
static enum rc read_section_4(const struct scp *f, struct signal *s,
			      struct arena *a, struct err *err)
{
	struct ecg_bytes b = {.s = f->section[4]};
	const bool bimodal = s->rhythm.bimodal;
	if (!s->subtracted && !bimodal)
		return OK;
	if (!b.s.ptr)
		return damaged(err, 4, "is not there");
	uint16_t ms = ecg_u16(&b), aligned = ecg_u16(&b);
	size_t n = ecg_u16(&b);
	if (n > MOST_BEATS)
		return damaged(err, 4, "too many beats");
	s->beat = arena_array(a, struct beat, n + 1);
	s->protect = arena_array(a, struct span, n + 1);
	if (!s->beat || !s->protect)
		return arena_fail(a, err);
	if (s->reference.interval_us)
		s->n_reference =
			(size_t)lround(ms * 1000.0 / s->reference.interval_us);
	enum rc rc = read_beats(&b, s, n, aligned, err);
	if (!rc && bimodal)
		rc = read_protected(&b, s, n, err);
	return rc;
}

/* ------------------------------------------------------------- sections 5, 6
 */

static enum rc read_block(const struct scp *f, unsigned section, size_t n_lead,
			  struct block *k, struct err *err)
{
	struct ecg_bytes b = {.s = f->section[section]};
	uint16_t size[ECG_MOST_LEADS];
	if (!b.s.ptr)
		return ecg_refuse(err, MSG_ECG_NO_SIGNAL,
				  "SCP without section %u", section);
	k->step_nv = ecg_u16(&b);
	k->interval_us = ecg_u16(&b);
	k->order = ecg_u8(&b);
	k->bimodal = ecg_u8(&b);
	for (size_t i = 0; i < n_lead; i++)
		size[i] = ecg_u16(&b);
	for (size_t i = 0; i < n_lead; i++)
		k->lead[i] = ecg_take(&b, size[i]);
	if (b.cut)
		return damaged(err, section, "is cut");
	if (!k->step_nv)
		return ecg_refuse(err, MSG_ECG_SCALE,
				  "SCP section %u: a step of 0 nV", section);
	if (ecg_left(&b) > 1)
		return damaged(err, section, "bytes after the last lead");
	return k->interval_us ? OK
			      : ecg_refuse(err, MSG_ECG_RATE,
					   "SCP section %u: 0 us", section);
}

/* How many times slower section 6 is outside the protected parts. */
static enum rc set_factor(struct signal *s, struct err *err)
{
	const unsigned fast = s->reference.interval_us,
		       slow = s->rhythm.interval_us;
	s->factor = 1;
	if (!fast || fast == slow) {
		if (s->rhythm.bimodal)
			return ecg_refuse(err, MSG_ECG_VERSION,
					  "SCP: bimodal, but sections 5 and 6 "
					  "do not say by how much");
		return OK;
	}
	if (s->rhythm.bimodal && slow % fast == 0 &&
	    slow / fast <= MOST_FACTOR) {
		s->factor = slow / fast;
		return OK;
	}
	if (!s->subtracted && !s->rhythm.bimodal)
		return OK; /* the reference beat is not needed */
	return ecg_refuse(err, MSG_ECG_RATE,
			  "SCP: %u us between samples of section 5, %u of "
			  "section 6",
			  fast, slow);
}

static enum rc read_blocks(const struct scp *f, struct signal *s,
			   struct err *err)
{
	enum rc rc = read_block(f, 6, s->n_lead, &s->rhythm, err);
	const bool needed = s->subtracted || s->rhythm.bimodal;
	if (!rc && needed)
		rc = read_block(f, 5, s->n_lead, &s->reference, err);
	return rc ? rc : set_factor(s, err);
}

/* ------------------------------------------------------------------ bimodal */

/* The parts of a lead in turn: protected, or between. */
static struct span next_part(const struct signal *s, struct span lead,
			     size_t from, size_t *zone, bool *is_protected)
{
	struct span part = {from, lead.to};
	while (*zone < s->n_protected && s->protect[*zone].to <= from)
		++*zone;
	*is_protected =
		*zone < s->n_protected && s->protect[*zone].from <= from;
	if (*is_protected)
		part.to = s->protect[*zone].to;
	else if (*zone < s->n_protected)
		part.to = s->protect[*zone].from;
	if (part.to > lead.to)
		part.to = lead.to;
	return part;
}

static size_t kept_of(const struct signal *s, struct span part,
		      bool is_protected)
{
	size_t n = part.to - part.from;
	return is_protected ? n : (n + s->factor - 1) / s->factor;
}

/* How many samples of a lead are stored. */
static size_t stored(const struct signal *s, struct span lead)
{
	size_t n = 0, zone = 0;
	bool is_protected;
	for (size_t at = lead.from; at < lead.to;) {
		struct span part = next_part(s, lead, at, &zone, &is_protected);
		n += kept_of(s, part, is_protected);
		at = part.to;
	}
	return n;
}

/* Means of `factor` samples as a line through their middles. */
static void stretch(const int32_t *mean, size_t n_mean, size_t factor,
		    float *to, size_t n)
{
	const float half = (float)(factor - 1) / 2;
	for (size_t i = 0; i < n; i++) {
		float x = ((float)i - half) / (float)factor;
		size_t k = x > 0 ? (size_t)x : 0;
		if (x <= 0 || k + 1 >= n_mean) {
			to[i] = (float)mean[x <= 0 ? 0 : n_mean - 1];
			continue;
		}
		to[i] = (float)mean[k] +
			(x - (float)k) * (float)(mean[k + 1] - mean[k]);
	}
}

static void expand(const struct signal *s, struct span lead,
		   const int32_t *kept, float *to)
{
	size_t zone = 0;
	bool is_protected;
	for (size_t at = lead.from; at < lead.to;) {
		struct span part = next_part(s, lead, at, &zone, &is_protected);
		size_t n = part.to - part.from,
		       n_kept = kept_of(s, part, is_protected);
		if (is_protected)
			for (size_t i = 0; i < n; i++)
				to[i] = (float)kept[i];
		else
			stretch(kept, n_kept, s->factor, to, n);
		kept += n_kept;
		to += n;
		at = part.to;
	}
}

/* -------------------------------------------------------------------- leads */

/* The reference beat back where it was taken away. */
static enum rc add_reference(const struct signal *s, size_t k,
			     const int32_t *beat, float *uv, struct err *err)
{
	const struct span lead = s->lead[k].at;
	const float step = (float)s->reference.step_nv / 1000;
	for (size_t i = 0; i < s->n_beat; i++) {
		const struct beat *b = &s->beat[i];
		struct span p = b->subtracted;
		int64_t first = (int64_t)p.from + b->shift;
		if (first < 0 ||
		    first + (int64_t)(p.to - p.from) > (int64_t)s->n_reference)
			return damaged(err, 4,
				       "a beat longer than the reference beat");
		p.from = p.from < lead.from ? lead.from : p.from;
		p.to = p.to > lead.to ? lead.to : p.to;
		for (size_t n = p.from; n < p.to; n++)
			uv[n - lead.from] +=
				step * (float)beat[(int64_t)n + b->shift];
	}
	return OK;
}

/* The samples of lead k into `uv`, which stands at its first. */
static enum rc decode_lead(const struct signal *s, size_t k, struct arena *a,
			   float *uv, struct err *err)
{
	const struct span lead = s->lead[k].at;
	const float step = (float)s->rhythm.step_nv / 1000;
	const size_t n = stored(s, lead);
	const struct arena_mark mark = arena_mark(a);
	int32_t *kept = arena_array(a, int32_t, n),
		*beat = arena_array(a, int32_t, s->n_reference + 1);
	if (!kept || !beat)
		return arena_fail(a, err);
	enum rc rc = scp_decode(&s->tables, s->rhythm.lead[k], s->rhythm.order,
				kept, n, err);
	if (!rc) {
		expand(s, lead, kept, uv);
		for (size_t i = 0; i < lead.to - lead.from; i++)
			uv[i] *= step;
	}
	if (!rc && s->subtracted)
		rc = scp_decode(&s->tables, s->reference.lead[k],
				s->reference.order, beat, s->n_reference, err);
	if (!rc && s->subtracted)
		rc = add_reference(s, k, beat, uv, err);
	arena_rewind(a, mark);
	return rc;
}

static struct str lead_name(unsigned which, char room[ECG_LEAD_NAME])
{
	static const char *const low[] = {
		"",    "I",   "II", "V1",  "V2",  "V3",  "V4",
		"V5",  "V6",  "V7", "V2R", "V3R", "V4R", "V5R",
		"V6R", "V7R", "X",  "Y",   "Z",   "CC5", "CM5"};
	static const char *const high[] = {"III", "aVR", "aVL", "aVF"};
	if (which < countof(low))
		return str_from(low[which]);
	if (which >= 61 && which < 61 + countof(high))
		return str_from(high[which - 61]);
	snprintf(room, ECG_LEAD_NAME, "SCP %u", which);
	return str_from(room);
}

static enum rc add_lead(const struct signal *s, size_t k, size_t first,
			struct arena *a, struct ecg_record *r, struct err *err)
{
	char room[ECG_LEAD_NAME];
	const struct span at = s->lead[k].at;
	struct str name = lead_name(s->lead[k].which, room);
	struct ecg_lead *l = NULL;
	if (!name.len)
		return ecg_refuse(err, MSG_ECG_LEAD_UNKNOWN,
				  "SCP: lead %zu is not specified", k);
	enum rc rc =
		ecg_add_lead(r, a, name, s->rhythm.step_nv / 1000.0, &l, err);
	if (rc)
		return rc;
	for (size_t i = 0; i < r->n_sample; i++)
		if (i < at.from - first || i >= at.to - first)
			l->uv[i] = NAN;
	return decode_lead(s, k, a, l->uv + (at.from - first), err);
}

/* A sample needs a bit at least: what says to be longer than its bytes can be
 * is not given any memory. Nor may beats lie over one another: twenty
 * thousand as long as the recording would be added for minutes. */
static enum rc check_sizes(const struct signal *s, struct err *err)
{
	size_t longest = 0, subtracted = 0;
	for (size_t i = 0; i < s->n_beat; i++)
		subtracted +=
			s->beat[i].subtracted.to - s->beat[i].subtracted.from;
	for (size_t k = 0; k < s->n_lead; k++) {
		size_t n = s->lead[k].at.to - s->lead[k].at.from;
		longest = n > longest ? n : longest;
		if (n > 8 * s->rhythm.lead[k].len * s->factor)
			return ecg_refuse(err, MSG_ECG_LENGTHS,
					  "SCP: %zu bytes for %zu samples",
					  s->rhythm.lead[k].len, n);
	}
	if (subtracted > 2 * longest)
		return damaged(err, 4, "beats lie over one another");
	return s->n_reference > 8 * (size_t)UINT16_MAX
		       ? damaged(err, 4, "length of the reference beat")
		       : OK;
}

/* From the first sample of any lead to the last; who starts later or ends
 * before has no samples there. */
static enum rc set_length(const struct signal *s, struct ecg_record *r,
			  size_t *first, struct err *err)
{
	size_t from = SIZE_MAX, to = 0;
	for (size_t k = 0; k < s->n_lead; k++) {
		const struct span at = s->lead[k].at;
		from = at.from < from ? at.from : from;
		to = at.to > to ? at.to : to;
	}
	*first = from;
	r->n_sample = to - from;
	r->hz = 1e6 / (s->factor > 1 ? s->reference.interval_us
				     : s->rhythm.interval_us);
	enum rc rc = ecg_check_rate(r->hz, err);
	return rc ? rc : ecg_check_length(r->n_sample, err);
}

enum rc scp_signal(const struct scp *f, struct arena *a, struct ecg_record *r,
		   struct err *err)
{
	struct signal s = {0};
	size_t first;
	enum rc rc = read_leads(f, &s, err);
	if (!rc)
		rc = scp_tables(f, a, &s.tables, err);
	if (!rc)
		rc = read_blocks(f, &s, err);
	if (!rc)
		rc = read_section_4(f, &s, a, err);
	if (!rc)
		rc = check_sizes(&s, err);
	if (!rc)
		rc = set_length(&s, r, &first, err);
	for (size_t k = 0; k < s.n_lead && !rc; k++)
		rc = add_lead(&s, k, first, a, r, err);
	return rc;
}
