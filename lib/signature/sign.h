/* signature/sign - making signatures: the document stays here, a hash goes out,
 * a CMS comes in.
 *
 * Whoever holds the key is behind one function (signature_signer): a service
 * that signs at a distance, a program that talks to a card, or, for pilots and
 * tests, a key in a file (signature_key_sign). Signatures of a file are
 * advanced ones, never qualified: the law asks for a device (eIDAS, art. 29).
 */
#ifndef SIGNATURE_SIGN_H
#define SIGNATURE_SIGN_H

#include "signature/signature.h"
#include "base/sha256.h"

/* Sign the SHA-256 of a document: a detached CMS of the baseline B-B (content
 * type, message digest, signing-certificate-v2) as DER into `cms`.
 * `claimed_us`: signing time as an attribute; 0: without, as PAdES asks. */
typedef enum rc signature_signer(void *who,
				 const unsigned char hash[SHA256_LEN],
				 int64_t claimed_us, struct arena *a,
				 struct str *cms, struct err *err);

/* A .p7m that holds the document. The signer's answer is joined, not judged:
 * verify what comes out. */
MUST_USE enum rc signature_make_cades(struct str document,
				      signature_signer *sign, void *who,
				      int64_t now_us, struct arena *a,
				      struct str *out, struct err *err);

/* The PDF with a signature at its end, as an incremental update; nothing of it
 * is changed. For PDFs as sheet_pdf writes them: one table of cross references,
 * no encryption; others E_FORMAT. The signature has no place on a page. */
MUST_USE enum rc signature_make_pades(struct str pdf, signature_signer *sign,
				      void *who, int64_t now_us,
				      struct arena *a, struct str *out,
				      struct err *err);

/* ---- a key in a file */

struct signature_key;
/* PKCS#12 (.p12), or PEM with the key, its certificate and what leads to it. */
MUST_USE enum rc signature_key_open(struct str bytes, const char *password,
				    struct signature_key **out,
				    struct err *err);
void signature_key_free(struct signature_key *k); /* NULL allowed */
/* `who` is a struct signature_key. RSA and elliptic keys. */
signature_signer signature_key_sign;

#endif
