#include "web/http/http_int.h"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 512

/* "host:port" or "[host]:port"; host may be empty (every address). */
static bool split(struct str where, char host[256], char port[8])
{
	size_t colon = where.len;
	while (colon > 0 && where.ptr[colon - 1] != ':')
		colon--;
	if (!colon)
		return false;
	struct str h = str_sub(where, 0, colon - 1);
	struct str p = str_sub(where, colon, where.len - colon);
	int64_t n;
	if (!str_to_int(p, &n) || n < 0 || n > 65535)
		return false;
	if (str_starts(h, STR("[")) && str_ends(h, STR("]")))
		h = str_sub(h, 1, h.len - 2);
	if (h.len > 255)
		return false;
	snprintf(host, 256, STR_FMT, STR_ARG(h));
	snprintf(port, 8, "%d", (int)n);
	return true;
}

static int open_socket(const struct addrinfo *a)
{
	int on = 1;
	int fd = socket(a->ai_family,
			a->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK,
			a->ai_protocol);
	if (fd < 0)
		return -1;
	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (!bind(fd, a->ai_addr, a->ai_addrlen) && !listen(fd, BACKLOG))
		return fd;
	int keep = errno;
	close(fd);
	errno = keep;
	return -1;
}

static int port_of(int fd)
{
	union {
		struct sockaddr any;
		struct sockaddr_in v4;
		struct sockaddr_in6 v6;
	} at = {0};
	socklen_t len = sizeof at;
	if (getsockname(fd, &at.any, &len))
		return 0;
	return ntohs(at.any.sa_family == AF_INET6 ? at.v6.sin6_port
						  : at.v4.sin_port);
}

enum rc http_listen(struct str where, int *fd, int *port, struct err *err)
{
	char host[256], service[8];
	if (!split(where, host, service))
		return err_set(err, E_USAGE,
			       "could not listen on \"" STR_FMT
			       "\": wanted address:port, as 127.0.0.1:8080",
			       STR_ARG(where));
	struct addrinfo want = {.ai_socktype = SOCK_STREAM,
				.ai_flags = AI_PASSIVE | AI_NUMERICSERV};
	struct addrinfo *list = NULL;
	int no = getaddrinfo(host[0] ? host : NULL, service, &want, &list);
	if (no)
		return err_set(err, E_USAGE,
			       "could not listen on \"" STR_FMT "\": %s",
			       STR_ARG(where), gai_strerror(no));
	int got = open_socket(list);
	int reason = errno;
	freeaddrinfo(list);
	if (got < 0)
		return err_set(err, E_IO,
			       "could not listen on \"" STR_FMT "\": %s",
			       STR_ARG(where), strerror(reason));
	*fd = got;
	*port = port_of(got);
	return OK;
}
