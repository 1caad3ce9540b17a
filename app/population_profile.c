#include "app/population_profile.h"

#include "app/bind.h"
#include "app/population_int.h"
#include "strata/strata.h"

/* ---- pairs */

struct pair_table {
	int64_t n[STRATA_MAX_CLUSTER][STRATA_MAX_CLUSTER];
};

static void bind_scope(struct stmt *q, const struct population_filter *f)
{
	bind_int(q, "run_id", f->run_id);
	bind_int(q, "level_from", f->level_from);
	bind_int(q, "level_to", f->level_to);
	bind_opt(q, "ats", f->ats);
}

static enum rc read_pairs(struct app *app, const struct population_filter *f,
			  struct pair_table *t, bool *made, struct err *err)
{
	struct stmt *q = NULL;
	bool row;
	enum rc rc = db_prepare(app->db, SQL_PROFILE_PAIRS, &q, err);
	if (rc)
		return rc;
	bind_scope(q, f);
	while (!(rc = stmt_step(q, &row, err)) && row) {
		int a = kn_cluster_index(app->kn, col_str(q, 0));
		int b = kn_cluster_index(app->kn, col_str(q, 1));
		*made = true;
		if (a >= 0 && b >= 0)
			t->n[a][b] = col_int(q, 2);
	}
	stmt_close(q);
	return rc;
}

static int cmp_pair(const void *x, const void *y)
{
	const struct population_pair *p = x, *q = y;
	if (p->n != q->n)
		return p->n < q->n ? 1 : -1;
	return p->a != q->a ? p->a - q->a : p->b - q->b;
}

static int64_t lift_tenths(const struct population_pair *p, int64_t people)
{
	double expected = (double)p->of_a * (double)p->of_b / (double)people;
	return expected > 0 ? (int64_t)((double)p->n / expected * 10 + 0.5)
			    : 0;
}

static enum rc list_pairs(const struct pair_table *t, size_t n_cluster,
			  struct arena *a, struct population_pairs *out,
			  struct err *err)
{
	size_t most = n_cluster * n_cluster;
	out->list = arena_array(a, struct population_pair, most + 1);
	if (!out->list)
		return arena_fail(a, err);
	for (size_t i = 0; i < n_cluster; i++)
		for (size_t k = 0; k < n_cluster; k++) {
			struct population_pair p = {.a = (int)i,
						    .b = (int)k,
						    .n = t->n[i][k],
						    .of_a = t->n[i][i],
						    .of_b = t->n[k][k]};
			if (i == k || !p.n)
				continue;
			p.lift_tenths = lift_tenths(&p, out->people);
			out->list[out->n++] = p;
		}
	qsort(out->list, out->n, sizeof(*out->list), cmp_pair);
	return OK;
}

/* Only the chronic have clusters; only level and agency count. */
static struct population_filter narrow(const struct population_filter *f)
{
	struct population_filter out = population_all();
	out.run_id = f->run_id;
	out.ats = f->ats;
	out.level_from = f->level_from;
	out.level_to = f->level_to;
	return out;
}

enum rc app_population_pairs(struct app *app, const struct population_filter *f,
			     struct arena *a, struct population_pairs *out,
			     struct err *err)
{
	struct population_filter wanted = narrow(f), mine;
	struct strata_run_info run;
	const struct cube *cube;
	struct pair_table *t = arena_calloc(a, 1, sizeof(*t));
	*out = (struct population_pairs){.n = 0};
	enum rc rc = t ? population_scope(app, &wanted, a, &mine, &run, err)
		       : arena_fail(a, err);
	if (!rc)
		rc = population_cube(app, mine.run_id, &cube, err);
	if (!rc)
		rc = read_pairs(app, &mine, t, &out->made, err);
	if (rc)
		return rc;
	mine.level_from = mine.level_from < 1 ? 1 : mine.level_from;
	mine.level_to = mine.level_to > 3 ? 3 : mine.level_to;
	out->people = population_total(app, cube, &mine);
	return list_pairs(t, app->kn->n_clusters, a, out, err);
}

/* ---- consumption */

static int flow_of(struct str name)
{
	static const char *const names[N_POPULATION_FLOW] = {
		"drug", "outpatient", "hospital", "emergency"};
	for (int i = 0; i < N_POPULATION_FLOW; i++)
		if (str_is(name, names[i]))
			return i;
	return -1;
}

static void add_use(struct population_use *u, int flow, const struct stmt *q)
{
	u->people = col_int(q, 2);
	u->flow[flow].users = col_int(q, 3);
	u->flow[flow].records = col_int(q, 4);
	u->flow[flow].cost_cents = col_int(q, 5);
	u->flow[flow].unpriced = col_int(q, 6);
	u->cost_cents += u->flow[flow].cost_cents;
}

static int cmp_use(const void *x, const void *y)
{
	const struct population_use *p = x, *q = y;
	if (p->people != q->people)
		return p->people < q->people ? 1 : -1;
	return p->cluster - q->cluster;
}

static enum rc read_uses(struct app *app, const struct population_filter *f,
			 struct population_uses *out, struct err *err)
{
	struct stmt *q = NULL;
	bool row;
	enum rc rc = db_prepare(app->db, SQL_PROFILE_USES, &q, err);
	if (rc)
		return rc;
	bind_scope(q, f);
	while (!(rc = stmt_step(q, &row, err)) && row) {
		int cluster = kn_cluster_index(app->kn, col_str(q, 0));
		int flow = flow_of(col_str(q, 1));
		if (flow < 0 || (cluster < 0 && col_str(q, 0).len))
			continue;
		if (!out->n || out->list[out->n - 1].cluster != cluster)
			out->list[out->n++] =
				(struct population_use){.cluster = cluster};
		add_use(&out->list[out->n - 1], flow, q);
	}
	stmt_close(q);
	return rc;
}

enum rc app_population_uses(struct app *app, const struct population_filter *f,
			    struct arena *a, struct population_uses *out,
			    struct err *err)
{
	struct population_filter wanted = narrow(f), mine;
	struct strata_run_info run;
	*out = (struct population_uses){.n = 0};
	out->list =
		arena_array(a, struct population_use, app->kn->n_clusters + 2);
	enum rc rc =
		out->list ? population_scope(app, &wanted, a, &mine, &run, err)
			  : arena_fail(a, err);
	if (!rc)
		rc = read_uses(app, &mine, out, err);
	if (rc)
		return rc;
	out->made = out->n > 0;
	qsort(out->list, out->n, sizeof(*out->list), cmp_use);
	return OK;
}
