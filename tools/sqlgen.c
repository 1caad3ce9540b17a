/* sqlgen - compile the named SQL statements and the migrations into C.
 *
 *	sqlgen OUT_DIR FILE.sql ...
 *
 * A file in a folder `migrations` is a migration: NNNN_name.sql for both
 * engines, or NNNN_name.sqlite.sql and NNNN_name.postgres.sql. Any other file
 * holds named statements:
 *
 *	-- name: care_plan_active :one
 *	-- What it is for.
 *	SELECT id FROM care_plan WHERE person_id = :person_id;
 *
 * :one, :many and :run say what comes back. `@sqlite` or `@postgres` after the
 * kind makes a variant for one engine, which wins over a text without mark.
 * `:name` becomes ?1 for SQLite and $1 for PostgreSQL, numbered by first
 * appearance (in SQLite $1 would be a name). Comments are dropped and blanks
 * squeezed. In migrations BIGINT PRIMARY KEY becomes INTEGER PRIMARY KEY for
 * SQLite. Writes OUT_DIR/sql.h (only when it changes, for all the program
 * depends on it) and OUT_DIR/sql.c. Mistakes are told as file:line: cause.
 */
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SQLITE, POSTGRES, N_ENGINE };
enum { MAX_PARAM = 64, MAX_NAME = 64 };

struct text { /* a growing string */
	char *ptr;
	size_t len, cap;
};

struct place {
	const char *file;
	int line;
};

struct statement {
	char name[MAX_NAME];
	char kind[8];
	struct place at;
	char *param[MAX_PARAM];
	int n_param;
	bool own[N_ENGINE]; /* the text is a variant of this engine alone */
	char *sql[N_ENGINE];
};

struct migration {
	int number;
	char name[MAX_NAME];
	int engine; /* -1: both */
	const char *file;
	char *text;
};

static struct statement *statements;
static size_t n_statement;
static struct migration *migrations;
static size_t n_migration;

static void die(struct place at, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	if (at.line)
		fprintf(stderr, "%s:%d: ", at.file, at.line);
	else
		fprintf(stderr, "%s: ", at.file);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	exit(1);
}

static void *grow(void *p, size_t size)
{
	void *q = realloc(p, size);
	if (!q)
		die((struct place){"sqlgen", 0}, "no memory");
	return q;
}

static void add(struct text *t, const char *p, size_t len)
{
	if (t->len + len + 1 > t->cap) {
		t->cap = 2 * (t->len + len + 1);
		t->ptr = grow(t->ptr, t->cap);
	}
	memcpy(t->ptr + t->len, p, len);
	t->len += len;
	t->ptr[t->len] = 0;
}

static void add_text(struct text *t, const char *z)
{
	add(t, z, strlen(z));
}

static char *read_all(const char *path)
{
	struct text t = {0};
	char block[8192];
	size_t n;
	FILE *f = fopen(path, "rb");
	if (!f)
		die((struct place){path, 0}, "cannot be opened");
	add(&t, "", 0);
	while ((n = fread(block, 1, sizeof(block), f)) > 0)
		add(&t, block, n);
	if (ferror(f))
		die((struct place){path, 0}, "cannot be read");
	fclose(f);
	if (strlen(t.ptr) != t.len)
		die((struct place){path, 0}, "holds a NUL byte");
	return t.ptr;
}

static bool word_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static bool good_name(const char *s)
{
	if (!islower((unsigned char)*s) || strlen(s) >= MAX_NAME)
		return false;
	for (; *s; s++)
		if (!islower((unsigned char)*s) &&
		    !isdigit((unsigned char)*s) && *s != '_')
			return false;
	return true;
}

/* ---- one statement ---- */

struct lexer {
	const char *p;
	struct place at;
	struct text out[N_ENGINE];
	bool space; /* a blank is owed before the next token */
	bool ended; /* a ';' was seen */
};

static void put(struct lexer *lx, const char *p, size_t len)
{
	if (lx->ended)
		die(lx->at, "text after the ';': one statement to a name");
	for (int e = 0; e < N_ENGINE; e++) {
		if (lx->space && lx->out[e].len)
			add(&lx->out[e], " ", 1);
		add(&lx->out[e], p, len);
	}
	lx->space = false;
}

