/* What stays possible in the sandbox of the server, and what does not. Each
 * case runs in a child of its own, for nobody comes out again. */
#define _GNU_SOURCE /* syscall, unshare; brings a macro we forbid */
#include <stdlib.h>
#undef alloca

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include "cmd/sandbox.h"

#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <spawn.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static char top[64], in[96], only_read[96], out[96];
static int version; /* of landlock here */

static const char *at(const char *dir, const char *name)
{
	static char path[2][160];
	static int turn;
	turn = !turn;
	snprintf(path[turn], sizeof(path[turn]), "%s/%s", dir, name);
	return path[turn];
}

static void put(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "words\n", 6), 6);
	close(fd);
}

static int make_world(void **state)
{
	(void)state;
	snprintf(top, sizeof(top), "/tmp/prossima-sandbox-XXXXXX");
	assert_non_null(mkdtemp(top));
	snprintf(in, sizeof(in), "%s/in", top);
	snprintf(only_read, sizeof(only_read), "%s/read", top);
	snprintf(out, sizeof(out), "%s/out", top);
	assert_int_equal(mkdir(in, 0700), 0);
	assert_int_equal(mkdir(only_read, 0700), 0);
	assert_int_equal(mkdir(out, 0700), 0);
	put(at(in, "file"));
	put(at(only_read, "file"));
	put(at(out, "file"));
	return 0;
}

static int end_world(void **state)
{
	(void)state;
	char line[160];
	snprintf(line, sizeof(line), "rm -r %s", top);
	return system(line);
}

/* ---- deeds: 0, or errno */

static int did(long result)
{
	return result < 0 ? errno : 0;
}

static int read_of(const char *path)
{
	char bytes[8];
	int fd = open(path, O_RDONLY);
	return fd < 0 ? errno : did(read(fd, bytes, 6) == 6 ? 0 : -1);
}
static int write_of(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT, 0600);
	return fd < 0 ? errno : did(write(fd, "x", 1));
}

static int read_inside(void)
{
	return read_of(at(in, "file"));
}
static int write_inside(void)
{
	return write_of(at(in, "new"));
}
static int rename_inside(void)
{
	return did(rename(at(in, "file"), at(in, "other")));
}
static int folder_inside(void)
{
	if (mkdir(at(in, "dir"), 0700))
		return errno;
	int e = write_of(at(in, "dir/a"));
	return e ? e
		 : did(unlink(at(in, "dir/a")) || rmdir(at(in, "dir")) ? -1
								       : 0);
}
static int read_where_reading_is_allowed(void)
{
	return read_of(at(only_read, "file"));
}
static int read_host_names(void)
{
	return read_of("/etc/passwd");
}

static int read_outside(void)
{
	return read_of(at(out, "file"));
}
static int write_outside(void)
{
	return write_of(at(out, "new"));
}
static int overwrite_outside(void)
{
	return write_of(at(out, "file"));
}
static int list_outside(void)
{
	DIR *d = opendir(out);
	return d ? did(closedir(d)) : errno;
}
static int remove_outside(void)
{
	return did(unlink(at(out, "file")));
}
static int truncate_outside(void)
{
	return did(truncate(at(out, "file"), 0));
}
static int carry_out(void)
{
	return did(rename(at(in, "file"), at(out, "taken")));
}
static int link_in(void)
{
	return did(link(at(out, "file"), at(in, "got")));
}
static int write_where_reading_is_allowed(void)
{
	return write_of(at(only_read, "file"));
}
static int write_to_etc(void)
{
	return write_of("/etc/prossima-test");
}
static int write_to_tmp(void)
{
	return write_of("/tmp/prossima-test");
}
static int pipe_in_a_folder(void)
{
	return did(mkfifo(at(in, "pipe"), 0600));
}
static int link_by_name(void)
{
	return did(symlink("/etc/passwd", at(in, "name")));
}

