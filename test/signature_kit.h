/* A throw-away authority, people with certificates, an authority of time: made
 * by libcrypto when the test begins, gone when it ends. */
#ifndef TEST_SIGNATURE_KIT_H
#define TEST_SIGNATURE_KIT_H

#include "base/date.h"
#include "signature/sign.h"

#include <openssl/pem.h>
#include <openssl/ts.h>
#include <openssl/x509v3.h>

#define KIT_DAY_US INT64_C(86400000000)

struct kit_cert {
	X509 *x;
	EVP_PKEY *key;
};

/* What a certificate says. */
struct kit_subject {
	const char *cn, *given, *family, *code; /* serialNumber */
	const char *usage, *extended;           /* X509v3 words; NULL: none */
	const char *from, *until;               /* days */
	bool ca, qualified, small;
	long serial;
};

static inline void kit_must(bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "kit: %s\n", what);
	abort();
}

static inline int64_t kit_us(const char *day)
{
	struct date d;
	kit_must(!date_parse(str_from(day), &d, NULL), day);
	return (int64_t)d.days * KIT_DAY_US;
}

static inline void kit_name(X509_NAME *n, const char *field, const char *text)
{
	if (text)
		kit_must(X509_NAME_add_entry_by_txt(n, field, MBSTRING_UTF8,
						    (const unsigned char *)text,
						    -1, -1, 0) == 1,
			 field);
}

static inline void kit_ext(X509 *x, X509 *issuer, int nid, const char *value)
{
	X509V3_CTX c;
	if (!value)
		return;
	X509V3_set_ctx(&c, issuer, x, NULL, NULL, 0);
	X509_EXTENSION *e = X509V3_EXT_conf_nid(NULL, &c, nid, value);
	kit_must(e && X509_add_ext(x, e, -1) == 1, value);
	X509_EXTENSION_free(e);
}

/* Qualified, in a device: SEQUENCE { { 0.4.0.1862.1.1 } { 0.4.0.1862.1.4 } } */
static inline void kit_qualified(X509 *x)
{
	static const unsigned char der[] = {0x30, 0x14, 0x30, 0x08, 0x06, 0x06,
					    0x04, 0x00, 0x8e, 0x46, 0x01, 0x01,
					    0x30, 0x08, 0x06, 0x06, 0x04, 0x00,
					    0x8e, 0x46, 0x01, 0x04};
	ASN1_OCTET_STRING *s = ASN1_OCTET_STRING_new();
	ASN1_OBJECT *o = OBJ_txt2obj("1.3.6.1.5.5.7.1.3", 1);
	X509_EXTENSION *e = NULL;
	kit_must(s && o && ASN1_OCTET_STRING_set(s, der, sizeof(der)) == 1 &&
			 (e = X509_EXTENSION_create_by_OBJ(NULL, o, 0, s)) &&
			 X509_add_ext(x, e, -1) == 1,
		 "statements");
	X509_EXTENSION_free(e);
	ASN1_OBJECT_free(o);
	ASN1_OCTET_STRING_free(s);
}

static inline void kit_times(X509 *x, const struct kit_subject *s)
{
	ASN1_TIME *from = ASN1_TIME_set(NULL, kit_us(s->from) / 1000000),
		  *until = ASN1_TIME_set(NULL, kit_us(s->until) / 1000000);
	kit_must(X509_set1_notBefore(x, from) && X509_set1_notAfter(x, until),
		 "times");
	ASN1_TIME_free(from);
	ASN1_TIME_free(until);
}

/* A certificate by `ca`; NULL: by itself. Elliptic keys: they are quick. */
static inline struct kit_cert kit_make(const struct kit_subject *s,
				       const struct kit_cert *ca)
{
	struct kit_cert c = {X509_new(), s->small ? EVP_RSA_gen(1024)
						  : EVP_EC_gen("P-256")};
	kit_must(c.x && c.key, "a key");
	const struct kit_cert *by = ca ? ca : &c;
	X509_NAME *n = X509_get_subject_name(c.x);
	X509_set_version(c.x, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(c.x), s->serial);
	kit_name(n, "C", "IT");
	kit_name(n, "O", s->ca ? "Prova" : NULL);
	kit_name(n, "GN", s->given);
	kit_name(n, "SN", s->family);
	kit_name(n, "serialNumber", s->code);
	kit_name(n, "CN", s->cn);
	X509_set_issuer_name(c.x, X509_get_subject_name(by->x));
	X509_set_pubkey(c.x, c.key);
	kit_times(c.x, s);
	kit_ext(c.x, by->x, NID_basic_constraints,
		s->ca ? "critical,CA:TRUE" : "CA:FALSE");
	kit_ext(c.x, by->x, NID_key_usage, s->usage);
	kit_ext(c.x, by->x, NID_ext_key_usage, s->extended);
	kit_ext(c.x, by->x, NID_subject_key_identifier, "hash");
	if (s->qualified)
		kit_qualified(c.x);
	kit_must(X509_sign(c.x, by->key, EVP_sha256()) > 0, "signing");
	return c;
}

static inline void kit_release(struct kit_cert *c)
{
	X509_free(c->x);
	EVP_PKEY_free(c->key);
}

static inline struct str kit_der(X509 *x, struct arena *a)
{
	unsigned char *der = NULL;
	int len = i2d_X509(x, &der);
	struct str s =
		arena_str(a, (struct str){(const char *)der, (size_t)len});
	OPENSSL_free(der);
	return s;
}