static void skip_comment(struct lexer *lx)
{
	struct place from = lx->at;
	bool block = *lx->p == '/';
	for (lx->p += 2; *lx->p; lx->p++) {
		if (!block && *lx->p == '\n')
			break;
		if (block && lx->p[0] == '*' && lx->p[1] == '/')
			break;
		lx->at.line += *lx->p == '\n';
	}
	if (block && !*lx->p)
		die(from, "the comment that begins here has no end");
	if (block)
		lx->p += 2;
	lx->space = true;
}

static void quoted(struct lexer *lx)
{
	struct place from = lx->at;
	char q = *lx->p;
	const char *begin = lx->p;
	for (lx->p++; *lx->p && *lx->p != q; lx->p++)
		lx->at.line += *lx->p == '\n';
	if (!*lx->p)
		die(from, "the quote %c that opens here is never closed", q);
	lx->p++;
	put(lx, begin, (size_t)(lx->p - begin));
}

static int param_number(struct lexer *lx, struct statement *s, const char *p,
			size_t len)
{
	for (int i = 0; i < s->n_param; i++)
		if (strlen(s->param[i]) == len && !memcmp(s->param[i], p, len))
			return i;
	if (s->n_param == MAX_PARAM)
		die(lx->at, "more than %d parameters", MAX_PARAM);
	struct text name = {0};
	add(&name, p, len);
	if (!good_name(name.ptr))
		die(lx->at,
		    "\":%s\" is not a good parameter name: lower case "
		    "letters, digits and _",
		    name.ptr);
	s->param[s->n_param] = name.ptr;
	return s->n_param++;
}

static void parameter(struct lexer *lx, struct statement *s)
{
	const char *begin = ++lx->p;
	char number[N_ENGINE][16];
	while (word_char(*lx->p))
		lx->p++;
	int i = param_number(lx, s, begin, (size_t)(lx->p - begin));
	snprintf(number[SQLITE], sizeof(number[0]), "?%d", i + 1);
	snprintf(number[POSTGRES], sizeof(number[0]), "$%d", i + 1);
	put(lx, "", 0);
	for (int e = 0; e < N_ENGINE; e++)
		add_text(&lx->out[e], number[e]);
}

/* Shortest step that can be taken at lx->p. */
static void token(struct lexer *lx, struct statement *s)
{
	const char *p = lx->p;
	if (isspace((unsigned char)*p)) {
		lx->at.line += *p == '\n';
		lx->space = true;
		lx->p++;
	} else if ((p[0] == '-' && p[1] == '-') ||
		   (p[0] == '/' && p[1] == '*')) {
		skip_comment(lx);
	} else if (*p == '\'' || *p == '"') {
		quoted(lx);
	} else if (*p == ':' && p[1] == ':') {
		put(lx, p, 2);
		lx->p += 2;
	} else if (*p == ':' && word_char(p[1])) {
		parameter(lx, s);
	} else if (*p == '?' || (*p == '$' && isdigit((unsigned char)p[1]))) {
		die(lx->at, "write parameters as :name, not %c", *p);
	} else if (*p == ';') {
		if (lx->ended)
			die(lx->at, "a second ';'");
		lx->ended = true;
		lx->p++;
	} else if (word_char(*p)) {
		while (word_char(*lx->p))
			lx->p++;
		put(lx, p, (size_t)(lx->p - p));
	} else {
		put(lx, p, 1);
		lx->p++;
	}
}

static bool same_word(const char *p, const char *upper)
{
	for (; *upper; p++, upper++)
		if (toupper((unsigned char)*p) != *upper)
			return false;
	return !word_char(*p);
}

static bool has_word(const char *sql, const char *upper)
{
	for (const char *p = sql; *p; p++)
		if ((p == sql || !word_char(p[-1])) && same_word(p, upper))
			return true;
	return false;
}

/* What would prepare and yet do the wrong thing. */
static void check_sql(const struct statement *s, struct place at,
		      const char *sql, bool for_sqlite)
{
	bool reads = has_word(sql, "RETURNING") || same_word(sql, "SELECT") ||
		     same_word(sql, "WITH") || same_word(sql, "VALUES");
	if (!*sql)
		die(at, "statement \"%s\" has no text", s->name);
	if (strcmp(s->kind, "run") != 0 && !reads)
		die(at, "statement \"%s\" gives no rows: write :run", s->name);
	if (!strcmp(s->kind, "run") && same_word(sql, "SELECT"))
		die(at, "statement \"%s\" gives rows: write :one or :many",
		    s->name);
	for (const char *p = sql; for_sqlite && (p = strchr(p, ')')); p++) {
		if (p - sql >= 8 && same_word(p - 8, " AS DATE") &&
		    !same_word(p + 1 + (p[1] == ' '), "IS"))
			die(at,
			    "statement \"%s\": CAST(... AS DATE) makes a "
			    "number in SQLite; it may only stand before "
			    "IS NULL",
			    s->name);
	}
}

