#include "app/rules.h"
#include "app/cooperative.h"
#include "app/population.h"
#include "app/worklist.h"

const char *const role_name[N_ROLE] = {
	[ROLE_SYSTEM] = "system",     [ROLE_ADMIN] = "admin",
	[ROLE_DOCTOR] = "doctor",     [ROLE_STAFF] = "staff",
	[ROLE_OPERATOR] = "operator", [ROLE_SPECIALIST] = "specialist",
	[ROLE_PROVIDER] = "provider", [ROLE_PHARMACIST] = "pharmacist",
	[ROLE_CITIZEN] = "citizen",   [ROLE_COOPERATIVE] = "cooperative",
	[ROLE_AGENCY] = "agency",     [ROLE_REGION] = "region",
	[ROLE_NOBODY] = "nobody",
};

/* A node of our own, so that no other program makes the same identifiers. */
static enum rc take_node(struct db *db, uint64_t *node, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_begin(db, err);
	if (!rc)
		rc = db_prepare(db, SQL_ID_NODE_TAKE, &q, err);
	if (!rc)
		rc = stmt_run(q, err);
	stmt_close(q);
	q = NULL;
	if (!rc)
		rc = db_prepare(db, SQL_ID_NODE, &q, err);
	if (!rc)
		rc = stmt_one(q, err);
	if (!rc)
		*node = (uint64_t)col_int(q, 0);
	stmt_close(q);
	if (!rc)
		rc = db_commit(db, err);
	if (rc)
		db_rollback(db);
	return rc;
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
	uint64_t node = 0;
	rc = take_node(db, &node, err);
	idgen_init(&app->ids, node);
	if (!rc)
		rc = rules_read(db, &app->rules, err);
	if (rc)
		app_close(app);
	return rc;
}

enum rc app_rules_again(struct app *app, struct err *err)
{
	struct rules fresh = {0};
	enum rc rc = rules_read(app->db, &fresh, err);
	if (rc)
		return rc;
	rules_release(&app->rules);
	app->rules = fresh;
	return OK;
}

void app_close(struct app *app)
{
	if (!app->db)
		return;
	worklist_forget(app);
	population_forget(app);
	cooperative_forget(app);
	rules_release(&app->rules);
	db_close(app->db);
	*app = (struct app){0};
}

enum rc app_alive(struct app *app, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_ID_NODE, &q, err);
	if (!rc)
		rc = stmt_one(q, err);
	stmt_close(q);
	return rc;
}

int64_t app_id(struct app *app)
{
	return id_next(&app->ids, app->now_us);
}
