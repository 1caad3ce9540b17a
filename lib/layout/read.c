#include "layout/read_int.h"

#include "base/sorter.h"

#define ROOM  (2 * LAYOUT_MAX_LINE)
#define LOOK  200u               /* lines looked at to choose a layout */
#define GROUP ((size_t)64 << 20) /* lines of one key */

struct reader {
	const struct layout_job *job;
	struct simple *s;
	const struct foreign_layout *layout;
	struct cut *cut;
	struct making m;
	char value[LAYOUT_MAX_FIELD][LAYOUT_MAX_LINE / 256]; /* converted */
	struct sorter *sorter;
	struct buf piece, key;
	struct lines lines;
	struct simple_place at;
};

/* ---------------------------------------------------------------- one value */

/* Converted values are short; a longer one is not touched by conversion. */
static struct str value_of(struct reader *r, size_t i)
{
	const struct layout_field *f = &r->layout->field[i];
	struct str v = str_trim(cut_value(r->cut, r->layout, i));
	if (v.len + 16 > sizeof(r->value[0]))
		return v;
	return layout_value(f, v, r->value[i]);
}

/* ------------------------------------------------------------------ a whole */

static enum rc reject(struct reader *r, const char *column, struct str value,
		      const char *cause, struct err *err)
{
	return simple_reject(r->s, r->at, str_from(column), value, cause, err);
}

static enum rc outside(struct reader *r, struct str day, struct err *err)
{
	char from[11], to[11], cause[200];
	const struct foreign_layout *l = r->layout;
	snprintf(cause, sizeof(cause),
		 "outside the days of layout " STR_FMT " (%s to %s): deliver "
		 "the years in separate files, or name the layout",
		 STR_ARG(l->name), date_text(l->from, from).ptr,
		 date_text(l->to, to).ptr);
	return simple_reject(r->s, r->at, STR("date"), day, cause, err);
}

static bool covers(const struct foreign_layout *l, struct str day)
{
	struct date d;
	if (date_parse(day, &d, NULL))
		return true; /* refused later, for what it is */
	return d.days >= l->from.days && d.days <= l->to.days;
}

static bool is_nobody(struct str type)
{
	return str_is(type, "97") || str_is(type, "98") || str_is(type, "99");
}

/* A made row goes out, unless something about it as a whole is wrong. */
static enum rc finish(struct reader *r, struct making *m, bool *out,
		      struct err *err)
{
	*out = false;
	if (is_nobody(m->person_type))
		return reject(
			r, "person_type", m->person_type,
			"the person was not identified: type 97, 98 or 99",
			err);
	if (m->date.len && !r->job->layout.len && !covers(r->layout, m->date))
		return outside(r, m->date, err);
	simple_year(r->s, r->at.source, m->date);
	making_finish(m);
	*out = true;
	return simple_put(r->s, &m->row, r->at, err);
}

/* ------------------------------------------------------------------ pieces */

/* What is kept of a line while it waits for the others of its key. */
struct piece {
	uint64_t line;
	uint32_t source;
	uint16_t layout; /* index in the job's list */
	uint8_t record;
	uint8_t pad;
};

static enum rc keep(struct reader *r, size_t record, struct err *err)
{
	const struct foreign_layout *l = r->layout;
	const struct piece head = {
		.line = r->at.line,
		.source = r->at.source,
		.layout = (uint16_t)(l - r->job->layouts->list),
		.record = (uint8_t)record};
	buf_reset(&r->piece);
	buf_reset(&r->key);
	making_start(&r->m, l->file);
	buf_add(&r->piece, &head, sizeof(head));
	for (size_t i = 0; i < l->n_field; i++) {
		if (l->field[i].record != record)
			continue;
		struct str v = value_of(r, i);
		uint16_t n[2] = {(uint16_t)i, (uint16_t)v.len};
		if (l->field[i].target >= TO_KEY &&
		    l->field[i].target <= TO_ORDER)
			making_put(&r->m, &l->field[i], v, r->s);
		buf_add(&r->piece, n, sizeof(n));
		buf_str(&r->piece, v);
	}
	if (!r->m.key.len)
		return reject(r, "", r->cut->line, "its key is empty", err);
	buf_str(&r->key, r->m.key);
	buf_char(&r->key, '\0');
	if (l->merge)
		buf_char(&r->key, (char)('0' + record));
	else
		buf_str(&r->key, r->m.order);
	if (r->piece.failed || r->key.failed)
		return err_set(err, E_LIMIT, "a line too long to join");
	return sorter_add(r->sorter, buf_view(&r->key), buf_view(&r->piece),
			  err);
}

