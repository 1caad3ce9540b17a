/* prossima signature - is a signed file whole, whose is it, since when. Needs
 * no database: doc/man/prossima-signature.1. */
#include "cmd/cmd.h"

#include "base/file.h"
#include "json/json.h"
#include "signature/signature.h"
#include "text/text.h"

#include <dirent.h>

cmd_fn cmd_signature;

/* A signed file, what was taken out of it, authorities and their lists. */
#define ARENA_BYTES ((size_t)512 << 20)

struct signature_options {
	const char *path, *ca, *document, *tax_code, *lang_word, *extract;
	struct date at;
	bool json;
	enum lang lang;
};

/* ---- whom to trust: a file, or each file of a folder */

static enum rc trust_file(struct signature_trust *t, const char *path,
			  struct arena *a, struct err *err)
{
	struct str bytes;
	struct signature_trust_item *list = NULL;
	size_t n = 0;
	enum rc rc = file_read(path, a, SIGNATURE_MOST_BYTES, &bytes, err);
	if (!rc)
		rc = signature_trust_read(bytes, a, &list, &n, err);
	for (size_t i = 0; i < n && !rc; i++)
		rc = signature_trust_add(t, list[i].kind, list[i].der, err);
	return rc ? err_context(err, "%s", path) : OK;
}

static enum rc trust_folder(struct signature_trust *t, const char *dir,
			    struct arena *a, struct err *err)
{
	DIR *d = opendir(dir);
	enum rc rc = OK;
	if (!d)
		return err_set(err, E_IO, "could not open %s: %s", dir,
			       strerror(errno));
	for (struct dirent *e; !rc && (e = readdir(d));) {
		const char *path = file_join(a, dir, e->d_name);
		if (!path)
			rc = arena_fail(a, err);
		else if (e->d_name[0] != '.' && !file_is_dir(path))
			rc = trust_file(t, path, a, err);
	}
	closedir(d);
	return rc;
}

static enum rc trust_of(const char *path, struct arena *a,
			struct signature_trust **out, struct err *err)
{
	struct signature_trust *t = signature_trust_new();
	enum rc rc = t ? OK : err_set(err, E_NOMEM, "no memory");
	if (!rc && path)
		rc = file_is_dir(path) ? trust_folder(t, path, a, err)
				       : trust_file(t, path, a, err);
	if (rc)
		signature_trust_free(t);
	else
		*out = t;
	return rc;
}

/* ---- printing */

static void put_instant(struct json *j, const char *key, int64_t us)
{
	struct buf b;
	buf_init(&b, 64);
	json_key(j, key);
	if (us) {
		instant_print(&b, us);
		json_str(j, buf_view(&b));
	} else {
		json_null(j);
	}
	buf_release(&b);
}

static void put_json(struct buf *b, const struct signature_result *r)
{
	struct json j;
	json_init(&j, b);
	json_object(&j);
	json_put_bool(&j, "valid", r->valid);
	json_put_str(&j, "form", str_from(signature_form_name[r->form]));
	json_put_str(&j, "why", text_of((enum msg)r->why, LANG_EN));
	json_put_str(&j, "why_it", text_of((enum msg)r->why, LANG_IT));
	json_put_str(&j, "detail", str_from(r->detail));
	json_put_str(&j, "signer", r->signer);
	json_put_str(&j, "tax_code", r->tax_code);
	json_put_str(&j, "issuer", r->issuer);
	json_put_str(&j, "serial", r->serial);
	put_instant(&j, "valid_from", r->valid_from_us);
	put_instant(&j, "valid_until", r->valid_until_us);
	json_put_bool(&j, "trusted", r->trusted);
	json_put_bool(&j, "qualified", r->qualified);
	json_put_bool(&j, "signing_device", r->on_device);
	put_instant(&j, "claimed_at", r->claimed_us);
	put_instant(&j, "stamped_at", r->stamped_us);
	json_put_str(&j, "stamped_by", r->stamped_by);
	json_put_str(&j, "revocation",
		     str_from(signature_revocation_name[r->revocation]));
	put_instant(&j, "revocation_list_of", r->revocation_us);
	json_object_end(&j);
	buf_char(b, '\n');
}

static void put_row(struct buf *b, enum lang lang, enum msg name,
		    struct str value)
{
	if (!value.len)
		return;
	buf_str(b, text_of(name, lang));
	buf_printf(b, ": " STR_FMT "\n", STR_ARG(value));
}

static void put_when(struct buf *b, enum lang lang, enum msg name, int64_t us)
{
	struct buf t;
	buf_init(&t, 64);
	if (us)
		instant_print(&t, us);
	put_row(b, lang, name, buf_view(&t));
	buf_release(&t);
}

static enum msg revocation_words(enum signature_revocation r)
{
	static const enum msg words[] = {
		[REVOCATION_NOT_CHECKED] = MSG_SIG_REVOCATION_NOT_CHECKED,
		[REVOCATION_STALE] = MSG_SIG_REVOCATION_STALE,
		[REVOCATION_GOOD] = MSG_SIG_REVOCATION_GOOD,
		[REVOCATION_REVOKED] = MSG_SIG_REVOKED};
	return words[r];
}

