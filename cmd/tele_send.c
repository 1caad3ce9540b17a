/* prossima tele send, override, cancel, file. */
#include "cmd/tele_cmd.h"
#include "cmd/tele_file.h"

#include "base/file.h"
#include "json/json.h"
#include "text/text.h"

static void print_sent(const struct tele_sent *s)
{
	struct buf b;
	if (s->again) {
		printf("%" PRId64 ": this file is that exam already, %s\n",
		       s->id, tele_state_name[s->state]);
		return;
	}
	buf_init(&b, 256);
	instant_print(&b, s->due_us);
	printf("%" PRId64 ": %s, %s, quality " STR_FMT ", promised by " STR_FMT
	       "\n",
	       s->id, tele_state_name[s->state], tele_urgency_name[s->urgency],
	       STR_ARG(s->verdict), STR_ARG(buf_view(&b)));
	buf_release(&b);
	if (s->by_sender)
		puts("  the file names nobody: whose it is rests on who sent "
		     "it");
	if (s->device_expired)
		puts("  the device is past its maintenance or calibration");
	if (s->state == TELE_WAITING)
		printf("  the recording is bad, `prossima tele show %" PRId64
		       "` says why: repeat it, or `prossima tele override` "
		       "with a reason\n",
		       s->id);
}

static void json_sent(const struct tele_sent *s)
{
	struct buf b;
	struct json j;
	buf_init(&b, 4096);
	json_init(&j, &b);
	json_object(&j);
	json_put_int(&j, "exam", s->id);
	json_put_str(&j, "state", str_from(tele_state_name[s->state]));
	json_put_bool(&j, "again", s->again);
	json_put_str(&j, "sha256", str_from(s->sha256));
	if (!s->again) {
		json_put_str(&j, "urgency",
			     str_from(tele_urgency_name[s->urgency]));
		json_put_str(&j, "quality", s->verdict);
		json_put_int(&j, "due_us", s->due_us);
		json_put_bool(&j, "identity_by_sender", s->by_sender);
		json_put_bool(&j, "device_expired", s->device_expired);
	}
	json_object_end(&j);
	printf(STR_FMT "\n", STR_ARG(buf_view(&b)));
	buf_release(&b);
}

static enum rc send_file(struct cmd_work *w, const char *path,
			 const struct tele_words_of_request *r,
			 struct tele_sent *out, struct err *err)
{
	struct tele_sending s;
	struct tele_packed f = {0};
	struct arena a;
	arena_init(&a, TELE_FILE_ROOM);
	const char *slash = strrchr(path, '/');
	struct str dir = {path, slash ? (size_t)(slash - path) + 1 : 0};
	enum rc rc = tele_sending_of(&w->app, r, &s, err);
	if (!rc)
		rc = tele_file_read(slash ? arena_str(&a, dir).ptr : ".",
				    slash ? slash + 1 : path, &a, &f, err);
	if (!rc) {
		s.bytes = f.bytes;
		s.file_name = f.name;
		rc = app_tele_send(&w->app, &s, out, err);
	}
	arena_release(&a);
	return rc;
}

int tele_cmd_send(int argc, char **argv)
{
	const char *db = NULL, *data = NULL, *path = NULL, *as = NULL;
	struct tele_words_of_request r;
	struct tele_sent sent;
	bool json = false, stop;
	tele_words_init(&r);
	const struct opt opts[] = {
		{"FILE", OPT_POS, &path, NULL,
		 "of the device; a WFDB record by its .hea", true, 0, 0},
		{"person", OPT_STR, &r.person, "CF",
		 "fiscal code, or pseudonym", true, 0, 0},
		{"surname", OPT_STR, &r.surname, "TEXT", "of the person", true,
		 0, 0},
		{"born", OPT_DATE, &r.born, "DATE", "day of birth", true, 0, 0},
		{"question", OPT_STR, &r.question, "TEXT",
		 "what the reader is asked", true, 0, 0},
		{"kind", OPT_STR, &r.kind, "K", "ecg (default) or spirometry",
		 false, 0, 0},
		{"urgency", OPT_STR, &r.urgency, "U",
		 "red, amber or green (default): counts upwards", false, 0, 0},
		{"symptoms", OPT_STR, &r.symptoms, "TEXT", "", false, 0, 0},
		{"chest-pain-days", OPT_INT, &r.chest_pain_days, "N",
		 "chest pain, so many days ago", false, 0, 36500},
		{"syncope-days", OPT_INT, &r.syncope_days, "N",
		 "syncope, so many days ago", false, 0, 36500},
		{"drugs", OPT_STR, &r.drugs, "TEXT", "that are taken", false, 0,
		 0},
		{"pacemaker", OPT_STR, &r.pacemaker, "W", "yes, no or unknown",
		 false, 0, 0},
		{"previous-mi", OPT_STR, &r.previous_mi, "W",
		 "infarction before: yes, no or unknown", false, 0, 0},
		{"consent", OPT_FLAG, &r.consent, NULL,
		 "the person was informed and agrees: recorded", false, 0, 0},
		{"repeat-of", OPT_INT, &r.repeat_of, "EXAM",
		 "the exam this one repeats", false, 1, INT64_MAX},
		{"hz", OPT_INT, &r.hz, "N",
		 "sampling rate of a CSV that does not say it", false, 1,
		 100000},
		{"device", OPT_STR, &r.device, "SERIAL",
		 "of the device, when the file does not say it", false, 0, 0},
		{"height-cm", OPT_INT, &r.height_cm, "N",
		 "of a spirometry, when the file does not say it", false, 50,
		 250},
		{"calibrated", OPT_DATE, &r.calibrated, "DATE",
		 "of a spirometry: last check with the 3 L syringe", false, 0,
		 0},
		{"language", OPT_STR, &r.language, "L", "of the report: it, en",
		 false, 0, 0},
		OPT_AS(as, false),
		{"practice", OPT_STR, &r.practice, "GP_CODE",
		 "the doctor whose practice sends", false, 0, 0},
		{"pharmacy", OPT_STR, &r.pharmacy, "CODE",
		 "the pharmacy that sends", false, 0, 0},
		OPT_JSON(json),
		OPT_DB(db),
		OPT_DATA(data),
	};
	int status = opt_parse("prossima tele send",
			       "Send the file of a device to be read by a "
			       "specialist.",
			       opts, countof(opts), argc, argv, &stop);
	struct err err = {0};
	struct cmd_work w;
	if (stop)
		return status;
	enum rc rc = tele_open(&w, db, data, as, &err);
	if (!rc)
		rc = send_file(&w, path, &r, &sent, &err);
	if (!rc && json)
		json_sent(&sent);
	else if (!rc)
		print_sent(&sent);
	cmd_work_close(&w);
	return rc ? tele_fail(&err) : EXIT_DONE;
}

