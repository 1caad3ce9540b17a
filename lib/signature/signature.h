/* signature - documents signed with a certificate: CAdES (.p7m, RFC 5652 and
 * ETSI EN 319 122-1) and PAdES (a signature inside a PDF, EN 319 142-1).
 *
 * Verifying says for one signature by one person: what exactly was signed,
 * whether a byte of it changed, who signed (name and tax code of the
 * certificate), whether the certificate leads to an authority we were told to
 * trust, was valid and was meant for signing documents, whether it was revoked
 * by the lists we were given, and when it was signed: as claimed, as stamped by
 * a time-stamp authority (RFC 3161), as received. Nothing is fetched: without
 * a list "revocation not checked" is the answer, and is told.
 *
 * Strict where readers of files are deceived: one signature in a file; in a PDF
 * it covers every byte but its own /Contents, and is the last revision; no
 * SHA-1; the certificate is named in what is signed (signing-certificate-v2).
 *
 * Making (sign.h) is apart. Not here: sockets, the clock (`at` is a parameter),
 * XAdES, ASiC, revocation by OCSP, archive time stamps.
 */
#ifndef SIGNATURE_SIGNATURE_H
#define SIGNATURE_SIGNATURE_H

#include "base/arena.h"

#define SIGNATURE_MOST_BYTES (64u << 20)
/* A clock may be wrong by so much before a claimed time is in the future. */
#define SIGNATURE_CLOCK_US INT64_C(600000000)

/* ---- whom to trust: certificates of authorities, and revocation lists */

struct signature_trust;
struct signature_trust *signature_trust_new(void); /* NULL without memory */
void signature_trust_free(struct signature_trust *t);

enum signature_trust_kind { TRUST_CA, TRUST_CRL };
struct signature_trust_item {
	enum signature_trust_kind kind;
	struct str der, subject; /* of a list: who issued it; in the arena */
	int64_t from_us, until_us;
};
/* The certificates and lists of a file, PEM (any number) or DER (one). They are
 * not judged: who calls, trusts. E_FORMAT: there are none in it. */
MUST_USE enum rc signature_trust_read(struct str bytes, struct arena *a,
				      struct signature_trust_item **list,
				      size_t *n, struct err *err);
/* Trust one of them. */
MUST_USE enum rc signature_trust_add(struct signature_trust *t,
				     enum signature_trust_kind kind,
				     struct str der, struct err *err);

/* ---- verify */

enum signature_form { SIGNATURE_CADES, SIGNATURE_DETACHED, SIGNATURE_PADES };
enum signature_revocation {
	REVOCATION_NOT_CHECKED, /* no list of its authority was given */
	REVOCATION_STALE,       /* the list is older than what it must tell */
	REVOCATION_GOOD,
	REVOCATION_REVOKED,
};
extern const char *const signature_form_name[];       /* "cades" ... */
extern const char *const signature_revocation_name[]; /* "not_checked" ... */

struct signature_check {
	const struct signature_trust *trust; /* NULL: nobody */
	int64_t at_us;       /* the signature was there at this moment */
	struct str document; /* for a signature that lies apart from it */
	struct str tax_code; /* who must have signed; empty: anybody */
};

struct signature_result {
	enum signature_form form;
	bool valid; /* every check below passed */
	int why;    /* words (MSG_SIG_...) for the first that did not; 0 */
	char detail[200]; /* the same for logs, English */

	/* The signed document; of a PDF what the signature covers is the whole
	 * file, and this is the file. A view or in the arena. */
	struct str document;
	struct str signer, tax_code, issuer, serial, /* hex */
		certificate;                         /* DER, in the arena */
	int64_t valid_from_us, valid_until_us;
	bool qualified; /* the certificate says so (EN 319 412-5) */
	bool on_device; /* and that its key is in a signing device */
	bool trusted;   /* leads to an authority of the list, at that time */
	int64_t claimed_us;    /* when, as the signer says; 0: does not */
	int64_t stamped_us;    /* when, as an authority says; 0: no stamp */
	struct str stamped_by; /* that authority */
	enum signature_revocation revocation;
	int64_t revocation_us; /* day of the list; of a revoked one: since */
};

/* OK: it is a signature, `out->valid` says whether it holds. E_FORMAT with
 * words: it is none, or none that could be judged; E_LIMIT. DER, BER, base64
 * and PEM for CAdES. */
MUST_USE enum rc signature_verify(struct str bytes,
				  const struct signature_check *c,
				  struct arena *a, struct signature_result *out,
				  struct err *err);
/* The same as a return code: not valid is E_DENIED with the words. */
MUST_USE enum rc signature_demand(const struct signature_result *r,
				  struct err *err);

/* Does a signed PDF show `document` and nothing else? The document stands
 * unchanged at its beginning; what the signing program added defines no object
 * of it anew but the catalogue and pages, whose contents, resources and size
 * are as they were, and holds no actions. E_CONFLICT with words. */
MUST_USE enum rc signature_adds_only(struct str document, struct str signed_pdf,
				     struct err *err);

/* Codes of persons in a certificate: "TINIT-RSSMRA...", "IT:RSSMRA...", or
 * bare; upper case. Empty when it is none. */
struct str signature_tax_code(struct str serial_number);

#endif
