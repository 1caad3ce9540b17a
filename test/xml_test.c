/* The XML reader: what it takes, what it refuses, what comes out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/base64.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "xml/tree.h"

static void accepts_and_refuses(void **state)
{
	(void)state;
	static const struct {
		const char *name, *text;
		enum rc rc;
	} rows[] = {
		{"smallest", "<a/>", OK},
		{"declaration", "<?xml version=\"1.0\"?>\n<a></a>\n", OK},
		{"comment around", "<!-- b --><a/><!-- c -->", OK},
		{"instruction inside", "<a><?target any ?></a>", OK},
		{"both quotes", "<a b='\"' c=\"'\"/>", OK},
		{"blanks in tags", "<a  b = '1' ></a >", OK},
		{"CDATA", "<a><![CDATA[<&]]></a>", OK},
		{"doctype by name", "<!DOCTYPE a SYSTEM \"x.dtd\"><a/>", OK},
		{"subset without entities",
		 "<!DOCTYPE a [<!ELEMENT a ANY><!-- <!ENTITY -->]><a/>", OK},
		{"utf-8", "<a>\xc3\xa8</a>", OK},
		{"prefix", "<h:a h:b='1'></h:a>", OK},
		{"empty", "", E_FORMAT},
		{"blank", " \n", E_FORMAT},
		{"no element", "<?xml version='1.0'?>", E_FORMAT},
		{"two roots", "<a/><b/>", E_FORMAT},
		{"text outside", "<a/>b", E_FORMAT},
		{"CDATA outside", "<a/><![CDATA[b]]>", E_FORMAT},
		{"not closed", "<a>", E_FORMAT},
		{"closed wrongly", "<a><b></a></b>", E_FORMAT},
		{"closed twice", "<a></a></a>", E_FORMAT},
		{"cut in a tag", "<a b='1'", E_FORMAT},
		{"cut in a value", "<a b='1", E_FORMAT},
		{"cut in a name", "<", E_FORMAT},
		{"cut in a comment", "<a><!-- ", E_FORMAT},
		{"cut in CDATA", "<a><![CDATA[ ]]", E_FORMAT},
		{"attribute twice", "<a b='1' b='2'/>", E_FORMAT},
		{"attribute without quotes", "<a b=1/>", E_FORMAT},
		{"attribute without value", "<a b/>", E_FORMAT},
		{"no blank between attributes", "<a b='1'c='2'/>", E_FORMAT},
		{"< in a value", "<a b='<'/>", E_FORMAT},
		{"name with a digit first", "<1/>", E_FORMAT},
		{"entity not known", "<a>&nbsp;</a>", E_FORMAT},
		{"& alone", "<a>b & c</a>", E_FORMAT},
		{"reference to no character", "<a>&#0;</a>", E_FORMAT},
		{"reference to a surrogate", "<a>&#xD800;</a>", E_FORMAT},
		{"reference too large", "<a>&#x110000;</a>", E_FORMAT},
		{"not utf-8", "<a>\xe8</a>", E_FORMAT},
		{"control character", "<a>\x01</a>", E_FORMAT},
		{"another encoding",
		 "<?xml version='1.0' encoding='EBCDIC'?><a/>", E_FORMAT},
		{"utf-16 that is not",
		 "<?xml version='1.0' encoding='utf-16'?><a/>", E_FORMAT},
		{"doctype after the root", "<a/><!DOCTYPE a>", E_FORMAT},
		{"doctype without end", "<!DOCTYPE a [", E_FORMAT},
		{"an entity of its own",
		 "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", E_DENIED},
		{"an entity from outside",
		 "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a/>",
		 E_DENIED},
		{"a billion laughs",
		 "<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">"
		 "<!ENTITY c \"&b;&b;&b;\">]><l>&c;</l>",
		 E_DENIED},
		{"a parameter entity",
		 "<!DOCTYPE a [<!ENTITY % p 'x'> %p;]><a/>", E_DENIED},
		{"a parameter entity from outside", "<!DOCTYPE a [%p;]><a/>",
		 E_DENIED},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct arena a;
		const struct xml_node *root = NULL;
		struct err err = {0};
		arena_init(&a, 1u << 20);
		enum rc rc = xml_parse(str_from(rows[i].text), &a, &root, &err);
		if (rc != rows[i].rc || (rc && !err.text[0]) || (!rc && !root))
			fail_msg("%s: rc %d %s", rows[i].name, rc, err.text);
		arena_release(&a);
	}
}

static void gives_texts(void **state)
{
	(void)state;
	static const struct {
		const char *name, *text, *path, *is;
	} rows[] = {
		{"trimmed", "<a> b\n</a>", "", "b"},
		{"down a path", "<a><b><c>d</c></b></a>", "b/c", "d"},
		{"the first of them", "<a><b>1</b><b>2</b></a>", "b", "1"},
		{"not there", "<a/>", "b/c", ""},
		{"five entities", "<a>&lt;&gt;&amp;&quot;&apos;</a>", "",
		 "<>&\"'"},
		{"references", "<a>&#233;&#xE9;&#x1F600;</a>", "",
		 "\xc3\xa9\xc3\xa9\xf0\x9f\x98\x80"},
		{"CDATA as it stands", "<a><![CDATA[<b>&amp;]]></a>", "",
		 "<b>&amp;"},
		{"pieces joined", "<a>b<!-- x -->c<d/>e<![CDATA[f]]></a>", "",
		 "bcef"},
		{"prefixes cut", "<h:a><h:b>c</h:b></h:a>", "b", "c"},
		{"latin letters",
		 "<?xml version='1.0' encoding='ISO-8859-1'?><a>perch\xe9</a>",
		 "", "perch\xc3\xa9"},
		{"byte order mark", "\xef\xbb\xbf<a>b</a>", "", "b"},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct arena a;
		const struct xml_node *root = NULL;
		struct err err = {0};
		arena_init(&a, 1u << 20);
		if (xml_parse(str_from(rows[i].text), &a, &root, &err))
			fail_msg("%s: %s", rows[i].name, err.text);
		if (!str_is(xml_text(root, rows[i].path), rows[i].is))
			fail_msg("%s: \"" STR_FMT "\"", rows[i].name,
				 STR_ARG(xml_text(root, rows[i].path)));
		arena_release(&a);
	}
}

static void walks(void **state)
{
	(void)state;
	struct arena a;
	const struct xml_node *root, *n;
	struct xml_walk w;
	char seen[16] = "";
	arena_init(&a, 1u << 20);
	assert_int_equal(xml_parse(STR("<a><b><c/><d x='1' h:y='2'/></b><e/>"
				       "<b/></a>"),
				   &a, &root, NULL),
			 OK);
	xml_walk_init(&w, root);
	while ((n = xml_walk_next(&w)))
		strncat(seen, n->name.ptr, 1);
	assert_string_equal(seen, "bcdeb");
	n = xml_at(root, "b/d");
	assert_true(str_is(xml_attr(n, "x"), "1"));
	assert_true(str_is(xml_attr(n, "y"), "2"));
	assert_int_equal(xml_attr(n, "z").len, 0);
	n = xml_again(xml_child(root, "b"));
	assert_non_null(n);
	assert_null(n->first);
	assert_null(xml_again(n));
	arena_release(&a);
}

/* The text in UTF-16 with its mark. */
static size_t to_utf16(struct str s, bool big, char *to)
{
	size_t n = 0;
	uint32_t unit[2];
	for (size_t i = 0, first = 1; i < s.len || first; first = 0) {
		uint32_t c = first ? 0xFEFF : utf8_next(s, &i);
		size_t n_unit = c > 0xFFFF ? 2 : 1;
		unit[0] = c > 0xFFFF ? 0xD800 + ((c - 0x10000) >> 10) : c;
		unit[1] = 0xDC00 + (c & 0x3FF);
		for (size_t k = 0; k < n_unit; k++) {
			to[n + !big] = (char)(unit[k] >> 8);
			to[n + big] = (char)unit[k];
			n += 2;
		}
	}
	return n;
}

