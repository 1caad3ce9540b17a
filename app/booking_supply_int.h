/* Private: providers, services and slots as lib/booking wants them. */
#ifndef APP_BOOKING_SUPPLY_INT_H
#define APP_BOOKING_SUPPLY_INT_H

#include "app/appointment_int.h"

struct supply_site {
	int64_t id;
	struct str code, name;
};

struct supply { /* sites by id, services by code, slots in lib's order */
	struct arena arena;
	struct date from;
	uint32_t n_day;
	struct supply_site *sites;
	struct booking_point *points;
	size_t n_site, cap_site, cap_point;
	struct str *services;
	size_t n_service, cap_service;
	struct booking_slot *slots;
	int64_t *slot_ids;
	size_t n_slot, cap_slot, cap_id;
	struct booking_closure *closures;
	size_t n_closure, cap_closure;
};

/* Providers and services; no slots yet. */
MUST_USE enum rc supply_open(struct app *app, struct supply *s,
			     struct date from, uint32_t n_day, struct err *err);
void supply_release(struct supply *s); /* safe on zeroed */
MUST_USE enum rc supply_all_slots(struct app *app, struct supply *s,
				  struct err *err);
/* Sites must be asked in ascending order. */
MUST_USE enum rc supply_site_slots(struct app *app, struct supply *s,
				   uint32_t site, struct str service,
				   struct err *err);
/* Index, or -1. */
int64_t supply_site_index(const struct supply *s, int64_t provider_id);
int64_t supply_service_index(const struct supply *s, struct str code);
struct booking_problem supply_problem(const struct supply *s);

#endif
