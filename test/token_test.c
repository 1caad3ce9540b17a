/* Keys for programs: who gets one, what it opens, how it ends; and files that
 * come in pieces. */
#include "test/account_kit.h"

#include "app/tele_files.h"
#include "app/token.h"
#include "text/text.h"

struct world {
	struct db_fixture *f;
	struct app app;
	struct err err;
	struct arena a;
	struct session_given given;
	struct app_session s;
	int64_t rossi, verdi;
};

static void begin(void **state, struct world *w)
{
	*w = (struct world){.f = fixture_of(state)};
	open_accounts(w->f, &w->app);
	arena_init(&w->a, 64u << 20);
	w->rossi = user_of(&w->app, "rossi", ROLE_DOCTOR, "M1");
	w->verdi = user_of(&w->app, "verdi", ROLE_DOCTOR, "M2");
	session_of(&w->app, "rossi", &w->a, &w->given, &w->s);
	w->app.who = w->s.who;
}

static void end(struct world *w)
{
	arena_release(&w->a);
	app_close(&w->app);
}

static void want(enum rc got, enum rc wanted, int msg, const struct err *err,
		 const char *what)
{
	if (got != wanted || (msg && err->msg != msg))
		fail_msg("%s: rc %d, message %d: %s", what, got, err->msg,
			 err->text);
}

static const struct token_new usual = {
	.name = STR_INIT("gestionale"), .scopes = API_EXAMS, .days = 30};

static void make(struct world *w, struct token_made *m)
{
	must(app_my_token_make(&w->app, &w->s, STR(GOOD_PASSWORD), &usual, m,
			       &w->err),
	     &w->err);
}

static enum rc find(struct world *w, const char *token, struct app_token *t)
{
	return app_token_find(&w->app, str_from(token), &w->a, t, &w->err);
}

static void words_of_scopes(void **state)
{
	static const struct {
		const char *in;
		bool good;
		unsigned scopes;
	} rows[] = {
		{"exams", true, API_EXAMS},
		{"observations exams", true, API_EXAMS | API_OBSERVATIONS},
		{" exams  exams ", true, API_EXAMS},
		{"", false, 0},
		{"exams,observations", false, 0},
		{"admin", false, 0},
	};
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		unsigned got = 0;
		bool good = token_scopes_parse(str_from(rows[i].in), &got);
		if (good != rows[i].good || got != rows[i].scopes)
			fail_msg("\"%s\": %d, %u", rows[i].in, good, got);
	}
}

static void what_a_key_must_have(void **state)
{
	static const struct {
		const char *name;
		struct token_new n;
		const char *password;
		enum rc rc;
		int msg;
	} rows[] = {
		{"no name",
		 {STR_INIT(" "), API_EXAMS, 30},
		 GOOD_PASSWORD,
		 E_RANGE,
		 MSG_API_NAME_WRONG},
		{"a name of two lines",
		 {STR_INIT("a\nb"), API_EXAMS, 30},
		 GOOD_PASSWORD,
		 E_RANGE,
		 MSG_API_NAME_WRONG},
		{"no use",
		 {STR_INIT("a"), 0, 30},
		 GOOD_PASSWORD,
		 E_RANGE,
		 MSG_API_SCOPES_WRONG},
		{"a use that is none",
		 {STR_INIT("a"), 8, 30},
		 GOOD_PASSWORD,
		 E_RANGE,
		 MSG_API_SCOPES_WRONG},
		{"no day",
		 {STR_INIT("a"), API_EXAMS, 0},
		 GOOD_PASSWORD,
		 E_RANGE,
		 MSG_API_DAYS_WRONG},
		{"more than a year",
		 {STR_INIT("a"), API_EXAMS, 367},
		 GOOD_PASSWORD,
		 E_RANGE,
		 MSG_API_DAYS_WRONG},
		{"another password",
		 {STR_INIT("a"), API_EXAMS, 30},
		 "quattro gatti sul tetto",
		 E_DENIED,
		 MSG_ACC_OLD_WRONG},
	};
	struct world w;
	struct token_made m;
	begin(state, &w);
	for (size_t i = 0; i < countof(rows); i++)
		want(app_my_token_make(&w.app, &w.s, str_from(rows[i].password),
				       &rows[i].n, &m, &w.err),
		     rows[i].rc, rows[i].msg, &w.err, rows[i].name);
	assert_int_equal(raw_number(w.f, "SELECT count(*) FROM api_token"), 0);
	end(&w);
}