static void reads_utf16(void **state)
{
	(void)state;
	const struct str text = STR("<?xml version='1.0' encoding='utf-16'?>"
				    "<a>\xc3\xa8 \xe2\x82\xac "
				    "\xf0\x9f\x98\x80</a>");
	char bytes[256];
	for (int big = 0; big < 2; big++) {
		struct arena a;
		const struct xml_node *root;
		size_t n = to_utf16(text, big, bytes);
		arena_init(&a, 1u << 20);
		assert_int_equal(
			xml_parse((struct str){bytes, n}, &a, &root, NULL), OK);
		assert_true(str_is(xml_text(root, ""),
				   "\xc3\xa8 \xe2\x82\xac \xf0\x9f\x98\x80"));
		/* cut anywhere, it is refused */
		for (size_t len = 0; len < n - 1; len++)
			if (!xml_parse((struct str){bytes, len}, &a, &root,
				       NULL))
				fail_msg("accepted when cut at %zu", len);
		arena_release(&a);
	}
}

/* One element or attribute too many, a name too long. */
static void keeps_its_limits(void **state)
{
	(void)state;
	static const struct {
		const char *name, *before, *each, *after;
		int n;
		enum rc rc;
	} rows[] = {
		{"deepest", "", "<a>", NULL, XML_MOST_DEPTH, E_FORMAT},
		{"deeper", "", "<a>", NULL, XML_MOST_DEPTH + 1, E_LIMIT},
		{"longest name", "<", "a", "/>", XML_MOST_NAME, OK},
		{"longer name", "<", "a", "/>", XML_MOST_NAME + 1, E_LIMIT},
		{"elements past the memory", "<a>", "<b/>", "</a>", 30000,
		 E_LIMIT},
		{"many pieces of text", "<a>", "x<!---->", "</a>", 30000, OK},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct arena a;
		struct buf b;
		const struct xml_node *root;
		struct err err = {0};
		arena_init(&a, 1u << 20);
		buf_init(&b, 1u << 20);
		buf_text(&b, rows[i].before);
		for (int k = 0; k < rows[i].n; k++)
			buf_text(&b, rows[i].each);
		if (rows[i].after)
			buf_text(&b, rows[i].after);
		enum rc rc = xml_parse(buf_view(&b), &a, &root, &err);
		if (rc != rows[i].rc)
			fail_msg("%s: rc %d %s", rows[i].name, rc, err.text);
		buf_release(&b);
		arena_release(&a);
	}
}

