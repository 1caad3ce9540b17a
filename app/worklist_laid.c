/* What was laid over the people of a doctor, kept beside them. Whatever is done
 * to an enrolment or a plan leaves a record in the audit, in the same
 * transaction and in the order of the commits; those that are no mere looks are
 * counted in its head: so that number tells whether anything was done.
 * Only for a server, whose questions follow each other closely.
 */
#include "app/worklist_int.h"

struct laid_row { /* of worklist_row, what enrolments and plans say */
	size_t at;
	int64_t enrolment_id;
	enum enrol_state state;
	int level;
	bool suspended, pact_open, pact_person, pact_doctor;
	struct date active_from, pact_to;
	struct worklist_plan open, force, expired;
};

struct work_laid {
	uint64_t state;
	size_t n;
	struct laid_row row[];
};

/* ---- has anything been done? ---- */

/* Of the state a page reads; on SQLite that may be older than what others have
 * seen by now. */
enum rc work_state(struct app *app, uint64_t *state, struct err *err)
{
	struct stmt *q = NULL;
	*state = 0;
	if (!app->lists || !app->lists->shared)
		return OK;
	enum rc rc = db_prepare(app->db, SQL_WORKLIST_STATE, &q, err);
	if (!rc)
		rc = stmt_one(q, err);
	if (!rc)
		*state = (uint64_t)col_int(q, 0) + 1;
	stmt_close(q);
	return rc;
}

/* ---- kept, and laid again ---- */

static void lay(const struct laid_row *l, struct worklist_row *r)
{
	r->enrolment_id = l->enrolment_id;
	r->state = l->state;
	r->level = l->level;
	r->suspended = l->suspended;
	r->pact_open = l->pact_open;
	r->pact_person = l->pact_person;
	r->pact_doctor = l->pact_doctor;
	r->active_from = l->active_from;
	r->pact_to = l->pact_to;
	r->open = l->open;
	r->force = l->force;
	r->expired = l->expired;
}

static struct laid_row lift(const struct worklist_row *r, size_t at)
{
	return (struct laid_row){.at = at,
				 .enrolment_id = r->enrolment_id,
				 .state = r->state,
				 .level = r->level,
				 .suspended = r->suspended,
				 .pact_open = r->pact_open,
				 .pact_person = r->pact_person,
				 .pact_doctor = r->pact_doctor,
				 .active_from = r->active_from,
				 .pact_to = r->pact_to,
				 .open = r->open,
				 .force = r->force,
				 .expired = r->expired};
}

bool work_lay_kept(struct app *app, const struct work_people *p, uint64_t state,
		   struct worklist_row *rows)
{
	if (!state)
		return false;
	pthread_mutex_lock(&app->lists->lock);
	const struct work_laid *l = p->laid;
	bool good = l && l->state == state;
	for (size_t i = 0; good && i < l->n; i++)
		lay(&l->row[i], &rows[l->row[i].at]);
	pthread_mutex_unlock(&app->lists->lock);
	return good;
}

static bool is_bare(const struct worklist_row *r)
{
	return !r->enrolment_id && !r->open.id && !r->force.id &&
	       !r->expired.id;
}

/* Not keeping, for want of memory or because another has laid a newer state,
 * costs only time. */
void work_keep_laid(struct app *app, struct work_people *p, uint64_t state,
		    const struct worklist_row *rows)
{
	size_t n = 0;
	if (!state)
		return;
	for (size_t i = 0; i < p->n; i++)
		n += !is_bare(&rows[i]);
	struct work_laid *l = malloc(sizeof(*l) + n * sizeof(l->row[0]));
	if (!l)
		return;
	*l = (struct work_laid){.state = state};
	for (size_t i = 0; i < p->n; i++)
		if (!is_bare(&rows[i]))
			l->row[l->n++] = lift(&rows[i], i);
	pthread_mutex_lock(&app->lists->lock);
	if (!p->laid || p->laid->state < l->state) {
		struct work_laid *old = p->laid;
		p->laid = l;
		l = old;
	}
	pthread_mutex_unlock(&app->lists->lock);
	free(l);
}