/* ---- afterwards */

typedef enum rc with_reason(struct app *, int64_t, struct str, struct err *);

static int on_exam(const char *name, const char *what, with_reason *act,
		   const char *done, int argc, char **argv)
{
	struct tele_desk d = {0};
	const char *reason = NULL;
	bool stop;
	const struct opt opts[] = {
		OPT_EXAM(d.exam),
		{"reason", OPT_STR, &reason, "TEXT", "why", true, 0, 0},
		OPT_AS(d.as, false),
		OPT_DB(d.db),
		OPT_DATA(d.data),
	};
	int status =
		opt_parse(name, what, opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = tele_desk_open(&d);
	if (!rc)
		rc = act(&d.w.app, d.id, str_from(reason), &d.err);
	if (!rc)
		printf("%s: %s\n", d.exam, done);
	return tele_desk_close(&d, rc);
}

int tele_cmd_override(int argc, char **argv)
{
	return on_exam("prossima tele override",
		       "Have an exam read although the recording is bad.",
		       app_tele_override, "queued", argc, argv);
}

int tele_cmd_cancel(int argc, char **argv)
{
	return on_exam("prossima tele cancel",
		       "An exam is not to be read: before the signature.",
		       app_tele_cancel, "cancelled", argc, argv);
}

int tele_cmd_give_back(int argc, char **argv)
{
	return on_exam("prossima tele give-back",
		       "Give an exam back to the queue; its draft stays.",
		       app_tele_give_back, "queued", argc, argv);
}

int tele_cmd_repeat(int argc, char **argv)
{
	return on_exam("prossima tele repeat",
		       "Ask the practice to repeat an exam: it waits for them, "
		       "and the clock stands.",
		       app_tele_ask_repeat, "waiting for the practice", argc,
		       argv);
}

int tele_cmd_correct(int argc, char **argv)
{
	return on_exam("prossima tele correct",
		       "Begin a new version of a signed report, as a copy.",
		       app_tele_correct, "a new version is begun", argc, argv);
}

int tele_cmd_file(int argc, char **argv)
{
	struct tele_desk d = {0};
	const char *out = NULL;
	bool stop;
	const struct opt opts[] = {
		OPT_EXAM(d.exam),
		{"out", OPT_STR, &out, "FILE", "where to write", true, 0, 0},
		OPT_AS(d.as, false),
		OPT_DB(d.db),
		OPT_DATA(d.data),
	};
	int status = opt_parse("prossima tele file",
			       "Write the bytes of an exam as they came.", opts,
			       countof(opts), argc, argv, &stop);
	struct arena a;
	struct str bytes, name;
	if (stop)
		return status;
	arena_init(&a, 4 * TELE_MOST_BYTES);
	enum rc rc = tele_desk_open(&d);
	if (!rc)
		rc = app_tele_bytes(&d.w.app, d.id, &a, &bytes, &name, &d.err);
	if (!rc)
		rc = file_write_atomic(out, bytes, &d.err);
	if (!rc)
		printf("%s: " STR_FMT ", %zu bytes\n", out, STR_ARG(name),
		       bytes.len);
	arena_release(&a);
	return tele_desk_close(&d, rc);
}
