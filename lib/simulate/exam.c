#include "simulate/exam.h"

#include "base/rng.h"

#include <math.h>

enum { ECG_HZ = 500, ECG_SECONDS = 10, SPIRO_HZ = 100, BEATS = 64 };

/* ---- ECG */

enum { I, II, V1, V2, V3, V4, V5, V6, N_SEEN };

static const double r_uv[N_SEEN] = {700, 1000, -600, -300, 300, 900, 1100, 900};

static const struct {
	double at_s, width_s, size; /* from R; of R */
} wave[] = {{-0.16, 0.025, 0.12},
	    {-0.018, 0.008, -0.1},
	    {0, 0.010, 1},
	    {0.02, 0.008, -0.15},
	    {0.28, 0.045, 0.25}};

struct heart {
	const struct simulate_ecg *e;
	double at[BEATS]; /* s, of R */
	size_t n;
	struct rng rng;
};

static void beats(struct heart *h)
{
	double rr = 60 / h->e->bpm, t = 0.35;
	while (t < ECG_SECONDS + 1 && h->n < BEATS) {
		double part = (double)rng_below(&h->rng, 1000) / 1000;
		h->at[h->n++] = t;
		t += h->e->fibrillation ? rr * (0.65 + 0.7 * part)
					: rr * (0.99 + 0.02 * part);
	}
}

static double bell(double x, double width)
{
	return exp(-x * x / (2 * width * width));
}

/* From the end of QRS into the T wave. */
static double elevation_uv(double t)
{
	double after = t - 0.025;
	return after < 0 ? 0
			 : 330 * (1 - exp(-after / 0.008)) * exp(-after / 0.22);
}

/* What one beat adds; T comes earlier in a fast heart. */
static double beat_uv(const struct heart *h, double t, int lead)
{
	double uv = 0, sooner = fmin(1, sqrt(60 / h->e->bpm));
	for (size_t k = 0; k < countof(wave); k++) {
		bool p = k == 0, t_wave = k == 4;
		double at = wave[k].at_s * (t_wave ? sooner : 1);
		if (!(p && h->e->fibrillation))
			uv += r_uv[lead] * wave[k].size *
			      bell(t - at, wave[k].width_s);
	}
	if (h->e->st_elevation && lead >= V2 && lead <= V4)
		uv += elevation_uv(t);
	return uv;
}

static double seen_uv(const struct heart *h, double t, int lead)
{
	double uv = 0;
	for (size_t k = 0; k < h->n; k++)
		if (fabs(t - h->at[k]) < 0.6)
			uv += beat_uv(h, t - h->at[k], lead);
	if (h->e->fibrillation)
		uv += (lead == V1 ? 45 : 22) *
		      sin(6.2832 * (6.1 * t + 0.35 * sin(3.1 * t)));
	return h->e->loose_v4 && lead == V4 ? 0 : floor(uv);
}

void simulate_ecg(struct buf *b, const struct simulate_ecg *e)
{
	struct heart h = {.e = e};
	rng_init(&h.rng, e->seed);
	beats(&h);
	buf_text(b, "hz=500\nunit=uV\n"
		    "I,II,III,aVR,aVL,aVF,V1,V2,V3,V4,V5,V6\n");
	for (int i = 0; i < ECG_HZ * ECG_SECONDS; i++) {
		double t = (double)i / ECG_HZ, v[N_SEEN];
		for (int k = 0; k < N_SEEN; k++) {
			bool off = e->loose_v4 && k == V4;
			v[k] = seen_uv(&h, t, k) +
			       (off ? 0 : (double)rng_below(&h.rng, 9) - 4);
		}
		buf_printf(b, "%.0f,%.0f,%.0f,%.1f,%.1f,%.1f", v[I], v[II],
			   v[II] - v[I], -(v[I] + v[II]) / 2, v[I] - v[II] / 2,
			   v[II] - v[I] / 2);
		for (int k = V1; k <= V6; k++)
			buf_printf(b, ",%.0f", v[k]);
		buf_char(b, '\n');
	}
}

/* ---- spirometry */

#define REST_S  0.4
#define START_S 0.04 /* the flow rises in so much */

static double flow_at(const struct simulate_blow *w, double t)
{
	if (t < 0 || t > w->seconds)
		return 0;
	return w->fvc / w->tau * exp(-t / w->tau) * (1 - exp(-t / START_S));
}

void simulate_spirometry(struct buf *b, const struct simulate_blow *blow,
			 size_t n)
{
	buf_text(b, "blow,phase,time_s,flow_l_s\n");
	for (size_t k = 0; k < n; k++) {
		const struct simulate_blow *w = &blow[k];
		int samples = (int)((REST_S + w->seconds) * SPIRO_HZ);
		for (int i = 0; i < samples; i++) {
			double t = (double)i / SPIRO_HZ;
			buf_printf(b, "%zu,%s,%.2f,%.4f\n", k + 1,
				   w->post ? "post" : "pre", t,
				   flow_at(w, t - REST_S));
		}
	}
}
