/* The subcommands of prossima people that have a file of their own. */
#ifndef CMD_PEOPLE_CMD_H
#define CMD_PEOPLE_CMD_H

#include "cmd/cmd.h"

cmd_fn people_export;

#endif