static void open_piece(struct reader *r, struct str p, struct piece *head)
{
	memcpy(head, p.ptr, sizeof(*head));
	r->layout = &r->job->layouts->list[head->layout];
	r->at = (struct simple_place){head->source, head->line};
}

/* Values of a piece into the row; they live as long as `p`. */
static void put_piece(struct reader *r, struct making *m, struct str p)
{
	for (size_t at = sizeof(struct piece); at < p.len;) {
		uint16_t n[2];
		memcpy(n, p.ptr + at, sizeof(n));
		at += sizeof(n);
		making_put(m, &r->layout->field[n[0]], str_sub(p, at, n[1]),
			   r->s);
		at += n[1];
	}
}

/* ------------------------------------------------------------------- groups */

struct group { /* the pieces of a key, in order */
	struct arena arena;
	struct str *piece;
	size_t n, cap;
	char room[2 * LAYOUT_MAX_LINE];
};

static enum rc group_add(struct group *g, struct str piece, struct err *err)
{
	enum rc rc = array_grow(&g->piece, &g->cap, g->n + 1, sizeof(*g->piece),
				GROUP / 64, err);
	if (rc)
		return rc;
	g->piece[g->n] = arena_str(&g->arena, piece);
	return g->piece[g->n++].ptr ? OK : arena_fail(&g->arena, err);
}

static bool fills(const struct foreign_layout *l, size_t record, int column)
{
	for (size_t i = 0; i < l->n_field; i++)
		if (l->field[i].record == record &&
		    l->field[i].target == column)
			return true;
	return false;
}

static enum rc refuse_all(struct reader *r, const struct group *g,
			  const char *why, struct err *err)
{
	struct piece h;
	enum rc rc = OK;
	for (size_t i = 0; !rc && i < g->n; i++) {
		open_piece(r, g->piece[i], &h);
		rc = simple_reject(r->s, r->at, STR(""),
				   r->layout->record[h.record], why, err);
	}
	return rc;
}

/* A row is made of the records that say who, of one that says what, and of
 * the further ones: those belong to the last that says what. */
static enum rc merge_group(struct reader *r, struct group *g, struct err *err)
{
	struct making m = {.room = g->room, .cap = sizeof(g->room)};
	size_t who = SIZE_MAX, what = SIZE_MAX, n_what = 0;
	struct piece h;
	enum rc rc = OK;
	bool out = false;
	for (size_t i = 0; i < g->n; i++) {
		open_piece(r, g->piece[i], &h);
		if (fills(r->layout, h.record, HOSP_PERSON))
			who = i;
		if (fills(r->layout, h.record, HOSP_DISCHARGE)) {
			what = i;
			n_what++;
		}
	}
	if (who == SIZE_MAX || what == SIZE_MAX)
		return refuse_all(r, g,
				  who == SIZE_MAX
					  ? "no identity record has its key"
					  : "no discharge record has its key",
				  err);
	for (size_t i = 0; !rc && i < g->n; i++) {
		struct simple_place at;
		open_piece(r, g->piece[i], &h);
		if (!fills(r->layout, h.record, HOSP_DISCHARGE))
			continue;
		at = r->at;
		n_what--;
		making_start(&m, r->layout->file);
		if (who != i) {
			open_piece(r, g->piece[who], &h);
			put_piece(r, &m, g->piece[who]);
		}
		open_piece(r, g->piece[i], &h);
		put_piece(r, &m, g->piece[i]);
		for (size_t k = 0; !n_what && k < g->n; k++) {
			open_piece(r, g->piece[k], &h);
			if (!fills(r->layout, h.record, HOSP_PERSON) &&
			    !fills(r->layout, h.record, HOSP_DISCHARGE))
				put_piece(r, &m, g->piece[k]);
		}
		open_piece(r, g->piece[i], &h);
		r->at = at;
		rc = finish(r, &m, &out, err);
		if (out)
			simple_used(r->s, at.source);
	}
	for (size_t k = 0; !rc && k < g->n; k++) {
		open_piece(r, g->piece[k], &h);
		if (!fills(r->layout, h.record, HOSP_DISCHARGE))
			simple_used(r->s, r->at.source);
	}
	return rc;
}

