/* prossima tele devices, device: the register. */
#include "cmd/tele_cmd.h"

#include "json/json.h"

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
	struct tele_desk d = {0};
	bool json = false, stop;
	const struct opt opts[] = {OPT_JSON(json), OPT_DB(d.db),
				   OPT_DATA(d.data)};
	int status = opt_parse("prossima tele devices",
			       "Print the register of devices.", opts,
			       countof(opts), argc, argv, &stop);
	struct arena a;
	struct buf b;
	struct json j;
	struct tele_devices v = {0};
	if (stop)
		return status;
	arena_init(&a, 16u << 20);
	buf_init(&b, TELE_OUT_BYTES);
	json_init(&j, &b);
	enum rc rc = tele_desk_open(&d);
	if (!rc)
		rc = app_tele_devices(&d.w.app, NULL, &a, &v, &d.err);
	if (json)
		json_array(&j);
	for (size_t i = 0; i < v.n && !rc; i++) {
		if (json)
			device_json(&j, &v.list[i]);
		else
			device_text(&b, &v.list[i]);
	}
	if (json)
		json_array_end(&j);
	if (!rc && !json && !v.n)
		buf_text(&b, "no device: `prossima tele device add`\n");
	if (json)
		buf_char(&b, '\n');
	if (!rc)
		rc = cmd_print(&b, &d.err);
	else
		buf_release(&b);
	arena_release(&a);
	return tele_desk_close(&d, rc);
}

static int device_add(int argc, char **argv)
{
	struct tele_desk d = {0};
	const char *serial = NULL, *kind = "ecg", *maker = "", *model = "",
		   *practice = NULL, *pharmacy = NULL;
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
		OPT_DB(d.db),
		OPT_DATA(d.data),
	};
	int status = opt_parse("prossima tele device add",
			       "Put a device in the register.", opts,
			       countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	const char *holder = practice ? practice : pharmacy ? pharmacy : "";
	struct tele_device v = {.serial = str_from(serial),
				.maker = str_from(maker),
				.model = str_from(model)};
	enum rc rc = tele_desk_open(&d);
	if (!rc && !tele_kind_parse(str_from(kind), &v.kind))
		rc = err_set(&d.err, E_USAGE,
			     "--kind: \"%s\" is not ecg or spirometry", kind);
	if (!rc)
		rc = app_tele_device_add(&d.w.app, &v, str_from(holder),
					 &d.err);
	if (!rc)
		printf("%s: in the register\n", serial);
	return tele_desk_close(&d, rc);
}

static int device_check(int argc, char **argv)
{
	struct tele_desk d = {0};
	const char *serial = NULL, *kind = NULL, *by = NULL, *note = "";
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
		OPT_DB(d.db),
		OPT_DATA(d.data),
	};
	int status = opt_parse("prossima tele device check",
			       "Write down a maintenance or a calibration.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	c.serial = str_from(serial);
	c.kind = str_from(kind);
	c.by_whom = str_from(by);
	c.note = str_from(note);
	enum rc rc = tele_desk_open(&d);
	if (!rc)
		rc = app_tele_device_check(&d.w.app, &c, &d.err);
	if (!rc)
		printf("%s: written down\n", serial);
	return tele_desk_close(&d, rc);
}

static int device_retire(int argc, char **argv)
{
	struct tele_desk d = {0};
	const char *serial = NULL;
	bool stop;
	const struct opt opts[] = {
		{"SERIAL", OPT_POS, &serial, NULL, "serial number", true, 0, 0},
		OPT_DB(d.db),
		OPT_DATA(d.data),
	};
	int status = opt_parse("prossima tele device retire",
			       "A device is not used any more: from tomorrow "
			       "its exams are marked.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = tele_desk_open(&d);
	if (!rc)
		rc = app_tele_device_retire(&d.w.app, str_from(serial), false,
					    &d.err);
	if (!rc)
		printf("%s: retired\n", serial);
	return tele_desk_close(&d, rc);
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
