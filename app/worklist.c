/* The use cases: whose list, which rows, in which order. */
#include "app/worklist_int.h"

#include "text/text.h"

#define STEP_ARENA (64u << 20) /* WORKLIST_PEOPLE_MOST rows */

const char *const worklist_sort_name[N_WORK_SORT] = {
	[WORK_BY_URGENCY] = "urgency", [WORK_BY_NAME] = "name",
	[WORK_BY_AGE] = "age",         [WORK_BY_LEVEL] = "level",
	[WORK_BY_DATE] = "date",       [WORK_BY_FINDINGS] = "findings",
};

/* ---- whose list ---- */

static enum rc read_colleagues(struct app *app, struct arena *a,
			       struct worklist *out, struct err *err)
{
	struct stmt *q = NULL;
	bool row = true;
	size_t cap = 0;
	struct worklist_colleague *list = NULL;
	if (!app->who.doctor_id)
		return OK;
	enum rc rc = db_prepare(app->db, SQL_WORKLIST_COLLEAGUES, &q, err);
	if (rc)
		return rc;
	bind_int(q, "doctor_id", app->who.doctor_id);
	bind_date(q, "on_date", app->today);
	while (!(rc = stmt_step(q, &row, err)) && row) {
		rc = array_grow(&list, &cap, out->n_colleague + 1,
				sizeof(*list), 1000, err);
		if (rc)
			break;
		list[out->n_colleague++] = (struct worklist_colleague){
			.doctor_id = col_int(q, 0),
			.last_name = col_text(q, 1, a),
			.first_name = col_text(q, 2, a),
			.from = col_date(q, 3),
			.to = col_date(q, 4)};
	}
	stmt_close(q);
	out->colleagues =
		arena_array(a, struct worklist_colleague, out->n_colleague + 1);
	if (!rc && !out->colleagues)
		rc = arena_fail(a, err);
	if (!rc && out->n_colleague)
		memcpy(out->colleagues, list, out->n_colleague * sizeof(*list));
	free(list);
	return rc;
}

static bool may_see(const struct app *app, const struct worklist *w,
		    int64_t doctor_id)
{
	if (app->who.role == ROLE_SYSTEM)
		return true;
	if (app->who.role != ROLE_DOCTOR && app->who.role != ROLE_STAFF)
		return false;
	if (doctor_id == app->who.doctor_id)
		return true;
	for (size_t i = 0; i < w->n_colleague; i++)
		if (w->colleagues[i].doctor_id == doctor_id)
			return true;
	return false;
}

enum rc work_whose(struct app *app, int64_t wanted, struct arena *a,
		   struct worklist *out, struct err *err)
{
	enum rc rc = app_require(app, MAY_READ_LISTS, 0, err);
	if (!rc)
		rc = read_colleagues(app, a, out, err);
	if (rc)
		return rc;
	out->doctor_id = wanted ? wanted : app->who.doctor_id;
	out->own = out->doctor_id == app->who.doctor_id;
	if (out->doctor_id && may_see(app, out, out->doctor_id))
		return OK;
	return err_msg(err, E_DENIED, MSG_DOC_NOT_YOUR_LIST,
		       "the work list of doctor %" PRId64 " is read by that "
		       "doctor, the staff of the practice, or a delegate on a "
		       "day of the delegation",
		       out->doctor_id);
}

/* ---- which rows ---- */

static void count(const struct work_set *s, struct worklist *out)
{
	for (size_t i = 0; i < s->n; i++) {
		for (int t = 0; t < N_WORK; t++)
			out->n_tab[t] += s->rows[i].tabs >> t & 1;
		if (s->rows[i].tabs & 1u << WORK_HELD)
			out->n_hold[s->rows[i].hold]++;
	}
}

static bool wanted(const struct worklist_query *q, const struct worklist_row *r)
{
	return (!q->level || r->level == q->level) &&
	       (!q->cluster.len || str_eq(q->cluster, r->main_cluster)) &&
	       (!q->alerts || (r->plan && r->plan->n_alert)) &&
	       (!q->hold || q->tab != WORK_HELD || r->hold == q->hold) &&
	       (!q->q.len || work_matches(r, q->q));
}

