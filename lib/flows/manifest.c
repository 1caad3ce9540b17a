#include "base/file.h"
#include "flows/manifest_int.h"
#include "flows/source_int.h"

#define MANIFEST_LIMIT (64u << 20) /* 100,000 imports of six files */
#define MAX_SEGMENT    65535u
#define MAX_SOURCE     (1u << 20)

void manifest_release(struct manifest *m)
{
	free(m->segment);
	free(m->source);
	arena_release(&m->arena);
	*m = (struct manifest){0};
}

enum rc manifest_add_segment(struct manifest *m, struct err *err)
{
	enum rc rc = array_grow(&m->segment, &m->segment_cap, m->n_segment + 1,
				sizeof(*m->segment), MAX_SEGMENT, err);
	if (!rc)
		m->segment[m->n_segment++] = (struct manifest_segment){0};
	return rc;
}

enum rc manifest_add_source(struct manifest *m, const struct archive_source *s,
			    struct err *err)
{
	enum rc rc = array_grow(&m->source, &m->source_cap, m->n_source + 1,
				sizeof(*m->source), MAX_SOURCE, err);
	if (rc)
		return rc;
	struct archive_source *to = &m->source[m->n_source];
	*to = *s;
	to->digest = arena_str(&m->arena, s->digest);
	to->flow = arena_str(&m->arena, s->flow);
	to->name = arena_str(&m->arena, s->name);
	if (!to->digest.ptr || !to->flow.ptr || !to->name.ptr)
		return arena_fail(&m->arena, err);
	m->n_source++;
	return OK;
}

const struct archive_source *manifest_find(const struct manifest *m,
					   struct str digest)
{
	for (size_t i = 0; i < m->n_source; i++)
		if (str_eq(m->source[i].digest, digest))
			return &m->source[i];
	return NULL;
}

static bool is_tree(struct str digest)
{
	return str_starts(digest, STR(SOURCE_TREE));
}

bool manifest_has_plain(const struct manifest *m, uint64_t n_byte)
{
	for (size_t i = 0; i < m->n_source; i++)
		if (m->source[i].n_byte == n_byte &&
		    !is_tree(m->source[i].digest))
			return true;
	return false;
}

/* ------------------------------------------------------------- reading */

struct words { /* what is left of a line */
	struct str rest;
	bool bad;
};

static struct str word(struct words *w)
{
	struct str s = w->rest.ptr ? str_cut(&w->rest, ' ') : STR("");
	w->bad |= s.len == 0;
	return s;
}

static uint64_t number(struct words *w)
{
	int64_t v = 0;
	if (!str_to_int(word(w), &v) || v < 0)
		w->bad = true;
	return (uint64_t)v;
}

static struct date day(struct words *w)
{
	struct date d = DATE_NONE;
	struct str s = word(w);
	if (!str_is(s, "-") && date_parse(s, &d, NULL))
		w->bad = true;
	return d;
}

/* A file of this folder, with a name of ours. */
static struct str file_name(struct words *w)
{
	struct str s = word(w);
	for (size_t i = 0; i < s.len; i++)
		w->bad |= s.ptr[i] == '/' || s.ptr[i] < ' ';
	w->bad |= !str_ends(s, STR(".col")) || s.ptr[0] == '.';
	return s;
}

static void read_table(struct words *w, struct manifest_table *t)
{
	t->file = file_name(w);
	t->n_byte = number(w);
	t->n_row = number(w);
}

static int flow_of(struct str name)
{
	for (int f = 0; f < (int)N_FILE; f++)
		if (str_is(name, flow_layout[f].name))
			return f;
	return -1;
}

static void read_flow_table(struct words *w, struct manifest *m)
{
	int f = flow_of(word(w));
	if (f <= (int)FILE_PERSON || !m->n_segment) {
		w->bad = true;
		return;
	}
	struct manifest_table *t = &m->segment[m->n_segment - 1].table[f];
	read_table(w, t);
	t->first = day(w);
	t->last = day(w);
}

