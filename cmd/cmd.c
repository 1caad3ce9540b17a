#include "cmd/cmd.h"

#include "base/other_day.h"
#include "base/progress.h"

int cmd_dispatch(const char *prefix, const struct command *table, size_t n,
		 int argc, char **argv)
{
	bool help = argc > 1 &&
		    (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"));
	if (argc > 1 && !help)
		for (size_t i = 0; i < n; i++)
			if (!strcmp(argv[1], table[i].name))
				return table[i].run(argc - 1, argv + 1);
	FILE *to = help ? stdout : stderr;
	if (argc > 1 && !help)
		fprintf(to, "%s: there is no command \"%s\"\n", prefix,
			argv[1]);
	fprintf(to, "usage: %s COMMAND ...\n\n", prefix);
	for (size_t i = 0; i < n; i++)
		fprintf(to, "  %-17s %s\n", table[i].name, table[i].help);
	fprintf(to, "\n%s COMMAND --help says more of one.\n", prefix);
	return help ? EXIT_DONE : EXIT_USAGE;
}

static bool is_positional(const struct opt *o)
{
	return o->type == OPT_POS || o->type == OPT_LIST;
}

static void usage(FILE *to, const char *name, const char *what,
		  const struct opt *opts, size_t n)
{
	fprintf(to, "usage: %s", name);
	for (size_t i = 0; i < n; i++)
		if (is_positional(&opts[i]))
			fprintf(to, opts[i].required ? " %s%s" : " [%s%s]",
				opts[i].name,
				opts[i].type == OPT_LIST ? " ..." : "");
	for (size_t i = 0; i < n; i++)
		if (!is_positional(&opts[i]) && opts[i].required)
			fprintf(to, " --%s %s", opts[i].name, opts[i].value);
	fprintf(to, " [OPTION ...]\n%s\n\n", what);
	for (size_t i = 0; i < n; i++) {
		char left[64];
		bool pos = is_positional(&opts[i]);
		snprintf(left, sizeof(left), "%s%s%s%s", pos ? "" : "--",
			 opts[i].name, opts[i].value ? " " : "",
			 opts[i].value ? opts[i].value : "");
		fprintf(to, "  %-24s %s%s\n", left, opts[i].help,
			opts[i].required && !pos ? " (required)" : "");
	}
	fprintf(to, "  %-24s %s\n", "--help", "this text");
}

static enum rc in_bounds(const struct opt *o, const char *v, int64_t x,
			 int64_t unit, struct err *err)
{
	if ((o->min || o->max) && (x < o->min || x > o->max))
		return err_set(err, E_RANGE,
			       "--%s: %s is not between %" PRId64
			       " and %" PRId64,
			       o->name, v, o->min / unit, o->max / unit);
	*(int64_t *)o->out = x;
	return OK;
}

static enum rc add_word(struct opt_list *to, const char *v, struct err *err)
{
	if (to->n == OPT_LIST_MAX)
		return err_set(err, E_USAGE, "more than %u files",
			       OPT_LIST_MAX);
	to->word[to->n++] = v;
	return OK;
}

static enum rc set_value(const struct opt *o, const char *v, struct err *err)
{
	struct str s = str_from(v);
	struct date d;
	int64_t x;
	switch (o->type) {
	case OPT_FLAG:
		*(bool *)o->out = true;
		return OK;
	case OPT_STR:
	case OPT_POS:
	case OPT_LIST:
		if (!s.len)
			return err_set(err, E_USAGE, "%s%s is empty",
				       is_positional(o) ? "" : "--", o->name);
		if (o->type == OPT_LIST)
			return add_word(o->out, v, err);
		*(const char **)o->out = v;
		return OK;
	case OPT_INT:
		if (!str_to_int(s, &x))
			return err_set(err, E_USAGE,
				       "--%s: \"%s\" is not a whole number",
				       o->name, v);
		return in_bounds(o, v, x, 1, err);
	case OPT_DECIMAL:
		if (!str_to_decimal(s, 4, &x))
			return err_set(err, E_USAGE,
				       "--%s: \"%s\" is not a decimal number "
				       "with at most four decimals",
				       o->name, v);
		return in_bounds(o, v, x, 10000, err);
	case OPT_DATE:
		if (date_parse(s, &d, err))
			return err_context(err, "--%s", o->name);
		*(struct date *)o->out = d;
		return OK;
	}
	BUG("option type");
}

static const struct opt *find_opt(const struct opt *opts, size_t n,
				  struct str name)
{
	for (size_t i = 0; i < n; i++)
		if (!is_positional(&opts[i]) && str_is(name, opts[i].name))
			return &opts[i];
	return NULL;
}

static const struct opt *next_positional(const struct opt *opts, size_t n,
					 size_t k)
{
	for (size_t i = 0; i < n; i++)
		if (opts[i].type == OPT_LIST ||
		    (opts[i].type == OPT_POS && k-- == 0))
			return &opts[i];
	return NULL;
}

static enum rc one_word(const struct opt *opts, size_t n, int argc, char **argv,
			int *i, size_t *n_pos, bool *seen, struct err *err)
{
	const char *word = argv[*i];
	const struct opt *o;
	int64_t number;
	if (word[0] == '-' && word[1] && word[1] != '-' &&
	    !str_to_decimal(str_from(word), 9, &number))
		return err_set(err, E_USAGE,
			       "there is no option \"%s\": options begin with "
			       "two dashes",
			       word);
	if (strncmp(word, "--", 2) != 0) {
		o = next_positional(opts, n, (*n_pos)++);
		if (!o)
			return err_set(err, E_USAGE, "\"%s\" is one too many",
				       word);
		seen[o - opts] = true;
		return set_value(o, word, err);
	}
	struct str value = str_from(word + 2), name = str_cut(&value, '=');
	o = find_opt(opts, n, name);
	if (!o)
		return err_set(err, E_USAGE, "there is no option \"%s\"", word);
	seen[o - opts] = true;
	if (o->type == OPT_FLAG)
		return value.ptr ? err_set(err, E_USAGE, "--%s takes no value",
					   o->name)
				 : set_value(o, "", err);
	if (value.ptr)
		return set_value(o, value.ptr, err);
	if (*i + 1 >= argc || !strncmp(argv[*i + 1], "--", 2))
		return err_set(err, E_USAGE, "--%s needs a value: %s", o->name,
			       o->value);
	return set_value(o, argv[++*i], err);
}

/* The database may be named once for all commands; its address may hold a
 * password, which the words of a process show to everybody. */
static bool from_env(const struct opt *o)
{
	const char *url = getenv("PROSSIMA_DB");
	if (o->type != OPT_STR || strcmp(o->name, "db") != 0 || !url || !*url)
		return false;
	*(const char **)o->out = url;
	return true;
}

int opt_parse(const char *name, const char *what, const struct opt *opts,
	      size_t n, int argc, char **argv, bool *stop)
{
	bool seen[64] = {false};
	struct err err = {0};
	size_t n_pos = 0;
	assert(n <= countof(seen));
	*stop = true;
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h")) {
			usage(stdout, name, what, opts, n);
			return EXIT_DONE;
		}
		if (one_word(opts, n, argc, argv, &i, &n_pos, seen, &err))
			goto wrong;
	}
	for (size_t i = 0; i < n; i++)
		if (opts[i].required && !seen[i] && !from_env(&opts[i])) {
			err_set(&err, E_USAGE, "%s%s is missing",
				is_positional(&opts[i]) ? "" : "--",
				opts[i].name);
			goto wrong;
		}
	*stop = false;
	return EXIT_DONE;
wrong:
	fprintf(stderr, "%s: %s\n%s --help says how.\n", name, err.text, name);
	return EXIT_USAGE;
}

int cmd_fail(const struct err *err)
{
	fprintf(stderr, "prossima: %s\n", err->text);
	return err->rc == E_USAGE ? EXIT_USAGE : EXIT_FAILED;
}

struct date cmd_today(void)
{
	struct date d;
	const char *set = getenv("PROSSIMA_TODAY");
	if (set && !date_parse(str_from(set), &d, NULL))
		return d;
	return date_in_rome(clock_now_us());
}

int64_t cmd_now_us(void)
{
	return instant_on_day(clock_now_us(), cmd_today());
}
