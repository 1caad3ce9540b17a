#include "monitor/intake_int.h"

enum rc rows_make(struct monitor_rows *rows, size_t most, struct arena *a,
		  struct err *err)
{
	*rows = (struct monitor_rows){0};
	if (most > MONITOR_ROWS_MOST)
		return err_msg(err, E_LIMIT, MSG_HOM_FILE_LARGE,
			       "%zu rows, at most %u", most, MONITOR_ROWS_MOST);
	rows->list = arena_array(a, struct monitor_row, most + 1);
	rows->refused = arena_array(a, struct monitor_refused, most + 1);
	if (!rows->list || !rows->refused)
		return arena_fail(a, err);
	return OK;
}

enum rc rows_refuse(struct monitor_rows *rows, struct arena *a, uint64_t line,
		    const char *column, struct str value, const struct err *why,
		    struct err *err)
{
	enum { VALUE_MOST = 200 };
	value.len = value.len < VALUE_MOST ? value.len : VALUE_MOST;
	struct monitor_refused *r = &rows->refused[rows->n_refused++];
	*r = (struct monitor_refused){
		.line = line,
		.column = str_from(column),
		.value = arena_str(a, value),
		.msg = why->msg,
		.detail = arena_str(a, str_from(why->text))};
	return r->detail.ptr && r->value.ptr ? OK : arena_fail(a, err);
}

static bool same_word(struct str a, struct str b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++) {
		char x = a.ptr[i], y = b.ptr[i];
		if (x >= 'A' && x <= 'Z')
			x = (char)(x + 32);
		if (y >= 'A' && y <= 'Z')
			y = (char)(y + 32);
		if (x != y)
			return false;
	}
	return true;
}

int kind_coded(const struct monitor_tables *t, struct str loinc, int *part)
{
	for (size_t i = 0; i < t->n_code; i++)
		if (str_eq(t->code[i].code, loinc)) {
			*part = t->code[i].part;
			return t->code[i].kind;
		}
	return -1;
}

int kind_named(const struct monitor_tables *t, struct str name)
{
	int part = 0;
	for (size_t i = 0; i < t->n_kind; i++)
		if (same_word(t->kind[i].code, name) ||
		    same_word(t->kind[i].name[LANG_IT], name) ||
		    same_word(t->kind[i].name[LANG_EN], name))
			return (int)i;
	int coded = kind_coded(t, name, &part);
	return coded >= 0 && t->kind[coded].n_part == 1 ? coded : -1;
}

bool by_word(struct str s, enum monitor_by *out)
{
	static const char *const italian[N_MONITOR_BY] = {
		"paziente", "caregiver",  "infermiere",
		"medico",   "farmacista", "apparecchio"};
	for (int i = 0; i < N_MONITOR_BY; i++)
		if (same_word(s, str_from(monitor_by_name[i])) ||
		    same_word(s, str_from(italian[i]))) {
			*out = (enum monitor_by)i;
			return true;
		}
	return false;
}

enum rc monitor_read(const struct monitor_tables *t, struct str bytes,
		     struct arena *a, struct monitor_rows *out, struct err *err)
{
	struct str s = bytes;
	if (s.len > MONITOR_FILE_MOST)
		return err_msg(err, E_LIMIT, MSG_HOM_FILE_LARGE,
			       "%zu bytes, at most %u", s.len,
			       MONITOR_FILE_MOST);
	if (str_starts(s, STR("\xEF\xBB\xBF")))
		s = str_sub(s, 3, s.len - 3);
	if (!str_is_utf8(s) || !s.len)
		return err_msg(err, E_FORMAT, MSG_HOM_FILE_KIND,
			       "not text in UTF-8");
	struct str head = str_trim(s);
	if (head.len && head.ptr[0] == '{')
		return monitor_read_fhir(t, s, a, out, err);
	return monitor_read_csv(t, s, a, out, err);
}
