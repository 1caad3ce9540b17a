/* Authorities and revocation lists, from PEM or DER. */
#include "signature/signature_int.h"

#include <openssl/err.h>
#include <openssl/pem.h>

enum { ITEMS_MOST = 5000, PEM_MOST = 64 << 20 };

struct signature_trust *signature_trust_new(void)
{
	struct signature_trust *t = calloc(1, sizeof(*t));
	if (!t)
		return NULL;
	t->ca = sk_X509_new_null();
	t->crl = sk_X509_CRL_new_null();
	if (t->ca && t->crl)
		return t;
	signature_trust_free(t);
	return NULL;
}

void signature_trust_free(struct signature_trust *t)
{
	if (!t)
		return;
	sk_X509_pop_free(t->ca, X509_free);
	sk_X509_CRL_pop_free(t->crl, X509_CRL_free);
	free(t);
}

enum rc signature_trust_add(struct signature_trust *t,
			    enum signature_trust_kind kind, struct str der,
			    struct err *err)
{
	const unsigned char *p = (const unsigned char *)der.ptr;
	bool ok;
	if (kind == TRUST_CA) {
		X509 *x = d2i_X509(NULL, &p, (long)der.len);
		ok = x && sk_X509_push(t->ca, x);
		if (!ok)
			X509_free(x);
	} else {
		X509_CRL *c = d2i_X509_CRL(NULL, &p, (long)der.len);
		ok = c && sk_X509_CRL_push(t->crl, c);
		if (!ok)
			X509_CRL_free(c);
	}
	ERR_clear_error();
	return ok ? OK
		  : err_msg(err, E_FORMAT, MSG_SIG_NO_ITEMS,
			    "not a certificate or a revocation list");
}

/* ---- reading a file */

struct reading {
	struct arena *a;
	struct signature_trust_item *list;
	size_t n;
	bool full;
};

static void add(struct reading *r, enum signature_trust_kind kind,
		struct str der, const X509_NAME *name, const ASN1_TIME *from,
		const ASN1_TIME *until)
{
	struct str kept = arena_str(r->a, der);
	r->full |= r->n == ITEMS_MOST || !kept.ptr;
	if (!r->full)
		r->list[r->n++] = (struct signature_trust_item){
			.kind = kind,
			.der = kept,
			.subject = signature_whole_name(name, r->a),
			.from_us = signature_time(from),
			.until_us = signature_time(until)};
}

static bool add_certificate(struct reading *r, struct str der)
{
	const unsigned char *p = (const unsigned char *)der.ptr;
	X509 *x = d2i_X509(NULL, &p, (long)der.len);
	if (!x)
		return false;
	add(r, TRUST_CA, der, X509_get_subject_name(x), X509_get0_notBefore(x),
	    X509_get0_notAfter(x));
	X509_free(x);
	return true;
}

static bool add_list(struct reading *r, struct str der)
{
	const unsigned char *p = (const unsigned char *)der.ptr;
	X509_CRL *c = d2i_X509_CRL(NULL, &p, (long)der.len);
	if (!c)
		return false;
	add(r, TRUST_CRL, der, X509_CRL_get_issuer(c),
	    X509_CRL_get0_lastUpdate(c), X509_CRL_get0_nextUpdate(c));
	X509_CRL_free(c);
	return true;
}

static void read_pem(struct reading *r, struct str bytes)
{
	BIO *b = BIO_new_mem_buf(bytes.ptr, (int)bytes.len);
	char *name = NULL, *header = NULL;
	unsigned char *data = NULL;
	long len = 0;
	while (b && !r->full &&
	       PEM_read_bio(b, &name, &header, &data, &len) == 1) {
		struct str der = {(const char *)data, (size_t)len};
		if (!add_certificate(r, der))
			(void)add_list(r, der);
		OPENSSL_free(name);
		OPENSSL_free(header);
		OPENSSL_free(data);
	}
	BIO_free(b);
}

enum rc signature_trust_read(struct str bytes, struct arena *a,
			     struct signature_trust_item **list, size_t *n,
			     struct err *err)
{
	struct reading r = {.a = a};
	r.list = arena_array(a, struct signature_trust_item, ITEMS_MOST);
	if (!r.list)
		return arena_fail(a, err);
	if (bytes.len > PEM_MOST)
		return err_set(err, E_LIMIT, "a list of %zu bytes", bytes.len);
	if (!bytes.len || bytes.ptr[0] != 0x30)
		read_pem(&r, bytes);
	else if (!add_certificate(&r, bytes))
		(void)add_list(&r, bytes);
	ERR_clear_error();
	if (r.full)
		return arena_fail(a, err);
	if (!r.n)
		return err_msg(err, E_FORMAT, MSG_SIG_NO_ITEMS,
			       "no certificate and no revocation list in it");
	*list = r.list;
	*n = r.n;
	return OK;
}
