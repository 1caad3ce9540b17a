/* The commands, in the order of the path: X(name, function, help). */
#define COMMANDS(X) \
	X("simulate", cmd_simulate, "write the records of an invented province") \
	X("version", cmd_version, "print the version")