/* Of the rows of a key the one with the greatest @order. */
static enum rc last_of_group(struct reader *r, struct group *g, struct err *err)
{
	struct making m = {.room = g->room, .cap = sizeof(g->room)};
	struct piece h;
	bool out;
	for (size_t i = 0; i + 1 < g->n; i++) {
		open_piece(r, g->piece[i], &h);
		simple_unused(r->s, r->at.source, NOTE_SUPERSEDED);
	}
	open_piece(r, g->piece[g->n - 1], &h);
	making_start(&m, r->layout->file);
	put_piece(r, &m, g->piece[g->n - 1]);
	enum rc rc = finish(r, &m, &out, err);
	if (!rc && out)
		simple_used(r->s, r->at.source);
	return rc;
}

static enum rc flush_group(struct reader *r, struct group *g, struct err *err)
{
	struct piece h;
	if (!g->n)
		return OK;
	open_piece(r, g->piece[0], &h);
	enum rc rc = r->layout->merge ? merge_group(r, g, err)
				      : last_of_group(r, g, err);
	g->n = 0;
	arena_reset(&g->arena);
	return rc;
}

static struct str group_key(struct str key)
{
	const char *nul = memchr(key.ptr, '\0', key.len);
	return nul ? str_sub(key, 0, (size_t)(nul - key.ptr)) : key;
}

static enum rc join_all(struct reader *r, struct err *err)
{
	struct group *g = calloc(1, sizeof(*g));
	struct buf last;
	struct str key, piece;
	enum rc rc = g ? OK : err_set(err, E_NOMEM, "no memory to join");
	if (rc)
		return rc;
	arena_init(&g->arena, GROUP);
	buf_init(&last, LAYOUT_MAX_LINE);
	while (!rc && !(rc = sorter_next(r->sorter, &key, &piece, err))) {
		key = group_key(key);
		if (g->n && !str_eq(key, buf_view(&last)))
			rc = flush_group(r, g, err);
		buf_reset(&last);
		buf_str(&last, key);
		if (!rc)
			rc = group_add(g, piece, err);
	}
	if (rc == E_NOT_FOUND)
		rc = flush_group(r, g, err);
	buf_release(&last);
	arena_release(&g->arena);
	free(g->piece);
	free(g);
	return rc;
}

/* -------------------------------------------------------------------- lines */

static enum rc plain_row(struct reader *r, size_t record, struct err *err)
{
	const struct foreign_layout *l = r->layout;
	bool out;
	making_start(&r->m, l->file);
	for (size_t i = 0; i < l->n_field; i++)
		if (l->field[i].record == record &&
		    l->field[i].target != TO_NOTHING)
			making_put(&r->m, &l->field[i], value_of(r, i), r->s);
	enum rc rc = finish(r, &r->m, &out, err);
	if (!rc && out)
		simple_used(r->s, r->at.source);
	return rc;
}

static enum rc bad_line(struct reader *r, enum line_fault f, struct err *err)
{
	char cause[160];
	switch (f) {
	case LINE_LENGTH:
		snprintf(cause, sizeof(cause),
			 "the line has %zu characters, layout " STR_FMT
			 " has %" PRIu32,
			 r->cut->n_char, STR_ARG(r->layout->name),
			 r->layout->length);
		break;
	case LINE_LONG:
		snprintf(cause, sizeof(cause), "line longer than %u bytes",
			 LAYOUT_MAX_LINE);
		break;
	case LINE_QUOTES:
		snprintf(cause, sizeof(cause), "quotes are broken");
		break;
	case LINE_EMPTY:
		snprintf(cause, sizeof(cause), "empty line");
		break;
	case LINE_CELLS:
		snprintf(cause, sizeof(cause),
			 "the line has %zu fields, layout " STR_FMT
			 " names %zu",
			 r->cut->n, STR_ARG(r->layout->name),
			 r->layout->n_field);
		break;
	case LINE_FINE:
		BUG("line");
	}
	return reject(r, "", r->cut->line, cause, err);
}

static size_t cells_wanted(const struct foreign_layout *l, size_t record)
{
	size_t n = 0;
	for (size_t i = 0; i < l->n_field; i++)
		if (l->field[i].record == record && l->field[i].at > n)
			n = l->field[i].at;
	return n;
}

