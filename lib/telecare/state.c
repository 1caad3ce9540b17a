#include "telecare/telecare.h"

const char *const tele_kind_name[N_TELE_KIND] = {"ecg", "spirometry"};
const char *const tele_state_name[N_TELE_STATE] = {
	[TELE_RECEIVED] = "received",   [TELE_WAITING] = "waiting",
	[TELE_QUEUED] = "queued",       [TELE_TAKEN] = "taken",
	[TELE_REPORTED] = "reported",   [TELE_SIGNED] = "signed",
	[TELE_DELIVERED] = "delivered", [TELE_ACKNOWLEDGED] = "acknowledged",
	[TELE_CANCELLED] = "cancelled",
};
const char *const tele_urgency_name[N_TELE_URGENCY] = {"red", "amber", "green"};

static bool find(const char *const *names, int n, struct str s, int *out)
{
	for (int i = 0; i < n; i++)
		if (str_is(s, names[i])) {
			*out = i;
			return true;
		}
	return false;
}

bool tele_kind_parse(struct str s, enum tele_kind *out)
{
	int i;
	bool known = find(tele_kind_name, N_TELE_KIND, s, &i);
	if (known)
		*out = (enum tele_kind)i;
	return known;
}

bool tele_state_parse(struct str s, enum tele_state *out)
{
	int i;
	bool known = find(tele_state_name, N_TELE_STATE, s, &i);
	if (known)
		*out = (enum tele_state)i;
	return known;
}

bool tele_urgency_parse(struct str s, enum tele_urgency *out)
{
	int i;
	bool known = find(tele_urgency_name, N_TELE_URGENCY, s, &i);
	if (known)
		*out = (enum tele_urgency)i;
	return known;
}

#define TO(s) (1u << TELE_##s)

bool tele_may_move(enum tele_state from, enum tele_state to)
{
	static const unsigned next[N_TELE_STATE] = {
		[TELE_RECEIVED] = TO(QUEUED) | TO(WAITING) | TO(CANCELLED),
		[TELE_WAITING] = TO(QUEUED) | TO(CANCELLED),
		/* queued to queued: to another pool */
		[TELE_QUEUED] =
			TO(TAKEN) | TO(QUEUED) | TO(WAITING) | TO(CANCELLED),
		[TELE_TAKEN] = TO(REPORTED) | TO(QUEUED) | TO(WAITING),
		[TELE_REPORTED] = TO(REPORTED) | TO(TAKEN) | TO(SIGNED) |
				  TO(QUEUED) | TO(WAITING),
		/* signed to signed: a correction before it was delivered */
		[TELE_SIGNED] = TO(DELIVERED) | TO(SIGNED),
		[TELE_DELIVERED] = TO(ACKNOWLEDGED) | TO(SIGNED),
		[TELE_ACKNOWLEDGED] = TO(SIGNED),
	};
	return next[from] >> to & 1;
}