/* The key, its certificate and that of the authority as PEM. */
static inline struct str kit_pem(const struct kit_cert *c,
				 const struct kit_cert *ca, struct arena *a)
{
	BIO *b = BIO_new(BIO_s_mem());
	char *text = NULL;
	kit_must(PEM_write_bio_PrivateKey(b, c->key, NULL, NULL, 0, NULL,
					  NULL) == 1 &&
			 PEM_write_bio_X509(b, c->x) == 1,
		 "PEM");
	if (ca)
		kit_must(PEM_write_bio_X509(b, ca->x) == 1, "PEM");
	long len = BIO_get_mem_data(b, &text);
	struct str s = arena_str(a, (struct str){text, (size_t)len});
	BIO_free(b);
	return s;
}

static inline struct signature_key *
kit_key(const struct kit_cert *c, const struct kit_cert *ca, struct arena *a)
{
	struct signature_key *k = NULL;
	struct err err = {0};
	kit_must(!signature_key_open(kit_pem(c, ca, a), "", &k, &err),
		 err.text);
	return k;
}

/* A list of the authority that revokes `serial` (0: nobody) on a day. */
static inline struct str kit_crl(const struct kit_cert *ca, long serial,
				 const char *on, const char *made,
				 const char *next, struct arena *a)
{
	X509_CRL *c = X509_CRL_new();
	ASN1_TIME *t = ASN1_TIME_set(NULL, kit_us(made) / 1000000),
		  *n = ASN1_TIME_set(NULL, kit_us(next) / 1000000);
	unsigned char *der = NULL;
	X509_CRL_set_version(c, 1);
	X509_CRL_set_issuer_name(c, X509_get_subject_name(ca->x));
	X509_CRL_set1_lastUpdate(c, t);
	X509_CRL_set1_nextUpdate(c, n);
	if (serial) {
		X509_REVOKED *r = X509_REVOKED_new();
		ASN1_INTEGER *i = ASN1_INTEGER_new();
		ASN1_TIME *since = ASN1_TIME_set(NULL, kit_us(on) / 1000000);
		ASN1_INTEGER_set(i, serial);
		X509_REVOKED_set_serialNumber(r, i);
		X509_REVOKED_set_revocationDate(r, since);
		X509_CRL_add0_revoked(c, r);
		ASN1_INTEGER_free(i);
		ASN1_TIME_free(since);
	}
	kit_must(X509_CRL_sign(c, ca->key, EVP_sha256()) > 0, "a list");
	int len = i2d_X509_CRL(c, &der);
	struct str s =
		arena_str(a, (struct str){(const char *)der, (size_t)len});
	OPENSSL_free(der);
	ASN1_TIME_free(t);
	ASN1_TIME_free(n);
	X509_CRL_free(c);
	return s;
}

/* ---- an authority of time */

static ASN1_INTEGER *kit_serial(TS_RESP_CTX *c, void *x)
{
	ASN1_INTEGER *i = ASN1_INTEGER_new();
	(void)c;
	(void)x;
	ASN1_INTEGER_set(i, 7);
	return i;
}

static int kit_clock(TS_RESP_CTX *c, void *x, long *sec, long *usec)
{
	(void)c;
	*sec = (long)(*(const int64_t *)x / 1000000);
	*usec = 0;
	return 1;
}

static inline TS_REQ *kit_request(const unsigned char *sum)
{
	TS_REQ *q = TS_REQ_new();
	TS_MSG_IMPRINT *m = TS_MSG_IMPRINT_new();
	X509_ALGOR *md = X509_ALGOR_new();
	X509_ALGOR_set0(md, OBJ_nid2obj(NID_sha256), V_ASN1_NULL, NULL);
	TS_MSG_IMPRINT_set_algo(m, md);
	TS_MSG_IMPRINT_set_msg(m, (unsigned char *)(uintptr_t)sum, SHA256_LEN);
	TS_REQ_set_version(q, 1);
	TS_REQ_set_msg_imprint(q, m);
	TS_REQ_set_cert_req(q, 1);
	X509_ALGOR_free(md);
	TS_MSG_IMPRINT_free(m);
	return q;
}

/* The token of `tsa` about bytes, at a time, as DER. */
static inline struct str kit_stamp(const struct kit_cert *tsa, struct str bytes,
				   int64_t at_us, struct arena *a)
{
	unsigned char sum[SHA256_LEN], *der = NULL;
	sha256_of(bytes, sum);
	TS_RESP_CTX *c = TS_RESP_CTX_new();
	TS_REQ *q = kit_request(sum);
	BIO *b = BIO_new(BIO_s_mem());
	kit_must(i2d_TS_REQ_bio(b, q) == 1, "a request");
	ASN1_OBJECT *policy = OBJ_txt2obj("1.2.3.4.1", 1);
	TS_RESP_CTX_set_signer_cert(c, tsa->x);
	TS_RESP_CTX_set_signer_key(c, tsa->key);
	TS_RESP_CTX_set_signer_digest(c, EVP_sha256());
	TS_RESP_CTX_set_ess_cert_id_digest(c, EVP_sha256());
	TS_RESP_CTX_set_def_policy(c, policy);
	TS_RESP_CTX_add_md(c, EVP_sha256());
	TS_RESP_CTX_set_serial_cb(c, kit_serial, NULL);
	TS_RESP_CTX_set_time_cb(c, kit_clock, &at_us);
	TS_RESP *r = TS_RESP_create_response(c, b);
	PKCS7 *token = r ? TS_RESP_get_token(r) : NULL;
	kit_must(token != NULL, "a stamp");
	int len = i2d_PKCS7(token, &der);
	struct str s =
		arena_str(a, (struct str){(const char *)der, (size_t)len});
	OPENSSL_free(der);
	TS_RESP_free(r);
	BIO_free(b);
	TS_REQ_free(q);
	ASN1_OBJECT_free(policy);
	TS_RESP_CTX_free(c);
	return s;
}

#endif