static enum rc one_line(struct reader *r, struct err *err)
{
	struct lines *in = &r->lines;
	bool latin;
	r->at.line = in->line;
	simple_source_at(r->s, r->at.source)->n_read++;
	enum line_fault f = in->is_long ? LINE_LONG
					: cut_line(r->cut, r->layout, in->text,
						   in->len, &latin);
	if (in->is_long)
		r->cut->line = (struct str){in->text, in->len};
	if (f)
		return bad_line(r, f, err);
	if (latin)
		simple_note(r->s, NOTE_LATIN);
	size_t record = cut_record(r->cut, r->layout);
	if (record == SIZE_MAX)
		return reject(r, "", r->cut->line,
			      "no type of record that the layout knows", err);
	if (!r->layout->fixed && r->cut->n < cells_wanted(r->layout, record) &&
	    !r->layout->trimmed)
		return bad_line(r, LINE_CELLS, err);
	return r->layout->merge || r->layout->last ? keep(r, record, err)
						   : plain_row(r, record, err);
}

/* ---------------------------------------------------------- which layout is */

/* First day that a layout finds in the beginning of a file; empty: none. */
static struct str first_day(struct reader *r, const struct foreign_layout *l,
			    struct str text, char room[64], bool *fits)
{
	bool latin, header = l->header;
	const struct foreign_layout *was = r->layout;
	struct str day = STR(""), missing;
	r->layout = l;
	*fits = false;
	for (size_t n = 0; n < LOOK && text.len && !day.len; n++) {
		char line[8192];
		struct str rest = text, s = str_cut(&rest, '\n');
		text = rest.ptr ? rest : STR("");
		if (s.len && s.ptr[s.len - 1] == '\r')
			s.len--;
		if (s.len > sizeof(line))
			continue;
		memcpy(line, s.ptr, s.len);
		if (cut_line(r->cut, l, line, s.len, &latin))
			continue;
		if (header) {
			header = false;
			if (!cut_header(r->cut, l, &missing))
				break;
			*fits = true;
			continue;
		}
		size_t record = cut_record(r->cut, l);
		if (record == SIZE_MAX ||
		    (!l->fixed && r->cut->n < cells_wanted(l, record)))
			continue;
		*fits = true;
		for (size_t i = 0; i < l->n_field && !day.len; i++) {
			struct date d;
			if (l->field[i].record != record ||
			    !l->field[i].is_date)
				continue;
			struct str v = value_of(r, i);
			if (v.len == 10 && !date_parse(v, &d, NULL)) {
				memcpy(room, v.ptr, 10);
				day = (struct str){room, 10};
			}
		}
	}
	r->layout = was;
	return day;
}

/* Layouts of the flow in their order: the one whose days hold the first day
 * of the file; without days, the last that the lines fit. */
static const struct foreign_layout *choose(struct reader *r, struct str text,
					   char day[64])
{
	const struct layouts *all = r->job->layouts;
	const struct foreign_layout *fit = NULL;
	char room[64];
	bool fits;
	*day = '\0';
	for (size_t i = 0; i < all->n; i++) {
		const struct foreign_layout *l = &all->list[i];
		if (!str_eq(l->flow, r->job->flow))
			continue;
		struct str d = first_day(r, l, text, room, &fits);
		if (!fits)
			continue;
		if (!d.len) {
			fit = l;
			continue;
		}
		if (covers(l, d))
			return l;
		memcpy(day, d.ptr, d.len);
		day[d.len] = '\0';
	}
	return *day ? NULL : fit;
}

static enum rc no_layout(const struct reader *r, const char *path,
			 struct str text, const char *day, struct err *err)
{
	struct str rest = text, line = str_cut(&rest, '\n');
	if (!text.len)
		return err_set(err, E_FORMAT, "%s:1: the file is empty", path);
	if (*day)
		return err_set(
			err, E_FORMAT,
			"%s: its first day is %s, and no layout of " STR_FMT
			" covers it: give one with --layout, or "
			"name one of those of prossima flows layouts",
			path, day, STR_ARG(r->job->flow));
	return err_set(
		err, E_FORMAT,
		"%s: its first line (%zu bytes, %s) fits no layout of " STR_FMT
		": it may be of another flow, or have another "
		"separator; see prossima flows layouts, or give one with "
		"--layout",
		path, line.len,
		memchr(line.ptr, ';', line.len)    ? "with semicolons"
		: memchr(line.ptr, '|', line.len)  ? "with bars"
		: memchr(line.ptr, '\t', line.len) ? "with tabs"
		: memchr(line.ptr, ',', line.len)  ? "with commas"
						   : "no separator",
		STR_ARG(r->job->flow));
}

