/* prossima tele export: all that telecare keeps of a person. */
#include "cmd/copy_out.h"
#include "cmd/tele_cmd.h"

int tele_cmd_export(int argc, char **argv)
{
	struct tele_desk d = {0};
	struct copy_out o = {.english = false};
	struct tele_exported done;
	bool stop;
	const struct opt opts[] = {
		{"PERSON", OPT_POS, &o.person, NULL, "fiscal code or pseudonym",
		 true, 0, 0},
		{"out", OPT_STR, &o.path, "FILE", "the ZIP to write", true, 0,
		 0},
		{"english", OPT_FLAG, &o.english, NULL,
		 "names and index in English", false, 0, 0},
		OPT_AS(d.as, false),
		OPT_DB(d.db),
		OPT_DATA(d.data),
	};
	int status =
		opt_parse("prossima tele export",
			  "Write all that telecare keeps of a person as "
			  "one ZIP: recordings, sheets, reports, readings, "
			  "visits, consents.",
			  opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = tele_desk_open(&d);
	if (!rc)
		rc = copy_out(&d.w.app, &o, app_tele_export, &done, &d.err);
	if (!rc)
		printf("%s: %zu files, %zu exams, %zu readings, %" PRId64
		       " bytes\n",
		       o.path, done.n_file, done.n_exam, done.n_reading,
		       done.len);
	return tele_desk_close(&d, rc);
}