/* A program in a child, as jobs are started. */
static int start(const char *program, const char *word)
{
	char *words[] = {(char *)(uintptr_t)program, (char *)(uintptr_t)word,
			 NULL};
	pid_t pid;
	int status;
	int e = posix_spawn(&pid, program, NULL, NULL, words, environ);
	if (e)
		return e;
	waitpid(pid, &status, 0);
	return WIFEXITED(status) && WEXITSTATUS(status) == 42 ? 0 : ECHILD;
}
static int start_ourselves(void)
{
	return start("/proc/self/exe", "child");
}
static int start_a_shell(void)
{
	return start("/bin/sh", "-c");
}
static int start_what_was_written(void)
{
	int fd = open(at(in, "program"), O_WRONLY | O_CREAT, 0700);
	if (fd < 0 || write(fd, "#!/bin/sh\nexit 42\n", 18) != 18 || close(fd))
		return EIO;
	return start(at(in, "program"), "x");
}

static void *nothing(void *arg)
{
	return arg;
}
static int a_thread(void)
{
	pthread_t t;
	int e = pthread_create(&t, NULL, nothing, NULL);
	return e ? e : pthread_join(t, NULL);
}
/* A server that listens outside: PostgreSQL's socket. */
static int listener = -1;
static int talk_by_a_socket(void)
{
	struct sockaddr_un a = {.sun_family = AF_UNIX};
	snprintf(a.sun_path, sizeof(a.sun_path), "%s", at(out, "socket"));
	int s = socket(AF_UNIX, SOCK_STREAM, 0);
	return s < 0 ? errno : did(connect(s, (void *)&a, sizeof(a)));
}
static int listen_on_the_network(void)
{
	int s = socket(AF_INET, SOCK_STREAM, 0);
	return s < 0 ? errno : did(listen(s, 1));
}

static int raw_packets(void)
{
	return did(socket(AF_PACKET, SOCK_RAW, 0));
}
static int a_namespace(void)
{
	return did(unshare(CLONE_NEWUSER));
}
static int a_child_in_a_namespace(void)
{
	long pid = syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0);
	if (!pid)
		_exit(0);
	return did(pid);
}
static int a_mount(void)
{
	return did(mount("none", in, "tmpfs", 0, ""));
}
/* The leak checker of a sanitized build traces its own process. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED
#endif
#endif
#ifndef SANITIZED
static int a_trace(void)
{
	return did(ptrace(PTRACE_TRACEME, 0, NULL, NULL));
}
#endif
static int kernel_keys(void)
{
	return did(syscall(SYS_add_key, "user", "a", "b", 1, -3));
}
static int a_program_in_the_kernel(void)
{
	return did(syscall(SYS_bpf, 0, NULL, 0));
}
static int a_file_of_memory(void)
{
	return did(syscall(SYS_memfd_create, "x", 0));
}
static int another_user(void)
{
	return did(syscall(SYS_setuid, 65534));
}
static int another_root(void)
{
	return did(chroot(in));
}
static int words_in_a_terminal(void)
{
	char c = 'x';
	int e = did(ioctl(0, TIOCSTI, &c));
	return e == ENOTTY || e == EIO || e == EPERM ? -1 : e;
}

/* ---- one after the other */

