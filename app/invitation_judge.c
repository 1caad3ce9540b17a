/* Everybody chronic, judged by each of the three ways in. */
#include "app/invitation_int.h"

#define ASST_MOST   256
#define PEOPLE_MOST 20000000u /* a region's people */
#define KINDS_MOST  4000000u  /* some ten for each doctor */
/* 16 bytes for each of a region's three million chronic, and some more */
#define TEXTS_LIMIT ((size_t)512 << 20)
#define AGENCIES    4096   /* Lombardy has eight */
#define CONDITIONS  60000u /* of 16 bits; we know some seventy */
#define WORDS_LIMIT ((size_t)8 << 20)

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

/* ---- one judgement for all of whom the same is true ---- */

static struct candidate candidate_of(const struct judging *r,
				     const struct invite_facts *f)
{
	const struct invite_doctor *d = &r->out->doctors.list[f->doctor];
	const struct date today = r->app->today;
	struct candidate c = {
		.doctor_id = d->id,
		.org_id = d->org_id,
		.gap = d->gap,
		.f = {.registered_from = today,
		      .registered_to = DATE_MAX,
		      .death = f->gone == HOLD_DECEASED ? today : DATE_MAX,
		      .level = 1, /* each of 1 to 3 will do */
		      .has_doctor = f->doctor != 0,
		      .adherence = d->adherence,
		      .way = d->way,
		      .ats = map_key(&r->out->ats, f->ats),
		      .has_contact = f->has_contact,
		      .enrolled = f->enrolled}};
	if (f->gone == HOLD_MOVED)
		c.f.registered_to = (struct date){today.days - 1};
	return c;
}

static enum rc judge(struct judging *r, int64_t live_org,
		     struct invite_kind *out, struct err *err)
{
	struct candidate c = candidate_of(r, &out->facts);
	c.live_org = live_org;
	out->best = N_WAY;
	for (int w = 0; w < N_WAY; w++) {
		struct candidate x = by_way(r, &c, (enum way)w);
		enum rc rc =
			enrol_hold_counted(r->app, &x, r->app->today,
					   &r->managers, &out->way[w], err);
		if (rc)
			return rc;
		if (!out->way[w] && out->best == N_WAY)
			out->best = (enum way)w;
	}
	out->why = enrol_why_msg(
		&c, out->way[c.f.way < N_WAY ? c.f.way : WAY_MANAGER]);
	return OK;
}

static bool same_facts(const struct invite_facts *a,
		       const struct invite_facts *b)
{
	return a->doctor == b->doctor && a->ats == b->ats &&
	       a->gone == b->gone && a->has_contact == b->has_contact &&
	       a->enrolled == b->enrolled && a->former == b->former;
}

static enum rc kind_of(struct judging *r, const struct invite_facts *f,
		       int64_t live_org, uint32_t *out, struct err *err)
{
	struct judged *j = r->out;
	uint32_t *first = &j->doctors.list[f->doctor].kinds;
	for (uint32_t k = *first; k; k = j->kinds[k - 1].next)
		if (same_facts(&j->kinds[k - 1].facts, f)) {
			*out = k - 1;
			return OK;
		}
	struct invite_kind new = {.facts = *f, .next = *first};
	enum rc rc = array_grow(&j->kinds, &j->cap_kind, j->n_kind + 1,
				sizeof(*j->kinds), KINDS_MOST, err);
	if (!rc)
		rc = judge(r, live_org, &new, err);
	if (rc)
		return rc;
	*out = (uint32_t)j->n_kind;
	j->kinds[j->n_kind++] = new;
	*first = (uint32_t)j->n_kind;
	return OK;
}

/* ---- everybody ---- */

static bool is_former(struct judging *r, int64_t org_id)
{
	const struct manager_count *m =
		enrol_manager_count(&r->managers, org_id);
	return m && !m->suitable;
}

static enum rc read_facts(struct judging *r, const struct stmt *q,
			  struct invite_facts *f, struct err *err)
{
	const bool live = !col_null(q, 12);
	*f = (struct invite_facts){
		.doctor = invite_doctor_find(&r->out->doctors, col_int(q, 11)),
		.gone = person_gone(col_date(q, 3), col_end(q, 4),
				    col_end(q, 5), r->app->today),
		.has_contact = col_int(q, 6) == 1,
		.enrolled =
			live && enrol_state_of(col_str(q, 13)) > ENROL_INVITED};
	f->former = f->enrolled && is_former(r, col_int(q, 14));
	return map_intern(&r->out->ats, col_str(q, 2), &f->ats, err);
}

