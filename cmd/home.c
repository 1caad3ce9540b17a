/* prossima home - readings from home, plans, alarms. */
#include "cmd/home_cmd.h"

#include "app/people.h"
#include "text/text.h"

cmd_fn cmd_home;

static enum rc find_all(struct home_desk *d)
{
	enum rc rc = OK;
	if (d->as)
		rc = app_home_act_as(&d->w.app, str_from(d->as), &d->err);
	if (!rc && d->person)
		rc = app_people_id(&d->w.app, str_from(d->person),
				   &d->person_id, &d->err);
	if (!rc && d->number &&
	    (!str_to_int(str_from(d->number), &d->id) || d->id < 1))
		rc = err_set(&d->err, E_USAGE, "\"%s\" is not a number",
			     d->number);
	return rc;
}

enum rc home_desk_open(struct home_desk *d)
{
	arena_init(&d->a, 64u << 20);
	buf_init(&d->out, HOME_OUT_BYTES);
	enum rc rc = cmd_work_open(&d->w, d->db, d->data, &d->err);
	return rc ? rc : find_all(d);
}

int home_desk_close(struct home_desk *d, enum rc rc)
{
	if (!rc)
		rc = cmd_print(&d->out, &d->err);
	else
		buf_release(&d->out);
	cmd_work_close(&d->w);
	arena_release(&d->a);
	if (rc && d->err.msg)
		fprintf(stderr, "prossima: " STR_FMT "\n",
			STR_ARG(text_of((enum msg)d->err.msg, LANG_IT)));
	return rc ? cmd_fail(&d->err) : EXIT_DONE;
}

void home_when(struct buf *b, int64_t us)
{
	int m = minute_in_rome(us);
	date_print(b, date_in_rome(us));
	buf_printf(b, " %02d:%02d", m / 60, m % 60);
}

void home_words_of(struct buf *b, const struct monitor_kind *k,
		   const int64_t *value_milli)
{
	monitor_value_text(b, LANG_EN, k, value_milli);
	if (k->shown.len && k->shown.ptr[0] != '/')
		buf_char(b, ' ');
	buf_str(b, k->shown);
}

int cmd_home(int argc, char **argv)
{
	static const struct command table[] = {
		{"kinds", home_cmd_kinds, "what can be measured"},
		{"propose", home_cmd_propose,
		 "the plan that the tables propose"},
		{"set", home_cmd_set, "a new version of the plan"},
		{"plan", home_cmd_plan, "the versions of the plan"},
		{"confirm", home_cmd_confirm, "a proposed version in force"},
		{"end", home_cmd_end, "end a version"},
		{"add", home_cmd_add, "send one reading"},
		{"import", home_cmd_import,
		 "send a file of readings: CSV or FHIR"},
		{"list", home_cmd_list, "readings, adherence, open alarms"},
		{"chart", home_cmd_chart, "draw one kind as SVG"},
		{"alarms", home_cmd_alarms,
		 "open alarms, the most urgent first"},
		{"alarm", home_cmd_alarm, "one alarm with its protocol"},
		{"take", home_cmd_take, "take an alarm"},
		{"give-back", home_cmd_give_back, "back to the list"},
		{"note", home_cmd_note, "write down what was said"},
		{"step", home_cmd_step, "answer a step of the protocol"},
		{"wait", home_cmd_wait, "put off: to be called again"},
		{"escalate", home_cmd_escalate, "pass on to the doctor"},
		{"close", home_cmd_close, "close with an outcome"},
		{"sweep", home_cmd_sweep,
		 "missing readings and deadlines that are due now"},
	};
	return cmd_dispatch("prossima home", table, countof(table), argc, argv);
}
