/* prossima tele export: all that telecare keeps of a person. */
#include "app/people.h"
#include "app/tele_export.h"
#include "cmd/tele_cmd.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

struct asked {
	const char *person, *out;
	bool english;
};

/* Beside the file, then in its place: half a copy never has its name. */
static enum rc export_to(struct tele_desk *d, const struct asked *o,
			 struct tele_exported *done)
{
	char half[PATH_MAX];
	int64_t person_id = 0;
	enum rc rc = app_people_id(&d->w.app, str_from(o->person), &person_id,
				   &d->err);
	if (rc)
		return rc;
	if (snprintf(half, sizeof(half), "%s.part", o->out) >= PATH_MAX)
		return err_set(&d->err, E_USAGE, "\"%s\" is too long a name",
			       o->out);
	int fd = open(half, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_set(&d->err, E_IO, "could not write \"%s\": %s",
			       half, strerror(errno));
	rc = app_tele_export(&d->w.app, person_id,
			     o->english ? LANG_EN : LANG_IT, fd, done, &d->err);
	if (!rc && (fsync(fd) || rename(half, o->out)))
		rc = err_set(&d->err, E_IO, "could not write \"%s\": %s",
			     o->out, strerror(errno));
	close(fd);
	if (rc)
		unlink(half);
	return rc;
}

int tele_cmd_export(int argc, char **argv)
{
	struct tele_desk d = {0};
	struct asked o = {.person = NULL};
	struct tele_exported done;
	bool stop;
	const struct opt opts[] = {
		{"PERSON", OPT_POS, &o.person, NULL, "fiscal code or pseudonym",
		 true, 0, 0},
		{"out", OPT_STR, &o.out, "FILE", "the ZIP to write", true, 0,
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
		rc = export_to(&d, &o, &done);
	if (!rc)
		printf("%s: %zu files, %zu exams, %zu readings, %" PRId64
		       " bytes\n",
		       o.out, done.n_file, done.n_exam, done.n_reading,
		       done.len);
	return tele_desk_close(&d, rc);
}
