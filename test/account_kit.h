/* For tests about users: a small world with the settings in force, one user
 * per role, passwords that cost nothing.
 *
 * People 1..4; doctors 11 (of 1), 12 (of 2), 13 (of 3); organisation 21, of
 * which 11 and 12 are members; 31 a pharmacy. Users are added by user_of().
 */
#ifndef TEST_ACCOUNT_KIT_H
#define TEST_ACCOUNT_KIT_H

#include "test/db_fixture.h"

#include "app/access.h"
#include "app/account.h"
#include "app/rules.h"
#include "secret/secret.h"

#define GOOD_PASSWORD "tre gatti sul tetto"
#define SECOND_US     INT64_C(1000000)
#define MINUTE_US     INT64_C(60000000)
#define HOUR_US       INT64_C(3600000000)
#define HERE          "10.0.0.7"

static const char *const account_world =
	"INSERT INTO organisation (id, code, kind, name) VALUES"
	" (21, 'COOP1', 'CPC', 'Cooperativa Uno'),"
	" (22, 'COOP2', 'CPC', 'Cooperativa Due'),"
	" (31, 'F1', 'PHARMACY', 'Farmacia Uno');"
	"INSERT INTO doctor (id, gp_code, last_name, first_name, kind) VALUES"
	" (11, 'M1', 'ROSSI', 'Anna', 'MMG'),"
	" (12, 'M2', 'VERDI', 'Luca', 'MMG'),"
	" (13, 'M3', 'NERI', 'Ugo', 'MMG');"
	"INSERT INTO doctor_membership (id, doctor_id, organisation_id,"
	" valid_from, recorded_us) VALUES (1, 11, 21, '2020-01-01', 0),"
	" (2, 12, 21, '2020-01-01', 0), (3, 13, 22, '2020-01-01', 0);"
	"INSERT INTO person (id, pseudonym, last_name, first_name, birth_date,"
	" sex, updated_us) VALUES"
	" (1, 'P1', 'BRUNI', 'Ada', '1950-01-01', 'F', 0),"
	" (2, 'P2', 'GALLI', 'Ezio', '1950-01-01', 'M', 0),"
	" (3, 'P3', 'COSTA', 'Ines', '1950-01-01', 'F', 0),"
	" (4, 'P4', 'SALA', 'Aldo', '1950-01-01', 'M', 0);"
	"INSERT INTO person_doctor (person_id, doctor_id, valid_from,"
	" recorded_us) VALUES (1, 11, '2020-01-01', 0),"
	" (2, 12, '2020-01-01', 0), (3, 13, '2020-01-01', 0);"
	"UPDATE rule SET value = '64' WHERE key = 'account.hash_memory_kib';"
	"UPDATE rule SET value = '1' WHERE key = 'account.hash_passes';";

static inline void set_rule(struct db_fixture *f, struct app *app,
			    const char *key, const char *value)
{
	char sql[256];
	struct err err = {0};
	snprintf(sql, sizeof(sql),
		 "UPDATE rule SET value = '%s' WHERE key = '%s'", value, key);
	raw_sql(f, sql);
	rules_release(&app->rules);
	must(rules_read(app->db, &app->rules, &err), &err);
}

static inline const struct seal_key *test_key(void)
{
	static const unsigned char raw[SEAL_KEY] =
		"a key that nobody keeps secret";
	static struct seal_key key;
	seal_key_of(raw, &key);
	return &key;
}

/* The command line's app on a new world. */
static inline void open_accounts(struct db_fixture *f, struct app *app)
{
	struct err err = {0};
	db_close(fixture_db(f));
	fixture_app(f, app);
	must(app_rules_seed(app, NULL, &err), &err);
	raw_sql(f, account_world);
	set_rule(f, app, "account.second_factor_roles", "none");
	app->key = test_key();
}

/* A user who may sign on with GOOD_PASSWORD; role N_ROLE: none. */
static inline int64_t user_of(struct app *app, const char *login,
			      enum role role, const char *bound)
{
	struct err err = {0};
	struct actor who = app->who;
	char one_time[ONE_TIME_TEXT];
	int64_t id = 0, role_id;
	struct user_new u = {.login = str_from(login),
			     .display_name = STR("Utente di Prova"),
			     .password = STR(GOOD_PASSWORD),
			     .keep_password = true};
	struct role_new r = {.from = date_of(2025, 1, 1), .to = DATE_MAX};
	app->who = (struct actor){.role = ROLE_SYSTEM};
	must(app_user_add(app, &u, &id, one_time, &err), &err);
	r.user_id = id;
	if (role != N_ROLE) {
		must(app_role_for(app, role, str_from(bound), &r, &err), &err);
		must(app_user_role_add(app, &r, &role_id, &err), &err);
	}
	app->who = who;
	return id;
}

static inline enum rc sign_on_from(struct app *app, const char *login,
				   const char *password, const char *address,
				   const char *device,
				   struct session_given *given, struct err *err)
{
	struct sign_on ask = {.login = str_from(login),
			      .password = str_from(password),
			      .address = str_from(address),
			      .device = str_from(device)};
	return app_sign_on(app, &ask, given, err);
}

/* Signs on and finds the session. */
static inline void session_of(struct app *app, const char *login,
			      struct arena *a, struct session_given *given,
			      struct app_session *s)
{
	struct err err = {0};
	must(sign_on_from(app, login, GOOD_PASSWORD, HERE, "", given, &err),
	     &err);
	must(app_session_find(app, str_from(given->token), a, s, &err), &err);
}

#endif
