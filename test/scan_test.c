/* The virus scanner is asked before anything is kept: against a counterpart of
 * ours that speaks clamd's protocol, or badly (a real clamd: scan_test.sh), and
 * through the use cases that take files, on both engines. */
#include "test/plan_db.h"
#include "test/tele_kit.h"

#include "app/home.h"
#include "app/scan_int.h"
#include "app/tele_files.h"
#include "app/upload.h"
#include "base/progress.h"
#include "text/text.h"

#include <pthread.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

/* ---- the counterpart: one connection after another, in a thread */

enum manner {
	SAYS,       /* hears all of it, then says `words` */
	SAYS_EARLY, /* says `words` after the first bytes, and hangs up */
	HANGS_UP,   /* after the first bytes */
	SAYS_NOTHING,
	HEARS_NOTHING, /* takes no byte */
	NEVER_ENDS,    /* an answer without its NUL */
};
struct counterpart {
	char place[64];
	int fd, wait_ms;
	enum manner manner;
	const char *words;
	size_t n_words;
	pthread_t thread;
	unsigned char head[10]; /* of the last question */
	size_t n_byte, n_question;
	bool ended_right;
};

static void rest(int ms)
{
	const struct timespec t = {ms / 1000, ms % 1000 * 1000000L};
	nanosleep(&t, NULL);
}

static bool get(int fd, void *to, size_t n)
{
	for (char *at = to; n;) {
		ssize_t got = read(fd, at, n);
		if (got <= 0)
			return false;
		at += got;
		n -= (size_t)got;
	}
	return true;
}

static void hear_stream(struct counterpart *c, int fd)
{
	unsigned char len[4];
	static char room[1 << 20];
	c->ended_right = false;
	c->n_byte = 0;
	if (!get(fd, c->head, sizeof(c->head)))
		return;
	while (get(fd, len, 4)) {
		size_t n = (size_t)len[0] << 24 | (size_t)len[1] << 16 |
			   (size_t)len[2] << 8 | len[3];
		if (!n) {
			c->ended_right = true;
			return;
		}
		if (n > sizeof(room) || !get(fd, room, n))
			return;
		c->n_byte += n;
	}
}

/* What it says changes while it stands there. */
static pthread_mutex_t telling = PTHREAD_MUTEX_INITIALIZER;

static void tell(struct counterpart *c, const char *words, size_t n)
{
	pthread_mutex_lock(&telling);
	c->words = words;
	c->n_words = n;
	pthread_mutex_unlock(&telling);
}

static void answer(struct counterpart *c, int fd)
{
	char byte[8];
	switch (c->manner) {
	case SAYS:
		hear_stream(c, fd);
		rest(c->wait_ms);
		break;
	case SAYS_EARLY:
	case HANGS_UP:
		(void)get(fd, byte, sizeof(byte));
		break;
	case SAYS_NOTHING:
		hear_stream(c, fd);
		while (read(fd, byte, sizeof(byte)) > 0)
			;
		break;
	case HEARS_NOTHING:
		rest(400);
		break;
	case NEVER_ENDS:
		for (int i = 0; i < 100; i++)
			if (send(fd, "stream: stream: stream: ", 24,
				 MSG_NOSIGNAL) < 0)
				break;
		break;
	}
	pthread_mutex_lock(&telling);
	const char *const words = c->words;
	const size_t n = c->n_words;
	pthread_mutex_unlock(&telling);
	if (n)
		(void)send(fd, words, n, MSG_NOSIGNAL);
}

static void *serve(void *ctx)
{
	struct counterpart *c = ctx;
	int fd;
	while ((fd = accept(c->fd, NULL, NULL)) >= 0) {
		c->n_question++;
		answer(c, fd);
		close(fd);
	}
	return NULL;
}

static void start(struct counterpart *c)
{
	struct sockaddr_un a = {.sun_family = AF_UNIX};
	snprintf(c->place, sizeof(c->place), "/tmp/prossima-scan-%ld",
		 (long)getpid());
	snprintf(a.sun_path, sizeof(a.sun_path), "%s", c->place);
	unlink(c->place);
	c->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_true(c->fd >= 0);
	assert_int_equal(bind(c->fd, (void *)&a, sizeof(a)), 0);
	assert_int_equal(listen(c->fd, 8), 0);
	assert_int_equal(pthread_create(&c->thread, NULL, serve, c), 0);
}

static void stop(struct counterpart *c)
{
	shutdown(c->fd, SHUT_RDWR);
	pthread_join(c->thread, NULL);
	close(c->fd);
	unlink(c->place);
}

#define WORDS(s) .words = s, .n_words = sizeof(s)

