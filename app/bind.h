/* app/bind - small things every use case does with a statement. */
#ifndef APP_BIND_H
#define APP_BIND_H

#include "people/people.h"
#include "store/store.h"

/* Empty text and id 0 are NULL in the database. */
static inline void bind_opt(struct stmt *q, const char *name, struct str s)
{
	if (s.len)
		bind_str(q, name, s);
	else
		bind_null(q, name);
}

static inline void bind_id(struct stmt *q, const char *name, int64_t id)
{
	if (id)
		bind_int(q, name, id);
	else
		bind_null(q, name);
}

static inline void bind_period(struct stmt *q, struct period p)
{
	bind_date(q, "valid_from", p.from);
	bind_date(q, "valid_to", p.to);
}

/* A NULL end is "no end". */
static inline struct date col_end(const struct stmt *q, int i)
{
	return col_null(q, i) ? DATE_MAX : col_date(q, i);
}

static inline bool same_day(struct date a, struct date b)
{
	return a.days == b.days;
}

/* Run and close; the rows touched are added to *changed when not NULL. */
MUST_USE static inline enum rc stmt_finish(struct stmt *q, int64_t *changed,
					   struct err *err)
{
	enum rc rc = stmt_run(q, err);
	if (!rc && changed)
		*changed += stmt_changes(q);
	stmt_close(q);
	return rc;
}

/* As stmt_finish, for a row of a batch whose result decides nothing: the
 * engine need not answer before the next (stmt_queue). */
MUST_USE static inline enum rc stmt_send(struct stmt *q, struct err *err)
{
	enum rc rc = stmt_queue(q, err);
	stmt_close(q);
	return rc;
}

#endif
