/* prossima tele pool, devices, device, stats. */
#include "cmd/tele_cmd.h"

#include "app/people.h"
#include "app/plan.h"
#include "json/json.h"

enum { OUT_BYTES = 16 << 20 };

/* ---- pools */

static int pool_list(int argc, char **argv)
{
	const char *db = NULL, *data = NULL;
	bool stop;
	const struct opt opts[] = {OPT_DB(db), OPT_DATA(data)};
	int status = opt_parse("prossima tele pool list",
			       "Print the pools of readers.", opts,
			       countof(opts), argc, argv, &stop);
	struct err err = {0};
	struct cmd_work w;
	struct arena a;
	struct tele_pool *list = NULL;
	size_t n = 0;
	if (stop)
		return status;
	arena_init(&a, 8u << 20);
	enum rc rc = cmd_work_open(&w, db, data, &err);
	if (!rc)
		rc = app_tele_pools(&w.app, &a, &list, &n, &err);
	for (size_t i = 0; i < n && !rc; i++)
		printf(STR_FMT "  %s  " STR_FMT
			       "  %02d:%02d-%02d:%02d  %" PRId64
			       " readers, %" PRId64 " open%s" STR_FMT "\n",
		       STR_ARG(list[i].code), tele_kind_name[list[i].kind],
		       STR_ARG(list[i].name), list[i].from_min / 60,
		       list[i].from_min % 60, list[i].to_min / 60,
		       list[i].to_min % 60, list[i].n_reader, list[i].n_open,
		       list[i].escalate_to.len ? ", passes on to " : "",
		       STR_ARG(list[i].escalate_to));
	if (!rc && !n)
		puts("no pool: `prossima tele pool add`");
	cmd_work_close(&w);
	arena_release(&a);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

/* "08:00-20:00" */
static enum rc parse_hours(const char *text, struct tele_pool *p,
			   struct err *err)
{
	int v[4] = {0}, used = 0;
	if (sscanf(text, "%2d:%2d-%2d:%2d%n", &v[0], &v[1], &v[2], &v[3],
		   &used) == 4 &&
	    (size_t)used == strlen(text) && v[0] >= 0 && v[1] >= 0 &&
	    v[2] <= 24 && v[1] < 60 && v[3] >= 0 && v[3] < 60) {
		p->from_min = v[0] * 60 + v[1];
		p->to_min = v[2] * 60 + v[3];
		if (p->from_min < p->to_min && p->to_min <= 1440)
			return OK;
	}
	return err_set(err, E_USAGE, "--hours: \"%s\" is not as 08:00-20:00",
		       text);
}

static int pool_add(int argc, char **argv)
{
	const char *db = NULL, *data = NULL, *code = NULL, *name = NULL,
		   *kind = "ecg", *hours = "00:00-24:00", *languages = "it",
		   *next = "", *phone = "";
	int64_t weekdays = 127;
	bool stop;
	const struct opt opts[] = {
		{"CODE", OPT_POS, &code, NULL, "short name", true, 0, 0},
		{"name", OPT_STR, &name, "TEXT", "as people read it", true, 0,
		 0},
		{"kind", OPT_STR, &kind, "K", "ecg (default) or spirometry",
		 false, 0, 0},
		{"hours", OPT_STR, &hours, "08:00-20:00", "when it reads",
		 false, 0, 0},
		{"weekdays", OPT_INT, &weekdays, "BITS",
		 "1 Monday, 2 Tuesday, 4 ...; 127 all", false, 1, 127},
		{"languages", OPT_STR, &languages, "L", "\"it en\"", false, 0,
		 0},
		{"escalate-to", OPT_STR, &next, "CODE", "the pool behind",
		 false, 0, 0},
		{"phone", OPT_STR, &phone, "N", "for live consultation", false,
		 0, 0},
		OPT_DB(db),
		OPT_DATA(data),
	};
	int status =
		opt_parse("prossima tele pool add", "Add a pool of readers.",
			  opts, countof(opts), argc, argv, &stop);
	struct err err = {0};
	struct cmd_work w;
	if (stop)
		return status;
	struct tele_pool p = {.code = str_from(code),
			      .name = str_from(name),
			      .languages = str_from(languages),
			      .escalate_to = str_from(next),
			      .phone = str_from(phone),
			      .weekdays = (int)weekdays};
	enum rc rc = cmd_work_open(&w, db, data, &err);
	if (!rc && !tele_kind_parse(str_from(kind), &p.kind))
		rc = err_set(&err, E_USAGE,
			     "--kind: \"%s\" is not ecg or spirometry", kind);
	if (!rc)
		rc = parse_hours(hours, &p, &err);
	if (!rc)
		rc = app_tele_pool_add(&w.app, &p, &err);
	if (!rc)
		printf("%s: added\n", code);
	cmd_work_close(&w);
	return rc ? tele_fail(&err) : EXIT_DONE;
}

static int pool_reader(int argc, char **argv)
{
	const char *db = NULL, *data = NULL, *code = NULL, *login = NULL;
	bool stop;
	const struct opt opts[] = {
		{"CODE", OPT_POS, &code, NULL, "of the pool", true, 0, 0},
		{"login", OPT_STR, &login, "LOGIN", "of a specialist", true, 0,
		 0},
		OPT_DB(db),
		OPT_DATA(data),
	};
	int status = opt_parse("prossima tele pool reader",
			       "A specialist reads for a pool from today.",
			       opts, countof(opts), argc, argv, &stop);
	struct err err = {0};
	struct cmd_work w;
	if (stop)
		return status;
	enum rc rc = cmd_work_open(&w, db, data, &err);
	if (!rc)
		rc = app_tele_pool_reader(&w.app, str_from(code),
					  str_from(login), &err);
	if (!rc)
		printf("%s reads for %s\n", login, code);
	cmd_work_close(&w);
	return rc ? tele_fail(&err) : EXIT_DONE;
}

int tele_cmd_pool(int argc, char **argv)
{
	static const struct command table[] = {
		{"list", pool_list, "the pools, with what waits in each"},
		{"add", pool_add, "a new pool"},
		{"reader", pool_reader, "a specialist reads for a pool"},
	};
	return cmd_dispatch("prossima tele pool", table, countof(table), argc,
			    argv);
}

/* ---- devices */

static void device_json(struct json *j, const struct tele_device *d)
{
	json_object(j);
	json_put_str(j, "serial", d->serial);
	json_put_str(j, "kind", str_from(tele_kind_name[d->kind]));
	json_put_str(j, "maker", d->maker);
	json_put_str(j, "model", d->model);
	json_put_str(j, "practice", d->gp_code);
	json_put_str(j, "organisation", d->organisation);
	json_put_date(j, "maintenance_until", d->maintenance_until);
	json_put_date(j, "calibration_until", d->calibration_until);
	json_put_date(j, "retired_on", d->retired_on);
	json_put_bool(j, "expired", d->expired);
	json_put_int(j, "exams", d->n_exam);
	json_put_int(j, "exams_while_expired", d->n_expired);
	json_object_end(j);
}

static void device_text(struct buf *b, const struct tele_device *d)
{
	char m[11], c[11];
	date_text(d->maintenance_until, m);
	date_text(d->calibration_until, c);
	buf_printf(b,
		   STR_FMT "  %s  " STR_FMT " " STR_FMT "  " STR_FMT STR_FMT
			   "  maintenance until %s, calibration until %s%s, "
			   "%" PRId64 " exams\n",
		   STR_ARG(d->serial), tele_kind_name[d->kind],
		   STR_ARG(d->maker), STR_ARG(d->model), STR_ARG(d->gp_code),
		   STR_ARG(d->organisation), *m ? m : "(not known)",
		   *c ? c : "(not known)", d->expired ? ", EXPIRED" : "",
		   d->n_exam);
}

int tele_cmd_devices(int argc, char **argv)
{
	const char *db = NULL, *data = NULL;
	bool json = false, stop;
	const struct opt opts[] = {OPT_JSON(json), OPT_DB(db), OPT_DATA(data)};
	int status = opt_parse("prossima tele devices",
			       "Print the register of devices.", opts,
			       countof(opts), argc, argv, &stop);
	struct err err = {0};
	struct cmd_work w;
	struct arena a;
	struct buf b;
	struct json j;
	struct tele_device *list = NULL;
	size_t n = 0;
	if (stop)
		return status;
	arena_init(&a, 16u << 20);
	buf_init(&b, OUT_BYTES);
	json_init(&j, &b);
	enum rc rc = cmd_work_open(&w, db, data, &err);
	if (!rc)
		rc = app_tele_devices(&w.app, &a, &list, &n, &err);
	if (json)
		json_array(&j);
	for (size_t i = 0; i < n && !rc; i++) {
		if (json)
			device_json(&j, &list[i]);
		else
			device_text(&b, &list[i]);
	}
	if (json)
		json_array_end(&j);
	if (!rc && !json && !n)
		buf_text(&b, "no device: `prossima tele device add`\n");
	if (json)
		buf_char(&b, '\n');
	if (!rc)
		rc = cmd_print(&b, &err);
	else
		buf_release(&b);
	cmd_work_close(&w);
	arena_release(&a);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

static int device_add(int argc, char **argv)
{
	const char *db = NULL, *data = NULL, *serial = NULL, *kind = "ecg",
		   *maker = "", *model = "", *practice = NULL, *pharmacy = NULL;
	bool stop;
	const struct opt opts[] = {
		{"SERIAL", OPT_POS, &serial, NULL, "serial number", true, 0, 0},
		{"kind", OPT_STR, &kind, "K", "ecg (default) or spirometry",
		 false, 0, 0},
		{"maker", OPT_STR, &maker, "TEXT", "", false, 0, 0},
		{"model", OPT_STR, &model, "TEXT", "", false, 0, 0},
		{"practice", OPT_STR, &practice, "GP_CODE", "whose it is",
		 false, 0, 0},
		{"pharmacy", OPT_STR, &pharmacy, "CODE", "whose it is", false,
		 0, 0},
		OPT_DB(db),
		OPT_DATA(data),
	};
	int status = opt_parse("prossima tele device add",
			       "Put a device in the register.", opts,
			       countof(opts), argc, argv, &stop);
	struct err err = {0};
	struct cmd_work w;
	if (stop)
		return status;
	struct tele_device d = {.serial = str_from(serial),
				.maker = str_from(maker),
				.model = str_from(model)};
	enum rc rc = cmd_work_open(&w, db, data, &err);
	if (!rc && !tele_kind_parse(str_from(kind), &d.kind))
		rc = err_set(&err, E_USAGE,
			     "--kind: \"%s\" is not ecg or spirometry", kind);
	if (!rc && practice)
		rc = app_plan_doctor(&w.app, str_from(practice), &d.doctor_id,
				     &err);
	if (!rc && pharmacy)
		rc = app_people_manager(&w.app, str_from(pharmacy), &d.org_id,
					&err);
	if (!rc)
		rc = app_tele_device_add(&w.app, &d, &err);
	if (!rc)
		printf("%s: in the register\n", serial);
	cmd_work_close(&w);
	return rc ? tele_fail(&err) : EXIT_DONE;
}

static int device_check(int argc, char **argv)
{
	const char *db = NULL, *data = NULL, *serial = NULL, *kind = NULL,
		   *by = NULL, *note = "";
	struct tele_check c = {.done_on = cmd_today()};
	bool stop;
	const struct opt opts[] = {
		{"SERIAL", OPT_POS, &serial, NULL, "serial number", true, 0, 0},
		{"kind", OPT_STR, &kind, "K", "maintenance or calibration",
		 true, 0, 0},
		{"on", OPT_DATE, &c.done_on, "DATE", "when; today", false, 0,
		 0},
		{"until", OPT_DATE, &c.holds_until, "DATE", "last day it holds",
		 true, 0, 0},
		{"by", OPT_STR, &by, "TEXT", "who did it", true, 0, 0},
		{"note", OPT_STR, &note, "TEXT", "", false, 0, 0},
		OPT_DB(db),
		OPT_DATA(data),
	};
	int status = opt_parse("prossima tele device check",
			       "Write down a maintenance or a calibration.",
			       opts, countof(opts), argc, argv, &stop);
	struct err err = {0};
	struct cmd_work w;
	if (stop)
		return status;
	c.serial = str_from(serial);
	c.kind = str_from(kind);
	c.by_whom = str_from(by);
	c.note = str_from(note);
	enum rc rc = cmd_work_open(&w, db, data, &err);
	if (!rc)
		rc = app_tele_device_check(&w.app, &c, &err);
	if (!rc)
		printf("%s: written down\n", serial);
	cmd_work_close(&w);
	return rc ? tele_fail(&err) : EXIT_DONE;
}

static int device_retire(int argc, char **argv)
{
	const char *db = NULL, *data = NULL, *serial = NULL;
	bool stop;
	const struct opt opts[] = {
		{"SERIAL", OPT_POS, &serial, NULL, "serial number", true, 0, 0},
		OPT_DB(db),
		OPT_DATA(data),
	};
	int status = opt_parse("prossima tele device retire",
			       "A device is not used any more: from tomorrow "
			       "its exams are marked.",
			       opts, countof(opts), argc, argv, &stop);
	struct err err = {0};
	struct cmd_work w;
	if (stop)
		return status;
	enum rc rc = cmd_work_open(&w, db, data, &err);
	if (!rc)
		rc = app_tele_device_retire(&w.app, str_from(serial), &err);
	if (!rc)
		printf("%s: retired\n", serial);
	cmd_work_close(&w);
	return rc ? tele_fail(&err) : EXIT_DONE;
}

int tele_cmd_device(int argc, char **argv)
{
	static const struct command table[] = {
		{"add", device_add, "put a device in the register"},
		{"check", device_check, "a maintenance or a calibration"},
		{"retire", device_retire, "it is not used any more"},
	};
	return cmd_dispatch("prossima tele device", table, countof(table), argc,
			    argv);
}

/* ---- statistics */

static int64_t minutes(int64_t us, int64_t n)
{
	return n ? us / n / TELE_MINUTE_US : 0;
}

static void stats_text(struct buf *b, const struct tele_stats *s)
{
	buf_text(b, "practice  kind  exams  rejected  sent all the same  "
		    "repeats  device expired  signed  in time  mean min  "
		    "longest min  agree  red  red not acknowledged\n");
	for (size_t i = 0; i < s->n; i++) {
		const struct tele_stat *x = &s->list[i];
		buf_printf(b,
			   STR_FMT "  %s  %" PRId64 "  %" PRId64 "  %" PRId64
				   "  %" PRId64 "  %" PRId64 "  %" PRId64
				   "  %" PRId64 "  %" PRId64 "  %" PRId64
				   "  %" PRId64 "/%" PRId64 "  %" PRId64
				   "  %" PRId64 "\n",
			   STR_ARG(x->practice.len ? x->practice : STR("-")),
			   tele_kind_name[x->kind], x->n, x->n_reject,
			   x->n_override, x->n_repeat, x->n_expired,
			   x->n_signed, x->n_in_time,
			   minutes(x->sum_us, x->n_signed),
			   minutes(x->max_us, 1), x->n_agree, x->n_agree_said,
			   x->n_red, x->n_red_unread);
	}
	for (size_t i = 0; i < s->n_cause; i++)
		buf_printf(b,
			   "rejected for " STR_FMT " " STR_FMT ": %" PRId64
			   "\n",
			   STR_ARG(s->cause[i].code), STR_ARG(s->cause[i].lead),
			   s->cause[i].n);
}

static void stat_json(struct json *j, const struct tele_stat *x)
{
	json_object(j);
	json_put_str(j, "practice", x->practice);
	json_put_str(j, "kind", str_from(tele_kind_name[x->kind]));
	json_put_int(j, "exams", x->n);
	json_put_int(j, "rejected", x->n_reject);
	json_put_int(j, "overridden", x->n_override);
	json_put_int(j, "repeats", x->n_repeat);
	json_put_int(j, "device_expired", x->n_expired);
	json_put_int(j, "cancelled", x->n_cancelled);
	json_put_int(j, "signed", x->n_signed);
	json_put_int(j, "in_time", x->n_in_time);
	json_put_int(j, "mean_minutes", minutes(x->sum_us, x->n_signed));
	json_put_int(j, "longest_minutes", minutes(x->max_us, 1));
	json_put_int(j, "agree", x->n_agree);
	json_put_int(j, "agree_said", x->n_agree_said);
	json_put_int(j, "red", x->n_red);
	json_put_int(j, "red_not_acknowledged", x->n_red_unread);
	json_object_end(j);
}

static void stats_json(struct buf *b, const struct tele_stats *s)
{
	struct json j;
	json_init(&j, b);
	json_object(&j);
	json_key(&j, "practices");
	json_array(&j);
	for (size_t i = 0; i < s->n; i++)
		stat_json(&j, &s->list[i]);
	json_array_end(&j);
	json_key(&j, "reject_causes");
	json_array(&j);
	for (size_t i = 0; i < s->n_cause; i++) {
		json_object(&j);
		json_put_str(&j, "code", s->cause[i].code);
		json_put_str(&j, "lead", s->cause[i].lead);
		json_put_int(&j, "n", s->cause[i].n);
		json_object_end(&j);
	}
	json_array_end(&j);
	json_object_end(&j);
	buf_char(b, '\n');
}

int tele_cmd_stats(int argc, char **argv)
{
	const char *db = NULL, *data = NULL, *as = NULL;
	struct date to = cmd_today(), from = date_add(to, -364);
	bool json = false, stop;
	const struct opt opts[] = {
		{"from", OPT_DATE, &from, "DATE", "first day; a year ago",
		 false, 0, 0},
		{"to", OPT_DATE, &to, "DATE", "last day; today", false, 0, 0},
		OPT_AS(as, false),
		OPT_JSON(json),
		OPT_DB(db),
		OPT_DATA(data),
	};
	int status = opt_parse("prossima tele stats",
			       "Volume, rejects by cause, times, agreement of "
			       "machine and reader, unread reds, by practice.",
			       opts, countof(opts), argc, argv, &stop);
	struct err err = {0};
	struct cmd_work w;
	struct arena a;
	struct buf b;
	struct tele_stats s = {0};
	if (stop)
		return status;
	arena_init(&a, 32u << 20);
	enum rc rc = tele_open(&w, db, data, as, &err);
	if (!rc)
		rc = app_tele_stats(&w.app, from, to, &a, &s, &err);
	if (!rc) {
		buf_init(&b, OUT_BYTES);
		if (json)
			stats_json(&b, &s);
		else
			stats_text(&b, &s);
		rc = cmd_print(&b, &err);
	}
	cmd_work_close(&w);
	arena_release(&a);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}
