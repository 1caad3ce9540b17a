#include "knowledge/knowledge.h"

static bool token_matches(struct str code, struct str token)
{
	if (token.len && token.ptr[0] == '=')
		return str_eq(code, str_sub(token, 1, token.len - 1));
	struct str hi = token, lo = str_cut(&hi, '-');
	if (!hi.ptr)
		return str_starts(code, token);
	if (code.len > lo.len)
		code.len = lo.len;
	return str_cmp(lo, code) <= 0 && str_cmp(code, hi) <= 0;
}

bool kn_code_matches(struct str code, struct str spec)
{
	for (struct str rest = spec; rest.ptr;)
		if (token_matches(code, str_cut(&rest, '|')))
			return true;
	return false;
}

bool kn_service_matches(struct str code, struct str spec)
{
	for (struct str rest = spec; rest.ptr;) {
		struct str token = str_cut(&rest, '|');
		if (str_starts(code, token) &&
		    (code.len == token.len || code.ptr[token.len] == '.'))
			return true;
	}
	return false;
}