static const struct {
	const char *name;
	struct counterpart c;
	enum rc rc;
	int msg;
	const char *found;
} answers[] = {
	{"clean", {.manner = SAYS, WORDS("stream: OK")}, OK, 0, ""},
	{"found",
	 {.manner = SAYS, WORDS("stream: Eicar-Test-Signature FOUND")},
	 OK,
	 0,
	 "Eicar-Test-Signature"},
	{"a name that would break our audit",
	 {.manner = SAYS, WORDS("stream: a\"b\\c\nd FOUND")},
	 OK,
	 0,
	 "a_b_c_d"},
	{"found, without a name",
	 {.manner = SAYS, WORDS("stream:  FOUND")},
	 OK,
	 0,
	 "?"},
	{"over its limit",
	 {.manner = SAYS_EARLY, WORDS("INSTREAM size limit exceeded. ERROR")},
	 E_LIMIT,
	 MSG_SCN_LARGE,
	 ""},
	{"it could not",
	 {.manner = SAYS, WORDS("stream: Can't allocate memory ERROR")},
	 E_BUSY,
	 MSG_SCN_ABSENT,
	 ""},
	{"another protocol",
	 {.manner = SAYS_EARLY, WORDS("HTTP/1.1 400 Bad Request\r\n")},
	 E_BUSY,
	 MSG_SCN_ABSENT,
	 ""},
	{"OK, and then something",
	 {.manner = SAYS, WORDS("stream: OK\nstream: OK")},
	 E_BUSY,
	 MSG_SCN_ABSENT,
	 ""},
	{"half a word, then it hangs up",
	 {.manner = SAYS, .words = "stream: O", .n_words = 9},
	 E_BUSY,
	 MSG_SCN_ABSENT,
	 ""},
	{"it hangs up", {.manner = HANGS_UP}, E_BUSY, MSG_SCN_ABSENT, ""},
	{"it says nothing",
	 {.manner = SAYS_NOTHING},
	 E_BUSY,
	 MSG_SCN_ABSENT,
	 ""},
	{"it takes nothing",
	 {.manner = HEARS_NOTHING},
	 E_BUSY,
	 MSG_SCN_ABSENT,
	 ""},
	{"an answer without end",
	 {.manner = NEVER_ENDS},
	 E_BUSY,
	 MSG_SCN_ABSENT,
	 ""},
};

/* More than a socket holds, so that who takes nothing is noticed. */
static char large[600000];

static void every_answer(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(answers); i++) {
		struct counterpart c = answers[i].c;
		char word[SCAN_WORD_MOST] = "";
		struct err err = {0};
		start(&c);
		struct scanner s = {.place = c.place, .silence_ms = 100};
		int64_t begun = clock_monotonic_us();
		enum rc rc = clamd_scan(
			&s,
			&(struct clamd_shown){.fd = -1,
					      .bytes = {large, sizeof(large)}},
			word, &err);
		int64_t took = clock_monotonic_us() - begun;
		stop(&c);
		if (rc != answers[i].rc || err.msg != answers[i].msg ||
		    (!rc && strcmp(word, answers[i].found) != 0))
			fail_msg("%s: rc %d, message %d, \"%s\": %s",
				 answers[i].name, rc, err.msg, word, err.text);
		if (took > 2000000)
			fail_msg("%s: %" PRId64 " us", answers[i].name, took);
		if (c.manner == SAYS &&
		    (c.n_byte != sizeof(large) || !c.ended_right ||
		     memcmp(c.head, "zINSTREAM", 10) != 0))
			fail_msg("%s: it heard %zu bytes", answers[i].name,
				 c.n_byte);
	}
}

static void nobody_there(void **state)
{
	const char *const places[] = {
		"/tmp/prossima-no-such-socket", "/etc/passwd",
		("/tmp/a-path-that-is-longer-than-the-hundred-and-eight-bytes-"
		 "which-an-address-of-a-unix-socket-may-have-at-most")};
	(void)state;
	for (size_t i = 0; i < countof(places); i++) {
		struct scanner s = {.place = places[i]};
		struct err err = {0};
		assert_int_equal(scan_alive(&s, &err), E_BUSY);
		assert_int_equal(err.msg, MSG_SCN_ABSENT);
		assert_non_null(strstr(err.text, places[i]));
	}
}

