/* A command of ours as a process of its own.
 *
 *	descriptor	0	nothing
 *			1	its result (JSON), kept up to JOB_RESULT_BYTES
 *			2	its words, line by line
 *			3	its progress (base/progress.h)
 *
 * No shell: the words go to the program as they are. The database's address
 * goes by the environment, for it may hold a password and the words of a
 * process are seen by everybody on the machine. The child asks the kernel to
 * end it when we die (progress_join), so a job never runs twice at once.
 */
#define _GNU_SOURCE /* pipe2, addclosefrom; brings a macro we forbid */
#include <stdlib.h>
#undef alloca

#include "app/job_int.h"

#include "base/progress.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHILD_NICE 10

enum { PROGRESS, RESULT, WORDS };

/* What a batch may need of our environment. */
static const char *const kept[] = {
	"PROSSIMA_TODAY", "PROSSIMA_DATA",  "HOME",         "TZ",
	"PGPASSFILE",     "PGPASSWORD",     "PGSSLMODE",    "PGSSLROOTCERT",
	"PGUSER",         "ASAN_OPTIONS",   "LSAN_OPTIONS", "UBSAN_OPTIONS",
	"TSAN_OPTIONS",   "LD_LIBRARY_PATH"};

struct child_env {
	char *at[countof(kept) + 4];
	size_t n;
	char text[countof(kept) + 3][1024];
};

static void put_env(struct child_env *e, const char *name, const char *value)
{
	char *to = e->text[e->n];
	if (!value)
		return;
	int n = snprintf(to, sizeof(e->text[0]), "%s=%s", name, value);
	if (n > 0 && (size_t)n < sizeof(e->text[0])) {
		e->at[e->n++] = to;
		e->at[e->n] = NULL;
	}
}

static void fill_env(struct child_env *e, const char *db_url)
{
	char pid[24];
	*e = (struct child_env){.n = 0};
	for (size_t i = 0; i < countof(kept); i++)
		put_env(e, kept[i], getenv(kept[i]));
	snprintf(pid, sizeof(pid), "%ld", (long)getpid());
	put_env(e, "PROSSIMA_DB", db_url);
	put_env(e, "PROSSIMA_PROGRESS_FD", "3");
	put_env(e, "PROSSIMA_PARENT", pid);
}

static int spawn(pid_t *pid, const char *program, const char *const *words,
		 const char *db_url, int ends[3][2])
{
	struct child_env env;
	posix_spawn_file_actions_t fa;
	posix_spawnattr_t attr;
	sigset_t none, all;
	sigemptyset(&none);
	sigfillset(&all);
	fill_env(&env, db_url);
	int rc = posix_spawn_file_actions_init(&fa);
	if (rc)
		return rc;
	rc = posix_spawnattr_init(&attr);
	if (rc)
		goto out;
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETPGROUP |
						POSIX_SPAWN_SETSIGMASK |
						POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setsigdefault(&attr, &all);
	rc = posix_spawn_file_actions_addopen(&fa, 0, "/dev/null", O_RDONLY, 0);
	if (!rc)
		rc = posix_spawn_file_actions_adddup2(&fa, ends[RESULT][1], 1);
	if (!rc)
		rc = posix_spawn_file_actions_adddup2(&fa, ends[WORDS][1], 2);
	if (!rc) /* last: the others may stand on this number */
		rc = posix_spawn_file_actions_adddup2(&fa, ends[PROGRESS][1],
						      3);
	if (!rc)
		rc = posix_spawn_file_actions_addclosefrom_np(&fa, 4);
	if (!rc) /* the words are not written to */
		rc = posix_spawn(pid, program, &fa, &attr,
				 (char *const *)(uintptr_t)words, env.at);
	if (!rc) /* pages come first; its threads will be as nice */
		(void)setpriority(PRIO_PROCESS, (id_t)*pid, CHILD_NICE);
	posix_spawnattr_destroy(&attr);
out:
	posix_spawn_file_actions_destroy(&fa);
	return rc;
}

