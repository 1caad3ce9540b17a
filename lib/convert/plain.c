/* The simple form read as it is: to pseudonymise it, or to join it with
 * converted files. Its values are not looked at. */
#include "convert/convert_int.h"

#include "base/lines.h"
#include "csv/csv.h"

#define LINE_MAX_BYTES 65536u

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

int convert_simple_flow(const char *path)
{
	static const char *const suffix[] = {".csv", ".csv.gz", ".csv.zst"};
	const char *name = base_name(path);
	for (int f = 0; f < (int)N_SIMPLE; f++) {
		size_t n = strlen(simple_form[f].name);
		if (strncmp(name, simple_form[f].name, n) != 0)
			continue;
		for (size_t i = 0; i < countof(suffix); i++)
			if (!strcmp(name + n, suffix[i]))
				return f;
	}
	return -1;
}

enum rc convert_simple_has_op(const char *path, bool *out, struct err *err)
{
	struct lines in;
	enum rc rc = lines_open(&in, path, LINE_MAX_BYTES, false, err);
	if (!rc)
		rc = lines_next(&in, err);
	*out = !rc && str_ends((struct str){in.text, in.len}, STR(",op"));
	lines_close(&in);
	return rc == E_NOT_FOUND ? OK : rc;
}

static enum rc check_header(const char *path, const struct csv *c,
			    const struct simple_form *form, bool *has_op,
			    struct err *err)
{
	*has_op = c->n == form->n + 1 && str_is(c->field[form->n], "op");
	bool same = c->n == form->n || *has_op;
	for (size_t i = 0; same && i < form->n; i++)
		same = str_is(c->field[i], form->column[i]);
	return same ? OK
		    : err_set(err, E_FORMAT,
			      "%s:1: the header is not that of the simple form "
			      "(data/flows.md section 3)",
			      path);
}

static enum rc put_line(struct simple *s, struct csv *c, int flow, bool has_op,
			struct simple_place at, struct err *err)
{
	struct err why = {0};
	struct simple_row row = {.flow = (enum simple_flow)flow};
	const size_t n = simple_form[flow].n;
	simple_source_at(s, at.source)->n_read++;
	if (csv_next(c, &why))
		return simple_reject(s, at, STR(""), c->raw, why.text, err);
	if (c->n != n + has_op)
		return simple_reject(s, at, STR(""), c->raw,
				     "wrong number of fields", err);
	memcpy(row.field, c->field, n * sizeof(*row.field));
	if (has_op)
		row.op = c->field[n].len ? *c->field[n].ptr : 'I';
	simple_used(s, at.source);
	return simple_put(s, &row, at, err);
}

enum rc convert_simple(const char *path, struct simple *s, struct err *err)
{
	const int flow = convert_simple_flow(path);
	struct lines in;
	struct csv c;
	struct simple_place at;
	bool has_op = false;
	assert(flow >= 0);
	enum rc rc = lines_open(&in, path, LINE_MAX_BYTES, true, err);
	if (!rc)
		rc = simple_source_add(s, base_name(path), "simple", &at.source,
				       err);
	while (!rc && !(rc = lines_next(&in, err))) {
		at.line = in.line;
		csv_init(&c, (struct str){in.text, in.len});
		if (in.line == 1 && !(rc = csv_next(&c, err)))
			rc = check_header(path, &c, &simple_form[flow], &has_op,
					  err);
		else if (in.line > 1 && in.is_long)
			rc = simple_reject(s, at, STR(""),
					   (struct str){in.text, in.len},
					   "line too long, or a quote that is "
					   "never closed",
					   err);
		else if (in.line > 1)
			rc = put_line(s, &c, flow, has_op, at, err);
		csv_release(&c);
	}
	lines_close(&in);
	return rc == E_NOT_FOUND ? OK : rc;
}
