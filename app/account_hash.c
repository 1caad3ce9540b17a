/* Hashing passwords. One takes 19 MiB and 20 ms of a core by design, so a few
 * run at a time; some may wait, and who comes after them is told to try again:
 * a rush at the door must not stop the work inside.
 */
#include "app/account_int.h"
#include "app/random.h"

#include <pthread.h>

#define AT_ONCE 2 /* 38 MiB */
#define WAITING 4 /* workers held up for 40 ms at most */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* guards both */
static pthread_cond_t place = PTHREAD_COND_INITIALIZER;
static int running, waiting;

static enum rc begin(struct err *err)
{
	enum rc rc = OK;
	pthread_mutex_lock(&lock);
	if (running == AT_ONCE && waiting == WAITING) {
		rc = err_msg(err, E_LIMIT, MSG_ACC_BUSY,
			     "too many sign-ons at this instant");
	} else {
		waiting++;
		while (running == AT_ONCE)
			pthread_cond_wait(&place, &lock);
		waiting--;
		running++;
	}
	pthread_mutex_unlock(&lock);
	return rc;
}

static void end(void)
{
	pthread_mutex_lock(&lock);
	running--;
	pthread_cond_signal(&place);
	pthread_mutex_unlock(&lock);
}

static enum rc cost_now(struct app *app, struct hash_cost *out, struct err *err)
{
	int64_t kib = 0, passes = 0;
	enum rc rc = account_setting(app, "account.hash_memory_kib", &kib, err);
	if (!rc)
		rc = account_setting(app, "account.hash_passes", &passes, err);
	if (!rc && (kib < 8 || kib > 1 << 20 || passes < 1 || passes > 100))
		rc = err_set(err, E_RANGE,
			     "rules account.hash_...: %" PRId64
			     " KiB and %" PRId64 " passes cannot be",
			     kib, passes);
	if (!rc)
		*out = (struct hash_cost){(uint32_t)kib, (uint32_t)passes};
	return rc;
}

enum rc account_hash(struct app *app, struct str password, char out[HASH_TEXT],
		     struct err *err)
{
	unsigned char salt[HASH_SALT];
	struct hash_cost cost;
	enum rc rc = cost_now(app, &cost, err);
	if (!rc)
		rc = begin(err);
	if (rc)
		return rc;
	random_bytes(salt, sizeof(salt));
	rc = password_hash(password, salt, cost, out, err);
	end();
	return rc;
}

enum rc account_matches(struct app *app, const char *hash, struct str password,
			bool *yes, struct err *err)
{
	static const unsigned char salt[HASH_SALT] = {0};
	char nothing[HASH_TEXT];
	struct hash_cost cost;
	enum rc rc = cost_now(app, &cost, err);
	if (!rc)
		rc = begin(err);
	if (rc)
		return rc;
	*yes = false;
	if (*hash)
		*yes = password_matches(hash, password);
	else /* as long, for nothing */
		rc = password_hash(password, salt, cost, nothing, err);
	end();
	return rc;
}
