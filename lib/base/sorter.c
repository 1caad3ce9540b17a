#include "base/sorter.h"

#include <unistd.h>

#define MAX_RUN 1000u

/* A record in memory and in a file: lengths, key, bytes. */
struct head {
	uint32_t n_key, n_record;
};

struct run {
	FILE *file;
	char *room;
	size_t cap;
	struct head head; /* of the record in `room` */
};

struct sorter {
	const char *dir;
	char *memory;
	size_t room, used;
	char **at; /* records in `memory` */
	size_t n, cap;
	size_t next; /* without runs: of `at` */
	struct run run[MAX_RUN];
	size_t n_run;
	size_t *heap, n_heap; /* runs that have a record, smallest first */
	size_t last;          /* run that gave the last record; or SIZE_MAX */
	bool sorted;
};

enum rc sorter_new(const char *dir, size_t memory, struct sorter **out,
		   struct err *err)
{
	struct sorter *s = calloc(1, sizeof(*s));
	if (s)
		s->memory = malloc(memory);
	if (!s || !s->memory) {
		free(s);
		return err_set(err, E_NOMEM, "no memory to sort (%zu bytes)",
			       memory);
	}
	s->dir = dir;
	s->room = memory;
	s->last = SIZE_MAX;
	*out = s;
	return OK;
}

void sorter_free(struct sorter *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->n_run; i++) {
		if (s->run[i].file)
			fclose(s->run[i].file);
		free(s->run[i].room);
	}
	free(s->memory);
	free(s->at);
	free(s->heap);
	free(s);
}

static struct str key_at(const char *p)
{
	struct head h;
	memcpy(&h, p, sizeof(h));
	return (struct str){p + sizeof(h), h.n_key};
}

static struct str record_at(const char *p)
{
	struct head h;
	memcpy(&h, p, sizeof(h));
	return (struct str){p + sizeof(h) + h.n_key, h.n_record};
}

/* By key; of one key, as they were added: so they lie in memory. */
static int by_key(const void *a, const void *b)
{
	char *const *x = a, *const *y = b;
	int c = str_cmp(key_at(*x), key_at(*y));
	return c ? c : (*x > *y) - (*x < *y);
}

static enum rc disk(const struct sorter *s, struct err *err)
{
	return err_set(err, E_IO,
		       "could not write a temporary file in \"%s\": %s", s->dir,
		       strerror(errno));
}

static FILE *nameless(const struct sorter *s)
{
	char path[PATH_MAX];
	int n = snprintf(path, sizeof(path), "%s/.sort-XXXXXX", s->dir);
	if (n < 0 || (size_t)n >= sizeof(path))
		return NULL;
	int fd = mkstemp(path);
	if (fd < 0)
		return NULL;
	unlink(path);
	FILE *f = fdopen(fd, "w+");
	if (!f)
		close(fd);
	return f;
}

static enum rc spill(struct sorter *s, struct err *err)
{
	if (s->n_run == MAX_RUN)
		return err_set(err, E_LIMIT,
			       "more than %u pieces to sort: give it more "
			       "memory",
			       MAX_RUN);
	qsort(s->at, s->n, sizeof(*s->at), by_key);
	FILE *f = nameless(s);
	if (!f)
		return disk(s, err);
	s->run[s->n_run++].file = f;
	for (size_t i = 0; i < s->n; i++) {
		struct str r = record_at(s->at[i]);
		size_t len = (size_t)(r.ptr + r.len - s->at[i]);
		if (fwrite(s->at[i], 1, len, f) != len)
			return disk(s, err);
	}
	if (fflush(f) || fseek(f, 0, SEEK_SET))
		return disk(s, err);
	s->n = s->used = 0;
	return OK;
}

