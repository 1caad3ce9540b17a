/* The person of each record, and the days of the record against birth, death
 * and registration. */
#include "flows/field_int.h"

#define DAYS_AFTER_DEATH 30  /* data/flows.md section 4, cross-file rules */
#define FETCH_SLOT   64u /* look-ups ahead */
#define FETCH_PERSON 32u

static void note(struct batch *b, size_t i, uint8_t field, enum cause c)
{
	b->cause[i] = (uint8_t)c;
	b->defect[i] = field;
}

static int32_t life_day(const struct batch *b, size_t i, struct life_day d)
{
	int32_t v = b->slot[d.slot][i];
	return d.is_minute ? day_of_minute(v) : v;
}

/* Days of the record against birth, death and registration. A defect counts
 * when it stands before the one already found. */
static void check_life(struct batch *b, size_t i, const struct parse *p)
{
	const struct layout *l = p->layout;
	const struct person *who = &p->people->row[b->person[i]];
	if (!batch_has(b, i, l->first.field))
		return;
	int64_t limit = (int64_t)who->death + DAYS_AFTER_DEATH;
	int32_t first = life_day(b, i, l->first), last = first;
	if (first < who->birth || first > limit) {
		note(b, i, l->first.field,
		     first < who->birth ? CAUSE_BEFORE_BIRTH
					: CAUSE_AFTER_DEATH);
		return;
	}
	if (!batch_has(b, i, l->last.field))
		return;
	if (b->slot[l->last.slot][i] != INT32_MIN)
		last = life_day(b, i, l->last);
	if (last > limit)
		note(b, i, l->last.field, CAUSE_AFTER_DEATH);
	else if (l->is_event &&
		 !flows_people_registered(p->people, b->person[i], first, last))
		b->warning[i] |= WARN_BIT(WARN_OUTSIDE);
}

static void guess(struct batch *b, size_t i, const struct people *p)
{
	b->person[i] = flows_people_guess(p, b->person_tag[i]);
}

/* Rows of the persons, with the index and then the rows fetched ahead: for many
 * people each look-up is a miss of the cache. */
void batch_find_people(struct batch *b, const struct parse *p)
{
	const struct layout *l = p->layout;
	for (size_t i = 0; i < b->n && i < FETCH_PERSON; i++)
		guess(b, i, p->people);
	for (size_t i = 0; i < b->n; i++) {
		if (i + FETCH_SLOT < b->n)
			tags_prefetch(&p->people->index,
				      b->person_tag[i + FETCH_SLOT]);
		if (i + FETCH_PERSON < b->n)
			guess(b, i + FETCH_PERSON, p->people);
		if (!batch_has(b, i, l->person) || !b->person_len[i]) {
			b->person[i] = TEXTS_NONE;
			continue;
		}
		b->person[i] = flows_people_check(
			p->people, b->person[i],
			batch_text(b, b->person_at, b->person_len, i),
			b->person_tag[i]);
		if (b->op[i] == 'C' && l->has_record)
			continue; /* of whomever: the record counts */
		if (b->person[i] == TEXTS_NONE)
			note(b, i, l->person, CAUSE_PERSON);
		else
			check_life(b, i, p);
	}
}
