#include "base/progress.h"
#include "cmd/cmd.h"
#include "cmd/archive_cmd.h"
#include "cmd/flows_cmd.h"
#include "flows/archive.h"
#include "flows/flows.h"
#include "json/json.h"
#include "knowledge/knowledge.h"

#include <signal.h>

cmd_fn cmd_flows;

#define LOUD_PERCENT 1 /* data/flows.md section 4: a reasonable start */

/* ------------------------------------------------------------------ import */

static void json_file(struct json *j, const struct flows_file_report *r)
{
	static const char *const state[] = {"missing", "known", "read"};
	json_object(j);
	json_put_str(j, "flow", str_from(r->flow ? r->flow : ""));
	json_put_str(j, "file", str_from(r->name));
	json_put_str(j, "state", str_from(state[r->state]));
	json_put_int(j, "read", (int64_t)r->n_read);
	json_put_int(j, "accepted", (int64_t)r->n_accepted);
	json_put_int(j, "rejected", (int64_t)r->n_rejected);
	json_put_int(j, "duplicates", (int64_t)r->n_duplicate);
	json_put_int(j, "corrections", (int64_t)r->n_corrections);
	json_put_int(j, "cancellations", (int64_t)r->n_cancellations);
	json_put_int(j, "replaced", (int64_t)r->n_replaced);
	json_put_int(j, "removed", (int64_t)r->n_removed);
	json_key(j, "warnings");
	json_array(j);
	for (size_t w = 0; w < FLOWS_N_WARNING; w++) {
		if (!r->n_warning[w])
			continue;
		json_object(j);
		json_put_str(j, "cause", str_from(flows_warning_text[w]));
		json_put_int(j, "rows", (int64_t)r->n_warning[w]);
		json_object_end(j);
	}
	json_array_end(j);
	json_put_int(j, "milliseconds", (int64_t)(r->seconds * 1e3));
	json_object_end(j);
}

static void print_json(const struct flows_report *r)
{
	struct buf b;
	struct json j;
	buf_init(&b, 1u << 20);
	json_init(&j, &b);
	json_object(&j);
	json_put_int(&j, "import", (int64_t)r->import);
	json_put_bool(&j, "changed", r->import != 0);
	json_put_int(&j, "people", (int64_t)r->n_person);
	json_put_int(&j, "read", (int64_t)r->n_read);
	json_put_int(&j, "rejected", (int64_t)r->n_rejected);
	json_put_str(&j, "rejects", str_from(r->rejects));
	json_put_int(&j, "milliseconds", (int64_t)(r->seconds * 1e3));
	json_key(&j, "files");
	json_array(&j);
	for (size_t i = 0; i < FLOWS_N_FILE; i++)
		json_file(&j, &r->file[i]);
	json_array_end(&j);
	json_object_end(&j);
	fwrite(b.ptr, 1, b.len, stdout);
	putchar('\n');
	buf_release(&b);
}

static void print_file(const struct flows_file_report *r)
{
	if (r->state == FLOWS_MISSING)
		return;
	if (r->state == FLOWS_KNOWN) {
		fprintf(stderr,
			"%-18s already in the archive since import %" PRIu64
			": nothing to do\n",
			r->name, r->known_import);
		return;
	}
	fprintf(stderr,
		"%-18s %11" PRIu64 " %11" PRIu64 " %9" PRIu64 " %10" PRIu64
		" %8.2f\n",
		r->name, r->n_read, r->n_accepted, r->n_rejected,
		r->n_duplicate, r->seconds);
	if (r->n_corrections || r->n_cancellations)
		fprintf(stderr,
			"  %" PRIu64 " corrections, %" PRIu64
			" cancellations: %" PRIu64 " records of the archive "
			"and %" PRIu64 " rows of the file no longer count\n",
			r->n_corrections, r->n_cancellations, r->n_removed,
			r->n_replaced);
	for (size_t w = 0; w < FLOWS_N_WARNING; w++)
		if (r->n_warning[w])
			fprintf(stderr, "  warning: %" PRIu64 " rows: %s\n",
				r->n_warning[w], flows_warning_text[w]);
}