static struct statement *find_statement(const char *name)
{
	for (size_t i = 0; i < n_statement; i++)
		if (!strcmp(statements[i].name, name))
			return &statements[i];
	return NULL;
}

struct header { /* what a "-- name:" line says */
	char name[MAX_NAME], kind[8];
	int engine; /* -1: both */
	struct place at;
};

static struct statement *statement_for(const struct header *h)
{
	struct statement *s = find_statement(h->name);
	if (!s) {
		statements = grow(statements,
				  (n_statement + 1) * sizeof(*statements));
		s = &statements[n_statement++];
		memset(s, 0, sizeof(*s));
		snprintf(s->name, sizeof(s->name), "%s", h->name);
		snprintf(s->kind, sizeof(s->kind), "%s", h->kind);
		s->at = h->at;
	}
	if (strcmp(s->kind, h->kind) != 0)
		die(h->at, "\"%s\" is :%s here and :%s at %s:%d", h->name,
		    h->kind, s->kind, s->at.file, s->at.line);
	return s;
}

static void keep(struct statement *s, const struct header *h, int e, char *sql)
{
	bool own = h->engine == e;
	if (h->engine >= 0 && !own)
		return;
	if (s->sql[e] && s->own[e] == own)
		die(h->at, "\"%s\" is already defined at %s:%d", h->name,
		    s->at.file, s->at.line);
	if (s->sql[e] && s->own[e])
		return; /* the variant wins */
	s->sql[e] = sql;
	s->own[e] = own;
}

static void statement_body(const struct header *h, const char *begin,
			   const char *end)
{
	struct statement *s = statement_for(h);
	struct text body = {0};
	add(&body, begin, (size_t)(end - begin));
	struct lexer lx = {.p = body.ptr, .at = h->at};
	lx.at.line++;
	for (int e = 0; e < N_ENGINE; e++)
		add(&lx.out[e], "", 0);
	while (*lx.p)
		token(&lx, s);
	check_sql(s, h->at, lx.out[SQLITE].ptr, h->engine != POSTGRES);
	for (int e = 0; e < N_ENGINE; e++)
		keep(s, h, e, lx.out[e].ptr);
	free(body.ptr);
}

/* "-- name: x :one @sqlite" */
static bool header_line(const char *line, size_t len, struct place at,
			struct header *h)
{
	char text[256], name[MAX_NAME] = "", kind[16] = "", engine[16] = "",
			more[8] = "";
	int n;
	if (len < 8 || memcmp(line, "-- name:", 8) != 0)
		return false;
	snprintf(text, sizeof(text), "%.*s", (int)(len - 8), line + 8);
	n = sscanf(text, "%63s %15s %15s %7s", name, kind, engine, more);
	*h = (struct header){.engine = -1, .at = at};
	if (n < 1 || !good_name(name))
		die(at,
		    "\"%s\" is not a good name: lower case letters, digits "
		    "and _",
		    name);
	if (strcmp(kind, ":one") != 0 && strcmp(kind, ":many") != 0 &&
	    strcmp(kind, ":run") != 0)
		die(at, "\"%s\" needs :one, :many or :run after the name",
		    name);
	if (!strcmp(engine, "@sqlite"))
		h->engine = SQLITE;
	else if (!strcmp(engine, "@postgres"))
		h->engine = POSTGRES;
	else if (*engine)
		die(at, "\"%s\" is no engine: @sqlite or @postgres", engine);
	if (*more)
		die(at, "\"%s\" is one word too many", more);
	snprintf(h->name, sizeof(h->name), "%s", name);
	snprintf(h->kind, sizeof(h->kind), "%.7s", kind + 1);
	return true;
}

