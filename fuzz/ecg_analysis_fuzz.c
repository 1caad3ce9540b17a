/* Any signal at all: samples from the bytes (among them NAN, infinities and
 * absurd values), any rate, any number of leads. Property: measuring ends, says
 * OK, and what it gives lies inside the record. */
#include "ecg/analysis.h"

#include <math.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static float value_of(uint8_t b)
{
	static const float odd[] = {NAN,    INFINITY, -INFINITY, 1e38F,
				    -1e38F, 0,        20000,     -20000};
	return b >= 248 ? odd[b - 248] : ((float)b - 124) * 16;
}

static void fill(struct ecg_record *r, const uint8_t *data, size_t size,
		 struct arena *a)
{
	static const double rates[] = {50, 180, 200, 250, 360, 500, 1000, 97.5};
	uint8_t kind = data[0];
	r->hz = rates[kind & 7];
	r->n_lead = (size_t)(kind >> 3) % 13;
	/* the bytes again and again: beats need length, not entropy */
	r->n_sample = (size_t)data[1] * 10;
	for (size_t l = 0; l < r->n_lead; l++) {
		r->lead[l].code =
			l < ECG_STANDARD ? (enum ecg_lead_code)l : ECG_OTHER;
		r->lead[l].uv = arena_array(a, float, r->n_sample + 1);
		for (size_t i = 0; i < r->n_sample; i++)
			r->lead[l].uv[i] =
				value_of(data[2 + (i + 7 * l) % (size - 2)]);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct ecg_record r = {0};
	struct ecg_analysis x;
	struct err err = {0};
	if (size < 8)
		return 0;
	arena_init(&a, 64u << 20);
	fill(&r, data, size, &a);
	if (ecg_analyse(&r, &a, &x, &err))
		abort();
	for (size_t i = 0; i < x.beats.n; i++)
		if (x.beats.at[i] >= r.n_sample ||
		    (i && x.beats.at[i] <= x.beats.at[i - 1]))
			abort();
	for (size_t i = 0; i < x.rhythm.n_stretch; i++)
		if (x.rhythm.stretch[i].to > r.n_sample ||
		    x.rhythm.stretch[i].from > x.rhythm.stretch[i].to)
			abort();
	if (isinf(x.measures.hr_bpm) || x.measures.qrs_ms < 0)
		abort();
	arena_release(&a);
	return 0;
}
