/* app/register - the registers of the agency: adhering doctors, suitable
 * managers (gestori) and suitable providers (soggetti erogatori), who was in
 * them on which days, and by what source.
 *
 * An entry is a subject, its first and last day, and the file that said so. A
 * subject that left and came back has two. Roles see their scope (app/scope.h):
 * an agency its own ATS, a cooperative itself, its doctors, and the providers
 * of its ATS. Permission MAY_READ_LISTS, for agency, region, cooperative and
 * system. Registers are public; looking leaves no audit record.
 */
#ifndef APP_REGISTER_H
#define APP_REGISTER_H

#include "app/app.h"
#include "people/people.h"

enum register_sort {
	REGISTER_BY_NAME,
	REGISTER_BY_CODE,
	REGISTER_BY_PLACE,
	REGISTER_BY_MANAGER, /* doctors alone; the others by name */
	REGISTER_BY_FROM,
	REGISTER_BY_TO, /* no end is last */
	N_REGISTER_SORT
};
struct register_page {
	enum register_kind kind;
	struct str q;    /* within name or code; empty: all */
	struct str ats;  /* empty: all of the actor's scope */
	struct str type; /* MMG, CPC, hospital, ...; empty: all */
	/* ISTAT code of a municipality, or the first three digits of it: a
	 * province. Empty: all. */
	struct str place;
	struct date day; /* who is in the register on it */
	bool ever;       /* also who left it or will come */
	enum register_sort sort;
	bool descending;
	int64_t limit, offset;
};
struct register_row {
	int64_t id; /* of the doctor, organisation or provider */
	struct str code, name, type, ats, municipality;
	struct period valid;
	struct str source;
	int64_t recorded_us; /* 0: not recorded */
	struct str manager;  /* of a doctor on the day; empty: none */
	int64_t members;     /* doctors of a manager on the day */
	int64_t people;      /* of a doctor, in `run`; -1: not for this role */
};
struct register_view {
	struct register_row *list;
	size_t n;
	int64_t total;             /* that fit */
	int64_t count[N_REGISTER]; /* in each register on the day */
	struct str ats;            /* the actor's own, or what was asked */
	bool all_ats;              /* the actor may choose one */
	int64_t run_id;            /* of the people; 0: none counted */
	struct date run_of;
};
MUST_USE enum rc app_register(struct app *app, const struct register_page *ask,
			      struct arena *a, struct register_view *out,
			      struct err *err);

#endif
