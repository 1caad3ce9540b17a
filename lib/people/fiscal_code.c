/* Codice fiscale: DM 23-12-1976 n. 13813; the tables are those of
 * data/flows.md section 4. */
#include "people/people.h"

static const char month_letter[] = "ABCDEHLMPRST";
static const char homocody_letter[] = "LMNPQRSTUV"; /* for 0 to 9 */
/* L letter, D digit or its homocody letter */
static const char shape[] = "LLLLLLDDLDDLDDDL";

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* The digit a place holds, homocody undone; -1 when it holds none. */
static int digit_of(char c)
{
	if (is_digit(c))
		return c - '0';
	const char *p = c ? strchr(homocody_letter, c) : NULL;
	return p ? (int)(p - homocody_letter) : -1;
}

char fiscal_code_check_letter(struct str s)
{
	/* value of 0..9, then of A..Z, in the odd places (1st, 3rd, ...) */
	static const int odd_digit[] = {1, 0, 5, 7, 9, 13, 15, 17, 19, 21};
	static const int odd_letter[] = {1,  0,  5,  7,  9,  13, 15, 17, 19,
					 21, 2,  4,  18, 20, 11, 3,  6,  8,
					 12, 14, 16, 10, 22, 25, 24, 23};
	int sum = 0;
	if (s.len != FISCAL_CODE_LEN - 1)
		return 0;
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];
		bool odd = i % 2 == 0;
		if (is_digit(c))
			sum += odd ? odd_digit[c - '0'] : c - '0';
		else if (is_capital(c))
			sum += odd ? odd_letter[c - 'A'] : c - 'A';
		else
			return 0;
	}
	return (char)('A' + sum % 26);
}

static enum rc check_shape(struct str s, struct err *err)
{
	if (s.len != FISCAL_CODE_LEN)
		return err_set(err, E_FORMAT,
			       "fiscal code has %zu characters, not 16", s.len);
	for (size_t i = 0; i < s.len; i++) {
		bool ok = shape[i] == 'L' ? is_capital(s.ptr[i])
					  : digit_of(s.ptr[i]) >= 0;
		if (!ok)
			return err_set(err, E_FORMAT,
				       "fiscal code has a wrong character in "
				       "place %zu",
				       i + 1);
	}
	char want = fiscal_code_check_letter(str_sub(s, 0, 15));
	if (want != s.ptr[15])
		return err_set(err, E_FORMAT,
			       "check letter of the fiscal code is %c, "
			       "should be %c",
			       s.ptr[15], want);
	return OK;
}

static int two_digits(struct str s, size_t at)
{
	return digit_of(s.ptr[at]) * 10 + digit_of(s.ptr[at + 1]);
}

static bool day_possible(int year2, int month, int day)
{
	return day >= 1 && (date_exists(1900 + year2, month, day) ||
			    date_exists(2000 + year2, month, day));
}

enum rc fiscal_code_parse(struct str s, struct fiscal_code *out,
			  struct err *err)
{
	enum rc rc = check_shape(s, err);
	if (rc)
		return rc;
	struct fiscal_code f = {.year = two_digits(s, 6)};
	const char *m = strchr(month_letter, s.ptr[8]);
	if (!m)
		return err_set(err, E_RANGE,
			       "fiscal code has no month letter in place 9");
	f.month = (int)(m - month_letter) + 1;
	f.day = two_digits(s, 9);
	f.sex = f.day > 40 ? 'F' : 'M';
	f.day -= f.day > 40 ? 40 : 0;
	if (!day_possible(f.year, f.month, f.day))
		return err_set(err, E_RANGE,
			       "fiscal code has no real day in places 10-11");
	f.place[0] = s.ptr[11];
	for (size_t i = 0; i < 3; i++)
		f.place[i + 1] = (char)('0' + digit_of(s.ptr[12 + i]));
	for (size_t i = 0; i < s.len; i++)
		f.homocody |= shape[i] == 'D' && !is_digit(s.ptr[i]);
	*out = f;
	return OK;
}

static bool is_vowel(char c)
{
	return c == 'A' || c == 'E' || c == 'I' || c == 'O' || c == 'U';
}

/* Capital letters of a name: consonants first, then vowels, then X. */
static size_t name_letters(struct str name, char *letters, size_t cap)
{
	size_t n = 0;
	for (int vowels = 0; vowels < 2; vowels++)
		for (size_t i = 0; i < name.len && n < cap; i++) {
			char c = name.ptr[i];
			if (c >= 'a' && c <= 'z')
				c = (char)(c - 'a' + 'A');
			if (is_capital(c) && is_vowel(c) == (vowels == 1))
				letters[n++] = c;
		}
	return n;
}

static size_t n_consonant(const char *letters, size_t n)
{
	size_t k = 0;
	while (k < n && !is_vowel(letters[k]))
		k++;
	return k;
}

/* Three letters of a name; a first name with four consonants or more skips
 * the second. */
static bool put_name(struct str name, bool first, char *out)
{
	char l[64];
	size_t n = name_letters(name, l, sizeof(l));
	if (n == 0)
		return false;
	if (first && n_consonant(l, n) >= 4) {
		l[1] = l[2];
		l[2] = l[3];
	}
	for (size_t i = 0; i < 3; i++)
		out[i] = i < n ? l[i] : 'X';
	return true;
}

static bool place_ok(struct str p)
{
	return p.len == 4 && is_capital(p.ptr[0]) && is_digit(p.ptr[1]) &&
	       is_digit(p.ptr[2]) && is_digit(p.ptr[3]);
}

enum rc fiscal_code_build(const struct fiscal_parts *p,
			  char out[FISCAL_CODE_LEN + 1], struct err *err)
{
	char code[FISCAL_CODE_LEN + 1];
	if (!put_name(p->last_name, false, code) ||
	    !put_name(p->first_name, true, code + 3))
		return err_set(err, E_RANGE,
			       "a fiscal code needs both names in letters");
	if (p->sex != 'M' && p->sex != 'F')
		return err_set(err, E_RANGE, "a fiscal code needs sex M or F");
	if (!place_ok(p->place))
		return err_set(err, E_RANGE,
			       "\"" STR_FMT "\" is no Belfiore code",
			       STR_ARG(p->place));
	struct ymd d = date_ymd(p->birth);
	snprintf(code + 6, sizeof(code) - 6, "%02u%c%02u" STR_FMT,
		 (unsigned)d.year % 100, month_letter[d.month - 1],
		 (unsigned)(d.day + (p->sex == 'F' ? 40 : 0)) % 100,
		 STR_ARG(p->place));
	code[15] = fiscal_code_check_letter((struct str){code, 15});
	code[16] = '\0';
	assert(code[15]);
	memcpy(out, code, sizeof(code));
	return OK;
}

const char *fiscal_code_differs(const struct fiscal_code *f, struct date birth,
				char sex)
{
	struct ymd d = date_ymd(birth);
	if (d.year % 100 != f->year || d.month != f->month || d.day != f->day)
		return "fiscal code tells another birth date than the register";
	if (sex != 'U' && sex != f->sex)
		return "fiscal code tells another sex than the register";
	return NULL;
}