static void it_opens_its_scopes_alone(void **state)
{
	struct world w;
	struct token_made m;
	struct app_token t;
	begin(state, &w);
	make(&w, &m);
	must(find(&w, m.token, &t), &w.err);
	assert_int_equal(t.who.user_id, w.rossi);
	assert_int_equal(t.who.doctor_id, 11);
	assert_int_equal(t.who.scopes, API_EXAMS);
	assert_int_equal(raw_number(w.f, "SELECT count(*) FROM api_token WHERE "
					 "length(digest) = 64"),
			 1);
	w.app.who = t.who;
	for (int p = 0; p < N_PERMISSION; p++) {
		enum rc rc = app_require(&w.app, (enum permission)p, 0, &w.err);
		bool exams = p == MAY_SEND_EXAM || p == MAY_READ_EXAMS;
		if ((rc == OK) != exams)
			fail_msg("permission %d: rc %d %s", p, rc, w.err.text);
	}
	want(app_require(&w.app, MAY_SEND_EXAM, 2, &w.err), E_DENIED, 0, &w.err,
	     "another doctor's patient");
	must(app_token_used(&w.app, &t, "api_exam", STR("10.0.0.9"), &w.err),
	     &w.err);
	assert_int_equal(
		raw_number(w.f,
			   "SELECT count(*) FROM api_token WHERE used_from "
			   "= '10.0.0.9' AND used_us > 0"),
		1);
	assert_int_equal(raw_number(w.f, "SELECT count(*) FROM audit WHERE "
					 "action = 'api.request'"),
			 1);
	/* the key's last use is told once a minute, the audit always */
	must(find(&w, m.token, &t), &w.err);
	w.app.now_us += INT64_C(59999999);
	must(app_token_used(&w.app, &t, "api_exam", STR("10.0.0.8"), &w.err),
	     &w.err);
	assert_int_equal(raw_number(w.f, "SELECT count(*) FROM api_token WHERE "
					 "used_from = '10.0.0.9'"),
			 1);
	w.app.now_us += 1;
	must(app_token_used(&w.app, &t, "api_exam", STR("10.0.0.8"), &w.err),
	     &w.err);
	assert_int_equal(raw_number(w.f, "SELECT count(*) FROM api_token WHERE "
					 "used_from = '10.0.0.8'"),
			 1);
	assert_int_equal(raw_number(w.f, "SELECT count(*) FROM audit WHERE "
					 "action = 'api.request'"),
			 3);
	end(&w);
}

static void none(struct world *w, const char *token, const char *why)
{
	struct app_token t;
	want(find(w, token, &t), E_DENIED, MSG_API_TOKEN, &w->err, why);
}

static void it_ends(void **state)
{
	struct world w;
	struct token_made m;
	struct app_token t;
	struct token_view *list;
	size_t n;
	begin(state, &w);
	make(&w, &m);
	int64_t now = w.app.now_us;
	none(&w, "", "nothing");
	none(&w, "prossima_", "its front alone");
	m.token[12] ^= 1;
	none(&w, m.token, "another letter");
	m.token[12] ^= 1;
	w.app.now_us = m.expires_us - 1;
	must(find(&w, m.token, &t), &w.err);
	w.app.now_us = m.expires_us;
	none(&w, m.token, "its last day is over");
	w.app.now_us = now;
	raw_sql(w.f, "UPDATE app_user SET disabled = 1 WHERE login = 'rossi'");
	none(&w, m.token, "its user is kept out");
	raw_sql(w.f, "UPDATE app_user SET disabled = 0 WHERE login = 'rossi'");
	raw_sql(w.f, "UPDATE user_role SET valid_to = '2025-06-01' WHERE "
		     "doctor_id = 11");
	none(&w, m.token, "its role is over");
	raw_sql(w.f, "UPDATE user_role SET valid_to = NULL WHERE doctor_id = "
		     "11");
	must(find(&w, m.token, &t), &w.err);
	want(app_user_token_revoke(&w.app, w.rossi, m.id, &w.err), E_DENIED, 0,
	     &w.err, "by who manages no accounts");
	struct app_session other = w.s;
	other.who.user_id = w.verdi;
	want(app_my_token_revoke(&w.app, &other, m.id, &w.err), E_NOT_FOUND,
	     MSG_API_GONE, &w.err, "another's key");
	must(app_my_token_revoke(&w.app, &w.s, m.id, &w.err), &w.err);
	none(&w, m.token, "revoked");
	want(app_my_token_revoke(&w.app, &w.s, m.id, &w.err), E_NOT_FOUND,
	     MSG_API_GONE, &w.err, "revoked before");
	must(app_my_tokens(&w.app, &w.s, &w.a, &list, &n, &w.err), &w.err);
	assert_int_equal(n, 1);
	assert_false(list[0].in_force);
	end(&w);
}