static int more_people(const void *x, const void *y)
{
	const struct worklist_cluster *a = x, *b = y;
	if (a->n != b->n)
		return a->n > b->n ? -1 : 1;
	return str_cmp(a->code, b->code);
}

/* Clusters of the tab: few, so a list will do. */
static enum rc count_cluster(struct worklist *out, size_t *cap, struct str code,
			     struct err *err)
{
	size_t i = 0;
	while (i < out->n_cluster && !str_eq(out->clusters[i].code, code))
		i++;
	if (i < out->n_cluster) {
		out->clusters[i].n++;
		return OK;
	}
	enum rc rc = array_grow(&out->clusters, cap, i + 1,
				sizeof(*out->clusters), 1000, err);
	if (rc)
		return rc;
	out->clusters[out->n_cluster++] = (struct worklist_cluster){code, 1};
	return OK;
}

/* The clusters move from the heap to the arena, and their codes from the kept
 * people, which another connection may free as soon as they are given back. */
static enum rc keep_clusters(struct worklist *out, struct arena *a,
			     struct err *err)
{
	struct worklist_cluster *kept =
		arena_array(a, struct worklist_cluster, out->n_cluster + 1);
	if (kept && out->n_cluster) {
		qsort(out->clusters, out->n_cluster, sizeof(*kept),
		      more_people);
		memcpy(kept, out->clusters, out->n_cluster * sizeof(*kept));
	}
	free(out->clusters);
	out->clusters = kept;
	for (size_t i = 0; kept && i < out->n_cluster; i++)
		if (!(kept[i].code = arena_str(a, kept[i].code)).ptr)
			return arena_fail(a, err);
	return kept ? OK : arena_fail(a, err);
}

/* Row pointers of the tab that fit the filters. */
static enum rc choose(const struct work_set *s, const struct worklist_query *q,
		      struct worklist_row **list, struct worklist *out,
		      struct err *err)
{
	size_t cap = 0;
	enum rc rc = OK;
	for (size_t i = 0; i < s->n && !rc; i++) {
		struct worklist_row *r = &s->rows[i];
		if (!work_in_tab(r, q->tab))
			continue;
		work_tell(s, q->tab, r);
		if (r->main_cluster.len)
			rc = count_cluster(out, &cap, r->main_cluster, err);
		if (wanted(q, r))
			list[out->total++] = r;
	}
	return rc;
}

/* ---- in which order ---- */

struct order {
	const struct work_set *set;
	const struct worklist_query *q;
};

static int64_t findings(const struct worklist_row *r)
{
	return r->plan ? r->plan->n_alert * INT64_C(1000) + r->plan->n_finding
		       : 0;
}

static int names(const struct worklist_row *x, const struct worklist_row *y)
{
	int c = work_name_cmp(x->last_name, y->last_name);
	return c ? c : work_name_cmp(x->first_name, y->first_name);
}

static int by_key(const struct order *o, const struct worklist_row *x,
		  const struct worklist_row *y)
{
	switch (o->q->sort) {
	case WORK_BY_NAME:
		return names(x, y);
	case WORK_BY_AGE:
		return (x->birth.days > y->birth.days) -
		       (x->birth.days < y->birth.days);
	case WORK_BY_LEVEL:
		return x->level - y->level;
	case WORK_BY_DATE:
		return (x->by.days > y->by.days) - (x->by.days < y->by.days);
	case WORK_BY_FINDINGS:
		return (findings(x) < findings(y)) -
		       (findings(x) > findings(y));
	case WORK_BY_URGENCY:
	case N_WORK_SORT:
		break;
	}
	return work_compare(o->set, o->q->tab, x, y);
}

