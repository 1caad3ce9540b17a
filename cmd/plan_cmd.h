/* Private to cmd/plan*.c and cmd/prescription.c. */
#ifndef CMD_PLAN_CMD_H
#define CMD_PLAN_CMD_H

#include "app/plan.h"
#include "cmd/work.h"
#include "text/text.h"

/* The command acts as this doctor; NULL: as it was. */
MUST_USE enum rc plan_act_as(struct app *app, const char *gp_code,
			     struct err *err);
/* --lang; says what is wrong on stderr. */
MUST_USE bool plan_lang(const char *word, enum lang *out);

cmd_fn cmd_plan_prescribe, cmd_plan_print;

#endif