static enum rc find_layout(struct reader *r, const char *path, struct err *err)
{
	struct str text;
	char day[64] = "";
	enum rc rc = lines_peek(&r->lines, &text, err);
	if (rc)
		return rc;
	if (str_starts(text, STR("\xff\xfe")) ||
	    str_starts(text, STR("\xfe\xff")))
		return err_set(
			err, E_FORMAT,
			"%s:1: it is UTF-16: save it as UTF-8 or Latin-1",
			path);
	if (r->job->layout.len)
		r->layout = layouts_find(r->job->layouts, r->job->layout);
	else
		r->layout = choose(r, text, day);
	return r->layout ? OK : no_layout(r, path, text, day, err);
}

static enum rc read_header(struct reader *r, const char *path, struct err *err)
{
	struct lines *in = &r->lines;
	struct str missing = STR("");
	bool latin;
	enum rc rc = lines_next(in, err);
	if (rc == E_NOT_FOUND)
		return err_set(err, E_FORMAT, "%s:1: the file is empty", path);
	if (rc)
		return rc;
	if (cut_line(r->cut, r->layout, in->text, in->len, &latin) ||
	    !cut_header(r->cut, r->layout, &missing))
		return err_set(err, E_FORMAT,
			       "%s:1: the header has no field \"" STR_FMT
			       "\", which layout " STR_FMT " wants",
			       path, STR_ARG(missing),
			       STR_ARG(r->layout->name));
	return OK;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

static enum rc read_file(struct reader *r, const char *path, struct err *err)
{
	enum rc rc = lines_open(&r->lines, path, LAYOUT_MAX_LINE, false, err);
	if (!rc)
		rc = find_layout(r, path, err);
	if (!rc)
		rc = simple_source_add(r->s, base_name(path),
				       r->layout->name.ptr, &r->at.source, err);
	if (!rc && r->layout->header)
		rc = read_header(r, path, err);
	if (!rc && r->lines.had_mark)
		simple_note(r->s, NOTE_MARK);
	if (!rc && (r->layout->merge || r->layout->last) && !r->sorter)
		rc = sorter_new(r->job->tmp, SORTER_MEMORY, &r->sorter, err);
	while (!rc && !(rc = lines_next(&r->lines, err)))
		rc = one_line(r, err);
	lines_close(&r->lines);
	return rc == E_NOT_FOUND ? OK : rc;
}

static void reader_free(struct reader *r)
{
	lines_close(&r->lines);
	sorter_free(r->sorter);
	if (r->cut) {
		free(r->cut->latin);
		free(r->cut->byte);
	}
	free(r->cut);
	free(r->m.room);
	buf_release(&r->piece);
	buf_release(&r->key);
	free(r);
}

static struct reader *reader_new(const struct layout_job *job, struct simple *s)
{
	struct reader *r = calloc(1, sizeof(*r));
	if (!r)
		return NULL;
	r->job = job;
	r->s = s;
	r->cut = calloc(1, sizeof(*r->cut));
	if (r->cut) {
		r->cut->latin = malloc(ROOM);
		r->cut->byte = malloc((ROOM + 1) * sizeof(*r->cut->byte));
	}
	r->m.cap = ROOM;
	r->m.room = malloc(ROOM);
	buf_init(&r->piece, 2 * ROOM);
	buf_init(&r->key, ROOM);
	if (r->cut && r->cut->latin && r->cut->byte && r->m.room)
		return r;
	reader_free(r);
	return NULL;
}

enum rc layout_read(const struct layout_job *job, struct simple *s,
		    struct err *err)
{
	struct reader *r = reader_new(job, s);
	enum rc rc = r ? OK : err_set(err, E_NOMEM, "no memory to read");
	for (size_t i = 0; !rc && i < job->n_path; i++)
		rc = read_file(r, job->path[i], err);
	if (!rc && r->sorter)
		rc = join_all(r, err);
	if (r)
		reader_free(r);
	return rc;
}
