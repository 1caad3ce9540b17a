/* csspick - keeps of a stylesheet what our pages can use, without white space.
 *
 *	csspick CSS SOURCE ...	rules whose every class, id, element and
 *				attribute is written in one of the sources
 *	csspick CSS		every rule: only comments and white space go
 *
 * Words count where they can become markup: in a template (.html) and a script
 * (.js) anywhere, in C inside string literals. An element counts where `<name`
 * stands. A custom property (--x) stays when something kept reads it, an
 * animation or a font face when something kept names it. Understands what the
 * kit uses: comma lists, :is :where :has (possible when their inside is), :not
 * (always possible), escapes, strings, url(data:...), nested @media, @supports,
 * @container, @layer. Output depends on the input alone.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct text {
	const char *at;
	size_t len;
};
enum kind { RULE, GROUP, KEYFRAMES, FONT_FACE, OTHER };
struct node {
	enum kind kind;
	struct text head, body; /* body of a rule: declarations */
	struct node *child, *next;
};

static void *must(void *p)
{
	if (!p) {
		fprintf(stderr, "csspick: no memory\n");
		exit(1);
	}
	return p;
}

static void die(const char *why, struct text where)
{
	fprintf(stderr, "csspick: %s: %.*s\n", why,
		(int)(where.len < 60 ? where.len : 60), where.at);
	exit(1);
}

static struct text read_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	size_t cap = 1 << 16, n = 0;
	char *p = must(malloc(cap));
	if (!f) {
		perror(path);
		exit(1);
	}
	while ((n += fread(p + n, 1, cap - n, f)) == cap)
		p = must(realloc(p, cap *= 2));
	fclose(f);
	return (struct text){p, n};
}

/* ---- a set of texts */

struct set {
	struct text *slot;
	size_t cap, n;
};

static size_t hash(struct text t)
{
	size_t h = 1469598103934665603u;
	for (size_t i = 0; i < t.len; i++)
		h = (h ^ (unsigned char)t.at[i]) * 1099511628211u;
	return h;
}

static bool same(struct text a, struct text b)
{
	return a.len == b.len && !memcmp(a.at, b.at, a.len);
}

static bool is(struct text a, const char *z)
{
	return same(a, (struct text){z, strlen(z)});
}

static struct text *set_slot(const struct set *s, struct text t)
{
	size_t i = hash(t) & (s->cap - 1);
	while (s->slot[i].at && !same(s->slot[i], t))
		i = (i + 1) & (s->cap - 1);
	return &s->slot[i];
}

static bool set_has(const struct set *s, struct text t)
{
	return s->cap && set_slot(s, t)->at;
}

static bool set_add(struct set *s, struct text t)
{
	if (2 * s->n >= s->cap) {
		struct set old = *s;
		s->cap = s->cap ? s->cap * 2 : 1024;
		s->slot = must(calloc(s->cap, sizeof(*s->slot)));
		for (size_t i = 0; i < old.cap; i++)
			if (old.slot[i].at)
				*set_slot(s, old.slot[i]) = old.slot[i];
		free(old.slot);
	}
	struct text *to = set_slot(s, t);
	if (to->at)
		return false;
	*to = t;
	s->n++;
	return true;
}

/* ---- the words of the sources */

static bool word_char(char c)
{
	return isalnum((unsigned char)c) || c == '-' || c == '_';
}

static size_t word_len(struct text t, size_t i)
{
	size_t n = 0;
	while (i + n < t.len && word_char(t.at[i + n]))
		n++;
	return n;
}

static bool keep_all;
static struct set words, elements;

static void add_words(struct text t)
{
	for (size_t i = 0; i < t.len; i++) {
		size_t n = word_len(t, i);
		if (!n)
			continue;
		set_add(&words, (struct text){t.at + i, n});
		if (i > 0 && t.at[i - 1] == '<')
			set_add(&elements, (struct text){t.at + i, n});
		i += n;
	}
}

/* The end of the literal that begins at i. */
static size_t after_string(struct text t, size_t i)
{
	char quote = t.at[i++];
	while (i < t.len && t.at[i] != quote)
		i += t.at[i] == '\\' ? 2 : 1;
	return i < t.len ? i + 1 : t.len;
}

static size_t after_comment(struct text t, size_t i)
{
	for (i += 2; i + 1 < t.len; i++)
		if (t.at[i] == '*' && t.at[i + 1] == '/')
			return i + 2;
	return t.len;
}