static void read_statements(const char *path)
{
	const char *text = read_all(path), *body = NULL;
	struct header h = {0}, next;
	struct place at = {path, 1};
	for (const char *line = text; *line; at.line++) {
		const char *end = strchr(line, '\n');
		size_t len = end ? (size_t)(end - line) : strlen(line);
		bool blank = strspn(line, " \t\r") >= len;
		if (header_line(line, len, at, &next)) {
			if (body)
				statement_body(&h, body, line);
			h = next;
			body = line + len;
			body += *body == '\n';
		} else if (!body && !blank && strncmp(line, "--", 2) != 0) {
			die(at, "text before the first \"-- name:\" line");
		}
		line += len + (end != NULL);
	}
	if (body)
		statement_body(&h, body, body + strlen(body));
}

static bool uses(const char *sql, char mark, int number)
{
	char want[16];
	size_t len = (size_t)snprintf(want, sizeof(want), "%c%d", mark, number);
	for (const char *p = sql; (p = strstr(p, want)); p += len)
		if (!isdigit((unsigned char)p[len]))
			return true;
	return false;
}

static void finish_statements(void)
{
	static const char *const engine[] = {"sqlite", "postgres"};
	for (size_t i = 0; i < n_statement; i++) {
		struct statement *s = &statements[i];
		for (int e = 0; e < N_ENGINE; e++)
			if (!s->sql[e])
				die(s->at, "\"%s\" has no text for %s", s->name,
				    engine[e]);
		for (int k = 0; k < s->n_param; k++)
			if (uses(s->sql[SQLITE], '?', k + 1) !=
			    uses(s->sql[POSTGRES], '$', k + 1))
				die(s->at,
				    "\"%s\": :%s stands in one variant "
				    "only",
				    s->name, s->param[k]);
	}
}

/* ---- migrations ---- */

static void read_migration(const char *path)
{
	const char *base = strrchr(path, '/') + 1;
	struct migration m = {.engine = -1, .file = path};
	char rest[2 * MAX_NAME] = "", *dot;
	struct place at = {path, 0};
	if (strlen(base) < 10 || strspn(base, "0123456789") != 4 ||
	    base[4] != '_' || strlen(base) >= sizeof(rest))
		die(at, "a migration is called NNNN_name.sql, "
			"NNNN_name.sqlite.sql or NNNN_name.postgres.sql");
	m.number = (int)strtol(base, NULL, 10);
	snprintf(rest, sizeof(rest), "%s", base + 5);
	dot = strchr(rest, '.');
	if (!strcmp(dot, ".sqlite.sql"))
		m.engine = SQLITE;
	else if (!strcmp(dot, ".postgres.sql"))
		m.engine = POSTGRES;
	else if (strcmp(dot, ".sql") != 0)
		die(at, "\"%s\" is no engine: .sqlite.sql or .postgres.sql",
		    dot);
	*dot = 0;
	if (!good_name(rest))
		die(at, "\"%s\" is not a good name", rest);
	snprintf(m.name, sizeof(m.name), "%.63s", rest);
	m.text = read_all(path);
	migrations = grow(migrations, (n_migration + 1) * sizeof(*migrations));
	migrations[n_migration++] = m;
}

static int by_number(const void *a, const void *b)
{
	const struct migration *x = a, *y = b;
	return x->number != y->number ? x->number - y->number
				      : x->engine - y->engine;
}

static void finish_migrations(void)
{
	if (n_migration)
		qsort(migrations, n_migration, sizeof(*migrations), by_number);
	for (size_t i = 0; i < n_migration; i++) {
		const struct migration *m = &migrations[i];
		const struct migration *prev = i ? m - 1 : NULL;
		const struct migration *next =
			i + 1 < n_migration ? m + 1 : NULL;
		bool pair = m->engine == SQLITE && next &&
			    next->number == m->number &&
			    next->engine == POSTGRES &&
			    !strcmp(next->name, m->name);
		bool second = m->engine == POSTGRES && prev &&
			      prev->number == m->number &&
			      prev->engine == SQLITE;
		if (!second && prev && prev->number == m->number)
			die((struct place){m->file, 0},
			    "number %04d is taken by %s", m->number,
			    prev->file);
		if (m->engine >= 0 && !pair && !second)
			die((struct place){m->file, 0},
			    "the same migration for the other engine is "
			    "missing");
	}
}

/* ---- output ---- */