static void put_words(struct buf *b, const struct signature_result *r,
		      enum lang lang)
{
	buf_str(b, text_of(r->valid ? MSG_SIG_HOLDS : MSG_SIG_HOLDS_NOT, lang));
	if (r->why) {
		buf_char(b, ' ');
		buf_str(b, text_of((enum msg)r->why, lang));
	}
	buf_char(b, '\n');
	put_row(b, lang, MSG_SIG_FORM_IS,
		str_from(signature_form_name[r->form]));
	put_row(b, lang, MSG_SIG_SIGNER, r->signer);
	put_row(b, lang, MSG_SIG_TAX_CODE, r->tax_code);
	put_row(b, lang, MSG_SIG_ISSUER, r->issuer);
	put_row(b, lang, MSG_SIG_CERTIFICATE,
		text_of(r->qualified ? MSG_SIG_QUALIFIED : MSG_SIG_ADVANCED,
			lang));
	put_when(b, lang, MSG_SIG_VALID_UNTIL, r->valid_until_us);
	put_when(b, lang, MSG_SIG_CLAIMED, r->claimed_us);
	put_when(b, lang, MSG_SIG_STAMPED, r->stamped_us);
	put_row(b, lang, MSG_SIG_STAMPED_BY, r->stamped_by);
	put_row(b, lang, MSG_SIG_REVOCATION,
		text_of(revocation_words(r->revocation), lang));
}

static enum rc print(const struct signature_options *o,
		     const struct signature_result *r, struct err *err)
{
	struct buf b;
	struct str s;
	buf_init(&b, 1u << 20);
	if (o->json)
		put_json(&b, r);
	else
		put_words(&b, r, o->lang);
	enum rc rc = buf_finish(&b, &s, err);
	if (!rc)
		fwrite(s.ptr, 1, s.len, stdout);
	buf_release(&b);
	return rc;
}

/* ---- one file */

static enum rc judge(const struct signature_options *o, struct arena *a,
		     struct signature_trust *t, struct signature_result *r,
		     struct err *err)
{
	struct str bytes;
	struct signature_check c = {.trust = t,
				    .at_us = cmd_now_us(),
				    .tax_code = str_from(o->tax_code)};
	if (!date_is_none(o->at)) /* by the end of that day */
		c.at_us = ((int64_t)o->at.days + 1) * INT64_C(86400000000) - 1;
	enum rc rc = file_read(o->path, a, SIGNATURE_MOST_BYTES, &bytes, err);
	if (!rc && o->document)
		rc = file_read(o->document, a, SIGNATURE_MOST_BYTES,
			       &c.document, err);
	return rc ? rc : signature_verify(bytes, &c, a, r, err);
}

static enum rc examine(const struct signature_options *o, struct arena *a,
		       bool *valid, struct err *err)
{
	struct signature_trust *t = NULL;
	struct signature_result r;
	enum rc rc = trust_of(o->ca, a, &t, err);
	if (!rc)
		rc = judge(o, a, t, &r, err);
	if (!rc && o->extract && r.valid)
		rc = file_write_atomic(o->extract, r.document, err);
	if (!rc) {
		rc = print(o, &r, err);
		*valid = r.valid;
	}
	signature_trust_free(t);
	return rc;
}

static int run(const struct signature_options *o)
{
	struct arena a;
	struct err err = {0};
	bool valid = false;
	arena_init(&a, ARENA_BYTES);
	enum rc rc = examine(o, &a, &valid, &err);
	arena_release(&a);
	if (rc && err.msg)
		fprintf(stderr, "prossima signature: " STR_FMT "\n",
			STR_ARG(text_of((enum msg)err.msg, o->lang)));
	return rc ? cmd_fail(&err) : valid ? EXIT_DONE : EXIT_FAILED;
}

int cmd_signature(int argc, char **argv)
{
	struct signature_options o = {.tax_code = "", .at = DATE_NONE};
	bool stop;
	const struct opt opts[] = {
		{.name = "FILE",
		 .type = OPT_POS,
		 .out = &o.path,
		 .help = "a signed PDF (PAdES) or a .p7m (CAdES)",
		 .required = true},
		{.name = "ca",
		 .type = OPT_STR,
		 .out = &o.ca,
		 .value = "DIR",
		 .help = "authorities to trust and revocation lists: a "
			 "folder, or a file, of PEM or DER"},
		{.name = "document",
		 .type = OPT_STR,
		 .out = &o.document,
		 .value = "FILE",
		 .help = "of a signature that lies apart from it"},
		{.name = "tax-code",
		 .type = OPT_STR,
		 .out = &o.tax_code,
		 .value = "CODE",
		 .help = "who must have signed"},
		{.name = "at",
		 .type = OPT_DATE,
		 .out = &o.at,
		 .value = "DAY",
		 .help = "the day on which the file was there (default now)"},
		{.name = "extract",
		 .type = OPT_STR,
		 .out = &o.extract,
		 .value = "FILE",
		 .help = "write the document there, when the signature "
			 "holds"},
		{.name = "json",
		 .type = OPT_FLAG,
		 .out = &o.json,
		 .help = "print JSON"},
		{.name = "lang",
		 .type = OPT_STR,
		 .out = &o.lang_word,
		 .value = "it|en",
		 .help = "language (default it)"},
	};
	int status = opt_parse("prossima signature",
			       "Says whether a digital signature holds, whose "
			       "it is, and since when.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	if (o.lang_word && !lang_parse(str_from(o.lang_word), &o.lang)) {
		fprintf(stderr, "prossima signature: --lang is it or en\n");
		return EXIT_USAGE;
	}
	return run(&o);
}