static bool comment_at(struct text t, size_t i)
{
	return i + 1 < t.len && t.at[i] == '/' && t.at[i + 1] == '*';
}

static void add_c_strings(struct text t)
{
	for (size_t i = 0; i < t.len;) {
		if (comment_at(t, i)) {
			i = after_comment(t, i);
		} else if (t.at[i] == '"' || t.at[i] == '\'') {
			size_t end = after_string(t, i);
			add_words((struct text){t.at + i, end - i});
			i = end;
		} else {
			i++;
		}
	}
}

static void add_source(const char *path)
{
	size_t n = strlen(path);
	struct text t = read_file(path);
	if (n > 2 &&
	    (!strcmp(path + n - 2, ".c") || !strcmp(path + n - 2, ".h")))
		add_c_strings(t);
	else
		add_words(t);
}

/* ---- reading: comments out, then a tree */

static struct text without_comments(struct text t)
{
	char *p = must(malloc(t.len + 1));
	size_t n = 0;
	for (size_t i = 0; i < t.len;) {
		size_t end = i + 1;
		if (comment_at(t, i)) {
			i = after_comment(t, i);
			p[n++] = ' ';
			continue;
		}
		if (t.at[i] == '\\' && i + 1 < t.len)
			end = i + 2;
		else if (t.at[i] == '"' || t.at[i] == '\'')
			end = after_string(t, i);
		memcpy(p + n, t.at + i, end - i);
		n += end - i;
		i = end;
	}
	return (struct text){p, n};
}

/* The next of `stop` outside strings and brackets, from i; t.len: none. */
static size_t find(struct text t, size_t i, const char *stop)
{
	int depth = 0;
	while (i < t.len) {
		char c = t.at[i];
		if (!depth && strchr(stop, c))
			return i;
		if (c == '(' || c == '[')
			depth++;
		if ((c == ')' || c == ']') && depth)
			depth--;
		if (c == '"' || c == '\'')
			i = after_string(t, i);
		else
			i += c == '\\' ? 2 : 1;
	}
	return t.len;
}

static struct text trim(struct text t)
{
	while (t.len && isspace((unsigned char)t.at[0]))
		t = (struct text){t.at + 1, t.len - 1};
	while (t.len && isspace((unsigned char)t.at[t.len - 1]))
		t.len--;
	return t;
}

/* The brace that closes the block which begins after i. */
static size_t block_end(struct text t, size_t i)
{
	int depth = 1;
	for (; (i = find(t, i, "{}")) < t.len; i++) {
		depth += t.at[i] == '{' ? 1 : -1;
		if (!depth)
			return i;
	}
	die("a block without end", t);
	return t.len;
}

static bool starts(struct text t, const char *z)
{
	size_t n = strlen(z);
	return t.len >= n && !memcmp(t.at, z, n);
}

static enum kind kind_of(struct text head)
{
	if (!starts(head, "@"))
		return RULE;
	if (starts(head, "@media") || starts(head, "@supports") ||
	    starts(head, "@container") || starts(head, "@layer"))
		return GROUP;
	if (starts(head, "@keyframes") || starts(head, "@-webkit-keyframes"))
		return KEYFRAMES;
	return starts(head, "@font-face") ? FONT_FACE : OTHER;
}

static struct node *parse(struct text t)
{
	struct node *first = NULL, **to = &first;
	for (size_t i = 0; i < t.len;) {
		size_t at = find(t, i, "{;");
		struct node *n = must(calloc(1, sizeof(*n)));
		n->head = trim((struct text){t.at + i, at - i});
		i = at + 1;
		if (at < t.len && t.at[at] == '{') {
			size_t end = block_end(t, i);
			n->body = trim((struct text){t.at + i, end - i});
			n->kind = kind_of(n->head);
			i = end + 1;
		} else if (!n->head.len) {
			continue;
		} else { /* @charset and the like have no place in the middle */
			die("a statement that is not understood", n->head);
		}
		if (n->kind == GROUP)
			n->child = parse(n->body);
		if (n->kind == RULE && find(n->body, 0, "{") < n->body.len)
			die("a rule inside a rule", n->head);
		*to = n;
		to = &n->next;
	}
	return first;
}

/* ---- can a selector match? */

static bool selector_possible(struct text s);

/* Some alternative of a comma list can. */
static bool list_possible(struct text s)
{
	for (size_t i = 0; i <= s.len;) {
		size_t end = find(s, i, ",");
		if (selector_possible(trim((struct text){s.at + i, end - i})))
			return true;
		i = end + 1;
	}
	return false;
}

