#include "people/people.h"

static bool all_digits(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] < '0' || s.ptr[i] > '9')
			return false;
	return s.len > 0;
}

/* Luhn: every second digit from the right doubled, sum a multiple of ten. */
static bool luhn_ok(struct str s)
{
	int sum = 0;
	for (size_t i = 0; i < s.len; i++) {
		int d = s.ptr[s.len - 1 - i] - '0';
		if (i % 2 == 1)
			d = d * 2 > 9 ? d * 2 - 9 : d * 2;
		sum += d;
	}
	return sum % 10 == 0;
}

static bool temporary_ok(struct str s, struct str prefix)
{
	return s.len == FISCAL_CODE_LEN && str_starts(s, prefix) &&
	       all_digits(str_sub(s, 3, 13));
}

enum rc identifier_parse(struct str s, enum identifier_kind *out,
			 struct err *err)
{
	struct fiscal_code f;
	enum identifier_kind kind = ID_FISCAL_CODE;
	if (temporary_ok(s, STR("STP")))
		kind = ID_STP;
	else if (temporary_ok(s, STR("ENI")))
		kind = ID_ENI;
	else if (s.len == 20 && all_digits(s))
		kind = ID_TEAM;
	else if (s.len == 11 && all_digits(s) && luhn_ok(s))
		kind = ID_PROVISIONAL;
	else {
		enum rc rc = fiscal_code_parse(s, &f, err);
		if (rc)
			return rc;
	}
	*out = kind;
	return OK;
}

bool is_flow_id(struct str s)
{
	if (s.len < 1 || s.len > 64)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];
		bool ok = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
			  (c >= '0' && c <= '9') || c == '_' || c == '.' ||
			  c == ':' || c == '-';
		if (!ok)
			return false;
	}
	return true;
}

bool is_flow_person(struct str s)
{
	if (s.len < 1 || s.len > 64 || s.ptr[0] == ' ' ||
	    s.ptr[s.len - 1] == ' ' || !str_is_utf8(s))
		return false;
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];
		if (c < ' ' || c == '"' || c == 0x7f)
			return false;
	}
	return true;
}

bool is_email(struct str s)
{
	size_t at = SIZE_MAX;
	for (size_t i = 0; i < s.len; i++) {
		if ((unsigned char)s.ptr[i] <= ' ')
			return false;
		if (s.ptr[i] == '@' && at != SIZE_MAX)
			return false;
		if (s.ptr[i] == '@')
			at = i;
	}
	if (at == SIZE_MAX || at == 0 || s.len > 254)
		return false;
	struct str host = str_sub(s, at + 1, s.len - at - 1);
	const char *dot = host.len ? memchr(host.ptr, '.', host.len) : NULL;
	return dot && dot != host.ptr && host.ptr[host.len - 1] != '.';
}

bool is_phone(struct str s)
{
	size_t n = 0;
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];
		if (c >= '0' && c <= '9')
			n++;
		else if (!(c == '+' && i == 0) && c != ' ' && c != '.')
			return false;
	}
	return n >= 6 && n <= 15;
}