enum wants { MAY, NO_FILE, NO_CALL };
static const struct {
	const char *name;
	int (*deed)(void);
	enum wants want;
} cases[] = {
	{"a file of the folder is read", read_inside, MAY},
	{"a file is made in the folder", write_inside, MAY},
	{"a file of the folder gets another name", rename_inside, MAY},
	{"folders come and go in the folder", folder_inside, MAY},
	{"a folder for reading is read", read_where_reading_is_allowed, MAY},
	{"names of machines and users are read", read_host_names, MAY},
	{"our own program is started", start_ourselves, MAY},
	{"a thread is started", a_thread, MAY},
	{"a socket outside answers", talk_by_a_socket, MAY},
	{"the network listens", listen_on_the_network, MAY},
	{"a file outside is read", read_outside, NO_FILE},
	{"a file outside is made", write_outside, NO_FILE},
	{"a file outside is written over", overwrite_outside, NO_FILE},
	{"a folder outside is listed", list_outside, NO_FILE},
	{"a file outside is removed", remove_outside, NO_FILE},
	{"a file outside is emptied", truncate_outside, NO_FILE},
	{"a file is carried out", carry_out, NO_FILE},
	{"a file outside is linked into the folder", link_in, NO_FILE},
	{"a folder for reading is written", write_where_reading_is_allowed,
	 NO_FILE},
	{"/etc is written", write_to_etc, NO_FILE},
	{"/tmp is written", write_to_tmp, NO_FILE},
	{"a shell is started", start_a_shell, NO_FILE},
	{"a program is started that was written here", start_what_was_written,
	 NO_FILE},
	{"a named pipe is made", pipe_in_a_folder, NO_CALL},
	{"a symbolic link is made", link_by_name, NO_CALL},
	{"raw packets", raw_packets, NO_CALL},
	{"a namespace", a_namespace, NO_CALL},
	{"a child in a namespace", a_child_in_a_namespace, NO_CALL},
	{"a mount", a_mount, NO_CALL},
#ifndef SANITIZED
	{"a trace", a_trace, NO_CALL},
#endif
	{"keys of the kernel", kernel_keys, NO_CALL},
	{"a program in the kernel", a_program_in_the_kernel, NO_CALL},
	{"a file of memory", a_file_of_memory, NO_CALL},
	{"another user", another_user, NO_CALL},
	{"another root", another_root, NO_CALL},
	{"words put into a terminal", words_in_a_terminal, NO_CALL},
};

static void in_the_sandbox(int (*deed)(void))
{
	struct sandbox s = {.read = {only_read}, .write = {in}};
	struct sandbox_report r;
	struct err err;
	if (sandbox_enter(&s, &r, &err))
		_exit(255);
	_exit(deed() & 127);
}

static int outcome(int (*deed)(void))
{
	int status;
	pid_t pid = fork();
	if (!pid)
		in_the_sandbox(deed);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 256 + status;
}

static bool as_wanted(enum wants want, int e)
{
	switch (want) {
	case MAY:
		return e == 0;
	case NO_FILE:
		return !version || e == EACCES || e == EXDEV;
	case NO_CALL:
		return e == ENOSYS;
	}
	return false;
}

static void each_deed(void **state)
{
	(void)state;
	struct sockaddr_un a = {.sun_family = AF_UNIX};
	snprintf(a.sun_path, sizeof(a.sun_path), "%s", at(out, "socket"));
	listener = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_int_equal(bind(listener, (void *)&a, sizeof(a)), 0);
	assert_int_equal(listen(listener, 4), 0);
	version = (int)syscall(444, NULL, 0, 1);
	version = version > 0 ? version : 0;
	if (!version)
		print_message("SKIP: this kernel has no landlock; files are "
			      "not confined\n");
	int wrong = 0;
	for (size_t i = 0; i < countof(cases); i++) {
		int e = outcome(cases[i].deed);
		put(at(in, "file"));
		if (as_wanted(cases[i].want, e))
			continue;
		wrong++;
		print_error("%s: %d (%s)\n", cases[i].name, e,
			    e < 128 ? strerror(e) : "");
	}
	close(listener);
	assert_int_equal(wrong, 0);
}

/* The same deeds outside: a test that fails for another reason proves nothing.
 */
static void the_deeds_are_possible_outside(void **state)
{
	(void)state;
	int (*const deeds[])(void) = {
		read_outside, write_outside,    overwrite_outside,
		list_outside, link_in,          pipe_in_a_folder,
		link_by_name, a_file_of_memory, start_what_was_written};
	for (size_t i = 0; i < countof(deeds); i++) {
		int e = deeds[i]();
		if (e)
			fail_msg("deed %zu: %s", i, strerror(e));
	}
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_deed),
		cmocka_unit_test(the_deeds_are_possible_outside),
	};
	if (argc == 2 && !strcmp(argv[1], "child"))
		return 42;
	return cmocka_run_group_tests(tests, make_world, end_world);
}
