#include "spiro/param.h"

static const struct {
	const char *name, *unit;
} params[N_SPIRO_PARAM] = {
#define ROW(id, name, what, unit) {name, unit},
	SPIRO_PARAMS(ROW)
#undef ROW
};

const char *spiro_param_name(enum spiro_param p)
{
	assert(p < N_SPIRO_PARAM);
	return params[p].name;
}

const char *spiro_param_unit(enum spiro_param p)
{
	assert(p < N_SPIRO_PARAM);
	return params[p].unit;
}

bool spiro_param_is_ratio(enum spiro_param p)
{
	return !*spiro_param_unit(p);
}

/* Letters made capital and digits; what stands between is left out. */
static struct str plain(struct str s, char out[16])
{
	size_t n = 0;
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];
		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		if ((c < 'A' || c > 'Z') && (c < '0' || c > '9'))
			continue;
		if (n == 16)
			return (struct str){NULL, 0};
		out[n++] = c;
	}
	return (struct str){out, n};
}

bool spiro_param_parse(struct str s, enum spiro_param *out)
{
	/* names of makers and of the older English and Italian papers */
	static const struct {
		const char *other;
		enum spiro_param p;
	} also[] = {
		{"FEV1FVCRATIO", SPIRO_FEV1FVC},
		{"TIFFENEAU", SPIRO_FEV1FVC},
		{"MMEF", SPIRO_FEF2575},
		{"MEF75", SPIRO_FEF25},
		{"MEF50", SPIRO_FEF50},
		{"MEF25", SPIRO_FEF75},
		{"PEFR", SPIRO_PEF},
	};
	char room[16];
	struct str name = plain(s, room);
	for (int p = 0; p < N_SPIRO_PARAM; p++)
		if (str_is(name, params[p].name)) {
			*out = (enum spiro_param)p;
			return true;
		}
	for (size_t i = 0; i < countof(also); i++)
		if (str_is(name, also[i].other)) {
			*out = also[i].p;
			return true;
		}
	return false;
}
