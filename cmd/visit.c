/* prossima visit - televisits and teleconsults. */
#include "cmd/visit_cmd.h"

#include "text/text.h"

cmd_fn cmd_visit;

enum rc visit_desk_open(struct visit_desk *d)
{
	arena_init(&d->a, 64u << 20);
	enum rc rc = cmd_work_open(&d->w, d->db, d->data, &d->err);
	if (!rc && d->as)
		rc = app_visit_act_as(&d->w.app, str_from(d->as), &d->err);
	if (!rc && d->visit &&
	    (!str_to_int(str_from(d->visit), &d->id) || d->id <= 0))
		rc = err_set(&d->err, E_USAGE,
			     "\"%s\" is not the number of a visit", d->visit);
	return rc;
}

int visit_desk_close(struct visit_desk *d, enum rc rc)
{
	cmd_work_close(&d->w);
	arena_release(&d->a);
	if (!rc)
		return EXIT_DONE;
	if (d->err.msg)
		fprintf(stderr, "prossima: " STR_FMT "\n",
			STR_ARG(text_of((enum msg)d->err.msg, LANG_IT)));
	return cmd_fail(&d->err);
}

int cmd_visit(int argc, char **argv)
{
	static const struct command table[] = {
		{"list", visit_cmd_list,
		 "televisits and teleconsults, by whose turn it is"},
		{"show", visit_cmd_show, "one with all that is known of it"},
		{"book", visit_cmd_book, "book a televisit"},
		{"move", visit_cmd_move, "to another time, or again"},
		{"cancel", visit_cmd_cancel, "it will not be"},
		{"ask", visit_cmd_ask, "ask a group or a colleague"},
		{"take", visit_cmd_take, "take a question to answer it"},
		{"attach", visit_cmd_attach, "add a document"},
		{"room", visit_cmd_room,
		 "the address of the video room, while it is open"},
		{"start", visit_cmd_start, "the televisit begins"},
		{"end", visit_cmd_end, "the televisit has ended"},
		{"not-held", visit_cmd_not_held, "it was not held, and why"},
		{"write", visit_cmd_write, "write the report, or the answer"},
		{"sign", visit_cmd_sign,
		 "sign it; it is delivered in the same moment"},
		{"verify", visit_cmd_verify,
		 "does a report say what was signed?"},
		{"clock", visit_cmd_clock,
		 "tell of questions past their promised time"},
	};
	return cmd_dispatch("prossima visit", table, countof(table), argc,
			    argv);
}
