/* Places: a province, an ATS, a structure lies in an ATS that exists. */
#include "knowledge/knowledge_int.h"

void check_places(struct loader *l)
{
	const struct table *t = &l->t[KN_PLACES];
	const struct kn_place *p = t->rows;
	for (size_t i = 0; i < t->n; i++)
		if (p[i].ats.len && map_get(&l->ats, p[i].ats) == MAP_NONE)
			table_wrong(t, i, "ats",
				    "is no ATS of this table: correct it or "
				    "add the row of type ats");
}