/* A name from i, escapes undone; *end after it. */
static struct text name_at(struct text s, size_t i, size_t *end)
{
	char *p = must(malloc(s.len + 1));
	size_t n = 0;
	while (i < s.len &&
	       (word_char(s.at[i]) || s.at[i] == '\\' || (s.at[i] & 0x80))) {
		if (s.at[i] == '\\' && i + 1 < s.len)
			i++;
		p[n++] = s.at[i++];
	}
	*end = i;
	return (struct text){p, n};
}

/* [name] or [name="value"]: the name, and a value of one word after a plain
 * `=`, must be written somewhere. */
static bool attribute_possible(struct text inside)
{
	size_t i;
	struct text name = name_at(inside, 0, &i);
	if (!set_has(&words, name))
		return false;
	if (i >= inside.len || inside.at[i] != '=')
		return true;
	struct text v =
		trim((struct text){inside.at + i + 1, inside.len - i - 1});
	if (v.len >= 2 && (v.at[0] == '"' || v.at[0] == '\''))
		v = (struct text){v.at + 1, v.len - 2};
	return !v.len || word_len(v, 0) < v.len || set_has(&words, v);
}

/* From the colon at i. Inside :not anything may be unknown. */
static bool pseudo_possible(struct text s, size_t i, size_t *end)
{
	while (i < s.len && s.at[i] == ':')
		i++;
	struct text name = name_at(s, i, end);
	if (*end >= s.len || s.at[*end] != '(')
		return true;
	size_t from = *end + 1, close = find(s, from, ")");
	*end = close + 1;
	if (is(name, "is") || is(name, "where") || is(name, "has"))
		return list_possible((struct text){s.at + from, close - from});
	return true;
}

static bool selector_possible(struct text s)
{
	for (size_t i = 0; i < s.len;) {
		char c = s.at[i];
		size_t end = i + 1;
		bool ok = true;
		if (c == '.' || c == '#') {
			ok = set_has(&words, name_at(s, i + 1, &end));
		} else if (c == '[') {
			end = find(s, i + 1, "]") + 1;
			ok = attribute_possible(
				(struct text){s.at + i + 1, end - i - 2});
		} else if (c == ':') {
			ok = pseudo_possible(s, i, &end);
		} else if (word_char(c)) {
			struct text name = name_at(s, i, &end);
			ok = set_has(&elements, name) || is(name, "html") ||
			     is(name, "body");
		}
		if (!ok)
			return false;
		i = end;
	}
	return true;
}

/* ---- picking */

static struct set used_vars, used_names; /* of animations and fonts */

static void pick_selectors(struct node *n)
{
	char *p = must(malloc(n->head.len + 1));
	size_t len = 0;
	for (size_t i = 0; i <= n->head.len;) {
		size_t end = find(n->head, i, ",");
		struct text s = trim((struct text){n->head.at + i, end - i});
		if (s.len && selector_possible(s)) {
			if (len)
				p[len++] = ',';
			memcpy(p + len, s.at, s.len);
			len += s.len;
		}
		i = end + 1;
	}
	n->head = (struct text){p, len};
}

/* Drops rules that cannot match, and groups with nothing left. */
static struct node *pick(struct node *n)
{
	struct node *first = NULL, **to = &first;
	for (; n; n = n->next) {
		if (n->kind == RULE)
			pick_selectors(n);
		if (n->kind == GROUP)
			n->child = pick(n->child);
		if (n->kind == OTHER ||
		    (n->kind == RULE && (!n->head.len || !n->body.len)) ||
		    (n->kind == GROUP && !n->child))
			continue;
		*to = n;
		to = &n->next;
	}
	*to = NULL;
	return first;
}

typedef void declaration_fn(struct text name, struct text value);

static void each_declaration(struct text body, declaration_fn *fn)
{
	for (size_t i = 0; i < body.len;) {
		size_t end = find(body, i, ";");
		struct text d = trim((struct text){body.at + i, end - i});
		size_t colon = find(d, 0, ":");
		if (colon < d.len)
			fn((struct text){d.at, colon},
			   trim((struct text){d.at + colon + 1,
					      d.len - colon - 1}));
		i = end + 1;
	}
}

static bool grew;

static void note_words(struct set *to, struct text value, const char *prefix)
{
	for (size_t i = 0; i < value.len; i++) {
		size_t n = word_len(value, i);
		if (!n)
			continue;
		struct text w = {value.at + i, n};
		if (starts(w, prefix) && set_add(to, w))
			grew = true;
		i += n;
	}
}

