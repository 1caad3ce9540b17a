/* What is easily guessed. A list of the thousand commonest passwords has hardly
 * one of twelve characters; people reach the length by a common word with
 * digits around it, a word twice, or a row of keys. So these are looked for,
 * and what is left is compared with a short list of words.
 */
#include "secret/secret.h"

#include <ctype.h>

#define MOST_LETTERS PASSWORD_BYTES

/* Words of the published lists of commonest passwords, English and Italian,
 * without their digits. */
static const char *const common[] = {
	"admin",       "administrator", "amministratore", "amore",
	"andrea",      "angelo",        "assistito",      "baseball",
	"benvenuto",   "cambiami",      "changeme",       "ciao",
	"ciaociao",    "computer",      "demo",           "dottore",
	"dottoressa",  "estate",        "farmacia",       "fernando",
	"football",    "forzainter",    "forzajuve",      "forzamilan",
	"francesca",   "francesco",     "giovanni",       "giulia",
	"giuseppe",    "iloveyou",      "inter",          "internazionale",
	"inverno",     "italia",        "juventus",       "letmein",
	"lombardia",   "lorenzo",       "martina",        "matteo",
	"medico",      "milan",         "milano",         "monkey",
	"napoli",      "ospedale",      "paperino",       "pass",
	"password",    "passw0rd",      "paziente",       "pippo",
	"principessa", "prossima",      "prova",          "qwerty",
	"roberto",     "salute",        "salvatore",      "secret",
	"segreto",     "stella",        "superman",       "test",
	"tiamo",       "topolino",      "utente",         "valentina",
	"welcome",     "passwort",      "sanita",         "ambulatorio",
};

/* Rows that fingers run along, and the alphabet. */
static const char *const rows[] = {
	"qwertyuiopasdfghjklzxcvbnm", "mnbvcxzlkjhgfdsapoiuytrewq",
	"abcdefghijklmnopqrstuvwxyz", "zyxwvutsrqponmlkjihgfedcba",
	"qazwsxedcrfvtgbyhnujmikolp",
};

/* The letters alone, in lower case; bytes over 127 are letters. */
static struct str letters_of(struct str s, char out[MOST_LETTERS])
{
	size_t n = 0;
	for (size_t i = 0; i < s.len && n < MOST_LETTERS; i++) {
		unsigned char c = (unsigned char)s.ptr[i];
		if (c >= 128 || isalpha(c))
			out[n++] = (char)tolower(c);
	}
	return (struct str){out, n};
}

/* The shortest piece that makes the whole when repeated. */
static struct str repeated(struct str s)
{
	for (size_t n = 1; n <= s.len / 2; n++)
		if (s.len % n == 0 && !memcmp(s.ptr, s.ptr + n, s.len - n))
			return str_sub(s, 0, n);
	return s;
}

static bool is_common(struct str word)
{
	if (word.len < 4)
		return true;
	for (size_t i = 0; i < countof(common); i++)
		if (str_is(word, common[i]))
			return true;
	for (size_t i = 0; i < countof(rows); i++)
		for (size_t at = 0; at + word.len <= strlen(rows[i]); at++)
			if (!memcmp(rows[i] + at, word.ptr, word.len))
				return true;
	return false;
}

static size_t different(struct str s)
{
	bool seen[256] = {false};
	size_t n = 0;
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];
		n += !seen[c];
		seen[c] = true;
	}
	return n;
}

/* Few letters are no fault by themselves: fifteen digits thrown with a die are
 * good. Digits that run or repeat are not. */
static bool digits_run(struct str s)
{
	size_t runs = 0;
	for (size_t i = 1; i < s.len; i++) {
		int step = s.ptr[i] - s.ptr[i - 1];
		runs += step >= -1 && step <= 1;
	}
	return 2 * runs >= s.len;
}

static bool guessable(struct str password)
{
	char room[MOST_LETTERS];
	struct str unit = repeated(password);
	struct str word = repeated(letters_of(password, room));
	if (different(password) < 5 || unit.len < 6)
		return true;
	if (word.len < 4)
		return digits_run(password);
	return is_common(word);
}

static bool starts_folded(struct str s, struct str word)
{
	for (size_t i = 0; i < word.len; i++)
		if (i == s.len || tolower((unsigned char)s.ptr[i]) !=
					  tolower((unsigned char)word.ptr[i]))
			return false;
	return true;
}

/* Bytes of `s` that no word covers. */
static size_t uncovered(struct str s, const struct str *words, size_t n)
{
	size_t left = 0;
	for (size_t at = 0; at < s.len;) {
		size_t skip = 0;
		for (size_t i = 0; i < n; i++)
			if (words[i].len >= 3 && words[i].len > skip &&
			    starts_folded(str_sub(s, at, s.len - at), words[i]))
				skip = words[i].len;
		left += !skip;
		at += skip ? skip : 1;
	}
	return left;
}

static size_t characters(struct str s)
{
	size_t n = 0;
	for (size_t i = 0; i < s.len; i++)
		n += (s.ptr[i] & 0xc0) != 0x80;
	return n;
}

static bool readable(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.ptr[i] < 32 || s.ptr[i] == 127)
			return false;
	return str_is_utf8(s);
}

enum password_fault password_check(struct str password, size_t min,
				   const struct str *personal,
				   size_t n_personal)
{
	if (password.len > PASSWORD_BYTES)
		return PASSWORD_LONG;
	if (!readable(password))
		return PASSWORD_UNREADABLE;
	if (characters(password) < min)
		return PASSWORD_SHORT;
	if (guessable(password))
		return PASSWORD_COMMON;
	if (uncovered(password, personal, n_personal) < 8)
		return PASSWORD_PERSONAL;
	return PASSWORD_FINE;
}