static int in_order(const struct order *o, const struct worklist_row *x,
		    const struct worklist_row *y)
{
	int c = by_key(o, x, y);
	if (o->q->descending)
		c = -c;
	return c ? c : work_compare(o->set, o->q->tab, x, y);
}

/* Merge sort: qsort takes no context, and this keeps equal rows in place. */
static void sort_rows(const struct order *o, struct worklist_row **list,
		      struct worklist_row **spare, size_t n)
{
	if (n < 2)
		return;
	size_t half = n / 2, i = 0, j = half, k = 0;
	sort_rows(o, list, spare, half);
	sort_rows(o, list + half, spare, n - half);
	while (i < half && j < n)
		spare[k++] = in_order(o, list[j], list[i]) < 0 ? list[j++]
							       : list[i++];
	while (i < half)
		spare[k++] = list[i++];
	while (j < n)
		spare[k++] = list[j++];
	memcpy(list, spare, n * sizeof(struct worklist_row *));
}

/* ---- the page ---- */

static void texts_into(struct arena *a, struct worklist_row *r)
{
	r->pseudonym = arena_str(a, r->pseudonym);
	r->fiscal_code = arena_str(a, r->fiscal_code);
	r->last_name = arena_str(a, r->last_name);
	r->first_name = arena_str(a, r->first_name);
	r->main_condition = arena_str(a, r->main_condition);
	r->main_cluster = arena_str(a, r->main_cluster);
}

/* A copy knows its own plan. */
static void own_plan(const struct worklist_row *from, struct worklist_row *r)
{
	if (from->plan == &from->open)
		r->plan = &r->open;
	else if (from->plan == &from->force)
		r->plan = &r->force;
	else if (from->plan == &from->expired)
		r->plan = &r->expired;
}

static enum rc cut_page(const struct worklist_query *q,
			struct worklist_row **list, struct arena *a,
			struct worklist *out, struct err *err)
{
	int64_t from = min_i64(max_i64(q->offset, 0), out->total);
	int64_t n = out->total - from;
	if (q->limit > 0)
		n = min_i64(n, q->limit);
	out->rows = arena_array(a, struct worklist_row, (size_t)n + 1);
	if (!out->rows)
		return arena_fail(a, err);
	for (int64_t i = 0; i < n; i++) {
		out->rows[i] = *list[from + i];
		own_plan(list[from + i], &out->rows[i]);
		texts_into(a, &out->rows[i]);
		if (!out->rows[i].main_cluster.ptr)
			return arena_fail(a, err);
	}
	out->n = (size_t)n;
	return OK;
}

static void take_head(struct arena *a, const struct work_people *p,
		      struct worklist *out)
{
	out->gp_code = arena_str(a, p->gp_code);
	out->last_name = arena_str(a, p->last_name);
	out->first_name = arena_str(a, p->first_name);
	out->has_strata = p->run_id != 0;
	out->as_of = p->as_of;
}

static enum rc fill(const struct work_set *s, const struct worklist_query *q,
		    struct arena *a, struct worklist *out, struct err *err)
{
	struct order o = {s, q};
	struct worklist_row **list =
		arena_array(a, struct worklist_row *, 2 * s->n + 1);
	if (!list)
		return arena_fail(a, err);
	take_head(a, s->people, out);
	enum rc rc = choose(s, q, list, out, err);
	if (!rc) {
		sort_rows(&o, list, list + s->n, (size_t)out->total);
		rc = cut_page(q, list, a, out, err);
	}
	if (!rc)
		return keep_clusters(out, a, err);
	free(out->clusters);
	return rc;
}

static enum rc leave_look(struct app *app, const struct worklist_query *q,
			  const struct worklist *w, struct err *err)
{
	char detail[96];
	int n = snprintf(detail, sizeof(detail),
			 "{\"list\":\"%s\",\"rows\":%zu}",
			 worklist_tab_name[q->tab], w->n);
	struct audit_event e = {.action = "worklist.read",
				.entity = "doctor",
				.entity_id = w->doctor_id,
				.detail = {detail, (size_t)n}};
	return audit_look(app, &e, err);
}