static void bounds_attributes(void **state)
{
	(void)state;
	for (int n = XML_MOST_ATTRS; n <= XML_MOST_ATTRS + 1; n++) {
		struct arena a;
		struct buf b;
		const struct xml_node *root;
		arena_init(&a, 1u << 20);
		buf_init(&b, 1u << 16);
		buf_text(&b, "<a");
		for (int k = 0; k < n; k++)
			buf_printf(&b, " b%d='1'", k);
		buf_text(&b, "/>");
		assert_int_equal(xml_parse(buf_view(&b), &a, &root, NULL),
				 n > XML_MOST_ATTRS ? E_LIMIT : OK);
		buf_release(&b);
		arena_release(&a);
	}
}

static void decodes_base64(void **state)
{
	(void)state;
	static const struct {
		const char *text, *is; /* NULL: refused */
	} rows[] = {
		{"", ""},           {"YQ==", "a"},
		{"YWI=", "ab"},     {"YWJj", "abc"},
		{"YW\nJj ", "abc"}, {"YWI", "ab"},
		{"YQ", "a"},        {"Y", NULL},
		{"YQ=", NULL},      {"YQ===", NULL},
		{"YQ==YQ==", NULL}, {"Y*==", NULL},
		{"YWJj=", NULL},    {"+/+/", "\xfb\xff\xbf"},
	};
	struct arena a;
	arena_init(&a, 1u << 20);
	for (size_t i = 0; i < countof(rows); i++) {
		struct str out = {0};
		enum rc rc =
			base64_decode(str_from(rows[i].text), &a, &out, NULL);
		if (!rc != !!rows[i].is || (!rc && !str_is(out, rows[i].is)))
			fail_msg("%s: rc %d", rows[i].text, rc);
	}
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(accepts_and_refuses),
		cmocka_unit_test(gives_texts),
		cmocka_unit_test(walks),
		cmocka_unit_test(reads_utf16),
		cmocka_unit_test(keeps_its_limits),
		cmocka_unit_test(bounds_attributes),
		cmocka_unit_test(decodes_base64),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
