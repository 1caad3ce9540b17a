#include "flows/fiscal.h"

/* Value of a digit place, also as a homocody letter; -1 otherwise. */
static int digit_of(char c)
{
	static const char homocody[] = "LMNPQRSTUV";
	if (c >= '0' && c <= '9')
		return c - '0';
	const char *p = c ? strchr(homocody, c) : NULL;
	return p ? (int)(p - homocody) : -1;
}

static bool is_letter(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool form_ok(struct str s)
{
	static const char form[] = "LLLLLLDDLDDLDDDL";
	if (s.len != 16)
		return false;
	for (size_t i = 0; i < 16; i++)
		if (form[i] == 'L' ? !is_letter(s.ptr[i])
				   : digit_of(s.ptr[i]) < 0)
			return false;
	return true;
}

/* STP or ENI: given to foreigners without registration. */
static bool is_foreigner(struct str s)
{
	if (s.len != 16 ||
	    (!str_starts(s, STR("STP")) && !str_starts(s, STR("ENI"))))
		return false;
	for (size_t i = 3; i < 16; i++)
		if (s.ptr[i] < '0' || s.ptr[i] > '9')
			return false;
	return true;
}

static char check_letter(struct str s)
{
	/* values of 0-9 and A-Z in the odd places, data/flows.md */
	static const uint8_t odd[26] = {1,  0,  5,  7,  9,  13, 15, 17, 19,
					21, 2,  4,  18, 20, 11, 3,  6,  8,
					12, 14, 16, 10, 22, 25, 24, 23};
	int sum = 0;
	for (size_t i = 0; i < 15; i++) {
		char c = s.ptr[i];
		int v = c <= '9' ? c - '0' : c - 'A';
		sum += i % 2 == 0 ? odd[v] : v;
	}
	return (char)('A' + sum % 26);
}

/* -1 for a letter that is no month. */
static int month_of(char c)
{
	static const char letters[] = "ABCDEHLMPRST";
	const char *p = strchr(letters, c);
	return p ? (int)(p - letters) + 1 : -1;
}

enum fiscal fiscal_check(struct str s, struct date birth, char sex)
{
	if (is_foreigner(s))
		return FISCAL_OK;
	if (!form_ok(s))
		return FISCAL_FORM;
	int year = digit_of(s.ptr[6]) * 10 + digit_of(s.ptr[7]);
	int month = month_of(s.ptr[8]);
	int day = digit_of(s.ptr[9]) * 10 + digit_of(s.ptr[10]);
	bool woman = day > 40;
	if (woman)
		day -= 40;
	/* either century may be meant: 29 February is real in one of them */
	if (month < 0 || (!date_exists(1900 + year, month, day) &&
			  !date_exists(2000 + year, month, day)))
		return FISCAL_DAY;
	if (s.ptr[15] != check_letter(s))
		return FISCAL_CHECK;
	if (((sex == 'M' || sex == 'F') && woman != (sex == 'F')))
		return FISCAL_DISAGREE;
	if (date_is_none(birth))
		return FISCAL_OK;
	struct ymd b = date_ymd(birth);
	return b.year % 100 == year && b.month == month && b.day == day
		       ? FISCAL_OK
		       : FISCAL_DISAGREE;
}