/* What cannot wait comes first; without anything to do, all. */
static enum worklist_tab first_tab(const struct worklist *w)
{
	static const enum worklist_tab order[] = {
		WORK_SIGN,    WORK_EXPIRED, WORK_RENEW, WORK_PACT,
		WORK_NO_PLAN, WORK_ENROL,   WORK_ALL};
	size_t i = 0;
	while (i + 1 < countof(order) && !w->n_tab[order[i]])
		i++;
	return order[i];
}

enum rc app_worklist(struct app *app, const struct worklist_query *asked,
		     struct arena *a, struct worklist *out, struct err *err)
{
	assert(asked->tab <= N_WORK && asked->sort < N_WORK_SORT);
	struct worklist_query query = *asked, *q = &query;
	struct worklist w = {.as_of = DATE_NONE};
	struct work_set s = {0};
	enum rc rc = work_whose(app, q->doctor_id, a, &w, err);
	if (!rc)
		rc = work_load(app, w.doctor_id, a, &s, err);
	if (!rc) {
		count(&s, &w);
		w.tab = q->tab = q->tab == N_WORK ? first_tab(&w) : q->tab;
		rc = fill(&s, q, a, &w, err);
	}
	work_release(app, &s);
	if (!rc)
		rc = leave_look(app, q, &w, err);
	if (!rc)
		*out = w;
	return rc;
}

/* ---- one after the other ---- */

static const struct worklist_row *find(const struct work_set *s, int64_t id)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->rows[i].person_id == id)
			return &s->rows[i];
	return NULL;
}

static void step(const struct work_set *s, enum worklist_tab tab, int64_t after,
		 struct worklist_step *out)
{
	const struct worklist_row *from = after ? find(s, after) : NULL;
	const struct worklist_row *best = NULL;
	*out = (struct worklist_step){.position = 1};
	for (size_t i = 0; i < s->n; i++) {
		const struct worklist_row *r = &s->rows[i];
		if (!work_in_tab(r, tab))
			continue;
		out->total++;
		int c = from ? work_compare(s, tab, r, from) : 1;
		if (c < 0)
			out->position++;
		if (c > 0 && (!best || work_compare(s, tab, r, best) < 0))
			best = r;
	}
	out->person_id = best ? best->person_id : 0;
}

/* The doctor of a person, when the actor may see their list. */
static enum rc doctor_of(struct app *app, int64_t person_id,
			 const struct worklist *w, int64_t *doctor_id,
			 struct err *err)
{
	struct stmt *q = NULL;
	bool row = true, own = false;
	int64_t other = 0;
	enum rc rc = db_prepare(app->db, SQL_WORKLIST_DOCTORS_OF, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	bind_date(q, "on_date", app->today);
	while (!(rc = stmt_step(q, &row, err)) && row) {
		int64_t d = col_int(q, 0);
		if (d == app->who.doctor_id)
			own = true;
		else if (may_see(app, w, d))
			other = d;
	}
	stmt_close(q);
	*doctor_id = own || !other ? app->who.doctor_id : other;
	return rc;
}

enum rc app_worklist_next(struct app *app, int64_t doctor_id,
			  enum worklist_tab tab, int64_t after,
			  struct worklist_step *out, struct err *err)
{
	assert(tab < N_WORK);
	struct worklist w = {0};
	struct work_set s = {0};
	struct arena a;
	arena_init(&a, STEP_ARENA);
	enum rc rc = read_colleagues(app, &a, &w, err);
	if (!rc && !doctor_id && after)
		rc = doctor_of(app, after, &w, &doctor_id, err);
	w = (struct worklist){0};
	if (!rc)
		rc = work_whose(app, doctor_id, &a, &w, err);
	if (!rc)
		rc = work_load(app, w.doctor_id, &a, &s, err);
	if (!rc)
		step(&s, tab, after, out);
	work_release(app, &s);
	arena_release(&a);
	return rc;
}
