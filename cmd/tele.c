/* prossima tele - exams sent, read and signed at a distance. */
#include "cmd/tele_cmd.h"

#include "text/text.h"

cmd_fn cmd_tele;

enum rc tele_open(struct cmd_work *w, const char *db, const char *data,
		  const char *as, struct err *err)
{
	enum rc rc = cmd_work_open(w, db, data, err);
	if (!rc && as)
		rc = app_tele_act_as(&w->app, str_from(as), err);
	return rc;
}

enum rc tele_exam_id(const char *text, int64_t *id, struct err *err)
{
	if (str_to_int(str_from(text), id) && *id > 0)
		return OK;
	return err_set(err, E_USAGE, "\"%s\" is not the number of an exam",
		       text);
}

int tele_fail(const struct err *err)
{
	if (err->msg)
		fprintf(stderr, "prossima: " STR_FMT "\n",
			STR_ARG(text_of((enum msg)err->msg, LANG_IT)));
	return cmd_fail(err);
}

enum rc tele_desk_open(struct tele_desk *d)
{
	enum rc rc = tele_open(&d->w, d->db, d->data, d->as, &d->err);
	if (!rc && d->exam)
		rc = tele_exam_id(d->exam, &d->id, &d->err);
	return rc;
}

int tele_desk_close(struct tele_desk *d, enum rc rc)
{
	cmd_work_close(&d->w);
	return rc ? tele_fail(&d->err) : EXIT_DONE;
}

int cmd_tele(int argc, char **argv)
{
	static const struct command table[] = {
		{"send", tele_cmd_send, "send the file of a device to be read"},
		{"watch", tele_cmd_watch, "send what comes into a folder"},
		{"list", tele_cmd_list, "exams, the most urgent first"},
		{"show", tele_cmd_show,
		 "one exam with all that is known of it"},
		{"file", tele_cmd_file, "the bytes of an exam as they came"},
		{"override", tele_cmd_override,
		 "have it read although the recording is bad"},
		{"cancel", tele_cmd_cancel, "not to be read"},
		{"take", tele_cmd_take, "take an exam to read it"},
		{"give-back", tele_cmd_give_back, "back to the queue"},
		{"escalate", tele_cmd_escalate, "to another pool of readers"},
		{"repeat", tele_cmd_repeat, "ask the practice to repeat it"},
		{"talk", tele_cmd_talk, "write down what was said about it"},
		{"report", tele_cmd_report, "write the report"},
		{"correct", tele_cmd_correct,
		 "begin a new version of a signed report"},
		{"document", tele_cmd_document,
		 "the document of a draft, to be signed elsewhere"},
		{"sign", tele_cmd_sign, "sign the report"},
		{"signed", tele_cmd_signed,
		 "the signed file of a report, or its document"},
		{"export", tele_cmd_export,
		 "all that is kept of a person, as one ZIP"},
		{"verify", tele_cmd_verify,
		 "does a report say what was signed?"},
		{"trust", tele_cmd_trust,
		 "authorities whose certificates sign: list, add, remove"},
		{"deliver", tele_cmd_deliver, "deliver signed reports"},
		{"ack", tele_cmd_ack, "say that the result is known"},
		{"clock", tele_cmd_clock,
		 "warnings and escalations that are due now"},
		{"words", tele_cmd_words,
		 "statements and templates of reports"},
		{"pool", tele_cmd_pool, "pools of readers: list, add, reader"},
		{"devices", tele_cmd_devices, "the register of devices"},
		{"device", tele_cmd_device, "a device: add, check, retire"},
		{"stats", tele_cmd_stats,
		 "volume, rejects, times, agreement, unread reds"},
	};
	return cmd_dispatch("prossima tele", table, countof(table), argc, argv);
}