static void it_was_not_me_ends_all(void **state)
{
	struct world w;
	struct token_made m;
	begin(state, &w);
	make(&w, &m);
	must(app_my_lock(&w.app, &w.s, &w.err), &w.err);
	none(&w, m.token, "locked");
	raw_sql(w.f, "UPDATE app_user SET locked_us = 0");
	none(&w, m.token, "let in again, the key stays revoked");
	end(&w);
}

static void who_holds_one(void **state)
{
	struct world w;
	struct token_made m;
	begin(state, &w);
	for (int r = ROLE_ADMIN; r < ROLE_NOBODY; r++) {
		struct app_session s = w.s;
		s.who.role = (enum role)r;
		enum rc rc = app_my_token_make(&w.app, &s, STR(GOOD_PASSWORD),
					       &usual, &m, &w.err);
		bool sends = r == ROLE_DOCTOR || r == ROLE_STAFF ||
			     r == ROLE_OPERATOR || r == ROLE_PHARMACIST;
		if ((rc == OK) != sends)
			fail_msg("%s: rc %d", role_name[r], rc);
	}
	w.app.who = (struct actor){.user_id = 1, .role = ROLE_ADMIN};
	want(app_user_token_make(&w.app, w.rossi, N_ROLE, &usual, &m, &w.err),
	     E_DENIED, 0, &w.err, "an administrator acts as nobody else");
	w.app.who = (struct actor){.role = ROLE_SYSTEM};
	must(app_user_token_make(&w.app, w.rossi, N_ROLE, &usual, &m, &w.err),
	     &w.err);
	want(app_user_token_make(&w.app, w.rossi, ROLE_STAFF, &usual, &m,
				 &w.err),
	     E_DENIED, MSG_API_ROLE_WRONG, &w.err, "a role they do not have");
	while (!app_user_token_make(&w.app, w.rossi, N_ROLE, &usual, &m,
				    &w.err))
		;
	want(w.err.rc, E_LIMIT, MSG_API_TOO_MANY, &w.err, "too many");
	assert_int_equal(raw_number(w.f, "SELECT count(*) FROM api_token"),
			 API_TOKENS_MOST);
	end(&w);
}

/* ---- files in pieces */

static const char file[] = "the bytes of a device, as they came, in two parts";
enum { FILE_LEN = sizeof(file) - 1, CUT = 20 };

static struct tele_upload_new new_file(char hex[SHA256_HEX])
{
	unsigned char sum[SHA256_LEN];
	sha256_of((struct str){file, FILE_LEN}, sum);
	return (struct tele_upload_new){.file_name = STR("C:\\ECG\\a.scp"),
					.sha256 = sha256_hex(sum, hex),
					.n_byte = FILE_LEN};
}

