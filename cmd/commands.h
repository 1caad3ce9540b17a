/* The commands, in the order of the path: X(name, function, help). */
/* clang-format off */
#define COMMANDS(X) \
	X("init", cmd_init, "make a database, or bring one up to date") \
	X("knowledge", cmd_knowledge_main, "check and show the tables") \
	X("rules", cmd_rules_main, "the dated rules: list, set, history") \
	X("simulate", cmd_simulate, "write the records of an invented province") \
	X("flows", cmd_flows, "read the claims of a population into an archive") \
	X("archive", cmd_archive, "look into an archive: stat, verify, dump, export") \
	X("strata", cmd_strata, "stratify a population; explain one person") \
	X("people", cmd_people, "registries: people, doctors, managers") \
	X("enrol", cmd_enrol, "invitations, pacts, who is followed by whom") \
	X("plan", cmd_plan, "care plans: draft, edit, sign, publish, lists") \
	X("prescription", cmd_prescription, "prescriptions of plans: list, cancel") \
	X("book", cmd_book, "appointments: agendas, the year, the desk") \
	X("tele", cmd_tele, "exams sent, read and signed at a distance") \
	X("home", cmd_home, "readings from home: plans, readings, alarms") \
	X("visit", cmd_visit, "televisits and teleconsults") \
	X("quality", cmd_quality, "indicators, and the people behind them") \
	X("settle", cmd_settle, "who is owed what for a quarter, and why") \
	X("signature", cmd_signature, "is a signed file whole, whose is it, since when") \
	X("ecg", cmd_ecg, "read the electrocardiogram of a device") \
	X("serve", cmd_serve, "serve the pages of the network") \
	X("user", cmd_user, "who may sign on: users, roles, passwords") \
	X("day", cmd_day, "the moves that a new day brings") \
	X("job", cmd_job, "work in the background: ask, watch, run") \
	X("spiro", cmd_spiro, "spirometry: measure, grade and draw blows; predicted values") \
	X("audit", cmd_audit, "verify and list the audit records") \
	X("version", cmd_version, "print the version")
/* clang-format on */
