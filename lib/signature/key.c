/* A key in a file, and a CMS made with it. */
#include "signature/sign.h"
#include "signature/signature_int.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>

struct signature_key {
	EVP_PKEY *key;
	X509 *certificate;
	STACK_OF(X509) * others; /* what leads to an authority */
};

void signature_key_free(struct signature_key *k)
{
	if (!k)
		return;
	EVP_PKEY_free(k->key);
	X509_free(k->certificate);
	sk_X509_pop_free(k->others, X509_free);
	free(k);
}

static void open_p12(struct signature_key *k, struct str bytes,
		     const char *password)
{
	const unsigned char *p = (const unsigned char *)bytes.ptr;
	PKCS12 *file = d2i_PKCS12(NULL, &p, (long)bytes.len);
	if (file)
		(void)PKCS12_parse(file, password, &k->key, &k->certificate,
				   &k->others);
	PKCS12_free(file);
}

/* The first certificate is the signer's. */
static void open_pem(struct signature_key *k, struct str bytes,
		     const char *password)
{
	union {
		const char *in;
		void *out;
	} word = {password}; /* PEM_read_bio_... writes nothing there */
	BIO *b = BIO_new_mem_buf(bytes.ptr, (int)bytes.len);
	if (b)
		k->key = PEM_read_bio_PrivateKey(b, NULL, NULL, word.out);
	BIO_free(b);
	b = BIO_new_mem_buf(bytes.ptr, (int)bytes.len);
	k->certificate = b ? PEM_read_bio_X509(b, NULL, NULL, NULL) : NULL;
	k->others = sk_X509_new_null();
	for (X509 *x;
	     b && k->others && (x = PEM_read_bio_X509(b, NULL, NULL, NULL));)
		if (!sk_X509_push(k->others, x))
			X509_free(x);
	BIO_free(b);
}

enum rc signature_key_open(struct str bytes, const char *password,
			   struct signature_key **out, struct err *err)
{
	struct signature_key *k = calloc(1, sizeof(*k));
	if (!k || bytes.len > INT_MAX) {
		free(k);
		return err_set(err, E_NOMEM, "no memory for a key");
	}
	if (bytes.len && bytes.ptr[0] == 0x30)
		open_p12(k, bytes, password);
	else
		open_pem(k, bytes, password);
	bool ok = k->key && k->certificate &&
		  X509_check_private_key(k->certificate, k->key) == 1;
	ERR_clear_error();
	if (!ok) {
		signature_key_free(k);
		return err_msg(err, E_FORMAT, MSG_SIG_KEY,
			       "the key cannot be opened: wrong password, or "
			       "no key with its certificate in the file");
	}
	*out = k;
	return OK;
}

/* ---- the CMS: its attributes are signed as DER of a set, by hand, since
 * CMS_SignerInfo_sign would read the clock */

static int by_bytes(const void *x, const void *y)
{
	const struct str *p = x, *q = y;
	return str_cmp(*p, *q);
}

enum { ATTRIBUTES_MOST = 8 };

static bool put_head(struct buf *b, size_t len)
{
	if (len > 0xFFFF)
		return false;
	buf_char(b, 0x31); /* SET */
	if (len > 0xFF) {
		buf_char(b, (char)0x82);
		buf_char(b, (char)(len >> 8));
	} else if (len > 0x7F) {
		buf_char(b, (char)0x81);
	}
	buf_char(b, (char)(len & 0xFF));
	return true;
}

static bool attributes_der(CMS_SignerInfo *si, struct arena *a, struct buf *b)
{
	struct str one[ATTRIBUTES_MOST];
	size_t sum = 0;
	int n = CMS_signed_get_attr_count(si);
	if (n < 1 || n > ATTRIBUTES_MOST)
		return false;
	for (int i = 0; i < n; i++) {
		unsigned char *der = NULL;
		int len = i2d_X509_ATTRIBUTE(CMS_signed_get_attr(si, i), &der);
		if (len < 1)
			return false;
		one[i] = arena_str(
			a, (struct str){(const char *)der, (size_t)len});
		OPENSSL_free(der);
		sum += (size_t)len;
		if (!one[i].ptr)
			return false;
	}
	qsort(one, (size_t)n, sizeof(one[0]), by_bytes);
	if (!put_head(b, sum))
		return false;
	for (int i = 0; i < n; i++)
		buf_str(b, one[i]);
	return !b->failed;
}

