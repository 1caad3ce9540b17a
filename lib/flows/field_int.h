/* The fields of a group of records: each column read by one loop. */
#ifndef FLOWS_FIELD_INT_H
#define FLOWS_FIELD_INT_H

#include "flows/batch_int.h"
#include "flows/cutter_int.h"

#define GROUP         256u /* records whose columns are read together */
#define MINUTES_A_DAY 1440

struct entry { /* the record being parsed */
	struct batch *b;
	const struct parse *p;
	struct codebook *book;
	struct cell *cell; /* of the records from `group`, n_cell each */
	size_t n_cell;
	size_t group, i;
	uint64_t allowed; /* characters from '0' on, of the column at hand */
	struct err *err;
	enum rc rc;
	bool wrong_op[GROUP];
};

static inline struct str field_text(const struct entry *e, size_t field)
{
	const struct cell c = e->cell[(e->i - e->group) * e->n_cell + field];
	return (struct str){e->b->text.ptr + e->b->at[e->i] + c.at, c.len};
}

static inline int32_t day_of_minute(int32_t minute)
{
	return minute >= 0 ? minute / MINUTES_A_DAY
			   : -((-minute + MINUTES_A_DAY - 1) / MINUTES_A_DAY);
}

/* The columns of the records up to `end`, with their rules. Failures of the
 * machine are in e->rc. */
void fields_parse(struct entry *e, size_t end);

/* People of the block and what is known of their lives. */
void batch_find_people(struct batch *b, const struct parse *p);

#endif
