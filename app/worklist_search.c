/* Words typed, compared with names: without case, without accents. */
#include "app/worklist_int.h"

/* Letters of U+00C0 to U+00FF as one plain letter each; 0: no letter. */
static const char plain[64] = "aaaaaaaceeeeiiiidnooooo\0ouuuuyts"
			      "aaaaaaaceeeeiiiidnooooo\0ouuuuyt";

/* The next letter or digit of s, folded, from *at on; 0 at a gap between
 * words, -1 at the end. Bytes that are no Latin letter stand for themselves. */
static int next_letter(struct str s, size_t *at)
{
	if (*at >= s.len)
		return -1;
	unsigned char c = (unsigned char)s.ptr[(*at)++];
	if (c >= 'A' && c <= 'Z')
		return c + ('a' - 'A');
	if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
		return c;
	if (c == 0xc3 && *at < s.len) {
		unsigned char d = (unsigned char)s.ptr[*at];
		if (d >= 0x80 && d < 0xc0 && plain[d - 0x80]) {
			++*at;
			return plain[d - 0x80];
		}
	}
	return c < 0x80 ? 0 : c;
}

/* Does the word begin at `from` of the text? Apostrophes in names count as
 * nothing: "dangelo" finds "D'Angelo". */
static bool begins(struct str word, struct str text, size_t from)
{
	size_t w = 0, t = from;
	for (;;) {
		int want = next_letter(word, &w);
		if (want < 0)
			return true;
		if (!want)
			continue;
		int have = next_letter(text, &t);
		while (have == 0 && t > 0 && text.ptr[t - 1] == '\'')
			have = next_letter(text, &t);
		if (have != want)
			return false;
	}
}

static bool in_words(struct str word, struct str text)
{
	bool start = true;
	for (size_t at = 0; at < text.len;) {
		if (start && begins(word, text, at))
			return true;
		start = next_letter(text, &at) == 0;
	}
	return false;
}

static bool has_letter(struct str word)
{
	for (size_t at = 0; at < word.len;)
		if (next_letter(word, &at) > 0)
			return true;
	return false;
}

bool work_matches(const struct worklist_row *r, struct str q)
{
	for (struct str rest = q, word; rest.ptr;) {
		word = str_cut(&rest, ' ');
		if (!word.len)
			continue;
		if (!has_letter(word) || (!in_words(word, r->last_name) &&
					  !in_words(word, r->first_name) &&
					  !begins(word, r->fiscal_code, 0) &&
					  !begins(word, r->pseudonym, 0)))
			return false;
	}
	return true;
}

int work_name_cmp(struct str x, struct str y)
{
	size_t i = 0, j = 0;
	for (;;) {
		int a = next_letter(x, &i), b = next_letter(y, &j);
		if (a != b)
			return a < b ? -1 : 1;
		if (a < 0)
			return 0;
	}
}
