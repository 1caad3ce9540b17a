/* prossima people export: all that is kept of a person. */
#include "cmd/copy_out.h"
#include "cmd/people_cmd.h"
#include "cmd/work.h"

int people_export(int argc, char **argv)
{
	const char *db = NULL, *data = NULL;
	struct copy_out o = {.english = false};
	struct tele_exported done;
	struct cmd_work w;
	struct err err = {0};
	bool stop;
	const struct opt opts[] = {
		{"PERSON", OPT_POS, &o.person, NULL, "fiscal code or pseudonym",
		 true, 0, 0},
		{"out", OPT_STR, &o.path, "FILE", "the ZIP to write", true, 0,
		 0},
		{"english", OPT_FLAG, &o.english, NULL,
		 "names and index in English", false, 0, 0},
		OPT_DB(db),
		OPT_DATA(data),
	};
	int status = opt_parse("prossima people export",
			       "Write all that is kept of a person as one ZIP, "
			       "as the person can from their pages.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = cmd_work_open(&w, db, data, &err);
	if (!rc)
		rc = copy_out(&w.app, &o, app_person_export, &done, &err);
	if (!rc)
		printf("%s: %zu files, %" PRId64 " bytes\n", o.path,
		       done.n_file, done.len);
	cmd_work_close(&w);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}
