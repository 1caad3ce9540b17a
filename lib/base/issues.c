#include "base/issues.h"

#define VALUE_MAX 200u /* bytes of a wrong value that are told */

void issues_init(struct issues *s, struct arena *a, size_t limit)
{
	*s = (struct issues){.arena = a, .limit = limit};
}

void issues_release(struct issues *s)
{
	free(s->list);
	*s = (struct issues){0};
}

void issue_add(struct issues *s, enum severity severity, struct str file,
	       uint64_t line, struct str column, struct str value,
	       const char *fmt, ...)
{
	if (severity == ISSUE_ERROR)
		s->n_error++;
	else
		s->n_warning++;
	if (s->n >= s->limit || array_grow(&s->list, &s->cap, s->n + 1,
					   sizeof(*s->list), s->limit, NULL))
		return;
	char text[400];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (value.len > VALUE_MAX) {
		value.len = VALUE_MAX;
		while (value.len && (value.ptr[value.len] & 0xc0) == 0x80)
			value.len--; /* not inside a character */
	}
	s->list[s->n++] = (struct issue){
		.severity = severity,
		.file = arena_str(s->arena, file),
		.line = line,
		.column = arena_str(s->arena, column),
		.value = arena_str(s->arena, value),
		.cause = arena_str(s->arena, str_from(text)),
	};
}

void issues_print(const struct issues *s, FILE *to)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct issue *x = &s->list[i];
		fprintf(to, STR_FMT, STR_ARG(x->file));
		if (x->line)
			fprintf(to, ":%" PRIu64, x->line);
		fprintf(to, ": %s",
			x->severity == ISSUE_WARNING ? "warning: " : "");
		if (x->column.len)
			fprintf(to, STR_FMT ": ", STR_ARG(x->column));
		fprintf(to, STR_FMT, STR_ARG(x->cause));
		if (x->value.len)
			fprintf(to, ": \"" STR_FMT "\"", STR_ARG(x->value));
		fputc('\n', to);
	}
	size_t more = s->n_error + s->n_warning - s->n;
	if (more)
		fprintf(to, "and %zu more\n", more);
}

enum rc issues_refuse(const struct issues *s, const char *what, struct err *err)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct issue *x = &s->list[i];
		if (x->severity != ISSUE_ERROR)
			continue;
		return err_set(err, E_FORMAT,
			       "could not use %s: %zu %s in " STR_FMT
			       " line %" PRIu64 ": " STR_FMT "%s\"" STR_FMT
			       "\" " STR_FMT,
			       what, s->n_error,
			       s->n_error == 1 ? "error," : "errors, the first",
			       STR_ARG(x->file), x->line, STR_ARG(x->column),
			       x->column.len ? " " : "", STR_ARG(x->value),
			       STR_ARG(x->cause));
	}
	return err_set(err, E_FORMAT, "could not use %s: %zu errors", what,
		       s->n_error);
}
