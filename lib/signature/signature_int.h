/* Private to lib/signature. */
#ifndef SIGNATURE_SIGNATURE_INT_H
#define SIGNATURE_SIGNATURE_INT_H

#include "signature/signature.h"
#include "text/text.h"

#include <openssl/cms.h>
#include <openssl/x509v3.h>

struct signature_trust {
	STACK_OF(X509) * ca;
	STACK_OF(X509_CRL) * crl;
};

/* What is being verified. */
struct verifying {
	const struct signature_check *check;
	struct signature_result *out;
	struct arena *a;
	CMS_ContentInfo *cms;
	CMS_SignerInfo *si;     /* the one */
	X509 *signer;           /* its certificate, of the CMS */
	struct str part[2];     /* what was signed, one after the other */
	int64_t proven_us;      /* it was signed at this moment or before */
	STACK_OF(X509) * chain; /* from the signer to who is trusted */
};

/* A check failed: the first is kept. False, so that checks chain. */
bool signature_fault(struct verifying *v, int msg, const char *fmt, ...)
	PRINTF_LIKE(3, 4);

/* ---- parts of OpenSSL as ours */
int64_t signature_time(const ASN1_TIME *t); /* us; 0: not a time */
struct str signature_name(const X509_NAME *n, int nid, struct arena *a);
struct str signature_whole_name(const X509_NAME *n, struct arena *a);
struct str signature_octets(const ASN1_STRING *s);
/* SHA-256, 384 and 512 are; the rest is not. */
bool signature_digest_strong(int nid);
/* A store of the trusted certificates, looking at `at_us`; NULL: no memory. */
X509_STORE *signature_store(const struct signature_trust *t, int64_t at_us);

/* ---- CMS (cms.c): E_FORMAT with words */
MUST_USE enum rc signature_cms_open(struct str der, bool zeros_may_follow,
				    CMS_ContentInfo **out, struct err *err);
/* The checks, in this order; false: signature_fault was told. */
bool signature_attributes_ok(struct verifying *v);
bool signature_bytes_ok(struct verifying *v);
bool signature_stamp_ok(struct verifying *v);
bool signature_certificate_ok(struct verifying *v);
bool signature_chain_ok(struct verifying *v);
bool signature_not_revoked(struct verifying *v);
bool signature_time_ok(struct verifying *v);
void signature_describe(struct verifying *v); /* the certificate, in `out` */

/* ---- PDF (pdf.c, pdf_sign.c) */
struct pdf_signature {
	struct str before, after; /* what the signature covers */
	struct str cms;           /* in the arena; zeros may follow */
	int64_t claimed_us;       /* /M; 0: none */
};
MUST_USE enum rc pdf_signature_find(struct str pdf, struct arena *a,
				    struct pdf_signature *out, struct err *err);

/* ---- the syntax of PDF (pdf_syntax.c) */
bool pdf_is_blank(char c);
void pdf_skip_blanks(struct str s, size_t *i); /* and comments */
/* One value: name, number, string, array, dictionary, reference. False: it is
 * none, or ends with the bytes. */
MUST_USE bool pdf_skip_value(struct str s, size_t *i);
struct pdf_entry {
	struct str key, value; /* key without its solidus */
};
/* The entries of the dictionary that begins at `i` ("<<"); more than fit, a key
 * twice, or bad syntax: false. `i` is behind it then. */
#define PDF_ENTRIES_MOST 64
MUST_USE bool pdf_dictionary(struct str s, size_t *i, struct pdf_entry *list,
			     size_t *n);
/* The value of a key; {NULL, 0}: none. */
struct str pdf_value(const struct pdf_entry *list, size_t n, const char *key);
/* A number that is not negative at `i`. */
MUST_USE bool pdf_number(struct str s, size_t *i, size_t *out);
/* Where `what` stands first from `from` on, or s.len. */
size_t pdf_find(struct str s, size_t from, const char *what);
/* Where it stands last before `end`, or s.len. */
size_t pdf_find_last(struct str s, size_t end, const char *what);
size_t pdf_count(struct str s, const char *what);

#endif
