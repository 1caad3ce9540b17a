/* The commands, in the order of the path: X(name, function, help). */
#define COMMANDS(X) \
	X("version", cmd_version, "print the version")
