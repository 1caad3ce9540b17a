/* flows convert, layouts, pseudonymise: foreign files as the simple form. */
#include "cmd/flows_cmd.h"

#include "app/random.h"
#include "base/file.h"
#include "json/json.h"
#include "knowledge/knowledge.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

enum rc foreign_open(const struct foreign_words *w, struct layouts *layouts,
		     struct arena *a, struct simple_options *o, struct err *err)
{
	enum rc rc = layouts_load(layouts, w->data, err);
	if (!rc && w->layout)
		rc = layouts_add(layouts, w->layout, err);
	if (!rc)
		rc = knowledge_file(w->data, "drugs_atc.csv", a, &o->drugs_atc,
				    err);
	o->packages = w->packages;
	o->map = w->map;
	o->unknown = w->unknown;
	return rc;
}

/* ------------------------------------------------------------------- report */

static void print_source(const struct simple_source *x)
{
	char years[32] = "";
	if (x->year_first && x->year_first == x->year_last)
		snprintf(years, sizeof(years), "%d", x->year_first);
	else if (x->year_first)
		snprintf(years, sizeof(years), "%d-%d", x->year_first,
			 x->year_last);
	fprintf(stderr,
		"%-28s %-20s %10" PRIu64 " %10" PRIu64 " %9" PRIu64 " %9" PRIu64
		" %s\n",
		x->name, x->form, x->n_read, x->n_used, x->n_rejected,
		x->n_unused, years);
}

static void print_rows(const struct simple *s)
{
	fputs("rows of the simple form:", stderr);
	for (int f = 0; f < (int)N_SIMPLE; f++)
		if (simple_n_row(s, (enum simple_flow)f))
			fprintf(stderr, " %s %" PRIu64, simple_form[f].name,
				simple_n_row(s, (enum simple_flow)f));
	fputc('\n', stderr);
}

void foreign_report(struct simple *s)
{
	uint64_t read = 0, rejected = 0;
	fprintf(stderr, "%-28s %-20s %10s %10s %9s %9s %s\n", "file", "form",
		"read", "used", "rejected", "unused", "years");
	for (uint32_t i = 0; i < simple_n_source(s); i++) {
		const struct simple_source *x = simple_source_at(s, i);
		print_source(x);
		read += x->n_read;
		rejected += x->n_rejected;
	}
	for (int n = 0; n < (int)N_NOTE; n++)
		if (simple_n_note(s, (enum simple_note)n))
			fprintf(stderr, "  note: %" PRIu64 " %s\n",
				simple_n_note(s, (enum simple_note)n),
				simple_note_text[n]);
	print_rows(s);
	if (simple_n_unknown(s))
		fprintf(stderr,
			"ATTENTION: %" PRIu64 " unknown codes: their rows are "
			"kept, with a placeholder; see unknown_codes.csv\n",
			simple_n_unknown(s));
	if (rejected * 100 > read)
		fprintf(stderr,
			"ATTENTION: %.2f %% of the rows were rejected; look at "
			"them before you go on\n",
			(double)rejected * 100 / (double)read);
}

static void json_source(struct json *j, const struct simple_source *x)
{
	json_object(j);
	json_put_str(j, "file", str_from(x->name));
	json_put_str(j, "form", str_from(x->form));
	json_put_int(j, "read", (int64_t)x->n_read);
	json_put_int(j, "used", (int64_t)x->n_used);
	json_put_int(j, "rejected", (int64_t)x->n_rejected);
	json_put_int(j, "unused", (int64_t)x->n_unused);
	json_put_int(j, "first_year", x->year_first);
	json_put_int(j, "last_year", x->year_last);
	json_object_end(j);
}

void foreign_json(struct json *j, struct simple *s)
{
	json_object(j);
	json_key(j, "sources");
	json_array(j);
	for (uint32_t i = 0; i < simple_n_source(s); i++)
		json_source(j, simple_source_at(s, i));
	json_array_end(j);
	json_key(j, "notes");
	json_array(j);
	for (int n = 0; n < (int)N_NOTE; n++) {
		if (!simple_n_note(s, (enum simple_note)n))
			continue;
		json_object(j);
		json_put_str(j, "note", str_from(simple_note_text[n]));
		json_put_int(j, "times",
			     (int64_t)simple_n_note(s, (enum simple_note)n));
		json_object_end(j);
	}
	json_array_end(j);
	json_key(j, "rows");
	json_object(j);
	for (int f = 0; f < (int)N_SIMPLE; f++)
		json_put_int(j, simple_form[f].name,
			     (int64_t)simple_n_row(s, (enum simple_flow)f));
	json_object_end(j);
	json_put_int(j, "unknown_codes", (int64_t)simple_n_unknown(s));
	json_object_end(j);
}