/* An INTEGER PRIMARY KEY is SQLite's row number itself: no second tree. */
static char *for_sqlite(const char *text)
{
	static const char from[] = "BIGINT PRIMARY KEY",
			  to[] = "INTEGER PRIMARY KEY";
	struct text out = {0};
	const char *p = text;
	for (const char *at; (at = strstr(p, from)); p = at + strlen(from)) {
		add(&out, p, (size_t)(at - p));
		add_text(&out, to);
	}
	add_text(&out, p);
	return out.ptr;
}

static void put_c_string(FILE *f, const char *s)
{
	fputs("\n\t\"", f);
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		if (c == '\n')
			fputs(s[1] ? "\\n\"\n\t\"" : "\\n", f);
		else if (c == '"' || c == '\\')
			fprintf(f, "\\%c", c);
		else if (c < 32 || c > 126 || c == '?')
			fprintf(f, "\\%03o", c);
		else
			fputc(c, f);
	}
	fputc('"', f);
}

static void put_upper(FILE *f, const char *s)
{
	for (; *s; s++)
		fputc(toupper((unsigned char)*s), f);
}

static void write_header(FILE *f)
{
	fputs("/* Made by tools/sqlgen from store/sql. */\n"
	      "#ifndef STORE_SQL_H\n#define STORE_SQL_H\n\nenum sql {\n",
	      f);
	for (size_t i = 0; i < n_statement; i++) {
		fputs("\tSQL_", f);
		put_upper(f, statements[i].name);
		fputs(",\n", f);
	}
	fputs("\tN_SQL\n};\n\n#endif\n", f);
}

static void write_statement(FILE *f, const struct statement *s)
{
	fprintf(f, "\t{\"%s\", '%c', %d, \"", s->name, s->kind[0], s->n_param);
	for (int k = 0; k < s->n_param; k++)
		fprintf(f, "%s\\0", s->param[k]);
	fputs("\", {", f);
	for (int e = 0; e < N_ENGINE; e++) {
		put_c_string(f, s->sql[e]);
		fputs(e + 1 < N_ENGINE ? "," : "}},\n", f);
	}
}

static void write_migration(FILE *f, const struct migration *m, int engine)
{
	if (m->engine >= 0 && m->engine != engine)
		return;
	fprintf(f, "\t{%d, \"%s\", %d,", m->number, m->name, engine);
	put_c_string(f, engine == SQLITE ? for_sqlite(m->text) : m->text);
	fputs("},\n", f);
}

static void write_code(FILE *f)
{
	fputs("/* Made by tools/sqlgen from store/sql and store/migrations. "
	      "*/\n"
	      "#include \"store/sqltext_int.h\"\n\n"
	      "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\n"
	      "const struct sql_text sql_texts[N_SQL + 1] = {\n",
	      f);
	for (size_t i = 0; i < n_statement; i++)
		write_statement(f, &statements[i]);
	fputs("\t{NULL, 0, 0, NULL, {NULL, NULL}},\n};\n\n"
	      "const struct migration sql_migrations[] = {\n",
	      f);
	for (size_t i = 0; i < n_migration; i++)
		for (int e = 0; e < N_ENGINE; e++)
			write_migration(f, &migrations[i], e);
	fputs("\t{0, NULL, 0, NULL},\n};\n", f);
}

static void write_file(const char *dir, const char *name,
		       void (*writer)(FILE *f))
{
	char path[4096], part[4100];
	char *old = NULL;
	snprintf(path, sizeof(path), "%s/%s", dir, name);
	snprintf(part, sizeof(part), "%s.new", path);
	FILE *f = fopen(part, "wb");
	if (!f)
		die((struct place){part, 0}, "cannot be written");
	writer(f);
	if (fclose(f))
		die((struct place){part, 0}, "cannot be written");
	if ((f = fopen(path, "rb"))) {
		fclose(f);
		old = read_all(path);
	}
	if (old && !strcmp(old, read_all(part)) && !strcmp(name, "sql.h"))
		remove(part); /* keep the date of the old one */
	else if (rename(part, path))
		die((struct place){path, 0}, "cannot be replaced");
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		fputs("usage: sqlgen OUT_DIR FILE.sql ...\n", stderr);
		return 2;
	}
	for (int i = 2; i < argc; i++) {
		if (strstr(argv[i], "migrations/"))
			read_migration(argv[i]);
		else
			read_statements(argv[i]);
	}
	finish_statements();
	finish_migrations();
	write_file(argv[1], "sql.h", write_header);
	write_file(argv[1], "sql.c", write_code);
	return 0;
}
