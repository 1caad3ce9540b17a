/* cmd/enrol - the subcommands of `prossima enrol`, by file. */
#ifndef CMD_ENROL_CMD_H
#define CMD_ENROL_CMD_H

#include "app/enrolment.h"
#include "app/people.h"
#include "cmd/work.h"
#include "json/json.h"

#define ENROL_TEXT_BYTES ((size_t)1 << 30) /* the list of a region */

cmd_fn enrol_list, enrol_show, enrol_summary, enrol_pact; /* enrol_show.c */
cmd_fn enrol_invitations; /* enrol_invitations.c */
cmd_fn enrol_batch, enrol_expire, enrol_stop_gone;        /* enrol_batch.c */

#endif
