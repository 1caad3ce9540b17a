/* Is the person of the file the person it was sent for? A file writes names in
 * many ways; what it says must be found in what we know, letters alone. */
#include "app/tele_read.h"
#include "text/text.h"

/* Upper case ASCII letters of a name; accents of Latin-1 fall back to their
 * letter, everything else goes. */
static size_t letters(struct str s, char *out, size_t size)
{
	static const char plain[] = "AAAAAAACEEEEIIIIDNOOOOO OUUUUY  "
				    "AAAAAAACEEEEIIIIDNOOOOO OUUUUY Y";
	size_t n = 0;
	for (size_t i = 0; i < s.len && n + 1 < size; i++) {
		unsigned char c = (unsigned char)s.ptr[i];
		if (c == 0xc3 && i + 1 < s.len) {
			c = (unsigned char)s.ptr[++i];
			char p = c >= 0x80 && c < 0xc0 ? plain[c - 0x80] : ' ';
			if (p != ' ')
				out[n++] = p;
		} else if (c >= 'a' && c <= 'z') {
			out[n++] = (char)(c - 32);
		} else if (c >= 'A' && c <= 'Z') {
			out[n++] = (char)c;
		}
	}
	out[n] = 0;
	return n;
}

/* Devices have one field or two, in either order: "ROSSI MARIA". */
static bool same_name(const struct tele_reading *r,
		      const struct tele_identity *p)
{
	char file[210], us[210], turned[210];
	char f[100], g[100], l[100], n[100];
	letters(r->family, f, sizeof(f));
	letters(r->given, g, sizeof(g));
	letters(p->last_name, l, sizeof(l));
	letters(p->first_name, n, sizeof(n));
	snprintf(file, sizeof(file), "%s%s", f, g);
	snprintf(us, sizeof(us), "%s%s", l, n);
	snprintf(turned, sizeof(turned), "%s%s", n, l);
	if (!strcmp(file, us) || !strcmp(file, turned))
		return true;
	/* the family name alone */
	return !g[0] && !strcmp(f, l);
}

static bool is_fiscal_code(struct str s)
{
	if (s.len != 16)
		return false;
	for (size_t i = 0; i < 6; i++)
		if (!((s.ptr[i] >= 'A' && s.ptr[i] <= 'Z') ||
		      (s.ptr[i] >= 'a' && s.ptr[i] <= 'z')))
			return false;
	return true;
}

static bool same_code(struct str a, struct str b)
{
	for (size_t i = 0; i < a.len && i < b.len; i++)
		if ((a.ptr[i] | 32) != (b.ptr[i] | 32))
			return false;
	return a.len == b.len;
}

static void differs(char *why, size_t size, const char *what)
{
	size_t n = strlen(why);
	snprintf(why + n, size - n, "%s%s", n ? ", " : "", what);
}

int tele_agrees(const struct tele_reading *r, const struct tele_identity *p,
		bool *says_who, char *why, size_t size)
{
	bool code = is_fiscal_code(r->id) && p->fiscal_code.len;
	bool name = (r->family.len || r->given.len) && p->last_name.len;
	bool born = !date_is_none(r->born);
	const struct {
		bool differs;
		const char *what;
		int msg;
	} all[] = {
		{code && !same_code(r->id, p->fiscal_code), "fiscal code",
		 MSG_TEL_OTHER_CODE},
		{name && !same_name(r, p), "name", MSG_TEL_OTHER_NAME},
		{born && r->born.days != p->born.days, "day of birth",
		 MSG_TEL_OTHER_BIRTH},
		{r->sex && p->sex != 'U' && r->sex != p->sex, "sex",
		 MSG_TEL_OTHER_SEX},
	};
	int msg = 0;
	why[0] = 0;
	*says_who = code || name || born;
	for (size_t i = 0; i < countof(all); i++) {
		if (!all[i].differs)
			continue;
		msg = msg ? msg : all[i].msg;
		differs(why, size, all[i].what);
	}
	return msg;
}
