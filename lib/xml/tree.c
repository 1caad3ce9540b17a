#include "xml/tree.h"

/* A node that grows: where its next child goes, and how much room its joined
 * text has. */
struct growing {
	struct xml_node *node, **last;
	size_t room; /* 0: the text is still a view */
};

struct grower {
	struct arena *a;
	struct growing open[XML_MOST_DEPTH + 1]; /* [0] holds the root */
	size_t depth;
};

static enum rc add_node(struct grower *g, const struct xml *x, struct err *err)
{
	struct xml_node *n = arena_array(g->a, struct xml_node, 1);
	struct xml_attr *attr =
		x->n_attr ? arena_array(g->a, struct xml_attr, x->n_attr)
			  : NULL;
	if (!n || (x->n_attr && !attr))
		return arena_fail(g->a, err);
	for (size_t i = 0; i < x->n_attr; i++)
		attr[i] = (struct xml_attr){xml_local(x->attr[i].name),
					    x->attr[i].value};
	n->name = xml_local(x->name);
	n->attr = attr;
	n->n_attr = x->n_attr;
	*g->open[g->depth].last = n;
	g->open[g->depth].last = &n->next;
	g->open[++g->depth] = (struct growing){n, &n->first, 0};
	return OK;
}

/* Pieces are joined in room that doubles: linear, however many there are. */
static enum rc add_text(struct grower *g, struct str piece, struct err *err)
{
	struct growing *o = &g->open[g->depth];
	struct str *text = &o->node->text;
	if (!text->len) {
		*text = piece;
		return OK;
	}
	if (text->len + piece.len > o->room) {
		size_t room = 2 * (text->len + piece.len);
		char *to = arena_alloc(g->a, room);
		if (!to)
			return arena_fail(g->a, err);
		memcpy(to, text->ptr, text->len);
		o->room = room;
		text->ptr = to;
	}
	/* ours: the first join made it so */
	char *end = (char *)(uintptr_t)text->ptr + text->len;
	memcpy(end, piece.ptr, piece.len);
	text->len += piece.len;
	return OK;
}

enum rc xml_parse(struct str bytes, struct arena *a,
		  const struct xml_node **root, struct err *err)
{
	struct xml x;
	struct xml_node top = {.first = NULL};
	struct grower g = {.a = a, .open = {{&top, &top.first, 0}}};
	enum xml_event event = XML_START;
	enum rc rc = xml_init(&x, bytes, a, err);
	while (!rc && event != XML_END) {
		rc = xml_next(&x, &event, err);
		if (rc)
			break;
		if (event == XML_START)
			rc = add_node(&g, &x, err);
		else if (event == XML_TEXT)
			rc = add_text(&g, x.text, err);
		else if (event == XML_STOP)
			g.depth--;
	}
	if (!rc)
		*root = top.first;
	return rc;
}

static const struct xml_node *of_name(const struct xml_node *n, struct str name)
{
	while (n && !str_eq(n->name, name))
		n = n->next;
	return n;
}

const struct xml_node *xml_child(const struct xml_node *n, const char *name)
{
	return n ? of_name(n->first, str_from(name)) : NULL;
}

const struct xml_node *xml_again(const struct xml_node *n)
{
	return n ? of_name(n->next, n->name) : NULL;
}

const struct xml_node *xml_at(const struct xml_node *n, const char *path)
{
	for (struct str rest = str_from(path); n && rest.ptr && rest.len;)
		n = of_name(n->first, str_cut(&rest, '/'));
	return n;
}

struct str xml_text(const struct xml_node *n, const char *path)
{
	n = xml_at(n, path);
	return n ? str_trim(n->text) : STR("");
}

struct str xml_attr(const struct xml_node *n, const char *name)
{
	for (size_t i = 0; n && i < n->n_attr; i++)
		if (str_is(n->attr[i].name, name))
			return n->attr[i].value;
	return STR("");
}

void xml_walk_init(struct xml_walk *w, const struct xml_node *top)
{
	w->depth = 0;
	if (top && top->first)
		w->way[w->depth++] = top->first;
}

const struct xml_node *xml_walk_next(struct xml_walk *w)
{
	while (w->depth && !w->way[w->depth - 1])
		w->depth--;
	if (!w->depth)
		return NULL;
	const struct xml_node *n = w->way[w->depth - 1];
	w->way[w->depth - 1] = n->next;
	if (n->first)
		w->way[w->depth++] = n->first;
	return n;
}
