/* cmd/tele_cmd - what the parts of `prossima tele` share. */
#ifndef CMD_TELE_CMD_H
#define CMD_TELE_CMD_H

#include "app/tele.h"
#include "app/tele_service.h"
#include "cmd/work.h"

#define OPT_EXAM(var)                                                          \
	{                                                                      \
		"EXAM", OPT_POS, &(var), NULL, "number of the exam", true, 0,  \
			0                                                      \
	}
#define OPT_AS(var, need)                                                      \
	{                                                                      \
		"as", OPT_STR, &(var), "LOGIN",                                \
			"the user on whose behalf it is done", need, 0, 0      \
	}
#define OPT_JSON(var)                                                          \
	{                                                                      \
		"json", OPT_FLAG, &(var), NULL, "print JSON", false, 0, 0      \
	}

/* Open the database, and act as `as` (NULL: as the system). */
MUST_USE enum rc tele_open(struct cmd_work *w, const char *db, const char *data,
			   const char *as, struct err *err);
MUST_USE enum rc tele_exam_id(const char *text, int64_t *id, struct err *err);
/* The error with the words a person would see before it; the status. */
int tele_fail(const struct err *err);

/* What the commands have in common: a database, somebody who acts, an exam.
 * Zeroed, then filled by the options; opened once, closed with what happened:
 * the status. */
struct tele_desk {
	const char *exam, *as, *db, *data;
	int64_t id; /* of `exam`; 0: none was given */
	struct cmd_work w;
	struct err err;
};
MUST_USE enum rc tele_desk_open(struct tele_desk *d);
int tele_desk_close(struct tele_desk *d, enum rc rc);

#define TELE_OUT_BYTES (16u << 20) /* of what a command prints */

/* What may be said with an exam on the command line, or in the file of a
 * watched folder (cmd/tele_request.c). */
struct tele_words_of_request {
	const char *person, *surname, *question, *symptoms, *drugs, *kind,
		*urgency, *pacemaker, *previous_mi, *practice, *pharmacy,
		*language, *device;
	struct date born, calibrated;
	int64_t height_cm;                     /* 0: not said */
	int64_t chest_pain_days, syncope_days; /* -1: none */
	bool chest_pain, syncope, consent;
	int64_t repeat_of, hz;
};
void tele_words_init(struct tele_words_of_request *w);
/* E_USAGE says which word is wrong. */
MUST_USE enum rc tele_sending_of(struct app *app,
				 const struct tele_words_of_request *w,
				 struct tele_sending *out, struct err *err);
/* From "NAME.richiesta.json": keys as the options, in Italian or English. */
MUST_USE enum rc tele_words_parse(struct str json, struct arena *a,
				  struct tele_words_of_request *out,
				  struct err *err);

typedef int tele_part(int argc, char **argv);
tele_part tele_cmd_send, tele_cmd_override, tele_cmd_cancel, tele_cmd_list,
	tele_cmd_show, tele_cmd_file, tele_cmd_take, tele_cmd_give_back,
	tele_cmd_escalate, tele_cmd_repeat, tele_cmd_talk, tele_cmd_report,
	tele_cmd_correct, tele_cmd_sign, tele_cmd_document,
	tele_cmd_signed, tele_cmd_export, tele_cmd_trust, tele_cmd_verify, tele_cmd_deliver,
	tele_cmd_ack, tele_cmd_watch, tele_cmd_clock, tele_cmd_pool,
	tele_cmd_device, tele_cmd_devices, tele_cmd_stats, tele_cmd_words;

#endif
