#include "cmd/password.h"

#include <termios.h>
#include <unistd.h>

static enum rc read_line(FILE *f, char out[PASSWORD_ROOM], const char *from,
			 struct err *err)
{
	if (!fgets(out, PASSWORD_ROOM, f) || !*out)
		return err_set(err, E_IO, "could not read a password from %s",
			       from);
	size_t len = strlen(out);
	if (out[len - 1] != '\n' && !feof(f))
		return err_set(err, E_LIMIT, "the password in %s is too long",
			       from);
	if (out[len - 1] == '\n')
		out[--len] = 0;
	if (len && out[len - 1] == '\r')
		out[--len] = 0;
	if (!len)
		return err_set(err, E_RANGE, "the password in %s is empty",
			       from);
	return OK;
}

static enum rc ask(const char *words, char out[PASSWORD_ROOM], struct err *err)
{
	struct termios shown, hidden;
	if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &shown))
		return err_set(err, E_USAGE,
			       "--ask wants a terminal: --password-file - "
			       "reads a password from stdin");
	hidden = shown;
	hidden.c_lflag &= ~(tcflag_t)ECHO;
	fprintf(stderr, "%s: ", words);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
	enum rc rc = read_line(stdin, out, "the terminal", err);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
	fputc('\n', stderr);
	return rc;
}

enum rc password_ask(char out[PASSWORD_ROOM], struct err *err)
{
	char again[PASSWORD_ROOM];
	enum rc rc = ask("Password", out, err);
	if (!rc)
		rc = ask("The same again", again, err);
	if (!rc && strcmp(out, again) != 0)
		rc = err_set(err, E_RANGE, "the two passwords differ");
	return rc;
}

enum rc password_read(const char *file, char out[PASSWORD_ROOM],
		      struct err *err)
{
	if (!strcmp(file, "-"))
		return read_line(stdin, out, "stdin", err);
	FILE *f = fopen(file, "r");
	if (!f)
		return err_set(err, E_NOT_FOUND,
			       "could not open password file \"%s\": %s", file,
			       strerror(errno));
	enum rc rc = read_line(f, out, file, err);
	fclose(f);
	return rc;
}
