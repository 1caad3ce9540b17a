#include "cmd/archive_cmd.h"
#include "flows/archive.h"
#include "flows/export.h"

cmd_fn cmd_archive;

/* ------------------------------------------------------------------ verify */

static void say_damage(void *ctx, const struct col_damage *d)
{
	(void)ctx;
	printf("%s: damaged: column %s, block %" PRIu64 " (bytes %" PRIu64
	       " to %" PRIu64 " of the file)\n",
	       d->path, d->column, d->block, d->offset, d->offset + d->len - 1);
}

static void say_remedy(const struct archive *a, const char *dir)
{
	printf("what to do: put the damaged files back from a backup (a file "
	       "never changes once it is named by the MANIFEST, so any backup "
	       "that has it will do); without one, move %s away and import "
	       "these again, in this order:\n",
	       dir);
	for (size_t i = 0; i < archive_n_source(a); i++) {
		const struct archive_source *s = archive_source(a, i);
		printf("  import %" PRIu64 "  " STR_FMT "  sha256 " STR_FMT
		       "\n",
		       s->import, STR_ARG(s->name), STR_ARG(s->digest));
	}
}

static enum rc verify(const char *dir, struct err *err)
{
	struct archive *a = NULL;
	enum rc rc = archive_open(dir, &a, err);
	if (rc)
		return rc;
	const size_t n = archive_check(a, say_damage, NULL);
	if (n) {
		say_remedy(a, dir);
		rc = err_set(err, E_FORMAT,
			     "archive \"%s\" is damaged: %zu blocks do not "
			     "agree with their checksums",
			     dir, n);
	} else {
		rc = archive_verify_rows(a, err);
	}
	if (!rc)
		printf("%s: whole, state " STR_FMT "\n", dir,
		       STR_ARG(archive_digest(a)));
	archive_close(a);
	return rc;
}

int archive_verify_cmd(int argc, char **argv)
{
	const char *dir = NULL;
	bool stop;
	const struct opt opts[] = {
		{"archive", OPT_STR, &dir, "DIR", "the archive", true, 0, 0},
	};
	int status = opt_parse("prossima archive verify",
			       "Compare every checksum of an archive.", opts,
			       countof(opts), argc, argv, &stop);
	struct err err = {0};
	if (stop)
		return status;
	return verify(dir, &err) ? cmd_fail(&err) : EXIT_DONE;
}

/* ------------------------------------------------------------------ export */

static int archive_export_cmd(int argc, char **argv)
{
	const char *dir = NULL, *out = NULL;
	bool one_folder = false, stop;
	const struct opt opts[] = {
		{"DIR", OPT_POS, &out, NULL, "new folder for the files", true,
		 0, 0},
		{"archive", OPT_STR, &dir, "DIR", "the archive", true, 0, 0},
		{"one-folder", OPT_FLAG, &one_folder, NULL,
		 "all imports together", false, 0, 0},
	};
	int status = opt_parse("prossima archive export",
			       "Write the records as simple CSV files.", opts,
			       countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct archive *a = NULL;
	struct export_report report;
	struct err err = {0};
	enum rc rc = archive_open(dir, &a, &err);
	if (!rc)
		rc = export_archive(a, out, one_folder, &report, &err);
	for (int f = 0; !rc && f < EXPORT_N_FILE; f++)
		fprintf(stderr, "%-10s %12" PRIu64 " rows\n", export_name(f),
			report.n_row[f]);
	archive_close(a);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

int cmd_archive(int argc, char **argv)
{
	static const struct command table[] = {
		{"stat", archive_stat_cmd, "what an archive holds"},
		{"verify", archive_verify_cmd, "compare every checksum"},
		{"dump", archive_dump_cmd, "all records of one person"},
		{"export", archive_export_cmd,
		 "the records as simple CSV files"},
	};
	return cmd_dispatch("prossima archive", table, countof(table), argc,
			    argv);
}
