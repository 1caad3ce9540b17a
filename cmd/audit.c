#include "app/app.h"
#include "base/sha256.h"
#include "cmd/cmd.h"
#include "json/json.h"

cmd_fn cmd_audit;

static enum rc open_app(struct app *app, const char *db, struct err *err)
{
	return app_open(app, db, NULL, cmd_now_us(), cmd_today(), err);
}

/* ---- verify ---- */

static const char *explained(struct str what)
{
	if (str_is(what, "changed"))
		return "its content does not agree with its hash, or its hash "
		       "with the record before";
	if (str_is(what, "missing"))
		return "the chain has a hole here, or its end was cut off";
	return "it is not part of the chain that the head counts";
}

static void print_verdict_json(const struct audit_report *r, struct str head)
{
	struct buf b;
	struct json j;
	buf_init(&b, 4096);
	json_init(&j, &b);
	json_object(&j);
	json_put_bool(&j, "agrees", !r->what.len);
	json_put_int(&j, "records", r->n);
	json_put_str(&j, "head", head);
	if (r->what.len) {
		json_put_int(&j, "bad_record", r->bad_seq);
		json_put_str(&j, "what", r->what);
	}
	json_object_end(&j);
	printf(STR_FMT "\n", STR_ARG(buf_view(&b)));
	buf_release(&b);
}

static int print_verdict(const struct audit_report *r, bool json)
{
	char hex[SHA256_HEX];
	struct str head = sha256_hex(r->head, hex);
	if (json)
		print_verdict_json(r, head);
	else if (!r->what.len)
		printf("%" PRId64 " records agree, head " STR_FMT "\n", r->n,
		       STR_ARG(head));
	else
		printf("record %" PRId64 " " STR_FMT ": %s (%" PRId64
		       " records before it agree)\n",
		       r->bad_seq, STR_ARG(r->what), explained(r->what), r->n);
	return r->what.len ? EXIT_FAILED : EXIT_DONE;
}

static int cmd_verify(int argc, char **argv)
{
	const char *db = NULL;
	bool json = false, stop;
	const struct opt opts[] = {
		{"db", OPT_STR, &db, "URL", "the database", true, 0, 0},
		{"json", OPT_FLAG, &json, NULL, "print JSON", false, 0, 0},
	};
	int status = opt_parse("prossima audit verify",
			       "Check the audit chain from its first record to "
			       "its head. Exit status 1, with the\nfirst bad "
			       "record, when one was changed, removed or put "
			       "in.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct err err = {0};
	struct app app = {0};
	struct audit_report report;
	enum rc rc = open_app(&app, db, &err);
	if (!rc)
		rc = audit_verify(&app, &report, &err);
	app_close(&app);
	return rc ? cmd_fail(&err) : print_verdict(&report, json);
}

/* ---- list ---- */

struct listing {
	struct buf out;
	struct json json;
	bool as_json;
	int64_t n;
};

static void put_json(struct json *j, const struct audit_entry *e)
{
	char at[32];
	struct buf b;
	buf_init(&b, sizeof(at));
	instant_print(&b, e->at_us);
	json_object(j);
	json_put_int(j, "seq", e->seq);
	json_put_str(j, "at", buf_view(&b));
	json_put_str(j, "role", e->role);
	json_put_str(j, "user", e->user);
	json_put_str(j, "action", e->action);
	json_put_str(j, "entity", e->entity);
	json_put_int(j, "entity_id", e->entity_id);
	json_put_str(j, "person", e->person);
	json_put_str(j, "purpose", e->purpose);
	json_put_str(j, "detail", e->detail);
	json_object_end(j);
	buf_release(&b);
}

static void put_line(struct buf *b, const struct audit_entry *e)
{
	buf_printf(b, "%8" PRId64 "  ", e->seq);
	instant_print(b, e->at_us);
	buf_printf(b, "  " STR_FMT, STR_ARG(e->role));
	if (e->user.len)
		buf_printf(b, " " STR_FMT, STR_ARG(e->user));
	buf_printf(b, "  " STR_FMT "  " STR_FMT, STR_ARG(e->action),
		   STR_ARG(e->entity));
	if (e->entity_id)
		buf_printf(b, " %" PRId64, e->entity_id);
	if (e->person.len)
		buf_printf(b, "  person " STR_FMT, STR_ARG(e->person));
	if (e->detail.len && !str_is(e->detail, "{}"))
		buf_printf(b, "  " STR_FMT, STR_ARG(e->detail));
	buf_char(b, '\n');
}

static void put_entry(void *ctx, const struct audit_entry *e)
{
	struct listing *l = ctx;
	l->n++;
	if (l->as_json)
		put_json(&l->json, e);
	else
		put_line(&l->out, e);
}

static enum rc list_all(struct app *app, struct listing *l,
			struct str pseudonym, int64_t limit, struct err *err)
{
	struct str text;
	json_init(&l->json, &l->out);
	if (l->as_json)
		json_array(&l->json);
	enum rc rc = audit_list(app, pseudonym, limit, put_entry, l, err);
	if (l->as_json) {
		json_array_end(&l->json);
		buf_char(&l->out, '\n');
	}
	if (!rc)
		rc = buf_finish(&l->out, &text, err);
	if (!rc)
		fwrite(text.ptr, 1, text.len, stdout);
	return rc;
}

static int cmd_list(int argc, char **argv)
{
	const char *db = NULL, *person = NULL;
	int64_t limit = 100;
	struct listing l = {0};
	bool stop;
	const struct opt opts[] = {
		{"db", OPT_STR, &db, "URL", "the database", true, 0, 0},
		{"person", OPT_STR, &person, "PERSON",
		 "only of this person (person_id of the flows)", false, 0, 0},
		{"limit", OPT_INT, &limit, "N", "how many (100)", false, 1,
		 1000000},
		{"json", OPT_FLAG, &l.as_json, NULL, "print JSON", false, 0, 0},
	};
	int status = opt_parse("prossima audit list",
			       "The latest records of the audit, newest first.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct err err = {0};
	struct app app = {0};
	buf_init(&l.out, 1u << 30); /* a million records of a kilobyte */
	enum rc rc = open_app(&app, db, &err);
	if (!rc)
		rc = list_all(&app, &l, str_from(person), limit, &err);
	app_close(&app);
	buf_release(&l.out);
	if (!rc && !l.n && !l.as_json)
		puts("no audit records yet");
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

int cmd_audit(int argc, char **argv)
{
	static const struct command table[] = {
		{"verify", cmd_verify, "check the chain of records"},
		{"list", cmd_list, "show the latest records"},
	};
	return cmd_dispatch("prossima audit", table, countof(table), argc,
			    argv);
}