static void print_report(const struct flows_report *r,
			 const struct flows_options *o)
{
	for (size_t i = 0; i < FLOWS_N_FILE; i++)
		if (!o->from && r->file[i].state == FLOWS_MISSING &&
		    r->file[i].flow)
			fprintf(stderr, "note: %s/%s.csv is not there\n",
				o->dir, r->file[i].flow);
	fprintf(stderr, "%-18s %11s %11s %9s %10s %8s\n", "file", "read",
		"accepted", "rejected", "duplicate", "seconds");
	for (size_t i = 0; i < FLOWS_N_FILE; i++)
		print_file(&r->file[i]);
	if (r->rejects[0])
		fprintf(stderr, "rejected rows, with their causes: %s\n",
			r->rejects);
	if (r->n_rejected * 100 > r->n_read * LOUD_PERCENT)
		fprintf(stderr,
			"ATTENTION: %.2f %% of the rows were rejected; look at "
			"them before you use the archive\n",
			(double)r->n_rejected * 100 / (double)r->n_read);
	if (!r->import)
		fprintf(stderr, "nothing new: the archive is as it was\n");
	else
		fprintf(stderr,
			"import %" PRIu64 ": %" PRIu64 " people in the "
			"archive, %.2f s, %.0f rows/s\n",
			r->import, r->n_person, r->seconds,
			r->seconds > 0 ? (double)r->n_read / r->seconds : 0);
}

static int flows_import_cmd(int argc, char **argv)
{
	struct flows_options o = {.extraction = cmd_today(),
				  .max_rejects_e4 = -1};
	const char *data = getenv("PROSSIMA_DATA"), *as = NULL;
	struct foreign_words foreign = {.layout = NULL};
	int64_t threads = 0, memory_mib = 4096;
	bool json = false, stop;
	const struct opt opts[] = {
		{"DIR", OPT_POS, &o.dir, NULL,
		 "folder with the files, or one file with --as", true, 0, 0},
		{"as", OPT_STR, &as, "FORM",
		 "what they are: sdo, sdo:sdo_2017, ..., omop, fhir", false, 0,
		 0},
		FOREIGN_OPTIONS(foreign),
		{"archive", OPT_STR, &o.archive, "DIR",
		 "the archive, made "
		 "when it is not there",
		 true, 0, 0},
		{"rejects", OPT_STR, &o.rejects, "FILE",
		 "rejected rows go "
		 "here (else into the archive)",
		 false, 0, 0},
		{"extraction-date", OPT_DATE, &o.extraction, "DATE",
		 "no event lies after it (today)", false, 0, 0},
		{"max-rejects", OPT_DECIMAL, &o.max_rejects_e4, "PERCENT",
		 "import nothing when more is rejected", false, 0, 1000000},
		{"data", OPT_STR, &data, "DIR",
		 "knowledge tables instead of "
		 "ours",
		 false, 0, 0},
		{"memory", OPT_INT, &memory_mib, "MIB",
		 "memory for rows that wait to be sorted; the rest goes to a "
		 "file (4096)",
		 false, 64, 1 << 24},
		{"threads", OPT_INT, &threads, "N",
		 "0: one for each "
		 "processor",
		 false, 0, 64},
		{"json", OPT_FLAG, &json, NULL, "summary as JSON on stdout",
		 false, 0, 0},
	};
	int status = opt_parse("prossima flows import",
			       "Read the flows of a folder into the archive.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct flows_report report = {0};
	struct err err = {0};
	struct arena a;
	arena_init(&a, 64u << 20); /* municipalities.csv of the whole country */
	o.n_thread = (size_t)threads;
	foreign.data = data;
	o.memory = (uint64_t)memory_mib << 20;
	signal(SIGXFSZ, SIG_IGN); /* a full disk is an error, not a death */
	enum rc rc = knowledge_file(data, "municipalities.csv", &a,
				    &o.municipalities, &err);
	if (!rc)
		rc = foreign_import(&foreign, as, &o, &report, &err);
	if (!rc)
		print_report(&report, &o);
	if (!rc && json)
		print_json(&report);
	arena_release(&a);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

int cmd_flows(int argc, char **argv)
{
	static const struct command table[] = {
		{"import", flows_import_cmd,
		 "read a folder of flows into the "
		 "archive"},
		{"convert", flows_convert_cmd,
		 "write foreign files as the simple form"},
		{"layouts", flows_layouts_cmd,
		 "the record layouts that we know"},
		{"pseudonymise", flows_pseudonymise_cmd,
		 "the same, with pseudonyms in place of people"},
		{"stat", archive_stat_cmd, "as prossima archive stat"},
		{"verify", archive_verify_cmd, "as prossima archive verify"},
	};
	return cmd_dispatch("prossima flows", table, countof(table), argc,
			    argv);
}
