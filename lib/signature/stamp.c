/* When it was signed: as claimed, and as an authority of time says in a token
 * about the value of the signature (RFC 3161; EN 319 122-1, 5.3). */
#include "signature/signature_int.h"

#include <openssl/err.h>
#include <openssl/ts.h>

static PKCS7 *token_of(const struct verifying *v, bool *there)
{
	int at = CMS_unsigned_get_attr_by_NID(
		v->si, NID_id_smime_aa_timeStampToken, -1);
	*there = at >= 0;
	if (at < 0)
		return NULL;
	X509_ATTRIBUTE *attr = CMS_unsigned_get_attr(v->si, at);
	const ASN1_TYPE *t = X509_ATTRIBUTE_count(attr) == 1
				     ? X509_ATTRIBUTE_get0_type(attr, 0)
				     : NULL;
	if (!t || t->type != V_ASN1_SEQUENCE)
		return NULL;
	struct str der = signature_octets(t->value.sequence);
	const unsigned char *p = (const unsigned char *)der.ptr;
	return d2i_PKCS7(NULL, &p, (long)der.len);
}

/* The digest of the token is one that still holds. */
static bool imprint_strong(TS_TST_INFO *info)
{
	const ASN1_OBJECT *oid = NULL;
	TS_MSG_IMPRINT *m = TS_TST_INFO_get_msg_imprint(info);
	X509_ALGOR_get0(&oid, NULL, NULL, TS_MSG_IMPRINT_get_algo(m));
	return signature_digest_strong(OBJ_obj2nid(oid));
}

static bool token_holds(const struct verifying *v, PKCS7 *token, int64_t at_us)
{
	struct str value =
		signature_octets(CMS_SignerInfo_get0_signature(v->si));
	TS_VERIFY_CTX *c = TS_VERIFY_CTX_new();
	BIO *data = BIO_new_mem_buf(value.ptr, (int)value.len);
	X509_STORE *store = signature_store(v->check->trust, at_us);
	if (!c || !data || !store) {
		BIO_free(data);
		X509_STORE_free(store);
		TS_VERIFY_CTX_free(c);
		return false;
	}
	TS_VERIFY_CTX_set_flags(c, TS_VFY_VERSION | TS_VFY_DATA |
					   TS_VFY_SIGNATURE);
	(void)TS_VERIFY_CTX_set_data(c, data);   /* it owns both */
	(void)TS_VERIFY_CTX_set_store(c, store); /* from here on */
	bool ok = TS_RESP_verify_token(c, token) == 1;
	TS_VERIFY_CTX_free(c);
	return ok;
}

static void tell_authority(struct verifying *v, PKCS7 *token)
{
	STACK_OF(X509) *who = PKCS7_get0_signers(token, NULL, 0);
	if (who && sk_X509_num(who))
		v->out->stamped_by = signature_whole_name(
			X509_get_subject_name(sk_X509_value(who, 0)), v->a);
	sk_X509_free(who);
}

static bool take_token(struct verifying *v, PKCS7 *token, TS_TST_INFO *info)
{
	int64_t at = signature_time(TS_TST_INFO_get_time(info));
	if (!at || !imprint_strong(info) || !token_holds(v, token, at) ||
	    at > v->check->at_us + SIGNATURE_CLOCK_US)
		return false;
	v->out->stamped_us = at;
	if (at < v->proven_us)
		v->proven_us = at;
	tell_authority(v, token);
	return true;
}

bool signature_stamp_ok(struct verifying *v)
{
	bool there;
	PKCS7 *token = token_of(v, &there);
	TS_TST_INFO *info = token ? PKCS7_to_TS_TST_INFO(token) : NULL;
	bool ok = !there || (info && take_token(v, token, info));
	TS_TST_INFO_free(info);
	PKCS7_free(token);
	ERR_clear_error();
	return ok || signature_fault(v, MSG_SIG_STAMP,
				     "the time stamp does not hold");
}

/* A claim may be false, but not of the future, nor later than the stamp. */
bool signature_time_ok(struct verifying *v)
{
	if (v->out->claimed_us <= v->proven_us + SIGNATURE_CLOCK_US)
		return true;
	return signature_fault(v, MSG_SIG_FUTURE,
			       "the claimed time is later than it can be");
}
