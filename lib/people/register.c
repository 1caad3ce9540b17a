#include "people/people.h"

const char *const register_name[N_REGISTER] = {
	[REGISTER_DOCTOR] = "adhering_doctor",
	[REGISTER_MANAGER] = "suitable_manager",
	[REGISTER_PROVIDER] = "suitable_provider",
};

const char *const adherence_text[] = {
	[ADHERES] = "adheres",
	[GAP_NO_MANAGER] = "the doctor belongs to no manager on that day",
	[GAP_NOT_LISTED] = "the doctor is not in the register of adhering "
			   "doctors on that day",
	[GAP_NOT_SUITABLE] = "the doctor's manager is not in the register of "
			     "suitable managers on that day",
};

enum adherence_gap adherence_on(const struct adherence *a, struct date on)
{
	assert(!date_is_none(on));
	if (!period_covers(a->member, on))
		return GAP_NO_MANAGER;
	if (!period_covers(a->doctor, on))
		return GAP_NOT_LISTED;
	if (!period_covers(a->manager, on))
		return GAP_NOT_SUITABLE;
	return ADHERES;
}
