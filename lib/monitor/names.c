#include "monitor/monitor.h"

const char *const monitor_severity_name[N_MONITOR_SEVERITY] = {"red", "amber"};
const char *const monitor_by_name[N_MONITOR_BY] = {
	[MONITOR_BY_PATIENT] = "patient",
	[MONITOR_BY_CAREGIVER] = "caregiver",
	[MONITOR_BY_NURSE] = "nurse",
	[MONITOR_BY_DOCTOR] = "doctor",
	[MONITOR_BY_PHARMACIST] = "pharmacist",
	[MONITOR_BY_DEVICE] = "device",
};
const char *const monitor_rule_name[N_MONITOR_RULE] = {
	[MONITOR_ABOVE] = "above",
	[MONITOR_BELOW] = "below",
	[MONITOR_RISE] = "rise",
	[MONITOR_FALL] = "fall",
	[MONITOR_MEAN_ABOVE] = "mean_above",
	[MONITOR_MEAN_BELOW] = "mean_below",
	[MONITOR_SLOPE_UP] = "slope_up",
	[MONITOR_SLOPE_DOWN] = "slope_down",
	[MONITOR_BELOW_BEST] = "below_best",
};
const char *const monitor_owner_name[N_MONITOR_OWNER] = {"centre", "doctor"};
const char *const monitor_state_name[N_MONITOR_STATE] = {"open", "taken",
							 "waiting", "closed"};
const char *const monitor_outcome_name[N_MONITOR_OUTCOME] = {
	[MONITOR_ADVISED] = "advised",
	[MONITOR_MEASURED] = "measured",
	[MONITOR_THERAPY] = "therapy",
	[MONITOR_VISIT] = "visit",
	[MONITOR_EMERGENCY] = "emergency",
	[MONITOR_UNREACHABLE] = "unreachable",
	[MONITOR_ERROR] = "error",
	[MONITOR_ARRIVED] = "arrived",
	[MONITOR_WITHDRAWN] = "withdrawn",
};

int monitor_word(const char *const *names, int n, struct str s)
{
	for (int i = 0; i < n; i++)
		if (str_is(s, names[i]))
			return i;
	return -1;
}

#define TO(s) (1u << MONITOR_##s)

bool monitor_may_move(enum monitor_state from, enum monitor_state to)
{
	static const unsigned next[N_MONITOR_STATE] = {
		/* open to open: to the doctor; to closed: by the program,
		 * what was missing came */
		[MONITOR_OPEN] = TO(OPEN) | TO(TAKEN) | TO(CLOSED),
		[MONITOR_TAKEN] = TO(OPEN) | TO(WAITING) | TO(CLOSED),
		[MONITOR_WAITING] = TO(OPEN) | TO(TAKEN) | TO(CLOSED),
	};
	return next[from] >> to & 1;
}

static const char *direction(enum monitor_rule rule)
{
	switch (rule) {
	case MONITOR_ABOVE:
	case MONITOR_MEAN_ABOVE:
		return "high";
	case MONITOR_BELOW:
	case MONITOR_MEAN_BELOW:
	case MONITOR_BELOW_BEST:
		return "low";
	case MONITOR_RISE:
	case MONITOR_SLOPE_UP:
		return "up";
	case MONITOR_FALL:
	case MONITOR_SLOPE_DOWN:
		return "down";
	case N_MONITOR_RULE:
		break;
	}
	BUG("a rule without a direction");
}

struct str monitor_cause(struct str kind, enum monitor_rule rule,
			 struct arena *a)
{
	if (rule == N_MONITOR_RULE) /* one alarm, whatever is missing */
		return STR("readings/missing");
	return arena_printf(a, STR_FMT "/%s", STR_ARG(kind), direction(rule));
}
