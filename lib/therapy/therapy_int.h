/* therapy_int - shared inside therapy/ only. */
#ifndef THERAPY_THERAPY_INT_H
#define THERAPY_THERAPY_INT_H

#include "therapy/therapy.h"

enum therapy_side { SIDE_A, SIDE_B, SIDE_C };

struct side_entry { /* one alternative of one side of one rule */
	struct str prefix;
	uint16_t rule; /* pairs first, then triples */
	uint8_t side;
};

struct therapy_index {
	const struct knowledge *kn;
	struct side_entry *entries; /* sorted by prefix */
	size_t n;
	size_t n_rule; /* pairs + triples */
};

struct span { /* days covered, both ends included */
	struct date from, to;
};
struct cover { /* one span, or two for a drug taken on occasion */
	struct span span[2];
	int n;
	bool present;
};

struct therapy_work { /* one check */
	const struct therapy_index *x;
	const struct therapy_limits *l;
	const struct therapy_person *p;
	struct arena *a;
	int age;
	const struct therapy_item *items[THERAPY_MAX_DRUGS];
	int position[THERAPY_MAX_DRUGS]; /* in p->items */
	struct cover cover[THERAPY_MAX_DRUGS];
	size_t n_items;
	uint64_t (*mask)[3]; /* [rule][side]: items that match */
	struct therapy_finding *list;
	size_t n, cap;
	int burden;
	bool full;
};

struct cover therapy_cover(const struct therapy_limits *l,
			   const struct therapy_item *item, struct date on);
/* Latest days in common; false when there are none. */
bool therapy_overlap(const struct cover *a, const struct cover *b,
		     struct span *out);
void therapy_match(struct therapy_work *w); /* fills mask */
struct therapy_finding *therapy_add(struct therapy_work *w,
				    enum therapy_kind kind);
struct str therapy_drug_name(const struct therapy_work *w, size_t i,
			     bool italian);
enum therapy_severity therapy_severity_of(struct str s);

void therapy_find_triples(struct therapy_work *w);
void therapy_find_pairs(struct therapy_work *w);
void therapy_find_diseases(struct therapy_work *w);
void therapy_find_gaps(struct therapy_work *w);
void therapy_find_burden(struct therapy_work *w);
void therapy_find_duplicates(struct therapy_work *w);
void therapy_find_renal(struct therapy_work *w);

#endif
