#include "cmd/cmd.h"
#include "cmd/commands.h"

#ifndef PROSSIMA_VERSION
#define PROSSIMA_VERSION "0.1.0"
#endif

#define DECLARE(name, fn, help) cmd_fn fn;
COMMANDS(DECLARE)

int cmd_version(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	puts("prossima " PROSSIMA_VERSION);
	return EXIT_DONE;
}

int main(int argc, char **argv)
{
#define ROW(name, fn, help) {name, fn, help},
	static const struct command table[] = {COMMANDS(ROW)};
	if (argc == 2 && !strcmp(argv[1], "--version"))
		return cmd_version(argc, argv);
	return cmd_dispatch("prossima", table, countof(table), argc, argv);
}
