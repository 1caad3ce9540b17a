/* What the subcommands of `flows` about foreign files share. */
#ifndef CMD_FLOWS_CMD_H
#define CMD_FLOWS_CMD_H

#include "cmd/cmd.h"
#include "convert/convert.h"

cmd_fn flows_convert_cmd, flows_layouts_cmd, flows_pseudonymise_cmd;

struct foreign_words { /* options that convert and import have in common */
	const char *layout, *packages, *map, *unknown, *data;
};
#define FOREIGN_OPTIONS(w)                                                     \
	{"layout",                                                             \
	 OPT_STR,                                                              \
	 &(w).layout,                                                          \
	 "FILE",                                                               \
	 "a record layout of your own",                                        \
	 false,                                                                \
	 0,                                                                    \
	 0},                                                                   \
		{"packages",                                                   \
		 OPT_STR,                                                      \
		 &(w).packages,                                                \
		 "FILE",                                                       \
		 "AIC to ATC and doses",                                       \
		 false,                                                        \
		 0,                                                            \
		 0},                                                           \
		{"map",                                                        \
		 OPT_STR,                                                      \
		 &(w).map,                                                     \
		 "FILE",                                                       \
		 "codes of other systems to ours",                             \
		 false,                                                        \
		 0,                                                            \
		 0},                                                           \
	{                                                                      \
		"unknown", OPT_STR, &(w).unknown, "FILE",                      \
			"unknown codes are listed here", false, 0, 0           \
	}

/* The layouts, with the user's own, and what the words say into `o`. */
MUST_USE enum rc foreign_open(const struct foreign_words *w,
			      struct layouts *layouts, struct arena *a,
			      struct simple_options *o, struct err *err);
/* What became of the rows: text on stderr, or JSON into `j`. */
void foreign_report(struct simple *s);
/* Imports a file or folder of any form: what is not of the simple form is
 * converted beside the archive first. `as` NULL: by the names. `w->unknown`
 * NULL: ARCHIVE/rejects/NNNNNN-unknown_codes.csv. */
struct flows_options;
struct flows_report;
MUST_USE enum rc foreign_import(struct foreign_words *w, const char *as,
				struct flows_options *o,
				struct flows_report *report, struct err *err);
struct json;
void foreign_json(struct json *j, struct simple *s);

#endif
