#include "app/rules.h"

#include <sys/random.h>

const char *const role_name[N_ROLE] = {
	[ROLE_SYSTEM] = "system",     [ROLE_ADMIN] = "admin",
	[ROLE_DOCTOR] = "doctor",     [ROLE_STAFF] = "staff",
	[ROLE_OPERATOR] = "operator", [ROLE_SPECIALIST] = "specialist",
	[ROLE_PROVIDER] = "provider", [ROLE_PHARMACIST] = "pharmacist",
	[ROLE_CITIZEN] = "citizen",   [ROLE_COOPERATIVE] = "cooperative",
	[ROLE_AGENCY] = "agency",     [ROLE_REGION] = "region",
};

/* Different in every process, so that identifiers made in the same
 * millisecond by two of them differ. */
static uint64_t id_seed(int64_t now_us)
{
	uint64_t seed;
	if (getrandom(&seed, sizeof(seed), 0) != (ssize_t)sizeof(seed))
		seed = hash64(&now_us, sizeof(now_us), 0);
	return seed;
}

enum rc app_open(struct app *app, const char *db_url,
		 const struct knowledge *kn, int64_t now_us, struct date today,
		 struct err *err)
{
	struct db *db = NULL;
	*app = (struct app){0};
	enum rc rc = db_open(db_url, &db, err);
	if (rc)
		return rc;
	*app = (struct app){
		.db = db,
		.kn = kn,
		.who = {.role = ROLE_SYSTEM, .purpose = STR("administration")},
		.now_us = now_us,
		.today = today,
	};
	idgen_init(&app->ids, id_seed(now_us));
	rc = rules_read(db, &app->rules, err);
	if (rc)
		app_close(app);
	return rc;
}

void app_close(struct app *app)
{
	if (!app->db)
		return;
	rules_release(&app->rules);
	db_close(app->db);
	*app = (struct app){0};
}

int64_t app_id(struct app *app)
{
	return id_next(&app->ids, app->now_us);
}
