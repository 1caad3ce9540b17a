/* Landlock, by its raw system calls: Debian 12 has no library for it, and its
 * headers stop at version 2.
 *
 *	version	Linux	adds
 *	1	5.13	the rights up to SYM
 *	2	5.19	REFER: from one folder to another
 *	3	6.2	TRUNCATE
 *	5	6.10	IOCTL_DEV
 */
#define _GNU_SOURCE /* syscall, dl_iterate_phdr; brings a macro we forbid */
#include <stdlib.h>
#undef alloca

#include "cmd/sandbox_int.h"

#include <fcntl.h>
#include <link.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CREATE_RULESET 444
#define ADD_RULE       445
#define RESTRICT_SELF  446
#define ASK_VERSION    1u /* flag of CREATE_RULESET */
#define PATH_BENEATH   1  /* kind of rule */

enum {
	EXECUTE = 1 << 0,
	WRITE_FILE = 1 << 1,
	READ_FILE = 1 << 2,
	READ_DIR = 1 << 3,
	REMOVE_DIR = 1 << 4,
	REMOVE_FILE = 1 << 5,
	MAKE_DIR = 1 << 7,
	MAKE_REG = 1 << 8,
	MAKE_SYM = 1 << 12,
	REFER = 1 << 13,
	TRUNCATE = 1 << 14,
	IOCTL_DEV = 1 << 15,
};
#define OF_FILES (EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV)
#define READS    (READ_FILE | READ_DIR)
#define WRITES                                                                 \
	(READS | WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | \
	 REFER | TRUNCATE)

struct ruleset_attr {
	uint64_t files;
};
struct __attribute__((packed)) path_rule {
	uint64_t allowed;
	int32_t fd;
};

/* What this version can deny. */
static uint64_t rights_of(int version)
{
	uint64_t all = (uint64_t)MAKE_SYM * 2 - 1;
	return all | (version >= 2 ? REFER : 0u) |
	       (version >= 3 ? TRUNCATE : 0u) | (version >= 5 ? IOCTL_DEV : 0u);
}

struct rules {
	int fd;
	uint64_t handled;
};

static enum rc allow(const struct rules *r, const char *path, uint64_t rights,
		     struct err *err)
{
	struct stat st;
	enum rc rc = OK;
	int fd = path ? open(path, O_PATH | O_CLOEXEC) : -1;
	if (fd < 0)
		return OK; /* not there: nothing to allow */
	struct path_rule rule = {.allowed = rights & r->handled, .fd = fd};
	if (!fstat(fd, &st) && !S_ISDIR(st.st_mode))
		rule.allowed &= OF_FILES;
	if (syscall(ADD_RULE, r->fd, PATH_BENEATH, &rule, 0))
		rc = err_set(err, E_IO, "could not allow \"%s\": %s", path,
			     strerror(errno));
	close(fd);
	return rc;
}

/* The loader that the kernel starts in front of a program: ours names it. */
static int loader_of(struct dl_phdr_info *info, size_t size, void *out)
{
	(void)size;
	for (int i = 0; i < info->dlpi_phnum; i++)
		if (info->dlpi_phdr[i].p_type == PT_INTERP)
			*(const char **)out =
				(const char *)(info->dlpi_addr +
					       info->dlpi_phdr[i].p_vaddr);
	return 1; /* the first object is the program */
}

/* What libraries read: themselves, names of machines and users, certificates,
 * zones of time, the number of processors. Of /proc the kernel shows a confined
 * process nothing that matters of others. */
static enum rc allow_system(const struct rules *r, struct err *err)
{
	static const char *const read[] = {"/usr",
					   "/lib",
					   "/lib64",
					   "/etc",
					   "/proc",
					   "/sys/devices/system/cpu",
					   "/run/systemd/resolve"};
	static const char *const devices[] = {"/dev/null", "/dev/zero",
					      "/dev/random", "/dev/urandom"};
	const char *loader = NULL;
	enum rc rc = OK;
	for (size_t i = 0; i < countof(read) && !rc; i++)
		rc = allow(r, read[i], READS, err);
	for (size_t i = 0; i < countof(devices) && !rc; i++)
		rc = allow(r, devices[i], READ_FILE | WRITE_FILE, err);
	dl_iterate_phdr(loader_of, &loader);
	if (!rc)
		rc = allow(r, loader, EXECUTE | READ_FILE, err);
	return rc ? rc : allow(r, "/proc/self/exe", EXECUTE | READ_FILE, err);
}

static enum rc allow_places(const struct rules *r, const struct sandbox *s,
			    struct err *err)
{
	enum rc rc = allow_system(r, err);
	for (size_t i = 0; i < SANDBOX_PLACES && !rc; i++)
		rc = allow(r, s->read[i], READS, err);
	for (size_t i = 0; i < SANDBOX_PLACES && !rc; i++)
		rc = allow(r, s->write[i], WRITES, err);
	return rc;
}

enum rc sandbox_files(const struct sandbox *s, int *version, struct err *err)
{
	long v = syscall(CREATE_RULESET, NULL, 0, ASK_VERSION);
	*version = v > 0 ? (int)v : 0;
	if (!*version)
		return OK;
	struct ruleset_attr attr = {.files = rights_of(*version)};
	struct rules r = {.handled = attr.files};
	r.fd = (int)syscall(CREATE_RULESET, &attr, sizeof(attr), 0);
	if (r.fd < 0)
		return err_set(err, E_IO, "could not begin a sandbox: %s",
			       strerror(errno));
	enum rc rc = allow_places(&r, s, err);
	if (!rc && (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
		    syscall(RESTRICT_SELF, r.fd, 0)))
		rc = err_set(err, E_IO, "could not enter the sandbox: %s",
			     strerror(errno));
	close(r.fd);
	return rc;
}
