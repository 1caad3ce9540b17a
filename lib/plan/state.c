/* The life of a version, as a table: what is not in it is refused. */
#include "plan/plan.h"

const char *const plan_state_name[N_PLAN_STATE] = {
	"draft",  "proposed",   "signed",  "published",
	"active", "superseded", "expired", "closed",
};

bool plan_state_parse(struct str s, enum plan_state *out)
{
	for (int i = 0; i < N_PLAN_STATE; i++)
		if (str_is(s, plan_state_name[i])) {
			*out = (enum plan_state)i;
			return true;
		}
	return false;
}

#define TO(s) (1u << PLAN_##s)

static const unsigned moves[N_PLAN_STATE] = {
	[PLAN_DRAFT] = TO(PROPOSED) | TO(SIGNED) | TO(CLOSED),
	[PLAN_PROPOSED] = TO(DRAFT) | TO(SIGNED) | TO(CLOSED),
	[PLAN_SIGNED] =
		TO(PUBLISHED) | TO(SUPERSEDED) | TO(EXPIRED) | TO(CLOSED),
	[PLAN_PUBLISHED] =
		TO(ACTIVE) | TO(SUPERSEDED) | TO(EXPIRED) | TO(CLOSED),
	[PLAN_ACTIVE] = TO(SUPERSEDED) | TO(EXPIRED) | TO(CLOSED),
};

static const char *refusal(enum plan_state from, enum plan_state to)
{
	if (to == PLAN_DRAFT || to == PLAN_PROPOSED)
		return "a signed version never changes: make a new version";
	if (!moves[from])
		return "the version has ended";
	if (to == PLAN_SIGNED)
		return "it is signed already";
	if (plan_is_open(from))
		return "it must be signed first";
	if (to == PLAN_ACTIVE)
		return "it must be published first";
	return "the path goes only forward";
}

enum rc plan_move(enum plan_state from, enum plan_state to, struct err *err)
{
	if (moves[from] & (1u << to))
		return OK;
	return err_set(err, E_STATE, "a plan cannot go from %s to %s: %s",
		       plan_state_name[from], plan_state_name[to],
		       refusal(from, to));
}

bool plan_is_open(enum plan_state s)
{
	return s == PLAN_DRAFT || s == PLAN_PROPOSED;
}

bool plan_in_force(enum plan_state s)
{
	return s == PLAN_SIGNED || s == PLAN_PUBLISHED || s == PLAN_ACTIVE;
}
