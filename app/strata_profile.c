#include "app/strata_profile_int.h"

#include "app/bind.h"

#define LEVELS   6
#define ATS_MOST 64                       /* Lombardy has eight */
#define CLUSTERS (STRATA_MAX_CLUSTER + 1) /* the last: no main cluster */

struct use {
	int64_t users, records, cost_cents, unpriced;
};
struct area { /* one health agency */
	char ats[16];
	int64_t people[LEVELS][CLUSTERS];
	struct use use[LEVELS][CLUSTERS][N_FLOW];
	/* levels 1 to 3 only; [a][b], a not after b by rank */
	uint32_t pair[4][STRATA_MAX_CLUSTER][STRATA_MAX_CLUSTER];
};
struct profile {
	const struct knowledge *kn;
	struct area *area[ATS_MOST];
	size_t n_area;
};

enum rc profile_new(const struct knowledge *kn, struct profile **out,
		    struct err *err)
{
	*out = calloc(1, sizeof(**out));
	if (!*out)
		return err_set(err, E_NOMEM, "no memory for counts");
	(*out)->kn = kn;
	return OK;
}

void profile_free(struct profile *p)
{
	for (size_t i = 0; p && i < p->n_area; i++)
		free(p->area[i]);
	free(p);
}

/* ---- adding up */

enum rc profile_area(struct profile *p, struct str ats, uint16_t *out,
		     struct err *err)
{
	struct area *x;
	for (size_t i = 0; i < p->n_area; i++)
		if (str_is(ats, p->area[i]->ats)) {
			*out = (uint16_t)i;
			return OK;
		}
	if (p->n_area == ATS_MOST || ats.len >= sizeof(x->ats))
		return err_set(err, E_LIMIT,
			       "more than %d health agencies, or a code "
			       "longer than 15: \"" STR_FMT "\"",
			       ATS_MOST, STR_ARG(ats));
	x = calloc(1, sizeof(*x));
	if (!x)
		return err_set(err, E_NOMEM, "no memory for counts");
	memcpy(x->ats, ats.ptr, ats.len);
	*out = (uint16_t)p->n_area;
	p->area[p->n_area++] = x;
	return OK;
}

static void add_pair(const struct profile *p, struct area *x, int level, int a,
		     int b)
{
	bool ordered = p->kn->clusters[a].rank <= p->kn->clusters[b].rank;
	x->pair[level][ordered ? a : b][ordered ? b : a]++;
}

static void add_pairs(const struct profile *p, struct area *x, int level,
		      const struct strata_lists *l)
{
	uint8_t has[2 * STRATA_MAX_CLUSTER];
	memcpy(has, l->cluster, l->n_cluster);
	memcpy(has + l->n_cluster, l->other, l->n_other);
	size_t n = l->n_cluster + l->n_other;
	for (size_t i = 0; i < n; i++)
		for (size_t k = i; k < n; k++)
			add_pair(p, x, level, has[i], has[k]);
}

void profile_add(struct profile *p, uint16_t area,
		 const struct strata_result *r, const struct strata_lists *l,
		 const struct consumption *c)
{
	struct area *x = p->area[area];
	size_t level = r->level < LEVELS ? r->level : 0;
	size_t of =
		r->main_cluster < 0 ? CLUSTERS - 1 : (size_t)r->main_cluster;
	x->people[level][of]++;
	for (int f = 0; f < N_FLOW; f++) {
		struct use *u = &x->use[level][of][f];
		u->users += c->flow[f].n_record > 0;
		u->records += c->flow[f].n_record;
		u->cost_cents += c->flow[f].cost_cents;
		u->unpriced += c->flow[f].n_unpriced;
	}
	if (level >= 1 && level <= 3)
		add_pairs(p, x, (int)level, l);
}

/* ---- writing */

static struct str cluster_code(const struct profile *p, size_t cluster)
{
	return cluster < p->kn->n_clusters ? p->kn->clusters[cluster].code
					   : STR("");
}

static enum rc write_use(const struct profile *p, const struct area *x,
			 size_t level, size_t of, struct stmt *q,
			 int64_t run_id, struct err *err)
{
	enum rc rc = OK;
	if (!x->people[level][of])
		return OK;
	for (int f = FLOW_DRUG; f < N_FLOW && !rc; f++) {
		const struct use *u = &x->use[level][of][f];
		bind_int(q, "run_id", run_id);
		bind_str(q, "ats", str_from(x->ats));
		bind_int(q, "level", (int64_t)level);
		bind_str(q, "main_cluster", cluster_code(p, of));
		bind_str(q, "flow", str_from(kn_flow_name[f]));
		bind_int(q, "people", x->people[level][of]);
		bind_int(q, "users", u->users);
		bind_int(q, "records", u->records);
		bind_int(q, "cost_cents", u->cost_cents);
		bind_int(q, "unpriced", u->unpriced);
		rc = stmt_queue(q, err);
	}
	return rc;
}

static enum rc write_uses(const struct profile *p, struct app *app,
			  int64_t run_id, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_USE_INSERT, &q, err);
	for (size_t i = 0; i < p->n_area && !rc; i++)
		for (size_t level = 0; level < LEVELS && !rc; level++)
			for (size_t of = 0; of < CLUSTERS && !rc; of++)
				rc = write_use(p, p->area[i], level, of, q,
					       run_id, err);
	stmt_close(q);
	return rc;
}

static enum rc write_pairs_of(const struct profile *p, const struct area *x,
			      int level, struct stmt *q, int64_t run_id,
			      struct err *err)
{
	enum rc rc = OK;
	for (size_t a = 0; a < p->kn->n_clusters && !rc; a++)
		for (size_t b = 0; b < p->kn->n_clusters && !rc; b++) {
			if (!x->pair[level][a][b])
				continue;
			bind_int(q, "run_id", run_id);
			bind_str(q, "ats", str_from(x->ats));
			bind_int(q, "level", level);
			bind_str(q, "cluster_a", cluster_code(p, a));
			bind_str(q, "cluster_b", cluster_code(p, b));
			bind_int(q, "n", x->pair[level][a][b]);
			rc = stmt_queue(q, err);
		}
	return rc;
}

static enum rc write_pairs(const struct profile *p, struct app *app,
			   int64_t run_id, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_PAIR_INSERT, &q, err);
	for (size_t i = 0; i < p->n_area && !rc; i++)
		for (int level = 1; level <= 3 && !rc; level++)
			rc = write_pairs_of(p, p->area[i], level, q, run_id,
					    err);
	stmt_close(q);
	return rc;
}

enum rc profile_write(const struct profile *p, struct app *app, int64_t run_id,
		      struct err *err)
{
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = write_uses(p, app, run_id, err);
	if (!rc)
		rc = write_pairs(p, app, run_id, err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	return rc;
}