static void print_json(struct simple *s)
{
	struct buf b;
	struct json j;
	buf_init(&b, 64u << 20); /* 60,000 sources */
	json_init(&j, &b);
	foreign_json(&j, s);
	fwrite(b.ptr, 1, b.len, stdout);
	putchar('\n');
	buf_release(&b);
}

/* ------------------------------------------------------------------ convert */

/* What was there before is not written over: a row too many is worse than a
 * folder too many. */
static enum rc make_output(const char *dir, struct err *err)
{
	char path[PATH_MAX];
	enum rc rc = file_make_dir(dir, err);
	for (int f = 0; !rc && f < (int)N_SIMPLE; f++) {
		snprintf(path, sizeof(path), "%s/%s.csv", dir,
			 simple_form[f].name);
		if (file_exists(path))
			rc = err_set(err, E_CONFLICT,
				     "\"%s\" is already there: name another "
				     "folder",
				     path);
	}
	return rc;
}

static enum rc list_inputs(struct convert_list *list,
			   const struct layouts *layouts, const char *from,
			   const struct opt_list *files, bool simple,
			   struct err *err)
{
	enum rc rc = OK;
	for (size_t i = 0; !rc && i < files->n; i++) {
		const char *p = files->word[i];
		struct str flow = layouts_flow_of(layouts, p);
		if (from)
			rc = convert_add(list, layouts, from, p, err);
		else if (file_is_dir(p))
			rc = convert_find(list, layouts, p, simple, err);
		else if (simple && !flow.len)
			rc = convert_add(list, layouts, "simple", p, err);
		else if (!flow.len)
			rc = err_set(err, E_USAGE,
				     "the name of \"%s\" does not tell its "
				     "form: say it with --from",
				     p);
		else
			rc = convert_add(list, layouts, flow.ptr, p, err);
	}
	if (!rc && !list->n)
		rc = err_set(err, E_NOT_FOUND,
			     "\"%s\" has no file whose name tells its form: "
			     "say it with --from",
			     files->word[0]);
	return rc;
}

struct convert_words {
	struct opt_list files;
	const char *from, *output, *rejects;
	struct foreign_words foreign;
	bool json, simple;
};

