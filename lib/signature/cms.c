/* What a CMS says that was signed, and whether the bytes are those
 * (RFC 5652, 5.4 to 5.6; EN 319 122-1, 5.1 and 6.3). */
#include "signature/signature_int.h"

#include <openssl/err.h>
#include <openssl/ess.h>

enum rc signature_cms_open(struct str der, bool zeros_may_follow,
			   CMS_ContentInfo **out, struct err *err)
{
	const unsigned char *p = (const unsigned char *)der.ptr,
			    *end = p + der.len;
	CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &p, (long)der.len);
	ERR_clear_error();
	while (cms && zeros_may_follow && p < end && !*p)
		p++;
	bool is_signed =
		cms && OBJ_obj2nid(CMS_get0_type(cms)) == NID_pkcs7_signed;
	if (is_signed && p == end) {
		*out = cms;
		return OK;
	}
	CMS_ContentInfo_free(cms);
	return err_msg(err, E_FORMAT, cms ? MSG_SIG_BROKEN : MSG_SIG_NONE,
		       "the signature is no SignedData of CMS, or bytes "
		       "follow it");
}

/* ---- signed attributes */

/* The one value of an attribute that is there once; NULL. */
static const ASN1_TYPE *one_value(const struct verifying *v, int nid)
{
	int at = CMS_signed_get_attr_by_NID(v->si, nid, -1);
	if (at < 0 || CMS_signed_get_attr_by_NID(v->si, nid, at) >= 0)
		return NULL;
	X509_ATTRIBUTE *attr = CMS_signed_get_attr(v->si, at);
	return X509_ATTRIBUTE_count(attr) == 1
		       ? X509_ATTRIBUTE_get0_type(attr, 0)
		       : NULL;
}

static bool content_type_ok(const struct verifying *v)
{
	const ASN1_TYPE *t = one_value(v, NID_pkcs9_contentType);
	const ASN1_OBJECT *e = CMS_get0_eContentType(v->cms);
	return t && t->type == V_ASN1_OBJECT && e &&
	       OBJ_cmp(t->value.object, e) == 0 &&
	       OBJ_obj2nid(e) == NID_pkcs7_data;
}

/* The certificate is named, by a digest, in what is signed. */
static bool names_certificate(struct verifying *v)
{
	const ASN1_TYPE *t = one_value(v, NID_id_smime_aa_signingCertificateV2);
	if (!t || t->type != V_ASN1_SEQUENCE)
		return signature_fault(v, MSG_SIG_ATTRIBUTES,
				       "no signing-certificate-v2");
	struct str der = signature_octets(t->value.sequence);
	const unsigned char *p = (const unsigned char *)der.ptr;
	ESS_SIGNING_CERT_V2 *ess =
		d2i_ESS_SIGNING_CERT_V2(NULL, &p, (long)der.len);
	STACK_OF(X509) *all = CMS_get1_certs(v->cms);
	bool ok = ess && all && sk_X509_unshift(all, v->signer) &&
		  X509_up_ref(v->signer) == 1 &&
		  OSSL_ESS_check_signing_certs(NULL, ess, all, 1) == 1;
	sk_X509_pop_free(all, X509_free);
	ESS_SIGNING_CERT_V2_free(ess);
	return ok || signature_fault(v, MSG_SIG_OTHER_CERTIFICATE,
				     "signing-certificate-v2 names another");
}

static bool strong(struct verifying *v)
{
	X509_ALGOR *digest = NULL, *sig = NULL;
	const ASN1_OBJECT *oid = NULL;
	int md = NID_undef, key = NID_undef;
	CMS_SignerInfo_get0_algs(v->si, NULL, NULL, &digest, &sig);
	X509_ALGOR_get0(&oid, NULL, NULL, digest);
	bool ok = signature_digest_strong(OBJ_obj2nid(oid));
	X509_ALGOR_get0(&oid, NULL, NULL, sig);
	if (OBJ_find_sigid_algs(OBJ_obj2nid(oid), &md, &key) == 1 &&
	    md != NID_undef)
		ok = ok && signature_digest_strong(md);
	const EVP_PKEY *k = X509_get0_pubkey(v->signer);
	ok = ok && k && EVP_PKEY_get_security_bits(k) >= 112;
	return ok ||
	       signature_fault(v, MSG_SIG_WEAK, "SHA-1 or a key of few bits");
}

static void read_claimed(struct verifying *v)
{
	const ASN1_TYPE *t = one_value(v, NID_pkcs9_signingTime);
	if (t && t->type == V_ASN1_UTCTIME)
		v->out->claimed_us = signature_time(t->value.utctime);
	if (t && t->type == V_ASN1_GENERALIZEDTIME)
		v->out->claimed_us = signature_time(t->value.generalizedtime);
}

bool signature_attributes_ok(struct verifying *v)
{
	X509 *signer = NULL;
	if (CMS_set1_signers_certs(v->cms, NULL, 0) != 1)
		return signature_fault(v, MSG_SIG_NO_CERTIFICATE,
				       "no certificate of the signer");
	CMS_SignerInfo_get0_algs(v->si, NULL, &signer, NULL, NULL);
	v->signer = signer;
	signature_describe(v);
	if (!strong(v))
		return false;
	if (CMS_signed_get_attr_count(v->si) <= 0 || !content_type_ok(v))
		return signature_fault(v, MSG_SIG_ATTRIBUTES,
				       "no signed attributes, or another type "
				       "of content");
	if (CMS_SignerInfo_verify(v->si) != 1)
		return signature_fault(v, MSG_SIG_FORGED,
				       "the value is not of this key and "
				       "these attributes");
	read_claimed(v);
	return names_certificate(v);
}

/* ---- the document */

static bool digest_parts(const struct verifying *v, unsigned char *sum,
			 unsigned *len)
{
	X509_ALGOR *algorithm = NULL;
	const ASN1_OBJECT *oid = NULL;
	CMS_SignerInfo_get0_algs(v->si, NULL, NULL, &algorithm, NULL);
	X509_ALGOR_get0(&oid, NULL, NULL, algorithm);
	const EVP_MD *md = EVP_get_digestbynid(OBJ_obj2nid(oid));
	EVP_MD_CTX *c = EVP_MD_CTX_new();
	bool ok = md && c && EVP_DigestInit_ex(c, md, NULL) == 1;
	for (size_t i = 0; i < countof(v->part) && ok; i++)
		ok = EVP_DigestUpdate(c, v->part[i].ptr, v->part[i].len) == 1;
	ok = ok && EVP_DigestFinal_ex(c, sum, len) == 1;
	EVP_MD_CTX_free(c);
	return ok;
}

bool signature_bytes_ok(struct verifying *v)
{
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned len = 0;
	const ASN1_TYPE *t = one_value(v, NID_pkcs9_messageDigest);
	if (!t || t->type != V_ASN1_OCTET_STRING)
		return signature_fault(v, MSG_SIG_ATTRIBUTES,
				       "no message digest");
	struct str told = signature_octets(t->value.octet_string);
	if (digest_parts(v, sum, &len) &&
	    str_eq(told, (struct str){(const char *)sum, len}))
		return true;
	return signature_fault(v, MSG_SIG_CHANGED,
			       "the digest of the document is another");
}
