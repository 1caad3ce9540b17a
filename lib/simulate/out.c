#include "simulate/out.h"

#include <fcntl.h>
#include <unistd.h>

enum rc out_open(struct out *o, const char *path, const char *header,
		 struct err *err)
{
	*o = (struct out){.fd = -1, .line = 1};
	o->buf = malloc(OUT_BUFFER);
	if (!o->buf)
		return err_set(err, E_NOMEM,
			       "no memory for the buffer of \"%s\"", path);
	o->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (o->fd < 0) {
		free(o->buf);
		o->buf = NULL;
		return err_set(err, E_IO, "could not write \"%s\": %s", path,
			       strerror(errno));
	}
	char *p = out_row(o);
	size_t n = strlen(header);
	memcpy(p, header, n);
	out_end(o, p + n);
	o->rows = 0;
	return OK;
}

void out_flush(struct out *o)
{
	size_t at = 0;
	while (at < o->len && !o->failed) {
		ssize_t n = write(o->fd, o->buf + at, o->len - at);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			o->failed = true;
		else
			at += (size_t)n;
	}
	o->bytes += o->len;
	o->len = o->row = 0;
}

enum rc out_close(struct out *o, const char *path, struct err *err)
{
	if (o->fd < 0)
		return OK;
	errno = 0;
	out_flush(o);
	bool failed = close(o->fd) != 0 || o->failed;
	o->fd = -1;
	free(o->buf);
	o->buf = NULL;
	if (failed)
		return err_set(err, E_IO, "could not write all of \"%s\": %s",
			       path, errno ? strerror(errno) : "disk full");
	return OK;
}

void out_abandon(struct out *o)
{
	if (o->buf && o->fd >= 0)
		close(o->fd);
	free(o->buf);
	*o = (struct out){.fd = -1};
}
