/* ecg/overlay - the usual beats of two electrocardiograms of one person, one
 * upon the other: where they are aligned, and how far apart they are, lead by
 * lead.
 *
 * Both are aligned at R: the moment within QRS at which all standard leads
 * together are farthest from their level before QRS. Automatic, not validated.
 */
#ifndef ECG_OVERLAY_H
#define ECG_OVERLAY_H

#include "ecg/analysis.h"

/* The sample of the usual beat that is R; NAN: there is no QRS in it. */
double ecg_r_sample(const struct ecg_record *r, const struct ecg_analysis *x);

/* The usual beat in one lead, mV from the level before QRS; NAN: not known. */
struct ecg_wave_sizes {
	double r_mv, s_mv; /* largest and least of QRS */
	double st_mm;
	double t_mv; /* behind QRS, farthest from the level, with its sign */
};
void ecg_wave_sizes(const struct ecg_record *r, const struct ecg_analysis *x,
		    enum ecg_lead_code lead, struct ecg_wave_sizes *out);

#endif
