#include "simulate/simulate_int.h"

void dirt_after(struct sim *s, enum sim_file f, uint32_t person)
{
	(void)s;
	(void)f;
	(void)person;
}

void dirt_rest(struct sim *s, enum sim_file f)
{
	(void)s;
	(void)f;
}
