#include "cmd/spiro.h"

cmd_fn cmd_spiro;

int cmd_spiro(int argc, char **argv)
{
	static const struct command table[] = {
		{"predict", spiro_predict_cmd,
		 "what would be normal for a person"},
	};
	return cmd_dispatch("prossima spiro", table, countof(table), argc,
			    argv);
}