enum rc sorter_add(struct sorter *s, struct str key, struct str record,
		   struct err *err)
{
	const struct head h = {(uint32_t)key.len, (uint32_t)record.len};
	const size_t len = sizeof(h) + key.len + record.len;
	enum rc rc = OK;
	assert(!s->sorted);
	if (key.len > UINT32_MAX || record.len > UINT32_MAX ||
	    len > s->room / 16)
		return err_set(err, E_LIMIT, "record too long to sort");
	/* each record costs a pointer too */
	if (s->used + len + (s->n + 1) * sizeof(*s->at) > s->room)
		rc = spill(s, err);
	if (!rc)
		rc = array_grow(&s->at, &s->cap, s->n + 1, sizeof(*s->at),
				SIZE_MAX / sizeof(*s->at), err);
	if (rc)
		return rc;
	char *p = s->memory + s->used;
	memcpy(p, &h, sizeof(h));
	memcpy(p + sizeof(h), key.ptr, key.len);
	if (record.len)
		memcpy(p + sizeof(h) + key.len, record.ptr, record.len);
	s->at[s->n++] = p;
	s->used += len;
	return OK;
}

/* ------------------------------------------------------------------- merge */

static struct str run_key(const struct sorter *s, size_t i)
{
	return (struct str){s->run[i].room, s->run[i].head.n_key};
}

static bool before(const struct sorter *s, size_t a, size_t b)
{
	int c = str_cmp(run_key(s, a), run_key(s, b));
	return c ? c < 0 : a < b; /* earlier runs were added earlier */
}

static void sink(struct sorter *s, size_t i)
{
	for (;;) {
		size_t c = 2 * i + 1, v = s->heap[i];
		if (c >= s->n_heap)
			return;
		if (c + 1 < s->n_heap && before(s, s->heap[c + 1], s->heap[c]))
			c++;
		if (!before(s, s->heap[c], v))
			return;
		s->heap[i] = s->heap[c];
		s->heap[c] = v;
		i = c;
	}
}

/* The next record of a run into its room; *end when there is none. */
static enum rc run_read(struct sorter *s, size_t i, bool *end, struct err *err)
{
	struct run *r = &s->run[i];
	*end = fread(&r->head, sizeof(r->head), 1, r->file) != 1;
	if (*end)
		return ferror(r->file) ? disk(s, err) : OK;
	size_t len = (size_t)r->head.n_key + r->head.n_record;
	enum rc rc = array_grow(&r->room, &r->cap, len + 1, 1, s->room, err);
	if (rc)
		return rc;
	return fread(r->room, 1, len, r->file) == len ? OK : disk(s, err);
}

static enum rc start_merge(struct sorter *s, struct err *err)
{
	enum rc rc = s->n ? spill(s, err) : OK;
	s->heap = calloc(s->n_run, sizeof(*s->heap));
	if (!rc && !s->heap)
		rc = err_set(err, E_NOMEM, "no memory to sort");
	for (size_t i = 0; !rc && i < s->n_run; i++) {
		bool end = false;
		rc = run_read(s, i, &end, err);
		if (!end)
			s->heap[s->n_heap++] = i;
	}
	for (size_t i = s->n_heap; !rc && i-- > 0;)
		sink(s, i);
	return rc;
}

static enum rc start_out(struct sorter *s, struct err *err)
{
	s->sorted = true;
	if (s->n_run)
		return start_merge(s, err);
	if (s->n)
		qsort(s->at, s->n, sizeof(*s->at), by_key);
	return OK;
}

/* The run that gave the last record goes on to its next one. */
static enum rc advance(struct sorter *s, struct err *err)
{
	bool end = false;
	if (s->last == SIZE_MAX)
		return OK;
	enum rc rc = run_read(s, s->last, &end, err);
	if (end)
		s->heap[0] = s->heap[--s->n_heap];
	s->last = SIZE_MAX;
	if (!rc && s->n_heap)
		sink(s, 0);
	return rc;
}

enum rc sorter_next(struct sorter *s, struct str *key, struct str *record,
		    struct err *err)
{
	enum rc rc = s->sorted ? OK : start_out(s, err);
	if (!rc && s->n_run)
		rc = advance(s, err);
	if (rc)
		return rc;
	if (!s->n_run) {
		if (s->next == s->n)
			return E_NOT_FOUND;
		const char *p = s->at[s->next++];
		*key = key_at(p);
		*record = record_at(p);
		return OK;
	}
	if (!s->n_heap)
		return E_NOT_FOUND;
	s->last = s->heap[0];
	const struct run *r = &s->run[s->last];
	*key = (struct str){r->room, r->head.n_key};
	*record = (struct str){r->room + r->head.n_key, r->head.n_record};
	return OK;
}
