/* prossima tele document, sign, signed, verify, trust. */
#include "cmd/tele_cmd.h"

#include "app/tele_signature.h"
#include "base/file.h"
#include "base/outfile.h"
#include "cmd/password.h"
#include "text/text.h"

#define FILE_ARENA ((size_t)1 << 30)

static enum rc write_out(const char *path, struct str bytes, struct err *err)
{
	struct outfile f = {0};
	enum rc rc = outfile_open(&f, path, err);
	if (!rc)
		rc = outfile_write(&f, bytes, err);
	if (!rc)
		rc = outfile_commit(&f, err);
	outfile_abort(&f);
	return rc;
}

#define OPT_OUT(var)                                                           \
	{                                                                      \
		"out", OPT_STR, &(var), "FILE",                                \
			"where it goes (default: standard output)", false, 0,  \
			0                                                      \
	}

int tele_cmd_document(int argc, char **argv)
{
	struct tele_desk d = {0};
	const char *out = "-";
	struct arena a;
	struct str pdf;
	bool stop;
	const struct opt opts[] = {OPT_EXAM(d.exam), OPT_OUT(out),
				   OPT_AS(d.as, true), OPT_DB(d.db),
				   OPT_DATA(d.data)};
	int status = opt_parse("prossima tele document",
			       "Write the document of a draft as PDF, to be "
			       "signed with the specialist's own certificate.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	arena_init(&a, FILE_ARENA);
	enum rc rc = tele_desk_open(&d);
	if (!rc)
		rc = app_tele_document(&d.w.app, d.id, &a, &pdf, &d.err);
	if (!rc)
		rc = write_out(out, pdf, &d.err);
	arena_release(&a);
	return tele_desk_close(&d, rc);
}

/* ---- sign */

struct sign_words {
	const char *shown, *signed_file, *p12, *password_file;
};

static enum rc sign_file(struct tele_desk *d, const char *path,
			 struct tele_signed *s)
{
	struct arena a;
	struct str bytes;
	arena_init(&a, FILE_ARENA);
	enum rc rc = file_read(path, &a, TELE_MOST_BYTES, &bytes, &d->err);
	if (!rc)
		rc = app_tele_sign_file(&d->w.app, d->id, bytes, s, &d->err);
	arena_release(&a);
	return rc;
}

static enum rc open_key(const struct sign_words *w, struct arena *a,
			struct signature_key **key, struct err *err)
{
	char password[PASSWORD_ROOM] = "";
	struct str bytes;
	enum rc rc = file_read(w->p12, a, 1 << 20, &bytes, err);
	if (!rc && w->password_file)
		rc = password_read(w->password_file, password, err);
	if (!rc)
		rc = signature_key_open(bytes, password, key, err);
	memset(password, 0, sizeof(password));
	return rc;
}

static enum rc sign_key(struct tele_desk *d, const struct sign_words *w,
			struct tele_signed *s)
{
	struct arena a;
	struct signature_key *key = NULL;
	arena_init(&a, 4 << 20);
	enum rc rc = open_key(w, &a, &key, &d->err);
	if (!rc)
		rc = app_tele_sign_key(&d->w.app, d->id, key, s, &d->err);
	signature_key_free(key);
	arena_release(&a);
	return rc;
}

static enum rc sign(struct tele_desk *d, const struct sign_words *w,
		    struct tele_signed *s)
{
	if ((w->signed_file != NULL) + (w->p12 != NULL) + (*w->shown != 0) > 1)
		return err_set(&d->err, E_USAGE,
			       "one of --digest, --signed-file and --p12");
	if (w->signed_file)
		return sign_file(d, w->signed_file, s);
	if (w->p12)
		return sign_key(d, w, s);
	return app_tele_sign(&d->w.app, d->id, str_from(w->shown), s, &d->err);
}

int tele_cmd_sign(int argc, char **argv)
{
	struct tele_desk d = {0};
	struct tele_signed s;
	struct sign_words w = {.shown = ""};
	bool stop;
	const struct opt opts[] = {
		OPT_EXAM(d.exam),
		{"digest", OPT_STR, &w.shown, "HEX",
		 "of what was shown: refused when it changed", false, 0, 0},
		{"signed-file", OPT_STR, &w.signed_file, "FILE",
		 "the document, signed elsewhere: a PDF or a .p7m", false, 0,
		 0},
		{"p12", OPT_STR, &w.p12, "FILE",
		 "a key with its certificate (PKCS#12 or PEM): for trials, not "
		 "a qualified signature",
		 false, 0, 0},
		{"password-file", OPT_STR, &w.password_file, "FILE",
		 "its password", false, 0, 0},
		OPT_AS(d.as, true),
		OPT_DB(d.db),
		OPT_DATA(d.data)};
	int status = opt_parse("prossima tele sign",
			       "Sign the report: after it nothing changes.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = tele_desk_open(&d);
	if (!rc)
		rc = sign(&d, &w, &s);
	if (!rc)
		printf("%s: version %d signed, report %" PRId64 ", %s%s\n",
		       d.exam, s.version, s.report_id, s.digest,
		       s.activity_id ? ", planned service done" : "");
	return tele_desk_close(&d, rc);
}

/* ---- signed */

int tele_cmd_signed(int argc, char **argv)
{
	struct tele_desk d = {0};
	struct tele_signed_file f;
	const char *report = NULL, *out = "-";
	int64_t id = 0;
	bool plain = false, stop;
	struct arena a;
	const struct opt opts[] = {{"REPORT", OPT_POS, &report, NULL,
				    "number of a signed report", true, 0, 0},
				   {"pdf", OPT_FLAG, &plain, NULL,
				    "of a .p7m the PDF that is inside", false,
				    0, 0},
				   OPT_OUT(out),
				   OPT_AS(d.as, false),
				   OPT_DB(d.db),
				   OPT_DATA(d.data)};
	int status = opt_parse("prossima tele signed",
			       "Write the signed file of a report; of one that "
			       "was signed by session, its document.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	arena_init(&a, FILE_ARENA);
	enum rc rc = tele_desk_open(&d);
	if (!rc)
		rc = tele_exam_id(report, &id, &d.err);
	if (!rc)
		rc = app_tele_signed_file(&d.w.app, id, plain, &a, &f, &d.err);
	if (!rc)
		rc = write_out(out, f.bytes, &d.err);
	arena_release(&a);
	return tele_desk_close(&d, rc);
}

/* ---- verify */

static void print_digital(const char *report, const struct signature_result *r)
{
	printf("%s: digital signature (%s) of " STR_FMT ", " STR_FMT
	       ", %s; revocation %s\n",
	       report, signature_form_name[r->form], STR_ARG(r->signer),
	       STR_ARG(r->tax_code),
	       r->qualified ? "qualified certificate"
			    : "certificate not qualified",
	       signature_revocation_name[r->revocation]);
}

/* The kept bytes once more; a report without them was signed by session. */
static enum rc verify_digital(struct tele_desk *d, const char *report,
			      int64_t id)
{
	struct signature_result r;
	struct tele_signature s;
	bool is = false;
	struct arena a;
	arena_init(&a, FILE_ARENA);
	enum rc rc = app_tele_signature(&d->w.app, id, &a, &s, &is, &d->err);
	if (!rc && is) {
		rc = app_tele_signature_verify(&d->w.app, id, &a, &r, &d->err);
		if (!rc)
			rc = signature_demand(&r, &d->err);
		if (!rc)
			print_digital(report, &r);
	}
	arena_release(&a);
	return rc;
}

int tele_cmd_verify(int argc, char **argv)
{
	struct tele_desk d = {0};
	const char *report = NULL;
	int64_t id = 0;
	bool agrees = false, stop;
	const struct opt opts[] = {{"REPORT", OPT_POS, &report, NULL,
				    "number of a signed report", true, 0, 0},
				   OPT_AS(d.as, false),
				   OPT_DB(d.db),
				   OPT_DATA(d.data)};
	int status = opt_parse("prossima tele verify",
			       "Does a report say what was signed, and does "
			       "its digital signature hold?",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = tele_desk_open(&d);
	if (!rc)
		rc = tele_exam_id(report, &id, &d.err);
	if (!rc)
		rc = app_tele_verify(&d.w.app, id, &agrees, &d.err);
	if (!rc && !agrees)
		rc = err_set(&d.err, E_CONFLICT,
			     "report %s does not say what was signed", report);
	if (!rc)
		printf("%s: says what was signed\n", report);
	if (!rc)
		rc = verify_digital(&d, report, id);
	return tele_desk_close(&d, rc);
}

/* ---- trust */

static enum rc list_trusted(struct tele_desk *d)
{
	struct tele_trusted *list;
	struct arena a;
	struct buf b;
	size_t n;
	arena_init(&a, 64 << 20);
	buf_init(&b, TELE_OUT_BYTES);
	enum rc rc = app_tele_trust_list(&d->w.app, &a, &list, &n, &d->err);
	for (size_t i = 0; !rc && i < n; i++) {
		char from[11], until[11];
		date_text(date_in_rome(list[i].from_us), from);
		date_text(date_in_rome(list[i].until_us), until);
		buf_printf(&b, STR_FMT "  %-3.*s %s %s  " STR_FMT "\n",
			   STR_ARG(list[i].sha256), STR_ARG(list[i].kind), from,
			   until, STR_ARG(list[i].subject));
	}
	if (!rc)
		rc = cmd_print(&b, &d->err);
	else
		buf_release(&b);
	arena_release(&a);
	return rc;
}

static enum rc add_trusted(struct tele_desk *d, const char *path)
{
	struct arena a;
	struct str bytes;
	size_t n = 0;
	arena_init(&a, 256 << 20);
	enum rc rc = file_read(path, &a, SIGNATURE_MOST_BYTES, &bytes, &d->err);
	if (!rc)
		rc = app_tele_trust_add(&d->w.app, bytes, &n, &d->err);
	if (!rc)
		printf("%s: %zu certificates and lists\n", path, n);
	arena_release(&a);
	return rc;
}

int tele_cmd_trust(int argc, char **argv)
{
	struct tele_desk d = {0};
	const char *add = NULL, *remove = NULL;
	bool stop;
	const struct opt opts[] = {
		{"add", OPT_STR, &add, "FILE",
		 "trust the certificates and lists of a file (PEM or DER)",
		 false, 0, 0},
		{"remove", OPT_STR, &remove, "SHA256", "trust one no more",
		 false, 0, 0},
		OPT_DB(d.db),
		OPT_DATA(d.data)};
	int status = opt_parse("prossima tele trust",
			       "The authorities whose certificates sign "
			       "reports, and their revocation lists.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = tele_desk_open(&d);
	if (!rc && add)
		rc = add_trusted(&d, add);
	if (!rc && remove)
		rc = app_tele_trust_remove(&d.w.app, str_from(remove), &d.err);
	if (!rc && !add && !remove)
		rc = list_trusted(&d);
	return tele_desk_close(&d, rc);
}