static void pieces_come_once(void **state)
{
	struct world w;
	struct tele_upload u, same;
	struct str name, bytes;
	char hex[SHA256_HEX];
	int64_t here = 0;
	begin(state, &w);
	struct tele_upload_new n = new_file(hex);
	must(app_tele_upload_open(&w.app, &n, &w.a, &u, &w.err), &w.err);
	assert_true(str_is(u.file_name, "a.scp"));
	must(app_tele_upload_put(&w.app, u.id, 0, (struct str){file, CUT},
				 &here, &w.err),
	     &w.err);
	assert_int_equal(here, CUT);
	want(app_tele_upload_put(&w.app, u.id, 0, (struct str){file, CUT},
				 &here, &w.err),
	     E_CONFLICT, MSG_TUP_OFFSET, &w.err, "the same piece");
	want(app_tele_upload_put(&w.app, u.id, CUT, STR(""), &here, &w.err),
	     E_RANGE, MSG_TUP_EMPTY, &w.err, "nothing");
	want(app_tele_upload_put(&w.app, u.id, CUT,
				 (struct str){file, FILE_LEN}, &here, &w.err),
	     E_RANGE, MSG_TUP_PAST_END, &w.err, "past the end");
	want(app_tele_upload_bytes(&w.app, u.id, &w.a, &name, &bytes, &w.err),
	     E_STATE, MSG_TUP_NOT_WHOLE, &w.err, "not whole");
	must(app_tele_upload_open(&w.app, &n, &w.a, &same, &w.err), &w.err);
	assert_int_equal(same.id, u.id);
	assert_int_equal(same.n_here, CUT);
	must(app_tele_upload_put(&w.app, u.id, CUT,
				 (struct str){file + CUT, FILE_LEN - CUT},
				 &here, &w.err),
	     &w.err);
	must(app_tele_upload_bytes(&w.app, u.id, &w.a, &name, &bytes, &w.err),
	     &w.err);
	assert_true(str_is(bytes, file));
	/* nobody else sees it */
	w.app.who.user_id = w.verdi;
	want(app_tele_upload_show(&w.app, u.id, &w.a, &same, &w.err),
	     E_NOT_FOUND, MSG_TUP_NOT_FOUND, &w.err, "somebody else");
	want(app_tele_upload_drop(&w.app, u.id, &w.err), E_NOT_FOUND,
	     MSG_TUP_NOT_FOUND, &w.err, "somebody else drops");
	end(&w);
}

/* Of a path its end, of a long name its beginning: whole characters. */
static void names_are_shortened(void **state)
{
#define TEN    "0123456789"
#define NINETY TEN TEN TEN TEN TEN TEN TEN TEN TEN
	static const struct {
		const char *given, *kept;
	} rows[] = {
		{"/tmp/a.scp", "a.scp"},
		{"C:\\ECG\\", "file"},
		{"a\xff.scp", "file"},
		{NINETY TEN, NINETY TEN},
		{NINETY TEN "x", NINETY TEN},
		{NINETY "01234567è", NINETY "01234567è"},
		{NINETY "012345678è", NINETY "012345678"},
		{NINETY "0123456789è", NINETY TEN},
		{NINETY "01234567€", NINETY "01234567"},
		{NINETY "012345678€", NINETY "012345678"},
		{NINETY "0123456\xf0\x9f\xab\x80x", NINETY "0123456"},
	};
	struct world w;
	struct tele_upload u;
	char hex[SHA256_HEX];
	begin(state, &w);
	for (size_t i = 0; i < countof(rows); i++) {
		struct tele_upload_new n = new_file(hex);
		n.n_byte += (int64_t)i;
		n.file_name = str_from(rows[i].given);
		must(app_tele_upload_open(&w.app, &n, &w.a, &u, &w.err),
		     &w.err);
		if (!str_is(u.file_name, rows[i].kept))
			fail_msg("%s became " STR_FMT, rows[i].given,
				 STR_ARG(u.file_name));
	}
	end(&w);
}

static void what_cannot_be_announced(void **state)
{
	static const struct {
		const char *name;
		int64_t n_byte;
		const char *sha256;
		enum rc rc;
		int msg;
	} rows[] = {
		{"2 GiB", INT64_C(2) << 30, NULL, E_LIMIT, MSG_TEL_FILE_LARGE},
		{"a byte too many", TELE_MOST_BYTES + 1, NULL, E_LIMIT,
		 MSG_TEL_FILE_LARGE},
		{"nothing", 0, NULL, E_RANGE, MSG_TEL_FILE_EMPTY},
		{"less than nothing", -1, NULL, E_RANGE, MSG_TEL_FILE_EMPTY},
		{"no digest", 10, "", E_RANGE, MSG_TUP_NO_DIGEST},
		{"capitals", 10,
		 "ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF012345"
		 "6789",
		 E_RANGE, MSG_TUP_NO_DIGEST},
	};
	struct world w;
	struct tele_upload u;
	char hex[SHA256_HEX];
	begin(state, &w);
	for (size_t i = 0; i < countof(rows); i++) {
		struct tele_upload_new n = new_file(hex);
		n.n_byte = rows[i].n_byte;
		if (rows[i].sha256)
			n.sha256 = str_from(rows[i].sha256);
		want(app_tele_upload_open(&w.app, &n, &w.a, &u, &w.err),
		     rows[i].rc, rows[i].msg, &w.err, rows[i].name);
	}
	for (int i = 0; i < TELE_UPLOADS_MOST; i++) {
		struct tele_upload_new n = new_file(hex);
		n.n_byte = 100 + i;
		must(app_tele_upload_open(&w.app, &n, &w.a, &u, &w.err),
		     &w.err);
	}
	struct tele_upload_new n = new_file(hex);
	want(app_tele_upload_open(&w.app, &n, &w.a, &u, &w.err), E_LIMIT,
	     MSG_TUP_MANY, &w.err, "one more");
	w.app.who.scopes = API_OBSERVATIONS;
	w.app.who.token_id = 1;
	want(app_tele_upload_open(&w.app, &n, &w.a, &u, &w.err), E_DENIED,
	     MSG_API_SCOPE, &w.err, "a key for readings");
	end(&w);
}

