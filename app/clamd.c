/* What clamd(8) understands, over its Unix socket: one question a connection.
 *
 *	zPING\0		-> PONG\0
 *	zINSTREAM\0, then chunks, each its length (4 bytes, network order) and
 *	its bytes; a length of 0 ends them
 *			-> stream: OK\0
 *			   stream: NAME FOUND\0
 *			   INSTREAM size limit exceeded. ERROR\0, before the end
 *			   anything else: it could not
 *
 * Source: clamd(8), ClamAV 1.4, "COMMANDS". Nothing here waits without an end.
 * The only file of ours that connects to anything, and to no network.
 */
#include "app/scan_int.h"

#include "base/progress.h"
#include "text/text.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { CHUNK = 64 << 10, ANSWER_MOST = 1024 };

struct talk {
	const struct scanner *s;
	int fd;
	char answer[ANSWER_MOST];
	size_t n_answer;
	bool ended; /* the answer is whole: nothing more is sent */
	int64_t shown;
};

static enum rc absent(const struct talk *t, const char *what, struct err *err)
{
	return err_msg(err, E_BUSY, MSG_SCN_ABSENT,
		       "the virus scanner at \"%s\" %s", t->s->place, what);
}

static enum rc call(struct talk *t, struct err *err)
{
	struct sockaddr_un a = {.sun_family = AF_UNIX};
	if (strlen(t->s->place) >= sizeof(a.sun_path))
		return absent(t, "has too long a path for a socket", err);
	memcpy(a.sun_path, t->s->place, strlen(t->s->place) + 1);
	t->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (t->fd < 0 || connect(t->fd, (void *)&a, sizeof(a)))
		return absent(t, strerror(errno), err);
	return OK;
}

/* What the answer needs more than silence: scanning takes time. */
static int64_t patience_ms(const struct talk *t)
{
	int64_t ms = t->s->silence_ms ? t->s->silence_ms : SCAN_SILENCE_MS;
	return ms + t->shown * 1000 / SCAN_BYTES_S;
}

static enum rc wait_for(struct talk *t, short what, short *got, struct err *err)
{
	struct pollfd p = {.fd = t->fd, .events = what};
	int64_t end = clock_monotonic_us() + patience_ms(t) * 1000;
	for (;;) {
		int64_t left = (end - clock_monotonic_us()) / 1000;
		int n = left < 0 ? 0 : poll(&p, 1, (int)left);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return absent(t, n ? strerror(errno) : "says nothing",
				      err);
		*got = p.revents;
		return OK;
	}
}

/* What came of the answer; ended by its NUL, or by a connection that closes. */
static enum rc hear(struct talk *t, struct err *err)
{
	ssize_t n = recv(t->fd, t->answer + t->n_answer,
			 sizeof(t->answer) - t->n_answer, 0);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return OK;
	if (n < 0 || (n == 0 && !t->n_answer))
		return absent(t, n ? strerror(errno) : "hung up", err);
	t->n_answer += (size_t)n;
	t->ended = n == 0 || t->answer[t->n_answer - 1] == 0;
	if (!t->ended && t->n_answer == sizeof(t->answer))
		return absent(t, "answers without an end", err);
	return OK;
}

/* Sends all, unless an answer comes before: what is over its limit clamd says
 * at once, and hangs up. */
static enum rc say(struct talk *t, struct str bytes, struct err *err)
{
	short got = 0;
	enum rc rc = OK;
	while (bytes.len && !t->ended && !rc) {
		rc = wait_for(t, POLLOUT | POLLIN, &got, err);
		if (!rc && (got & POLLIN)) {
			rc = hear(t, err);
			continue;
		}
		if (rc)
			break;
		ssize_t n = send(t->fd, bytes.ptr, bytes.len, MSG_NOSIGNAL);
		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			continue;
		if (n < 0)
			return absent(t, strerror(errno), err);
		bytes = str_sub(bytes, (size_t)n, bytes.len - (size_t)n);
	}
	return rc;
}

static enum rc listen_to_end(struct talk *t, struct err *err)
{
	short got = 0;
	enum rc rc = OK;
	while (!t->ended && !rc) {
		rc = wait_for(t, POLLIN, &got, err);
		if (!rc)
			rc = hear(t, err);
	}
	return rc;
}

/* ---- the stream */

