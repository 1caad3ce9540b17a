/* The people of doctors, kept. They change when a registry or a stratification
 * is taken in, a few times a month; so they are good for WORKLIST_KEEP_US, and
 * who keeps them can have those in use read anew before that
 * (app_worklist_refresh), so that nobody waits for them. A server has one for
 * all its connections: others may look at a doctor's people while they are
 * replaced, and the last one to give them back frees them. */
#include "app/invitation_int.h"
#include "app/worklist_int.h"

#define REFRESH_US   (WORKLIST_KEEP_US * 2 / 3)
#define STILL_IN_USE (5 * WORKLIST_KEEP_US)

static struct worklist_kept *kept_new(bool shared)
{
	struct worklist_kept *k = calloc(1, sizeof(*k));
	if (!k)
		return NULL;
	pthread_mutex_init(&k->lock, NULL);
	k->shared = shared;
	return k;
}

struct worklist_kept *worklist_kept_new(void)
{
	return kept_new(true);
}

void worklist_kept_free(struct worklist_kept *k)
{
	if (!k)
		return;
	for (size_t i = 0; i < k->n; i++)
		work_people_free(k->of[i]);
	judged_free(k->judged);
	pthread_mutex_destroy(&k->lock);
	free(k);
}

void worklist_forget(struct app *app)
{
	if (app->lists && !app->lists->shared)
		worklist_kept_free(app->lists);
	app->lists = NULL;
}

/* ---- the list of them, lock held ---- */

static bool fresh_enough(const struct app *app, int64_t read_us)
{
	return read_us <= app->now_us &&
	       app->now_us - read_us < WORKLIST_KEEP_US;
}

static bool still_good(const struct app *app, const struct work_people *p)
{
	return same_day(p->on, app->today) && fresh_enough(app, p->read_us);
}

static void let_go(struct work_people *p)
{
	assert(p->n_holder);
	if (!--p->n_holder)
		work_people_free(p);
}

/* Taken out of the kept ones, or NULL. */
static struct work_people *take_out(struct worklist_kept *k, int64_t doctor_id)
{
	size_t i = 0;
	while (i < k->n && k->of[i]->doctor_id != doctor_id)
		i++;
	if (i == k->n)
		return NULL;
	struct work_people *p = k->of[i];
	memmove(&k->of[i], &k->of[i + 1], (k->n - i - 1) * sizeof(p));
	k->n--;
	return p;
}

static void put_first(struct worklist_kept *k, struct work_people *p)
{
	if (k->n == KEPT_MOST)
		let_go(k->of[--k->n]);
	memmove(&k->of[1], &k->of[0], k->n * sizeof(p));
	k->of[0] = p;
	k->n++;
}

/* ---- asking for them ---- */

/* One that is good, held for the caller as well; or NULL. */
static struct work_people *find_good(const struct app *app, int64_t doctor_id)
{
	struct worklist_kept *k = app->lists;
	pthread_mutex_lock(&k->lock);
	struct work_people *p = take_out(k, doctor_id);
	if (p && !still_good(app, p)) {
		let_go(p);
		p = NULL;
	}
	if (p) {
		p->used_us = app->now_us;
		p->n_holder++;
		put_first(k, p);
	}
	pthread_mutex_unlock(&k->lock);
	return p;
}

/* Instead of those kept of the same doctor. */
static void replace(struct worklist_kept *k, struct work_people *p)
{
	pthread_mutex_lock(&k->lock);
	struct work_people *old = take_out(k, p->doctor_id);
	if (old)
		let_go(old);
	p->n_holder++;
	put_first(k, p);
	pthread_mutex_unlock(&k->lock);
}

static enum rc read_and_keep(struct app *app, int64_t doctor_id,
			     int64_t used_us, struct work_people **out,
			     struct err *err)
{
	enum rc rc = work_people_read(app, doctor_id, out, err);
	if (rc)
		return rc;
	(*out)->used_us = used_us;
	(*out)->n_holder = 1;
	replace(app->lists, *out);
	return OK;
}

enum rc work_people_of(struct app *app, int64_t doctor_id, bool fresh,
		       struct work_people **out, struct err *err)
{
	if (!app->lists)
		app->lists = kept_new(false);
	if (!app->lists)
		return err_set(err, E_NOMEM, "no memory for work lists");
	*out = fresh ? NULL : find_good(app, doctor_id);
	return *out ? OK : read_and_keep(app, doctor_id, app->now_us, out, err);
}

void work_people_drop(struct app *app, struct work_people *p)
{
	if (!p)
		return;
	pthread_mutex_lock(&app->lists->lock);
	let_go(p);
	pthread_mutex_unlock(&app->lists->lock);
}

bool kept_places(struct app *app, int64_t org_id, int64_t *n)
{
	struct worklist_kept *k = app->lists;
	bool found = false;
	pthread_mutex_lock(&k->lock);
	for (size_t i = 0; i < PLACES_MOST && !found; i++) {
		const struct places *p = &k->places[i];
		found = p->org_id == org_id && fresh_enough(app, p->read_us);
		if (found)
			*n = p->n;
	}
	pthread_mutex_unlock(&k->lock);
	return found;
}

void keep_places(struct app *app, int64_t org_id, int64_t n)
{
	struct worklist_kept *k = app->lists;
	pthread_mutex_lock(&k->lock);
	k->places[k->next_place++ % PLACES_MOST] =
		(struct places){org_id, n, app->now_us};
	pthread_mutex_unlock(&k->lock);
}

/* ---- before they are too old ---- */

/* A doctor whose people are used and will soon be too old; 0: none. */
static int64_t due(const struct app *app, int64_t *used_us)
{
	struct worklist_kept *k = app->lists;
	int64_t id = 0;
	pthread_mutex_lock(&k->lock);
	for (size_t i = 0; i < k->n && !id; i++) {
		const struct work_people *p = k->of[i];
		if (app->now_us - p->read_us < REFRESH_US ||
		    app->now_us - p->used_us > STILL_IN_USE)
			continue;
		id = p->doctor_id;
		*used_us = p->used_us;
	}
	pthread_mutex_unlock(&k->lock);
	return id;
}

static void forget_one(struct worklist_kept *k, int64_t doctor_id)
{
	pthread_mutex_lock(&k->lock);
	struct work_people *p = take_out(k, doctor_id);
	if (p)
		let_go(p);
	pthread_mutex_unlock(&k->lock);
}

enum rc app_worklist_refresh(struct app *app, bool *more, struct err *err)
{
	struct work_people *p = NULL;
	int64_t used_us = 0, id = due(app, &used_us);
	*more = id != 0;
	enum rc rc = id ? read_and_keep(app, id, used_us, &p, err) : OK;
	if (rc)
		forget_one(app->lists, id); /* not to try it again and again */
	else
		work_people_drop(app, p);
	return rc;
}