/* What all users announced is counted, whether it came or not. */
static void no_room_for_all(void **state)
{
	struct world w;
	struct tele_upload u;
	char hex[SHA256_HEX];
	begin(state, &w);
	struct tele_upload_new n = new_file(hex);
	raw_sql(w.f, "INSERT INTO tele_upload (id, user_id, file_name, n_byte, "
		     "sha256, begun_us, touched_us) "
		     "VALUES (1, 999, 'a', 1073741823, 'x', 1, 1)");
	n.n_byte = 2;
	want(app_tele_upload_open(&w.app, &n, &w.a, &u, &w.err), E_LIMIT,
	     MSG_TUP_FULL, &w.err, "a byte too many");
	n.n_byte = 1;
	must(app_tele_upload_open(&w.app, &n, &w.a, &u, &w.err), &w.err);
	end(&w);
}

static void wrong_and_forgotten(void **state)
{
	struct world w;
	struct tele_upload u;
	struct str name, bytes;
	char hex[SHA256_HEX], other[FILE_LEN];
	int64_t here;
	begin(state, &w);
	struct tele_upload_new n = new_file(hex);
	memset(other, 'x', sizeof(other));
	must(app_tele_upload_open(&w.app, &n, &w.a, &u, &w.err), &w.err);
	must(app_tele_upload_put(&w.app, u.id, 0, (struct str){other, FILE_LEN},
				 &here, &w.err),
	     &w.err);
	want(app_tele_upload_bytes(&w.app, u.id, &w.a, &name, &bytes, &w.err),
	     E_FORMAT, MSG_TUP_DIGEST, &w.err, "another file");
	want(app_tele_upload_show(&w.app, u.id, &w.a, &u, &w.err), E_NOT_FOUND,
	     MSG_TUP_NOT_FOUND, &w.err, "is gone");
	must(app_tele_upload_open(&w.app, &n, &w.a, &u, &w.err), &w.err);
	must(app_tele_upload_put(&w.app, u.id, 0, (struct str){file, CUT},
				 &here, &w.err),
	     &w.err);
	w.app.who = (struct actor){.role = ROLE_SYSTEM};
	w.app.now_us += INT64_C(86400) * 1000000;
	must(app_tele_upload_sweep(&w.app, &w.err), &w.err);
	assert_int_equal(raw_number(w.f, "SELECT count(*) FROM tele_upload"),
			 1);
	w.app.now_us += 1;
	must(app_tele_upload_sweep(&w.app, &w.err), &w.err);
	assert_int_equal(raw_number(w.f, "SELECT (SELECT count(*) FROM "
					 "tele_upload) + (SELECT count(*) FROM "
					 "tele_upload_part)"),
			 0);
	end(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_of_scopes),
		ON_BOTH(what_a_key_must_have),
		ON_BOTH(it_opens_its_scopes_alone),
		ON_BOTH(it_ends),
		ON_BOTH(it_was_not_me_ends_all),
		ON_BOTH(who_holds_one),
		ON_BOTH(pieces_come_once),
		ON_BOTH(names_are_shortened),
		ON_BOTH(what_cannot_be_announced),
		ON_BOTH(no_room_for_all),
		ON_BOTH(wrong_and_forgotten),
	};
	return cmocka_run_group_tests_name("token", tests, NULL, NULL);
}
