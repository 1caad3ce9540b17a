#include "ecg/draw_int.h"
#include "signal/signal.h"

#define TRACE_MM  0.25F
#define DASHED_MM 0.3F
#define DASH_MM   1.2F
#define GAP_MM    0.8F
/* Past eight points a millimetre a pen of a quarter of one shows no more. */
enum { MOST_PER_MM = 8, PARTS_PER_MM = 4 };

float ecg_draw_level(struct drawing *d, struct wave w)
{
	float *known = arena_array(d->a, float, w.n + 1);
	size_t n = 0;
	for (size_t i = 0; known && i < w.n; i++)
		if (!isnan(w.uv[i]))
			known[n++] = w.uv[i];
	return n ? signal_quantile(known, n, 0.5) : 0;
}

struct tracer {
	const struct drawing *d;
	struct sheet_point from, *to;
	struct wave w;
	double mm_per_sample;
	float zero_uv;
	size_t n;
};

static void put(struct tracer *t, size_t i)
{
	float v = t->w.uv[i];
	float mm = (v - t->zero_uv) / 1000 * (float)t->d->mm_per_mv;
	float y = fminf(fmaxf(t->from.y - mm, ECG_DRAW_TOP), ECG_DRAW_BOTTOM);
	t->to[t->n++] = (struct sheet_point){
		t->from.x + (float)((double)i * t->mm_per_sample),
		isnan(v) ? NAN : y};
}

/* The least and the greatest of a part, in the order of time; the first that
 * is missing stands for all of them. */
static void put_part(struct tracer *t, size_t from, size_t to)
{
	size_t least = from, most = from;
	for (size_t i = from; i < to; i++) {
		if (isnan(t->w.uv[i])) {
			put(t, i);
			return;
		}
		if (t->w.uv[i] < t->w.uv[least])
			least = i;
		if (t->w.uv[i] > t->w.uv[most])
			most = i;
	}
	put(t, least < most ? least : most);
	if (least != most)
		put(t, least < most ? most : least);
}

static void put_all(struct tracer *t)
{
	if (t->mm_per_sample * MOST_PER_MM >= 1) {
		for (size_t i = 0; i < t->w.n; i++)
			put(t, i);
		return;
	}
	const double per_part = 1 / (t->mm_per_sample * PARTS_PER_MM);
	size_t from = 0;
	for (size_t k = 1; from < t->w.n; k++) {
		size_t to = (size_t)ceil((double)k * per_part);
		to = to < t->w.n ? to : t->w.n;
		if (to > from)
			put_part(t, from, to);
		from = to;
	}
}

static bool trace(struct tracer *t, float width)
{
	/* the sample at the end is drawn, so that the next piece meets it */
	size_t most = (size_t)((double)width / t->mm_per_sample) + 1;
	t->w.n = t->w.n < most ? t->w.n : most;
	t->to = sheet_points(t->d->sheet, t->w.n + 1);
	if (t->to)
		put_all(t);
	return t->to != NULL;
}

static struct tracer begin(struct drawing *d, struct wave w,
			   struct sheet_point from, float zero_uv)
{
	return (struct tracer){.d = d,
			       .from = from,
			       .w = w,
			       .mm_per_sample = d->mm_per_s / w.hz,
			       .zero_uv = zero_uv};
}

void ecg_draw_trace(struct drawing *d, struct wave w, struct sheet_point from,
		    float width, float zero_uv, struct str name)
{
	struct tracer t = begin(d, w, from, zero_uv);
	if (trace(&t, width))
		sheet_line(d->sheet, INK_TRACE, TRACE_MM, t.to, t.n, name);
}

static float way_of(const struct sheet_point *from,
		    const struct sheet_point *to)
{
	float mm = hypotf(to->x - from->x, to->y - from->y);
	return isnan(mm) ? 0 : mm;
}

/* The pen is lifted by the way it has gone, so that steep parts are dashed like
 * flat ones. */
void ecg_draw_dashed(struct drawing *d, struct wave w, struct sheet_point from,
		     float width, float zero_uv, struct str name)
{
	struct tracer t = begin(d, w, from, zero_uv);
	bool down = true;
	float way = 0;
	if (!trace(&t, width))
		return;
	for (size_t i = 1, first = 0; i < t.n; i++) {
		way += way_of(&t.to[i - 1], &t.to[i]);
		if (way < (down ? DASH_MM : GAP_MM) && i + 1 < t.n)
			continue;
		if (down)
			sheet_line(d->sheet, INK_SERIES_1, DASHED_MM,
				   &t.to[first], i + 1 - first, name);
		down = !down;
		first = i;
		way = 0;
	}
}
