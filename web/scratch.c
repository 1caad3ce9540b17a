/* Files that have no name: what is made for one answer and is too large for
 * memory. They lie where uploads lie, the one folder that the server may write
 * besides its database's. */
#include "base/file.h"
#include "web/web_int.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static int open_in(const char *dir)
{
	char path[PATH_MAX];
	if (snprintf(path, sizeof(path), "%s/.copy-XXXXXX", dir) >= PATH_MAX)
		return -1;
	int fd = mkstemp(path);
	if (fd < 0)
		return fd;
	unlink(path);
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	return fd;
}

enum rc page_scratch(struct page *p, int *fd, struct err *err)
{
	const struct job_places *places = p->options->places;
	const char *dir = places ? places->upload_dir : NULL;
	*fd = dir && !file_make_dir(dir, err) ? open_in(dir) : -1;
	if (*fd >= 0)
		return OK;
	return err_msg(err, E_IO, MSG_TEL_ALL_DISK,
		       "could not make a file in %s: %s",
		       dir ? dir : "(no folder of uploads)", strerror(errno));
}

void page_download_file(struct page *p, const char *type, const char *file_name,
			int fd, int64_t len)
{
	page_download(p, type, file_name);
	p->x->reply.file = fd;
	p->x->reply.file_len = len;
}
