/* prossima prescription - those that were issued: list, cancel. */
#include "cmd/plan_cmd.h"
#include "cmd/plan_print.h"

#include "app/people.h"

cmd_fn cmd_prescription;

static void list_text(struct buf *b, const struct knowledge *kn,
		      const struct prescription_view *list, size_t n,
		      const char *person)
{
	for (size_t i = 0; i < n; i++)
		prescription_text(b, kn, &list[i], LANG_IT);
	if (!n)
		buf_printf(b,
			   "no prescription was issued for %s: `prossima plan "
			   "prescribe` issues them\n",
			   person);
}

static void list_json(struct buf *b, const struct prescription_view *list,
		      size_t n)
{
	struct json j;
	json_init(&j, b);
	json_array(&j);
	for (size_t i = 0; i < n; i++)
		prescription_json(&j, &list[i]);
	json_array_end(&j);
	buf_char(b, '\n');
}

static int cmd_list(int argc, char **argv)
{
	const char *db = NULL, *data = NULL, *person = NULL;
	bool json = false, stop;
	int64_t id = 0;
	const struct opt opts[] = {
		{"PERSON", OPT_POS, &person, NULL, "pseudonym or fiscal code",
		 true, 0, 0},
		{"json", OPT_FLAG, &json, NULL, "print JSON", false, 0, 0},
		OPT_DB(db),
		OPT_DATA(data),
	};
	int status = opt_parse("prossima prescription list",
			       "Print the prescriptions of a person.", opts,
			       countof(opts), argc, argv, &stop);
	struct err err = {0};
	struct cmd_work w;
	struct arena a;
	struct buf b;
	struct prescription_view *list = NULL;
	size_t n = 0;
	if (stop)
		return status;
	arena_init(&a, 64u << 20); /* years of prescriptions of one person */
	enum rc rc = cmd_work_open(&w, db, data, &err);
	if (!rc)
		rc = app_people_id(&w.app, str_from(person), &id, &err);
	if (!rc)
		rc = app_prescription_list(&w.app, id, &a, &list, &n, &err);
	if (!rc) {
		buf_init(&b, 16u << 20);
		if (json)
			list_json(&b, list, n);
		else
			list_text(&b, &w.kn, list, n, person);
		rc = cmd_print(&b, &err);
	}
	cmd_work_close(&w);
	arena_release(&a);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

static int cmd_cancel(int argc, char **argv)
{
	const char *db = NULL, *data = NULL, *number = NULL, *as = NULL,
		   *reason = NULL;
	bool stop;
	const struct opt opts[] = {
		{"NUMBER", OPT_POS, &number, NULL, "number of the prescription",
		 true, 0, 0},
		{"reason", OPT_STR, &reason, "TEXT", "why", true, 0, 0},
		{"as", OPT_STR, &as, "GP_CODE",
		 "regional code of the doctor who cancels", true, 0, 0},
		OPT_DB(db),
		OPT_DATA(data),
	};
	int status = opt_parse("prossima prescription cancel",
			       "Cancel a prescription of which nothing was "
			       "done; its services are to be prescribed again.",
			       opts, countof(opts), argc, argv, &stop);
	struct err err = {0};
	struct cmd_work w;
	if (stop)
		return status;
	enum rc rc = cmd_work_open(&w, db, data, &err);
	if (!rc)
		rc = plan_act_as(&w.app, as, &err);
	if (!rc)
		rc = app_prescription_cancel(&w.app, str_from(number),
					     str_from(reason), &err);
	if (!rc)
		printf("%s: cancelled\n", number);
	cmd_work_close(&w);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

int cmd_prescription(int argc, char **argv)
{
	static const struct command table[] = {
		{"list", cmd_list, "print the prescriptions of a person"},
		{"cancel", cmd_cancel, "cancel one that was not used"},
	};
	return cmd_dispatch("prossima prescription", table, countof(table),
			    argc, argv);
}
