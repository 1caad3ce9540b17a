#include "ecg/measure_int.h"

static enum rc analyse(const struct ecg_record *r, struct arena *a,
		       struct ecg_analysis *out, struct err *err)
{
	struct ecg_activity act;
	struct ecg_analysis x = {0};
	enum rc rc = ecg_detect_on(r, a, &act, &x.beats, err);
	if (!rc)
		rc = ecg_sort_beats(&act, &x.beats, a, &x.kinds, err);
	if (!rc)
		rc = ecg_median_of(r, &x.beats, &x.kinds, a, &x.median, err);
	if (!rc)
		rc = ecg_find_fiducials(r, &x.median, a, &x.fiducials, err);
	if (rc)
		return rc;
	ecg_measure(r, &x.beats, &x.median, &x.fiducials, &x.measures);
	rc = ecg_judge_signal(r, &x.beats, a, &x.quality, err);
	if (rc)
		return rc;
	ecg_judge_leads(r, &x, &x.quality);
	rc = ecg_find_spikes(r, a, &x, err);
	if (!rc)
		rc = ecg_judge_rhythm(r, &act, a, &x, err);
	if (rc)
		return rc;
	*out = x;
	return OK;
}

/* The device's own calibration pulse is no beat, and its flat top no rail. */
enum rc ecg_analyse(const struct ecg_record *r, struct arena *a,
		    struct ecg_analysis *out, struct err *err)
{
	struct ecg_record heart = *r;
	if (r->pulse_from)
		heart.n_sample = r->pulse_from;
	return analyse(&heart, a, out, err);
}