static void close_end(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

enum rc job_child_start(struct job_child *c, const char *program,
			const char *const *words, const char *db_url,
			struct err *err)
{
	int ends[3][2] = {{-1, -1}, {-1, -1}, {-1, -1}};
	int rc = 0;
	*c = (struct job_child){.fd = {-1, -1, -1}};
	buf_init(&c->result, JOB_RESULT_BYTES);
	for (int i = 0; i < 3 && !rc; i++)
		if (pipe2(ends[i], O_CLOEXEC))
			rc = errno;
	if (!rc)
		rc = spawn(&c->pid, program ? program : "/proc/self/exe", words,
			   db_url, ends);
	for (int i = 0; i < 3; i++) {
		close_end(&ends[i][1]);
		if (rc) {
			close_end(&ends[i][0]);
			continue;
		}
		c->fd[i] = ends[i][0];
		fcntl(c->fd[i], F_SETFL, O_NONBLOCK);
	}
	if (!rc)
		return OK;
	c->pid = 0;
	return err_set(err, E_IO, "could not start %s %s: %s", words[0],
		       words[1], strerror(rc));
}

/* ---- what it tells */

/* "done at total what": see base/progress.h. Not of that form: not for us. */
static void take_progress(struct job_child *c, struct str line)
{
	struct str rest = line;
	int64_t n[3];
	for (int i = 0; i < 3; i++)
		if (!str_to_int(str_cut(&rest, ' '), &n[i]) || n[i] < 0)
			return;
	if (!rest.len || rest.len >= sizeof(c->what) || !str_is_utf8(rest))
		return;
	if (!str_is(rest, c->what) || n[1] < (int64_t)c->at) {
		memcpy(c->what, rest.ptr, rest.len);
		c->what[rest.len] = 0;
		c->phase_us = clock_monotonic_us();
	}
	c->done = (uint64_t)n[0];
	c->at = (uint64_t)n[1];
	c->total = (uint64_t)n[2];
}

/* Cut into lines; a line that is too long is told in pieces. */
static void take_bytes(struct job_child *c, int which, struct str bytes,
		       job_line_fn *each, void *ctx)
{
	char *line = c->line[which == WORDS];
	size_t *len = &c->len[which == WORDS];
	for (size_t i = 0; i < bytes.len; i++) {
		bool end = bytes.ptr[i] == '\n';
		if (!end)
			line[(*len)++] = bytes.ptr[i];
		if (!end && *len < JOB_LINE_BYTES)
			continue;
		if (which == PROGRESS)
			take_progress(c, (struct str){line, *len});
		else if (*len)
			each(ctx, (struct str){line, *len});
		*len = 0;
	}
}

static void read_end(struct job_child *c, int which, job_line_fn *each,
		     void *ctx)
{
	char bytes[16384];
	ssize_t n;
	while ((n = read(c->fd[which], bytes, sizeof(bytes))) > 0) {
		if (which == RESULT)
			buf_add(&c->result, bytes, (size_t)n);
		else
			take_bytes(c, which, (struct str){bytes, (size_t)n},
				   each, ctx);
	}
	if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
		close_end(&c->fd[which]);
		if (which == WORDS && c->len[1]) /* a last line without end */
			take_bytes(c, which, STR("\n"), each, ctx);
	}
}

void job_child_wait(struct job_child *c, int ms, job_line_fn *each, void *ctx)
{
	struct pollfd p[3];
	for (int i = 0; i < 3; i++)
		p[i] = (struct pollfd){.fd = c->fd[i], .events = POLLIN};
	poll(p, 3, ms);
	/* First whether it has ended: what it wrote is then all there. */
	if (!c->has_ended && waitpid(c->pid, &c->status, WNOHANG) == c->pid)
		c->has_ended = true;
	for (int i = 0; i < 3; i++)
		if (c->fd[i] >= 0)
			read_end(c, i, each, ctx);
}

void job_child_signal(const struct job_child *c, int signal)
{
	if (c->pid > 0 && !c->has_ended)
		kill(-c->pid, signal); /* its group is its own */
}

void job_child_release(struct job_child *c)
{
	if (c->pid > 0 && !c->has_ended) {
		job_child_signal(c, SIGKILL);
		while (waitpid(c->pid, &c->status, 0) < 0 && errno == EINTR)
			;
	}
	if (c->pid > 0)
		for (int i = 0; i < 3; i++)
			close_end(&c->fd[i]);
	buf_release(&c->result);
	*c = (struct job_child){.fd = {-1, -1, -1}};
}