static enum rc read_source(struct words *w, struct manifest *m, struct err *err)
{
	struct archive_source s = {.digest = word(w), .flow = word(w)};
	s.name = word(w);
	s.import = number(w);
	s.extraction = day(w);
	s.n_byte = number(w);
	s.n_read = number(w);
	s.n_accepted = number(w);
	s.n_rejected = number(w);
	s.n_duplicate = number(w);
	w->bad |= flow_of(s.flow) < 0 ||
		  s.digest.len != SHA256_HEX - 1 +
					  (is_tree(s.digest)
						   ? sizeof(SOURCE_TREE) - 1
						   : 0);
	return w->bad ? OK : manifest_add_source(m, &s, err);
}

static enum rc read_line(struct manifest *m, struct str line, struct err *err)
{
	struct words w = {.rest = line};
	struct str key = word(&w);
	enum rc rc = OK;
	if (str_is(key, "import"))
		m->import = number(&w);
	else if (str_is(key, "people"))
		read_table(&w, &m->people);
	else if (str_is(key, "dictionaries"))
		read_table(&w, &m->dictionaries);
	else if (str_is(key, "removed"))
		read_table(&w, &m->removed);
	else if (str_is(key, "segment")) {
		if ((rc = manifest_add_segment(m, err)))
			return rc;
		m->segment[m->n_segment - 1].import = number(&w);
		m->segment[m->n_segment - 1].n_person = number(&w);
	} else if (str_is(key, "table"))
		read_flow_table(&w, m);
	else if (str_is(key, "source"))
		rc = read_source(&w, m, err);
	else
		w.bad = true;
	if (!rc && w.bad)
		rc = err_set(err, E_FORMAT,
			     "the MANIFEST has a line that is not understood: "
			     "\"" STR_FMT "\"",
			     STR_ARG(line));
	return rc;
}

/* The last line is the digest of the others. */
static enum rc check_digest(struct str *text, struct manifest *m,
			    struct err *err)
{
	static const struct str key = STR_INIT("sha256 ");
	const size_t tail = key.len + SHA256_HEX; /* with LF */
	unsigned char d[SHA256_LEN];
	if (text->len < tail || text->ptr[text->len - 1] != '\n')
		return err_set(err, E_FORMAT, "the MANIFEST is cut short");
	struct str body = str_sub(*text, 0, text->len - tail);
	struct str line = str_sub(*text, body.len, tail - 1);
	sha256_of(body, d);
	struct str hex = sha256_hex(d, m->digest);
	if (!str_starts(line, key) ||
	    !str_eq(str_sub(line, key.len, hex.len), hex))
		return err_set(err, E_FORMAT,
			       "the checksum of the MANIFEST does not agree: "
			       "it was changed or damaged");
	*text = body;
	return OK;
}

static enum rc check_version(struct str *text, struct err *err)
{
	int64_t v;
	struct words w = {.rest = str_cut(text, '\n')};
	if (!str_is(word(&w), "prossima-archive") || !str_to_int(word(&w), &v))
		return err_set(err, E_FORMAT,
			       "the MANIFEST is not that of an archive");
	if (v < 1 || v > ARCHIVE_VERSION)
		return err_set(err, E_FORMAT,
			       "the archive is of format version %" PRId64
			       ", this program reads %d: use a newer program",
			       v, ARCHIVE_VERSION);
	return OK;
}

static enum rc parse_copy(struct str text, struct manifest *m, struct err *err)
{
	enum rc rc = check_digest(&text, m, err);
	if (!rc)
		rc = check_version(&text, err);
	while (!rc && text.len)
		rc = read_line(m, str_cut(&text, '\n'), err);
	if (!rc && (!m->people.file.len || !m->dictionaries.file.len))
		rc = err_set(err, E_FORMAT,
			     "the MANIFEST names no people or no dictionaries");
	return rc;
}

