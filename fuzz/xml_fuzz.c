/* Properties: what the pulled events say is well nested and comes to an end;
 * no text is longer than the file, in any encoding; the tree is made exactly
 * when the events are. */
#include "xml/tree.h"

#define CHECK(x)                                                               \
	do {                                                                   \
		if (!(x))                                                      \
			abort();                                               \
	} while (0)

static enum rc pull(struct str in, struct arena *a, size_t *n_element)
{
	struct xml x;
	enum xml_event event = XML_START;
	size_t depth = 0, sum = 0;
	enum rc rc = xml_init(&x, in, a, NULL);
	while (!rc && event != XML_END) {
		rc = xml_next(&x, &event, NULL);
		if (rc)
			break;
		depth += event == XML_START;
		*n_element += event == XML_START;
		CHECK(depth || event == XML_END);
		depth -= event == XML_STOP;
		sum += event == XML_TEXT ? x.text.len : 0;
		CHECK(x.depth == depth || event == XML_START);
	}
	CHECK(rc || !depth);
	CHECK(sum <= 2 * in.len); /* ISO-8859-1 and UTF-16 as UTF-8 */
	return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str in = {(const char *)data, size};
	struct arena a;
	struct xml_walk w;
	const struct xml_node *root = NULL;
	size_t n_pulled = 0, n_walked = 1;
	arena_init(&a, 64u << 20);
	enum rc rc = pull(in, &a, &n_pulled);
	CHECK(xml_parse(in, &a, &root, NULL) == rc);
	if (!rc) {
		xml_walk_init(&w, root);
		while (xml_walk_next(&w))
			n_walked++;
		CHECK(n_walked == n_pulled);
	}
	arena_release(&a);
	return 0;
}