static int convert(struct convert_words *w, struct simple_options *o)
{
	struct layouts layouts = {.n = 0};
	struct convert_list list = {.n = 0};
	struct simple *s = NULL;
	struct arena a;
	struct err err = {0};
	arena_init(&a, 64u << 20); /* drugs_atc.csv */
	signal(SIGXFSZ, SIG_IGN);  /* a full disk is an error, not a death */
	o->dir = w->output;
	o->rejects = w->rejects;
	enum rc rc = foreign_open(&w->foreign, &layouts, &a, o, &err);
	const char *from = w->from;
	char own[300];
	if (!rc && w->foreign.layout && from && !strchr(from, ':')) {
		/* one's own layout is meant for these files */
		snprintf(own, sizeof(own), "%s:" STR_FMT, from,
			 STR_ARG(layouts.list[layouts.n - 1].name));
		from = own;
	}
	if (!rc)
		rc = list_inputs(&list, &layouts, from, &w->files, w->simple,
				 &err);
	if (!rc)
		rc = make_output(w->output, &err);
	if (!rc)
		rc = convert_run(&list, &layouts, o, &s, &err);
	if (!rc)
		foreign_report(s);
	if (!rc && w->json)
		print_json(s);
	simple_close(s);
	convert_list_release(&list);
	layouts_release(&layouts);
	arena_release(&a);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

int flows_convert_cmd(int argc, char **argv)
{
	struct convert_words w = {.foreign.data = getenv("PROSSIMA_DATA")};
	struct simple_options o = {.origins = false};
	bool stop;
	const struct opt opts[] = {
		{"FILE", OPT_LIST, &w.files, NULL, "files, or folders", true, 0,
		 0},
		{"output", OPT_STR, &w.output, "DIR",
		 "the simple form goes here", true, 0, 0},
		{"from", OPT_STR, &w.from, "FORM",
		 "sdo, sdo:sdo_2017, ..., omop, fhir (else by the names)",
		 false, 0, 0},
		{"rejects", OPT_STR, &w.rejects, "FILE",
		 "rows that cannot be read (else DIR/rejects.csv)", false, 0,
		 0},
		FOREIGN_OPTIONS(w.foreign),
		{"data", OPT_STR, &w.foreign.data, "DIR",
		 "tables instead of ours", false, 0, 0},
		{"json", OPT_FLAG, &w.json, NULL, "summary as JSON on stdout",
		 false, 0, 0},
	};
	int status = opt_parse("prossima flows convert",
			       "Write foreign files as the simple CSV form.",
			       opts, countof(opts), argc, argv, &stop);
	return stop ? status : convert(&w, &o);
}

/* ------------------------------------------------------------------ layouts */

static void count_sure(const struct foreign_layout *l, size_t n[3])
{
	n[0] = n[1] = n[2] = 0;
	for (size_t i = 0; i < l->n_field; i++) {
		char c = l->field[i].sure;
		n[c == 'S' ? 0 : c == 'R' ? 1 : 2]++;
	}
}

static void print_layout(const struct foreign_layout *l)
{
	char from[11], to[11];
	size_t n[3];
	count_sure(l, n);
	printf("%-18s %-10s %-10s %-9s %-10s %-10s %6zu %4zu %4zu %4zu "
	       " " STR_FMT "\n",
	       l->name.ptr, l->flow.ptr, simple_form[l->file].name,
	       l->fixed ? "fixed" : "delimited", date_text(l->from, from).ptr,
	       date_text(l->to, to).ptr, l->n_field, n[0], n[1], n[2],
	       STR_ARG(l->names));
}

int flows_layouts_cmd(int argc, char **argv)
{
	struct foreign_words w = {.data = getenv("PROSSIMA_DATA")};
	struct layouts layouts = {.n = 0};
	struct err err = {0};
	bool stop;
	const struct opt opts[] = {
		{"layout", OPT_STR, &w.layout, "FILE",
		 "a record layout of your own, checked", false, 0, 0},
		{"data", OPT_STR, &w.data, "DIR", "tables instead of ours",
		 false, 0, 0},
	};
	int status = opt_parse("prossima flows layouts",
			       "List the record layouts: how many of their "
			       "facts were seen, recalled, or defined here.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = layouts_load(&layouts, w.data, &err);
	if (!rc && w.layout)
		rc = layouts_add(&layouts, w.layout, &err);
	if (!rc) {
		printf("%-18s %-10s %-10s %-9s %-10s %-10s %6s %4s %4s %4s  "
		       "%s\n",
		       "layout", "flow", "file", "form", "from", "to", "fields",
		       "seen", "rec.", "def.", "names");
		for (size_t i = 0; i < layouts.n; i++)
			print_layout(&layouts.list[i]);
	}
	layouts_release(&layouts);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

/* ------------------------------------------------------------- pseudonymise */

#define KEY_TEXT "prossima key 1\n"
#define KEY_LEN  (sizeof(KEY_TEXT) - 1 + 64 + 1)

/* A file that only its owner reads; never over another. */
static enum rc key_write(const char *path, struct err *err)
{
	unsigned char raw[32];
	char hex[SHA256_HEX], text[KEY_LEN + 1];
	random_bytes(raw, sizeof(raw));
	snprintf(text, sizeof(text), "%s%s\n", KEY_TEXT,
		 sha256_hex(raw, hex).ptr);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_set(err, errno == EEXIST ? E_CONFLICT : E_IO,
			       "could not make key \"%s\": %s", path,
			       strerror(errno));
	bool bad =
		write(fd, text, KEY_LEN) != (ssize_t)KEY_LEN || fsync(fd) < 0;
	bad |= close(fd) < 0;
	if (bad) {
		unlink(path);
		return err_set(err, E_IO, "could not write key \"%s\"", path);
	}
	return OK;
}

static int hex_value(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
				      : -1;
}

static bool key_parse(struct str text, struct simple_key *out)
{
	const size_t n = sizeof(KEY_TEXT) - 1;
	if (text.len != KEY_LEN || !str_starts(text, STR(KEY_TEXT)))
		return false;
	for (size_t i = 0; i < 32; i++) {
		int hi = hex_value(text.ptr[n + 2 * i]),
		    lo = hex_value(text.ptr[n + 2 * i + 1]);
		if (hi < 0 || lo < 0)
			return false;
		out->byte[i] = (unsigned char)(hi << 4 | lo);
	}
	return true;
}

static enum rc key_read(const char *path, struct simple_key *out,
			struct err *err)
{
	struct stat st;
	struct arena a;
	struct str text;
	if (stat(path, &st) < 0)
		return err_set(err, E_NOT_FOUND,
			       "could not open key \"%s\": %s; make one with "
			       "--new-key",
			       path, strerror(errno));
	if (st.st_mode & 077)
		return err_set(err, E_DENIED,
			       "key \"%s\" can be read by others: chmod 600 it "
			       "if nobody had it, else make a new one",
			       path);
	arena_init(&a, 1u << 16);
	enum rc rc = file_read(path, &a, 4096, &text, err);
	if (!rc && !key_parse(text, out))
		rc = err_set(err, E_FORMAT, "\"%s\" is not a key of ours",
			     path);
	arena_release(&a);
	return rc;
}

/* A key beside the records that it hides would open them. */
static enum rc key_apart(const char *key, const char *out, struct err *err)
{
	char dir[PATH_MAX], manifest[PATH_MAX + 16], real[PATH_MAX],
		real_out[PATH_MAX];
	snprintf(dir, sizeof(dir), "%s", key);
	char *slash = strrchr(dir, '/');
	if (slash)
		*slash = '\0';
	if (!realpath(slash ? dir : ".", real))
		return OK; /* said when it is opened */
	snprintf(manifest, sizeof(manifest), "%s/MANIFEST", real);
	bool inside = file_exists(manifest);
	if (realpath(out, real_out))
		inside |= !strncmp(real, real_out, strlen(real_out)) &&
			  (real[strlen(real_out)] == '/' ||
			   !real[strlen(real_out)]);
	return inside ? err_set(err, E_USAGE,
				"the key must not lie in the archive or in the "
				"output: keep it apart from what it hides")
		      : OK;
}

int flows_pseudonymise_cmd(int argc, char **argv)
{
	struct convert_words w = {.foreign.data = getenv("PROSSIMA_DATA"),
				  .simple = true};
	struct simple_options o = {.origins = false};
	struct simple_key key;
	struct err err = {0};
	const char *path = NULL, *in = NULL;
	bool new_key = false, stop;
	const struct opt opts[] = {
		{"IN", OPT_POS, &in, NULL, "a file or folder of any form",
		 false, 0, 0},
		{"OUT", OPT_POS, &w.output, NULL, "folder for the simple form",
		 false, 0, 0},
		{"key", OPT_STR, &path, "FILE",
		 "the key; who has it can find people again", true, 0, 0},
		{"new-key", OPT_FLAG, &new_key, NULL,
		 "make the key, readable by you alone", false, 0, 0},
		{"table", OPT_STR, &o.identities, "FILE",
		 "write who is who here, readable by you alone", false, 0, 0},
		{"from", OPT_STR, &w.from, "FORM",
		 "the form, when the names do not tell it", false, 0, 0},
		{"rejects", OPT_STR, &w.rejects, "FILE",
		 "rows that cannot be read (else OUT/rejects.csv)", false, 0,
		 0},
		FOREIGN_OPTIONS(w.foreign),
		{"data", OPT_STR, &w.foreign.data, "DIR",
		 "tables instead of ours", false, 0, 0},
		{"json", OPT_FLAG, &w.json, NULL, "summary as JSON on stdout",
		 false, 0, 0},
	};
	int status = opt_parse("prossima flows pseudonymise",
			       "Write files as the simple form, with keyed "
			       "pseudonyms in place of people.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = OK;
	if (!new_key && !(in && w.output))
		rc = err_set(&err, E_USAGE, "IN and OUT are missing");
	if (!rc && w.output)
		rc = key_apart(path, w.output, &err);
	if (!rc && new_key)
		rc = key_write(path, &err);
	if (!rc && !in)
		return EXIT_DONE;
	if (!rc)
		rc = key_read(path, &key, &err);
	if (rc)
		return cmd_fail(&err);
	o.key = &key;
	w.files.word[w.files.n++] = in;
	return convert(&w, &o);
}