static enum rc read_person(struct judging *r, const struct stmt *q,
			   struct invite_person *x, struct err *err)
{
	struct judged *j = r->out;
	uint32_t condition = 0;
	struct str code = col_text(q, 1, &j->texts);
	if (!code.ptr)
		return arena_fail(&j->texts, err);
	if (code.len > UINT8_MAX)
		return err_set(err, E_LIMIT, "a pseudonym of %zu bytes",
			       code.len);
	enum rc rc = map_intern(&j->conditions, col_str(q, 8), &condition, err);
	*x = (struct invite_person){.person_id = col_int(q, 0),
				    .pseudonym = code.ptr,
				    .pseudonym_len = (uint8_t)code.len,
				    .level = (uint8_t)col_int(q, 7),
				    .condition = (uint16_t)condition,
				    .charlson = (int16_t)col_int(q, 9),
				    .mcs = (int16_t)col_int(q, 10),
				    .invited = !col_null(q, 12) &&
					       enrol_state_of(col_str(q, 13)) ==
						       ENROL_INVITED};
	return rc;
}

/* A person with two doctors on the day has two rows: the one whose doctor
 * adheres counts. */
static bool has_better(const struct judged *j, const struct invite_facts *f)
{
	const struct invite_kind *k = &j->kinds[j->list[j->n - 1].kind];
	const struct invite_doctor *d = j->doctors.list;
	return d[k->facts.doctor].gap == ADHERES || d[f->doctor].gap != ADHERES;
}

static enum rc add(struct judging *r, const struct stmt *q, struct err *err)
{
	struct judged *j = r->out;
	struct invite_facts f;
	const bool again = j->n && j->list[j->n - 1].person_id == col_int(q, 0);
	enum rc rc = read_facts(r, q, &f, err);
	if (rc || (again && has_better(j, &f)))
		return rc;
	j->n -= again;
	rc = array_grow(&j->list, &j->cap, j->n + 1, sizeof(*j->list),
			PEOPLE_MOST, err);
	struct invite_person *x = &j->list[j->n];
	if (!rc)
		rc = read_person(r, q, x, err);
	if (!rc)
		rc = kind_of(r, &f, col_int(q, 14), &x->kind, err);
	if (!rc)
		j->n++;
	return rc;
}

static enum rc read_people(struct judging *r, struct err *err)
{
	struct stmt *q = NULL;
	bool row;
	enum rc rc = db_prepare(r->app->db, SQL_INVITATION_PEOPLE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "run_id", r->out->strata.run_id);
	bind_date(q, "on_date", r->app->today);
	while (!(rc = stmt_step(q, &row, err)) && row) {
		rc = add(r, q, err);
		if (rc)
			break;
	}
	stmt_close(q);
	return rc;
}

/* Level, then the scores, then the pseudonym. */
static int by_need(const void *a, const void *b)
{
	const struct invite_person *x = a, *y = b;
	if (x->level != y->level)
		return x->level - y->level;
	if (x->charlson != y->charlson)
		return y->charlson - x->charlson;
	if (x->mcs != y->mcs)
		return y->mcs - x->mcs;
	return str_cmp(invite_pseudonym(x), invite_pseudonym(y));
}

/* ---- all of it ---- */

void judged_free(struct judged *j)
{
	if (!j)
		return;
	map_release(&j->ats);
	map_release(&j->conditions);
	arena_release(&j->texts);
	free(j->doctors.list);
	free(j->kinds);
	free(j->list);
	free(j);
}

/* What array_grow took ahead is given back: the list may stay for long. */
static void trim(struct judged *j)
{
	struct invite_person *less =
		realloc(j->list, (j->n + 1) * sizeof(*j->list));
	if (!less)
		return;
	j->list = less;
	j->cap = j->n + 1;
}

static struct judged *judged_new(struct date on)
{
	struct judged *j = calloc(1, sizeof(*j));
	if (!j)
		return NULL;
	arena_init(&j->texts, TEXTS_LIMIT);
	map_init(&j->ats, AGENCIES, WORDS_LIMIT);
	map_init(&j->conditions, CONDITIONS, WORDS_LIMIT);
	j->on = on;
	return j;
}

static enum rc read_all(struct judging *r, struct err *err)
{
	struct app *app = r->app;
	struct judged *j = r->out;
	enum rc rc = enrol_strata(app, app->today, &j->strata, err);
	if (!rc)
		rc = read_assts(r, err);
	if (!rc)
		rc = enrol_manager_counts(app, app->today, &r->managers, err);
	if (!rc)
		rc = invite_doctors_read(app, &j->texts, &j->doctors, err);
	if (!rc)
		rc = read_people(r, err);
	if (!rc && j->n)
		qsort(j->list, j->n, sizeof(*j->list), by_need);
	return rc;
}

enum rc judged_read(struct app *app, struct judged **out, struct err *err)
{
	struct judging *r = calloc(1, sizeof(*r));
	struct judged *j = judged_new(app->today);
	if (!r || !j) {
		free(r);
		judged_free(j);
		return err_set(err, E_NOMEM, "no memory for a list");
	}
	r->app = app;
	r->out = j;
	enum rc rc = read_all(r, err);
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
