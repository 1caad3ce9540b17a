/* xml/tree - a whole XML file as a tree, for files that fit into memory.
 *
 * Names are without prefix: files of devices use one vocabulary each. Text is
 * what stands directly in an element, pieces joined; blanks between children
 * count as text, too: read values through xml_text, which trims.
 * Cost: about 150 bytes an element; the arena is the bound.
 */
#ifndef XML_TREE_H
#define XML_TREE_H

#include "xml/xml.h"

struct xml_node {
	struct str name, text;
	const struct xml_attr *attr;
	size_t n_attr;
	struct xml_node *first, *next; /* children, siblings */
};

MUST_USE enum rc xml_parse(struct str bytes, struct arena *a,
			   const struct xml_node **root, struct err *err);

/* All allow NULL, and answer NULL or an empty text when there is none. */

/* The first child of that name; the next sibling of the same name. */
const struct xml_node *xml_child(const struct xml_node *n, const char *name);
const struct xml_node *xml_again(const struct xml_node *n);
/* Down a path of first children: "patient/name/lastname". */
const struct xml_node *xml_at(const struct xml_node *n, const char *path);
/* Text at a path, trimmed; "" is the node itself. */
struct str xml_text(const struct xml_node *n, const char *path);
struct str xml_attr(const struct xml_node *n, const char *name);
/* Every element below `top` in the order of the file, children first;
 * NULL behind the last. */
struct xml_walk {
	const struct xml_node *way[XML_MOST_DEPTH];
	size_t depth;
};
void xml_walk_init(struct xml_walk *w, const struct xml_node *top);
const struct xml_node *xml_walk_next(struct xml_walk *w);

#endif