static enum rc say_chunk(struct talk *t, struct str bytes, struct err *err)
{
	const uint32_t n = (uint32_t)bytes.len;
	const char head[4] = {(char)(n >> 24), (char)(n >> 16), (char)(n >> 8),
			      (char)n};
	enum rc rc = say(t, (struct str){head, sizeof(head)}, err);
	if (!rc)
		rc = say(t, bytes, err);
	t->shown += (int64_t)bytes.len;
	return rc;
}

static enum rc show_bytes(struct talk *t, struct str bytes, struct err *err)
{
	enum rc rc = OK;
	while (bytes.len && !rc && !t->ended) {
		size_t n = bytes.len < CHUNK ? bytes.len : CHUNK;
		rc = say_chunk(t, str_sub(bytes, 0, n), err);
		bytes = str_sub(bytes, n, bytes.len - n);
	}
	return rc;
}

static enum rc show_file(struct talk *t, int fd, struct err *err)
{
	char block[CHUNK];
	enum rc rc = OK;
	ssize_t n = 1;
	while (n && !rc && !t->ended) {
		n = read(fd, block, sizeof(block));
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_msg(err, E_IO, MSG_UPL_NOT_WRITTEN,
				       "could not read a file that came: %s",
				       strerror(errno));
		if (n)
			rc = say_chunk(t, (struct str){block, (size_t)n}, err);
	}
	return rc;
}

/* ---- the answer */

/* The scanner's own word, into our audit: plain letters alone. */
static void take_word(struct str s, char word[SCAN_WORD_MOST])
{
	size_t n = 0;
	for (; n < s.len && n < SCAN_WORD_MOST - 1; n++) {
		char c = s.ptr[n];
		word[n] =
			c > ' ' && c < 0x7f && c != '"' && c != '\\' ? c : '_';
	}
	if (!n)
		word[n++] = '?';
	word[n] = 0;
}

static enum rc judge(const struct talk *t, char word[SCAN_WORD_MOST],
		     struct err *err)
{
	const struct str stream = STR_INIT("stream: "),
			 found = STR_INIT(" FOUND");
	struct str s = {t->answer, t->n_answer};
	while (s.len && (s.ptr[s.len - 1] == 0 || s.ptr[s.len - 1] == '\n'))
		s.len--;
	word[0] = 0;
	if (str_is(s, "stream: OK"))
		return OK;
	if (str_starts(s, stream) && str_ends(s, found)) {
		size_t n = s.len - stream.len;
		n = n > found.len ? n - found.len : 0;
		take_word(str_sub(s, stream.len, n), word);
		return OK;
	}
	if (str_is(s, "INSTREAM size limit exceeded. ERROR"))
		return err_msg(err, E_LIMIT, MSG_SCN_LARGE,
			       "more bytes than the virus scanner at \"%s\" "
			       "takes (StreamMaxLength of clamd.conf)",
			       t->s->place);
	return absent(t, "answers what we do not understand", err);
}

enum rc clamd_scan(const struct scanner *s, const struct clamd_shown *shown,
		   char word[SCAN_WORD_MOST], struct err *err)
{
	struct talk t = {.s = s, .fd = -1};
	enum rc rc = call(&t, err);
	if (!rc)
		rc = say(&t, (struct str){"zINSTREAM", 10}, err);
	if (!rc)
		rc = shown->fd < 0 ? show_bytes(&t, shown->bytes, err)
				   : show_file(&t, shown->fd, err);
	if (!rc && !t.ended)
		rc = say(&t, (struct str){"\0\0\0", 4}, err);
	if (!rc)
		rc = listen_to_end(&t, err);
	if (!rc)
		rc = judge(&t, word, err);
	if (t.fd >= 0)
		close(t.fd);
	return rc;
}

enum rc clamd_ping(const struct scanner *s, struct err *err)
{
	struct talk t = {.s = s, .fd = -1};
	enum rc rc = call(&t, err);
	if (!rc)
		rc = say(&t, (struct str){"zPING", 6}, err);
	if (!rc)
		rc = listen_to_end(&t, err);
	if (!rc && strncmp(t.answer, "PONG", 4) != 0)
		rc = absent(&t, "answers what we do not understand", err);
	if (t.fd >= 0)
		close(t.fd);
	return rc;
}