static bool names_something(struct text name)
{
	return is(name, "font-family") || is(name, "font") ||
	       starts(name, "animation") || starts(name, "-webkit-animation") ||
	       starts(name, "--");
}

static void note_use(struct text name, struct text value)
{
	if (starts(name, "--") && !set_has(&used_vars, name))
		return;
	note_words(&used_vars, value, "--");
	if (names_something(name))
		note_words(&used_names, value, "");
}

static struct text last_word(struct text t)
{
	size_t i = t.len;
	while (i > 0 && word_char(t.at[i - 1]))
		i--;
	return (struct text){t.at + i, t.len - i};
}

static bool family_used;
static void check_family(struct text name, struct text value)
{
	if (!is(name, "font-family"))
		return;
	size_t from = 0;
	while (from < value.len && !word_char(value.at[from]))
		from++;
	family_used =
		set_has(&used_names,
			(struct text){value.at + from, word_len(value, from)});
}

static bool node_used(const struct node *n)
{
	if (keep_all || n->kind == RULE || n->kind == GROUP)
		return true;
	if (n->kind == KEYFRAMES)
		return set_has(&used_names, last_word(n->head));
	family_used = false;
	each_declaration(n->body, check_family);
	return family_used;
}

static void note_nodes(const struct node *n)
{
	for (; n; n = n->next) {
		note_nodes(n->child);
		if (n->kind == RULE)
			each_declaration(n->body, note_use);
		if (n->kind == KEYFRAMES && node_used(n))
			note_words(&used_vars, n->body, "--");
	}
}

/* ---- writing */

static bool any_declaration;

/* One space for many; none beside `tight`. */
static void put(struct text t, const char *tight)
{
	char before = 0;
	for (size_t i = 0; i < t.len;) {
		size_t end = i + 1;
		if (isspace((unsigned char)t.at[i])) {
			while (end < t.len && isspace((unsigned char)t.at[end]))
				end++;
			if (before && !strchr(tight, before) && end < t.len &&
			    !strchr(tight, t.at[end]))
				putchar(' ');
			i = end;
			continue;
		}
		if (t.at[i] == '"' || t.at[i] == '\'')
			end = after_string(t, i);
		else if (t.at[i] == '\\' && i + 1 < t.len)
			end = i + 2;
		fwrite(t.at + i, 1, end - i, stdout);
		before = t.at[end - 1];
		i = end;
	}
}

static bool declaration_used(struct text name)
{
	return keep_all || !starts(name, "--") || set_has(&used_vars, name) ||
	       set_has(&words, name);
}

static void put_declaration(struct text name, struct text value)
{
	if (!declaration_used(name))
		return;
	if (any_declaration)
		putchar(';');
	any_declaration = true;
	put(name, "");
	putchar(':');
	put(value, ",");
}

static bool something;
static void look_declaration(struct text name, struct text value)
{
	(void)value;
	something = something || declaration_used(name);
}

static bool worth(const struct node *n)
{
	if (n->kind == GROUP) {
		for (const struct node *c = n->child; c; c = c->next)
			if (worth(c))
				return true;
		return false;
	}
	if (n->kind != RULE)
		return node_used(n);
	something = false;
	each_declaration(n->body, look_declaration);
	return something;
}

static void print_nodes(const struct node *n)
{
	for (; n; n = n->next) {
		if (!worth(n))
			continue;
		put(n->head, n->kind == RULE ? ",>" : ",");
		putchar('{');
		any_declaration = false;
		if (n->kind == GROUP)
			print_nodes(n->child);
		else if (n->kind == KEYFRAMES || n->kind == OTHER)
			put(n->body, "{};:,");
		else
			each_declaration(n->body, put_declaration);
		putchar('}');
	}
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		fprintf(stderr, "usage: csspick CSS [SOURCE ...] >OUT\n");
		return 2;
	}
	keep_all = argc == 2;
	for (int i = 2; i < argc; i++)
		add_source(argv[i]);
	struct text css = read_file(argv[1]);
	if (starts(css, "\xef\xbb\xbf"))
		css = (struct text){css.at + 3, css.len - 3};
	struct node *tree = parse(without_comments(css));
	if (!keep_all) {
		tree = pick(tree);
		do {
			grew = false;
			note_nodes(tree);
		} while (grew);
	}
	print_nodes(tree);
	putchar('\n');
	return fflush(stdout) || ferror(stdout) ? 1 : 0;
}