/* Of two at once one waits, and is told when it waits too long. */
static void *a_scan(void *ctx)
{
	struct app *app = ctx;
	struct err err = {0};
	enum rc rc = scan_bytes(app, STR("x"), &err);
	return (void *)(intptr_t)rc;
}
static void not_all_workers_wait(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app[2];
	struct err err = {0};
	struct counterpart c = {
		.manner = SAYS, .wait_ms = 3000, WORDS("stream: OK")};
	pthread_t first;
	void *rc;
	plan_db_open(f, &app[0], 4, "2026-03-02");
	must(app_open(&app[1], f->url, app[0].kn, app[0].now_us, app[0].today,
		      &err),
	     &err);
	start(&c);
	struct scanner s = {.place = c.place, .most_at_once = 1};
	app[0].scanner = app[1].scanner = &s;
	assert_int_equal(pthread_create(&first, NULL, a_scan, &app[0]), 0);
	while (!atomic_load(&s.under_way))
		rest(1);
	assert_int_equal(scan_bytes(&app[1], STR("y"), &err), E_BUSY);
	assert_int_equal(err.msg, MSG_SCN_ABSENT);
	pthread_join(first, &rc);
	assert_int_equal((int)(intptr_t)rc, OK);
	assert_int_equal(c.n_question, 1);
	assert_int_equal(s.under_way, 0);
	stop(&c);
	app_close(&app[1]);
	app_close(&app[0]);
}

/* ---- the use cases */

struct world {
	struct db_fixture *f;
	struct app app;
	struct err err;
	struct counterpart c;
	struct scanner s;
	char file[EDF_BYTES];
};

static void begin(void **state, struct world *w, const char *words)
{
	*w = (struct world){.f = fixture_of(state),
			    .c = {.manner = SAYS,
				  .words = words,
				  .n_words = strlen(words) + 1}};
	plan_db_open(w->f, &w->app, 4, "2026-03-02");
	w->app.now_us = (int64_t)w->app.today.days * INT64_C(86400000000) +
			INT64_C(36000000000);
	sql(w->f,
	    "INSERT INTO app_user (id, login, display_name, created_us) "
	    "VALUES (94, 'medico1', 'Anna Uno', 1); "
	    "INSERT INTO tele_pool (id, code, name, kind, recorded_us, "
	    "from_min) VALUES (81, 'CARDIO', 'Cardiologia', 'ecg', 1, 0)");
	start(&w->c);
	w->s = (struct scanner){.place = w->c.place, .silence_ms = 200};
	w->app.scanner = &w->s;
	w->app.who = (struct actor){.user_id = 94,
				    .role = ROLE_DOCTOR,
				    .doctor_id = 11,
				    .purpose = STR("care")};
}

static void end(struct world *w)
{
	stop(&w->c);
	app_close(&w->app);
}

static enum rc send_exam(struct world *w, const struct tele_files *files)
{
	struct tele_sent out;
	struct tele_sending s = {
		.kind = TELE_ECG,
		.bytes = edf_make(w->file, "X F 05-MAY-1955 Rossi_Maria",
				  "SN-1", 1),
		.file_name = STR("esame.edf"),
		.person_id = 1,
		.last_name = STR("Rossi"),
		.born = kit_day("1955-05-05"),
		.question = STR("Aritmia?"),
		.urgency = TELE_GREEN,
		.chest_pain_days = -1,
		.syncope_days = -1,
		.consent = true};
	w->err = (struct err){0};
	return files ? app_tele_send_files(&w->app, files, &s, &out, &w->err)
		     : app_tele_send(&w->app, &s, &out, &w->err);
}

#define N_EXAM  "SELECT count(*) FROM tele_exam"
#define N_FOUND "SELECT count(*) FROM audit WHERE action = 'scan.found'"

static void an_exam_is_shown_first(void **state)
{
	struct world w;
	begin(state, &w, "stream: Eicar-Test-Signature FOUND");
	assert_int_equal(send_exam(&w, NULL), E_FORMAT);
	assert_int_equal(w.err.msg, MSG_SCN_FOUND);
	assert_int_equal(w.c.n_byte, EDF_BYTES);
	assert_int_equal(count_of(w.f, N_EXAM), 0);
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM tele_blob"), 0);
	assert_int_equal(count_of(w.f, N_FOUND), 1);
	assert_int_equal(count_of(w.f,
				  N_FOUND " AND user_id = 94 AND detail LIKE "
					  "'%Eicar-Test-Signature%'"),
			 1);
	tell(&w.c, "stream: OK", 11);
	must(send_exam(&w, NULL), &w.err);
	assert_int_equal(count_of(w.f, N_EXAM), 1);
	assert_int_equal(count_of(w.f, N_FOUND), 1);
	end(&w);
}

static void readings_of_a_file(void **state)
{
	struct world w;
	struct arena a;
	struct home_imported out;
	const struct home_import in = {.bytes = STR("kind;value\n"),
				       .file_name = STR("a.csv"),
				       .person_id = 1};
	begin(state, &w, "stream: Bad FOUND");
	arena_init(&a, 1u << 20);
	assert_int_equal(app_home_import(&w.app, &in, &a, &out, &w.err),
			 E_FORMAT);
	assert_int_equal(w.err.msg, MSG_SCN_FOUND);
	assert_int_equal(w.c.n_byte, 11);
	arena_release(&a);
	end(&w);
}

