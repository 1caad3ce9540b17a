#include "strata_sql/strata_sql_int.h"

/* Words hold words hold words: deeper than this is a circle. */
#define MAX_DEPTH    16
#define MAX_ARGUMENT 4

struct call { /* a word with its arguments, as they stand */
	struct str name, argument[MAX_ARGUMENT];
	size_t n_argument;
};

static enum rc expand(const struct template *t, struct str s,
		      const struct call *in, unsigned depth, struct buf *out,
		      struct err *err);

void template_set(struct template *t, const char *name, const char *text)
{
	assert(t->n_var < countof(t->var));
	t->var[t->n_var++] = (struct word){name, text};
}

void template_flag(struct template *t, const char *flag, bool set)
{
	assert(t->n_flag < countof(t->flag));
	if (set)
		t->flag[t->n_flag++] = flag;
}

/* Cut "{word|a|b}" at the start of *s into its parts. */
static enum rc read_call(struct str *s, struct call *c, struct err *err)
{
	size_t from = 1, level = 0;
	*c = (struct call){.n_argument = 0};
	for (size_t i = 1; i < s->len; i++) {
		char x = s->ptr[i];
		level += x == '{';
		if (level && x == '}') {
			level--;
			continue;
		}
		if (level || (x != '|' && x != '}'))
			continue;
		if (x == '|' && s->ptr[i - 1] == '\'' && i + 1 < s->len &&
		    s->ptr[i + 1] == '\'')
			continue; /* the text '|' */
		struct str part = str_sub(*s, from, i - from);
		from = i + 1;
		if (!c->name.ptr)
			c->name = part;
		else if (c->n_argument < MAX_ARGUMENT)
			c->argument[c->n_argument++] = part;
		if (x == '}') {
			*s = str_sub(*s, i + 1, s->len - i - 1);
			return OK;
		}
	}
	return err_set(err, E_FORMAT, "template: a brace is not closed");
}

static const char *find_word(const struct word *w, size_t n, struct str name)
{
	for (size_t i = 0; i < n && w[i].name; i++)
		if (str_is(name, w[i].name))
			return w[i].text;
	return NULL;
}

static enum rc expand_call(const struct template *t, const struct call *c,
			   const struct call *in, unsigned depth,
			   struct buf *out, struct err *err)
{
	struct call done = {.name = c->name, .n_argument = c->n_argument};
	struct buf b[MAX_ARGUMENT] = {{0}};
	enum rc rc = OK;
	const char *text = find_word(t->var, t->n_var, c->name);
	if (!text)
		text = find_word(t->words, SIZE_MAX, c->name);
	for (size_t i = 0; i < c->n_argument && !rc; i++) {
		buf_init(&b[i], 65536);
		rc = expand(t, c->argument[i], in, depth + 1, &b[i], err);
		done.argument[i] = buf_view(&b[i]);
	}
	if (!rc && text)
		rc = expand(t, str_from(text), &done, depth + 1, out, err);
	else if (!rc)
		rc = t->special(t->ctx, c->name, done.argument[0], out, err);
	for (size_t i = 0; i < MAX_ARGUMENT; i++)
		buf_release(&b[i]);
	return rc;
}

/* Arguments come in already expanded: they are copied as they are. */
static enum rc expand(const struct template *t, struct str s,
		      const struct call *in, unsigned depth, struct buf *out,
		      struct err *err)
{
	if (depth > MAX_DEPTH)
		return err_set(err, E_LIMIT, "template: words in a circle");
	while (s.len) {
		size_t i = 0;
		while (i < s.len && s.ptr[i] != '{' && s.ptr[i] != '$')
			i++;
		buf_str(out, str_sub(s, 0, i));
		s = str_sub(s, i, s.len - i);
		if (!s.len)
			break;
		if (s.ptr[0] == '$') {
			size_t k = s.len > 1 ? (size_t)(s.ptr[1] - '1') : 9;
			if (in && k < in->n_argument)
				buf_str(out, in->argument[k]);
			s = str_sub(s, 2, s.len - 2);
			continue;
		}
		struct call c;
		enum rc rc = read_call(&s, &c, err);
		if (!rc)
			rc = expand_call(t, &c, in, depth, out, err);
		if (rc)
			return rc;
	}
	return OK;
}

enum rc template_words(const struct template *t, struct str text,
		       struct buf *out, struct err *err)
{
	return expand(t, text, NULL, 0, out, err);
}

static bool flag_is_set(const struct template *t, struct str name)
{
	for (size_t i = 0; i < t->n_flag; i++)
		if (str_is(name, t->flag[i]))
			return true;
	return false;
}

/* Lines between #if and #end, when the flag is set; a word may span lines, so
 * what is kept is expanded as one. */
static enum rc expand_lines(const struct template *t, struct str text,
			    struct buf *out, struct err *err)
{
	struct buf kept;
	bool keep = true;
	buf_init(&kept, (size_t)1 << 20);
	for (struct str rest = text; rest.ptr && rest.len;) {
		struct str line = str_cut(&rest, '\n');
		if (str_starts(line, STR("#if "))) {
			keep = flag_is_set(t, str_sub(line, 4, line.len - 4));
		} else if (str_is(line, "#end")) {
			keep = true;
		} else if (keep) {
			buf_str(&kept, line);
			buf_char(&kept, '\n');
		}
	}
	enum rc rc = template_words(t, buf_view(&kept), out, err);
	buf_release(&kept);
	return rc;
}

enum rc template_file(const struct template *t, const char *name,
		      struct buf *out, struct err *err)
{
	for (size_t i = 0; i < strata_sql_files_count; i++) {
		const struct embedded *e = &strata_sql_files[i];
		if (strcmp(e->name, name) == 0)
			return expand_lines(
				t,
				(struct str){e->begin,
					     (size_t)(e->end - e->begin)},
				out, err);
	}
	BUG("template");
}
