/* web/page/plan - what the pages of a care plan share. */
#ifndef WEB_PAGE_PLAN_H
#define WEB_PAGE_PLAN_H

#include "app/person_view.h"
#include "web/page/person.h"

/* A reason that is ready: pressed, not typed. */
struct plan_ready {
	const char *key;
	enum msg text;
};
/* Those of a kind of choice. */
const struct plan_ready *plan_ready_of(enum plan_choice_kind kind, size_t *n);

/* The lines of a plan as articles. */
enum plan_part { PART_LAB, PART_OUTPATIENT, PART_LEFT_OUT };
struct html plan_lines(struct page *p, const struct plan_view *v,
		       enum plan_part part, bool editable);
/* The search for a service to add, and what it found. */
struct html plan_adding(struct page *p, const struct plan_view *v);
/* "Is there room near home?" */
struct html plan_room(struct page *p, const struct person_room *list, size_t n);

struct str plan_often(struct page *p, int64_t times_e4, int64_t interval_e4);
struct str plan_base(struct page *p); /* "/assistito/12/piano" */
bool plan_may(struct page *p, enum permission what);
/* Sets what changed from one plan to the other, in words. */
struct plan_change_words {
	struct str what, before, after;
	enum plan_change kind;
	struct str why; /* of a choice */
};
size_t plan_change_words(struct page *p, const struct plan_diff *d,
			 struct plan_change_words **list);

#endif
