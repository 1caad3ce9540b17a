/* spiro/param - what a spirometer measures, by name.
 *
 * Volumes in litres, flows in litres a second, both at BTPS (body temperature
 * and pressure, saturated with water vapour); ratios are ratios, not per cent.
 * A value that is not known is NAN.
 */
#ifndef SPIRO_PARAM_H
#define SPIRO_PARAM_H

#include "base/base.h"

/* X(enum, name in tables and files, what, unit) */
#define SPIRO_PARAMS(X)                                                        \
	X(FEV1, "FEV1", "forced expiratory volume in one second", "L")         \
	X(FVC, "FVC", "forced vital capacity", "L")                            \
	X(FEV1FVC, "FEV1FVC", "FEV1 over FVC", "")                             \
	X(FEF2575, "FEF2575", "mean flow over the middle half of FVC", "L/s")  \
	X(FEF25, "FEF25", "flow when 25 % of FVC is out", "L/s")               \
	X(FEF50, "FEF50", "flow when 50 % of FVC is out", "L/s")               \
	X(FEF75, "FEF75", "flow when 75 % of FVC is out", "L/s")               \
	X(PEF, "PEF", "peak expiratory flow", "L/s")                           \
	X(FIVC, "FIVC", "forced inspiratory vital capacity", "L")              \
	X(FEV6, "FEV6", "volume in six seconds", "L")                          \
	X(FEV1FEV6, "FEV1FEV6", "FEV1 over FEV6", "")                          \
	X(FEV075, "FEV075", "volume in 0.75 s (up to six years of age)", "L")  \
	X(FEV075FVC, "FEV075FVC", "FEV0.75 over FVC", "")

enum spiro_param {
#define ID(id, name, what, unit) SPIRO_##id,
	SPIRO_PARAMS(ID)
#undef ID
		N_SPIRO_PARAM
};

/* "FEV1", "FEV1FVC" */
const char *spiro_param_name(enum spiro_param p);
const char *spiro_param_unit(enum spiro_param p); /* "L", "L/s", "" */
bool spiro_param_is_ratio(enum spiro_param p);
/* By any usual spelling: "fev1", "FEV1/FVC", "FEF25-75", "FEF25-75%". */
MUST_USE bool spiro_param_parse(struct str s, enum spiro_param *out);

#endif
