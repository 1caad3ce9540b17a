#include "knowledge/knowledge_int.h"

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* Does `s` have the first characters of a shape: 9 a digit, A a letter, other
 * characters themselves? */
static bool shaped(struct str s, const char *shape)
{
	if (s.len > strlen(shape))
		return false;
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];
		if (shape[i] == '9'   ? !digit(c)
		    : shape[i] == 'A' ? !upper(c)
				      : c != shape[i])
			return false;
	}
	return true;
}

static bool alnum(struct str s, size_t min, size_t max)
{
	for (size_t i = 0; i < s.len; i++)
		if (!digit(s.ptr[i]) && !upper(s.ptr[i]))
			return false;
	return s.len >= min && s.len <= max;
}

bool kn_is_atc(struct str s)
{
	bool whole = s.len == 1 || s.len == 3 || s.len == 4 || s.len == 5 ||
		     s.len == 7;
	return whole && shaped(s, "A99AA99") &&
	       memchr("ABCDGHJLMNPRSV", s.ptr[0], 14);
}

bool kn_is_dx(struct str s)
{
	if (s.len < 3)
		return false;
	return shaped(s, "99999") || shaped(s, "V9999") ||
	       (s.len >= 4 && shaped(s, "E9999"));
}

bool kn_is_proc(struct str s)
{
	return s.len >= 2 && shaped(s, "9999");
}

bool kn_is_service(struct str s)
{
	if (s.len < 4 || !shaped(str_sub(s, 0, 3), "99."))
		return false;
	struct str rest = str_sub(s, 3, s.len - 3);
	struct str group = str_cut(&rest, '.');
	return alnum(group, 1, 2) && (!rest.ptr || alnum(rest, 1, 2));
}

bool kn_is_exemption(struct str s)
{
	if (!s.len)
		return false;
	struct str rest = s, head = str_cut(&rest, '.');
	if (!rest.ptr)
		return alnum(head, 3, 6) ||
		       (s.len == 2 && s.ptr[0] == 'R' && upper(s.ptr[1]));
	if (!alnum(head, 3, 6) || rest.len < 2 || rest.len > 7 ||
	    (!digit(rest.ptr[0]) && rest.ptr[0] != 'V'))
		return false;
	for (size_t i = 1; i < rest.len; i++)
		if (rest.ptr[i] != '.' && !digit(rest.ptr[i]) &&
		    !upper(rest.ptr[i]))
			return false;
	return true;
}

/* As in a rule: "=002" exact, "002." the sub-codes only. */
bool kn_is_exemption_spec(struct str s)
{
	if (s.len && s.ptr[0] == '=')
		s = str_sub(s, 1, s.len - 1);
	while (s.len && s.ptr[s.len - 1] == '.')
		s.len--;
	return kn_is_exemption(s);
}

bool kn_is_belfiore(struct str s)
{
	return s.len == 4 && shaped(s, "A999");
}

bool kn_is_istat(struct str s)
{
	return s.len == 6 && shaped(s, "999999");
}