/* Whom it is not allowed to, no scanner is asked for. */
static void who_may_not_is_not_shown(void **state)
{
	struct world w;
	begin(state, &w, "stream: OK");
	w.app.who.doctor_id = 12; /* of somebody else */
	assert_int_equal(send_exam(&w, NULL), E_DENIED);
	assert_int_equal(w.c.n_question, 0);
	end(&w);
}

/* What came in pieces stays while the scanner is away, goes with a finding. */
static void pieces_stay_or_go(void **state)
{
	struct world w;
	struct arena a;
	struct tele_upload u;
	unsigned char sum[SHA256_LEN];
	char hex[SHA256_HEX];
	int64_t here = 0;
	begin(state, &w, "");
	arena_init(&a, 1u << 20);
	struct str bytes =
		edf_make(w.file, "X F 05-MAY-1955 Rossi_Maria", "SN-1", 1);
	sha256_of(bytes, sum);
	const struct tele_upload_new n = {.file_name = STR("a.edf"),
					  .sha256 = sha256_hex(sum, hex),
					  .n_byte = (int64_t)bytes.len};
	must(app_tele_upload_open(&w.app, &n, &a, &u, &w.err), &w.err);
	must(app_tele_upload_put(&w.app, u.id, 0, bytes, &here, &w.err),
	     &w.err);
	const struct tele_files files = {.upload = {u.id}, .n_upload = 1};
	tell(&w.c, NULL, 0); /* hangs up */
	assert_int_equal(send_exam(&w, &files), E_BUSY);
	assert_int_equal(w.err.msg, MSG_SCN_ABSENT);
	must(app_tele_upload_show(&w.app, u.id, &a, &u, &w.err), &w.err);
	tell(&w.c, "stream: Bad FOUND", 18);
	assert_int_equal(send_exam(&w, &files), E_FORMAT);
	assert_int_equal(w.err.msg, MSG_SCN_FOUND);
	assert_int_equal(app_tele_upload_show(&w.app, u.id, &a, &u, &w.err),
			 E_NOT_FOUND);
	assert_int_equal(count_of(w.f, N_EXAM), 0);
	arena_release(&a);
	end(&w);
}

/* Of the files of an import the bad one is told and gone, the others stay. */
static void an_import_keeps_the_clean(void **state)
{
	struct world w;
	struct arena a;
	struct upload_open o;
	char dir[] = "/tmp/prossima-scan-dir-XXXXXX", path[PATH_MAX];
	size_t n;
	begin(state, &w, "stream: Bad FOUND");
	arena_init(&a, 1u << 20);
	assert_non_null(mkdtemp(dir));
	const struct job_places places = {.db_url = w.f->url,
					  .upload_dir = dir};
	w.app.who = (struct actor){.user_id = 94, .role = ROLE_AGENCY};
	must(app_upload_open(&w.app, &places, JOB_FLOWS, 0, 100, &a, &o,
			     &w.err),
	     &w.err);
	for (int bad = 1; bad >= 0; bad--) {
		struct upload_sink *s = upload_sink_new(o.dir);
		upload_sink_begin(s, bad ? STR("bad.csv") : STR("drug.csv"));
		upload_sink_data(s, STR("a,b\n1,2\n"));
		upload_sink_end(s);
		upload_sink_whole(s);
		if (!bad)
			tell(&w.c, "stream: OK", 11);
		must(app_upload_take(&w.app, &places, o.id, s, &w.err), &w.err);
		assert_int_equal(w.c.n_byte, 8);
		assert_int_equal(upload_sink_parts(s, &n)[0].problem,
				 bad ? MSG_SCN_FOUND : 0);
		upload_sink_free(s);
		snprintf(path, sizeof(path), "%s/%s", o.dir,
			 bad ? "bad.csv" : "drug.csv");
		assert_int_equal(access(path, F_OK), bad ? -1 : 0);
		if (!bad)
			unlink(path);
	}
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM upload_file"), 1);
	assert_int_equal(count_of(w.f, N_FOUND), 1);
	assert_int_equal(rmdir(o.dir), 0); /* nothing else lies there */
	rmdir(dir);
	arena_release(&a);
	end(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_answer),
		cmocka_unit_test(nobody_there),
		ON_BOTH(not_all_workers_wait),
		ON_BOTH(an_exam_is_shown_first),
		ON_BOTH(readings_of_a_file),
		ON_BOTH(who_may_not_is_not_shown),
		ON_BOTH(pieces_stay_or_go),
		ON_BOTH(an_import_keeps_the_clean),
	};
	return cmocka_run_group_tests_name("scan", tests, kit_open, kit_close);
}