enum rc manifest_parse(struct str text, struct manifest *out, struct err *err)
{
	struct manifest m = {0};
	arena_init(&m.arena, 4 * (size_t)MANIFEST_LIMIT);
	struct str copy = arena_str(&m.arena, text);
	enum rc rc = copy.ptr ? parse_copy(copy, &m, err)
			      : arena_fail(&m.arena, err);
	if (rc) {
		manifest_release(&m);
		return rc;
	}
	*out = m;
	return OK;
}

enum rc manifest_read(const char *dir, struct manifest *out, struct err *err)
{
	char path[PATH_MAX];
	struct arena a;
	struct str text;
	arena_init(&a, MANIFEST_LIMIT + 4096u);
	snprintf(path, sizeof(path), "%s/MANIFEST", dir);
	enum rc rc = file_read(path, &a, MANIFEST_LIMIT, &text, err);
	if (!rc && (rc = manifest_parse(text, out, err)))
		rc = err_context(err, "archive \"%s\"", dir);
	arena_release(&a);
	return rc;
}

/* ------------------------------------------------------------- writing */

static void put_table(struct buf *b, const char *key,
		      const struct manifest_table *t)
{
	buf_printf(b, "%s " STR_FMT " %" PRIu64 " %" PRIu64, key,
		   STR_ARG(t->file), t->n_byte, t->n_row);
}

static void put_segment(struct buf *b, const struct manifest_segment *s)
{
	char from[11], to[11], key[32];
	buf_printf(b, "segment %" PRIu64 " %" PRIu64 "\n", s->import,
		   s->n_person);
	for (int f = FILE_EXEMPTION; f < (int)N_FILE; f++) {
		const struct manifest_table *t = &s->table[f];
		if (!t->file.len)
			continue;
		snprintf(key, sizeof(key), "table %s", flow_layout[f].name);
		put_table(b, key, t);
		date_text(t->first, from);
		date_text(t->last, to);
		buf_printf(b, " %s %s\n", *from ? from : "-", *to ? to : "-");
	}
}

static void put_source(struct buf *b, const struct archive_source *s)
{
	char day_text[11];
	date_text(s->extraction, day_text);
	buf_printf(b,
		   "source " STR_FMT " " STR_FMT " " STR_FMT " %" PRIu64
		   " %s %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64
		   " %" PRIu64 "\n",
		   STR_ARG(s->digest), STR_ARG(s->flow), STR_ARG(s->name),
		   s->import, *day_text ? day_text : "-", s->n_byte, s->n_read,
		   s->n_accepted, s->n_rejected, s->n_duplicate);
}

static void put_all(struct buf *b, const struct manifest *m)
{
	buf_printf(b, "prossima-archive %d\nimport %" PRIu64 "\n",
		   ARCHIVE_VERSION, m->import);
	put_table(b, "people", &m->people);
	buf_char(b, '\n');
	put_table(b, "dictionaries", &m->dictionaries);
	buf_char(b, '\n');
	if (m->removed.file.len) {
		put_table(b, "removed", &m->removed);
		buf_char(b, '\n');
	}
	for (size_t i = 0; i < m->n_segment; i++)
		put_segment(b, &m->segment[i]);
	for (size_t i = 0; i < m->n_source; i++)
		put_source(b, &m->source[i]);
}

enum rc manifest_write(const struct manifest *m, const char *dir,
		       struct err *err)
{
	char path[PATH_MAX], hex[SHA256_HEX];
	unsigned char d[SHA256_LEN];
	struct str text;
	struct buf b;
	buf_init(&b, MANIFEST_LIMIT);
	put_all(&b, m);
	if (!b.failed) {
		sha256_of(buf_view(&b), d);
		sha256_hex(d, hex);
		buf_printf(&b, "sha256 %s\n", hex);
	}
	enum rc rc = buf_finish(&b, &text, err);
	snprintf(path, sizeof(path), "%s/MANIFEST", dir);
	if (!rc)
		rc = file_write_atomic(path, text, err);
	buf_release(&b);
	return rc;
}
