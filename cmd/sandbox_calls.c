/* The system calls that stay: what the event threads, workers, SQLite, libpq,
 * the C library and the jobs (children of ours) use. Left out on purpose: all
 * that makes namespaces, mounts, traces, loads code into the kernel, changes
 * who we are or the clock, keys of the kernel, io_uring, and what is newer than
 * the C library falls back from (clone3).
 */
#define _GNU_SOURCE /* CLONE_NEW...; brings a macro we forbid */
#include <stdlib.h>
#undef alloca

#include "cmd/sandbox_int.h"

#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

/* The leak checker of a sanitized build traces its own process. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED
#endif
#endif

#define C(name) SCMP_SYS(name)
/* clang-format off */
static const int calls[] = {
	/* files */
	C(read), C(write), C(readv), C(writev), C(pread64), C(pwrite64),
	C(preadv), C(pwritev), C(open), C(openat), C(close), C(close_range),
	C(lseek), C(stat), C(fstat), C(lstat), C(newfstatat), C(statx),
	C(statfs), C(fstatfs), C(access), C(faccessat), C(faccessat2),
	C(readlink), C(readlinkat), C(getdents), C(getdents64), C(getcwd),
	C(mkdir), C(mkdirat), C(rmdir), C(unlink), C(unlinkat), C(rename),
	C(renameat), C(renameat2), C(link), C(linkat), C(truncate),
	C(ftruncate), C(fallocate), C(fsync), C(fdatasync), C(sync_file_range),
	C(fadvise64), C(readahead), C(flock), C(fcntl), C(dup), C(dup2),
	C(dup3), C(pipe), C(pipe2), C(umask), C(chmod), C(fchmod), C(fchmodat),
	C(fchown), C(utimensat), C(copy_file_range), C(sendfile),
	/* memory */
	C(mmap), C(munmap), C(mprotect), C(mremap), C(madvise), C(brk),
	C(mincore), C(msync), C(mlock), C(munlock), C(membarrier),
	/* threads and children */
	C(fork), C(vfork), C(execve), C(exit), C(exit_group), C(wait4),
	C(waitid), C(futex), C(set_robust_list), C(get_robust_list), C(rseq),
	C(set_tid_address), C(gettid), C(getpid), C(getppid), C(getpgrp),
	C(getpgid), C(setpgid), C(getsid), C(setsid), C(getuid), C(geteuid),
	C(getgid), C(getegid), C(getgroups), C(getresuid), C(getresgid),
	C(getrlimit), C(setrlimit), C(prlimit64), C(getrusage), C(times),
	C(uname), C(sysinfo), C(getpriority), C(setpriority), C(prctl),
	C(arch_prctl), C(getcpu), C(sched_yield), C(sched_getaffinity),
	C(sched_setaffinity), C(sched_getparam), C(sched_getscheduler),
	C(sched_get_priority_max), C(sched_get_priority_min), C(kill),
	C(tkill), C(tgkill),
	/* signals */
	C(rt_sigaction), C(rt_sigprocmask), C(rt_sigreturn), C(rt_sigpending),
	C(rt_sigtimedwait), C(rt_sigsuspend), C(sigaltstack), C(pause),
	C(restart_syscall),
	/* time, waiting, chance */
	C(clock_gettime), C(clock_getres), C(clock_nanosleep), C(nanosleep),
	C(gettimeofday), C(time), C(poll), C(ppoll), C(select), C(pselect6),
	C(epoll_create), C(epoll_create1), C(epoll_ctl), C(epoll_wait),
	C(epoll_pwait), C(eventfd), C(eventfd2), C(getrandom),
	/* sockets: which ones, below */
	C(bind), C(listen), C(accept), C(accept4), C(connect), C(getsockname),
	C(getpeername), C(getsockopt), C(setsockopt), C(sendto), C(recvfrom),
	C(sendmsg), C(recvmsg), C(sendmmsg), C(recvmmsg), C(shutdown),
#ifdef SANITIZED
	C(ptrace), C(personality), C(process_vm_readv),
#endif
};
/* clang-format on */

/* Of what a terminal and a socket can be asked; not TIOCSTI, which types. */
static const unsigned long requests[] = {TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO,
					 FIOCLEX};
static const int families[] = {AF_UNIX, AF_INET, AF_INET6, AF_NETLINK};

#define NAMESPACES                                                             \
	(CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC |         \
	 CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET)

static int allow_with(scmp_filter_ctx f, int call, struct scmp_arg_cmp when)
{
	return seccomp_rule_add_array(f, SCMP_ACT_ALLOW, call, 1, &when);
}

static int add_rules(scmp_filter_ctx f)
{
	int e = 0;
	for (size_t i = 0; i < countof(calls) && !e; i++)
		if (calls[i] >= 0) /* else not of this machine */
			e = seccomp_rule_add(f, SCMP_ACT_ALLOW, calls[i], 0);
	for (size_t i = 0; i < countof(requests) && !e; i++)
		e = allow_with(f, C(ioctl),
			       (struct scmp_arg_cmp){.arg = 1,
						     .op = SCMP_CMP_MASKED_EQ,
						     .datum_a = 0xffffffffu,
						     .datum_b = requests[i]});
	for (size_t i = 0; i < countof(families) && !e; i++) {
		const struct scmp_arg_cmp family = {
			.op = SCMP_CMP_EQ,
			.datum_a = (scmp_datum_t)families[i]};
		e = allow_with(f, C(socket), family);
		if (!e)
			e = allow_with(f, C(socketpair), family);
	}
	return e ? e
		 : allow_with(f, C(clone),
			      (struct scmp_arg_cmp){.op = SCMP_CMP_MASKED_EQ,
						    .datum_a = NAMESPACES,
						    .datum_b = 0});
}

enum rc sandbox_calls(bool *in_force, struct err *err)
{
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_ERRNO(ENOSYS));
	*in_force = false;
	if (!f)
		return err_set(err, E_NOMEM,
			       "no memory for a filter of system calls");
	int e = add_rules(f);
	if (e) {
		seccomp_release(f);
		return err_set(err, E_IO,
			       "could not make a filter of system calls: %s",
			       strerror(-e));
	}
	*in_force = !seccomp_load(f);
	seccomp_release(f);
	return OK;
}
