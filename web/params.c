/* What a query or a form says, unescaped, in order. */
#include "web/web_int.h"

#define PARAMS_MOST 2000 /* a plan with every line edited has some 400 */

static size_t count(struct str s)
{
	size_t n = 1;
	for (size_t i = 0; i < s.len; i++)
		n += s.ptr[i] == '&';
	return n;
}

bool params_read(struct str s, struct arena *a, struct params *out)
{
	*out = (struct params){0};
	if (!s.len)
		return true;
	size_t n = count(s);
	if (n > PARAMS_MOST || !(out->at = arena_array(a, struct param, n)))
		return false;
	for (struct str rest = s; rest.ptr;) {
		struct str value = str_cut(&rest, '&');
		struct str name = str_cut(&value, '=');
		struct param *p = &out->at[out->n];
		if (!name.len)
			continue;
		if (!http_unescape(name, true, a, &p->name) ||
		    !http_unescape(value, true, a, &p->value))
			return false;
		out->n++;
	}
	return true;
}

struct str param(const struct params *ps, const char *name)
{
	for (size_t i = 0; i < ps->n; i++)
		if (str_is(ps->at[i].name, name))
			return ps->at[i].value;
	return STR("");
}

bool param_int(const struct params *ps, const char *name, int64_t *out)
{
	return str_to_int(str_trim(param(ps, name)), out);
}

bool param_date(const struct params *ps, const char *name, struct date *out)
{
	return !date_parse(str_trim(param(ps, name)), out, NULL);
}