static bool sign_bytes(EVP_PKEY *key, struct str bytes, CMS_SignerInfo *si)
{
	EVP_MD_CTX *c = EVP_MD_CTX_new();
	unsigned char *sig = NULL;
	size_t len = 0;
	const unsigned char *in = (const unsigned char *)bytes.ptr;
	bool ok = c &&
		  EVP_DigestSignInit(c, NULL, EVP_sha256(), NULL, key) == 1 &&
		  EVP_DigestSign(c, NULL, &len, in, bytes.len) == 1 &&
		  (sig = OPENSSL_malloc(len)) != NULL &&
		  EVP_DigestSign(c, sig, &len, in, bytes.len) == 1 &&
		  ASN1_STRING_set(CMS_SignerInfo_get0_signature(si), sig,
				  (int)len) == 1;
	OPENSSL_free(sig);
	EVP_MD_CTX_free(c);
	return ok;
}

static bool sign_attributes(struct signature_key *k, CMS_SignerInfo *si,
			    struct arena *a)
{
	struct buf b;
	buf_init(&b, 1 << 16);
	bool ok = attributes_der(si, a, &b) &&
		  sign_bytes(k->key, buf_view(&b), si);
	buf_release(&b);
	return ok;
}

static bool put_time(CMS_SignerInfo *si, int64_t us)
{
	ASN1_TIME *t = ASN1_TIME_set(NULL, (time_t)(us / 1000000));
	bool ok = t && CMS_signed_add1_attr_by_NID(si, NID_pkcs9_signingTime,
						   t->type, t, -1) == 1;
	ASN1_TIME_free(t);
	return ok;
}

static bool put_attributes(CMS_SignerInfo *si, const unsigned char *hash,
			   int64_t claimed_us)
{
	return CMS_signed_add1_attr_by_NID(
		       si, NID_pkcs9_contentType, V_ASN1_OBJECT,
		       OBJ_nid2obj(NID_pkcs7_data), -1) == 1 &&
	       CMS_signed_add1_attr_by_NID(si, NID_pkcs9_messageDigest,
					   V_ASN1_OCTET_STRING, hash,
					   SHA256_LEN) == 1 &&
	       (!claimed_us || put_time(si, claimed_us));
}

static CMS_ContentInfo *make(struct signature_key *k, const unsigned char *hash,
			     int64_t claimed_us, struct arena *a)
{
	/* CMS_CADES puts signing-certificate-v2 */
	const unsigned flags = CMS_PARTIAL | CMS_BINARY | CMS_DETACHED |
			       CMS_NOSMIMECAP | CMS_CADES;
	CMS_ContentInfo *cms = CMS_sign(NULL, NULL, k->others, NULL, flags);
	CMS_SignerInfo *si = cms ? CMS_add1_signer(cms, k->certificate, k->key,
						   EVP_sha256(), flags)
				 : NULL;
	if (si && put_attributes(si, hash, claimed_us) &&
	    sign_attributes(k, si, a))
		return cms;
	CMS_ContentInfo_free(cms);
	return NULL;
}

enum rc signature_key_sign(void *who, const unsigned char hash[SHA256_LEN],
			   int64_t claimed_us, struct arena *a, struct str *cms,
			   struct err *err)
{
	unsigned char *der = NULL;
	CMS_ContentInfo *c = make(who, hash, claimed_us, a);
	int len = c ? i2d_CMS_ContentInfo(c, &der) : -1;
	enum rc rc = OK;
	if (len <= 0)
		rc = err_msg(err, E_FORMAT, MSG_SIG_KEY,
			     "the key could not sign");
	else
		*cms = arena_str(a,
				 (struct str){(const char *)der, (size_t)len});
	if (!rc && !cms->ptr)
		rc = arena_fail(a, err);
	OPENSSL_free(der);
	CMS_ContentInfo_free(c);
	ERR_clear_error();
	return rc;
}
