/* The subcommands of `archive`; two of them also as `flows stat`, `verify`. */
#ifndef CMD_ARCHIVE_CMD_H
#define CMD_ARCHIVE_CMD_H

#include "cmd/cmd.h"

cmd_fn archive_stat_cmd, archive_verify_cmd, archive_dump_cmd;

#endif
