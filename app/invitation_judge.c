/* Everybody chronic, judged by each of the three ways in. */
#include "app/invitation_int.h"

#define ASST_MOST   256
#define PEOPLE_MOST 20000000u /* a region's people */
/* some 100 bytes for each of a region's three million chronic */
#define TEXTS_LIMIT ((size_t)512 << 20)

struct asst { /* suitable on the day */
	int64_t id;
	char ats[16];
};
struct judging {
	struct app *app;
	struct judged *out;
	struct manager_counts managers;
	struct asst asst[ASST_MOST];
	size_t n_asst;
};

static enum rc read_assts(struct judging *r, struct err *err)
{
	struct stmt *q = NULL;
	bool row;
	enum rc rc = db_prepare(r->app->db, SQL_INVITATION_ASSTS, &q, err);
	if (rc)
		return rc;
	bind_date(q, "on_date", r->app->today);
	while (!(rc = stmt_step(q, &row, err)) && row) {
		struct str ats = col_str(q, 1);
		if (r->n_asst == ASST_MOST || ats.len >= sizeof(r->asst->ats)) {
			rc = err_set(err, E_LIMIT, "more than %d ASST",
				     ASST_MOST);
			break;
		}
		struct asst *x = &r->asst[r->n_asst++];
		*x = (struct asst){.id = col_int(q, 0)};
		memcpy(x->ats, ats.ptr, ats.len);
	}
	stmt_close(q);
	return rc;
}

static const struct asst *asst_of(const struct judging *r, struct str ats)
{
	for (size_t i = 0; i < r->n_asst; i++)
		if (str_is(ats, r->asst[i].ats))
			return &r->asst[i];
	return NULL;
}

/* The person as they would come in by a way, whatever way their doctor is of.
 */
static struct candidate by_way(const struct judging *r,
			       const struct candidate *c, enum way way)
{
	const struct period always = {date_of(1900, 1, 1), DATE_MAX};
	struct candidate x = *c;
	x.f.way = way;
	if (way == WAY_ASST) {
		const struct asst *s = asst_of(r, c->f.ats);
		x.org_id = s ? s->id : 0;
		x.f.adherence = (struct adherence){.doctor = always,
						   .member = always,
						   .manager = s ? always
								: PERIOD_NEVER};
	} else if (way != c->f.way) {
		x.f.adherence.member = PERIOD_NEVER;
	}
	return x;
}

static enum rc judge(struct judging *r, const struct candidate *c,
		     struct invitation *out, struct err *err)
{
	struct arena *a = &r->out->texts;
	*out = (struct invitation){
		.person_id = c->person_id,
		.pseudonym = arena_str(a, c->pseudonym),
		.gp_code = arena_str(a, c->gp_code),
		.manager = arena_str(a, c->manager),
		.ats = arena_str(a, c->f.ats),
		.main_condition = arena_str(a, c->main_condition),
		.level = c->f.level,
		.charlson = c->charlson,
		.mcs = c->mcs,
		.invited = c->live_id && c->live_state == ENROL_INVITED,
		.best = N_WAY};
	if (!out->pseudonym.ptr || !out->gp_code.ptr || !out->manager.ptr ||
	    !out->ats.ptr || !out->main_condition.ptr)
		return arena_fail(a, err);
	for (int w = 0; w < N_WAY; w++) {
		struct candidate x = by_way(r, c, (enum way)w);
		enum rc rc =
			enrol_hold_counted(r->app, &x, r->app->today,
					   &r->managers, &out->way[w], err);
		if (rc)
			return rc;
		if (!out->way[w] && out->best == N_WAY)
			out->best = (enum way)w;
	}
	out->why = enrol_why_msg(
		c, out->way[c->f.way < N_WAY ? c->f.way : WAY_MANAGER]);
	return OK;
}

static enum rc add(void *ctx, const struct candidate *c, struct err *err)
{
	struct judging *r = ctx;
	struct judged *j = r->out;
	enum rc rc = array_grow(&j->list, &j->cap, j->n + 1, sizeof(*j->list),
				PEOPLE_MOST, err);
	if (!rc)
		rc = judge(r, c, &j->list[j->n], err);
	if (!rc)
		j->n++;
	return rc;
}

void judged_free(struct judged *j)
{
	if (!j)
		return;
	arena_release(&j->texts);
	free(j->list);
	free(j);
}

/* What array_grow took ahead is given back: the list may stay for long. */
static void trim(struct judged *j)
{
	struct invitation *less =
		realloc(j->list, (j->n + 1) * sizeof(*j->list));
	if (!less)
		return;
	j->list = less;
	j->cap = j->n + 1;
}

enum rc judged_read(struct app *app, struct judged **out, struct err *err)
{
	struct judging *r = calloc(1, sizeof(*r));
	struct judged *j = calloc(1, sizeof(*j));
	if (!r || !j) {
		free(r);
		free(j);
		return err_set(err, E_NOMEM, "no memory for a list");
	}
	arena_init(&j->texts, TEXTS_LIMIT);
	j->on = app->today;
	r->app = app;
	r->out = j;
	enum rc rc = read_assts(r, err);
	if (!rc)
		rc = enrol_manager_counts(app, app->today, &r->managers, err);
	if (!rc)
		rc = enrol_each_candidate(app, app->today, add, r, &j->strata,
					  err);
	free(r->managers.list);
	free(r);
	if (rc) {
		judged_free(j);
		return rc;
	}
	trim(j);
	*out = j;
	return OK;
}
