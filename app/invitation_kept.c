/* The chronic people judged, kept for INVITATION_KEEP_US beside the people of
 * work lists, for all connections of a server: who reads page after page waits
 * once. While they are in use they are read anew before that
 * (app_invitations_refresh); when nobody asks any more they are let go. */
#include "app/invitation_int.h"
#include "app/worklist_int.h"

#define REFRESH_US   (INVITATION_KEEP_US * 2 / 3)
#define STILL_IN_USE (5 * INVITATION_KEEP_US)

/* NULL: this is no server, nothing is kept. */
static struct worklist_kept *kept_of(const struct app *app)
{
	return app->lists && app->lists->shared ? app->lists : NULL;
}

/* ---- lock held ---- */

static void let_go(struct judged *j)
{
	assert(!j || j->n_holder);
	if (j && !--j->n_holder)
		judged_free(j);
}

static bool still_good(const struct app *app, const struct judged *j,
		       int64_t run_id)
{
	return j && j->strata.run_id == run_id && same_day(j->on, app->today) &&
	       j->read_us <= app->now_us &&
	       app->now_us - j->read_us < INVITATION_KEEP_US;
}

/* ---- asking for them ---- */

/* Those kept, held for the caller as well; or NULL. */
static struct judged *find_good(const struct app *app, struct worklist_kept *k,
				int64_t run_id)
{
	pthread_mutex_lock(&k->lock);
	struct judged *j = k->judged;
	if (!still_good(app, j, run_id))
		j = NULL;
	if (j) {
		j->used_us = app->now_us;
		j->n_holder++;
	}
	pthread_mutex_unlock(&k->lock);
	return j;
}

/* Instead of those kept; NULL: keep none. */
static void replace(struct worklist_kept *k, struct judged *j)
{
	pthread_mutex_lock(&k->lock);
	struct judged *old = k->judged;
	k->judged = j;
	if (j)
		j->n_holder++;
	let_go(old);
	pthread_mutex_unlock(&k->lock);
}

static enum rc read_and_keep(struct app *app, int64_t used_us,
			     struct judged **out, struct err *err)
{
	struct worklist_kept *k = kept_of(app);
	struct judged *j = NULL;
	enum rc rc = judged_read(app, &j, err);
	if (rc)
		return rc;
	j->read_us = app->now_us;
	j->used_us = used_us;
	j->n_holder = 1;
	if (k)
		replace(k, j);
	*out = j;
	return OK;
}

enum rc judged_of(struct app *app, bool fresh, struct judged **out,
		  struct err *err)
{
	struct worklist_kept *k = kept_of(app);
	struct strata_used strata;
	enum rc rc = enrol_strata(app, app->today, &strata, err);
	if (rc)
		return rc;
	*out = k && !fresh ? find_good(app, k, strata.run_id) : NULL;
	return *out ? OK : read_and_keep(app, app->now_us, out, err);
}

void judged_drop(struct app *app, struct judged *j)
{
	struct worklist_kept *k = kept_of(app);
	if (k)
		pthread_mutex_lock(&k->lock);
	let_go(j);
	if (k)
		pthread_mutex_unlock(&k->lock);
}

/* ---- before they are too old ---- */

enum rc app_invitations_refresh(struct app *app, struct err *err)
{
	struct worklist_kept *k = kept_of(app);
	struct judged *j = NULL;
	if (!k)
		return OK;
	pthread_mutex_lock(&k->lock);
	const bool some = k->judged != NULL;
	const int64_t used_us = some ? k->judged->used_us : 0;
	const int64_t read_us = some ? k->judged->read_us : 0;
	pthread_mutex_unlock(&k->lock);
	if (!some || app->now_us - read_us < REFRESH_US)
		return OK;
	if (app->now_us - used_us > STILL_IN_USE) {
		replace(k, NULL);
		return OK;
	}
	enum rc rc = app_rules_again(app, err);
	if (!rc)
		rc = read_and_keep(app, used_us, &j, err);
	if (rc)
		replace(k, NULL); /* not to try it again and again */
	else
		judged_drop(app, j);
	return rc;
}
