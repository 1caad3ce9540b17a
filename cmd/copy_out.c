#include "cmd/copy_out.h"

#include "app/people.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum rc copy_out(struct app *app, const struct copy_out *o, copy_out_fn *make,
		 struct tele_exported *done, struct err *err)
{
	char half[PATH_MAX];
	int64_t person_id = 0;
	enum rc rc = app_people_id(app, str_from(o->person), &person_id, err);
	if (rc)
		return rc;
	if (snprintf(half, sizeof(half), "%s.part", o->path) >= PATH_MAX)
		return err_set(err, E_USAGE, "\"%s\" is too long a name",
			       o->path);
	int fd = open(half, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_set(err, E_IO, "could not write \"%s\": %s", half,
			       strerror(errno));
	rc = make(app, person_id, o->english ? LANG_EN : LANG_IT, fd, done,
		  err);
	if (!rc && (fsync(fd) || rename(half, o->path)))
		rc = err_set(err, E_IO, "could not write \"%s\": %s", o->path,
			     strerror(errno));
	close(fd);
	if (rc)
		unlink(half);
	return rc;
}
