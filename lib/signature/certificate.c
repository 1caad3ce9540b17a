/* Whose certificate it is, what it is for, who vouches for it. */
#include "signature/signature_int.h"

#include <openssl/err.h>

/* ---- what it says */

/* Statements of a qualified certificate (EN 319 412-5): the extension is a
 * sequence of sequences that begin with the name of the statement. */
static bool states(const X509 *x, const char *statement)
{
	ASN1_OBJECT *wanted = OBJ_txt2obj(statement, 1),
		    *ext = OBJ_txt2obj("1.3.6.1.5.5.7.1.3", 1);
	int at = ext ? X509_get_ext_by_OBJ(x, ext, -1) : -1;
	bool found = false;
	if (at >= 0 && wanted) {
		struct str der = signature_octets(
			X509_EXTENSION_get_data(X509_get_ext(x, at)));
		const unsigned char *p = (const unsigned char *)der.ptr;
		ASN1_SEQUENCE_ANY *all =
			d2i_ASN1_SEQUENCE_ANY(NULL, &p, (long)der.len);
		for (int i = 0; i < sk_ASN1_TYPE_num(all) && !found; i++) {
			const ASN1_TYPE *t = sk_ASN1_TYPE_value(all, i);
			if (t->type != V_ASN1_SEQUENCE)
				continue;
			struct str one = signature_octets(t->value.sequence);
			const unsigned char *q = (const unsigned char *)one.ptr;
			ASN1_SEQUENCE_ANY *in =
				d2i_ASN1_SEQUENCE_ANY(NULL, &q, (long)one.len);
			const ASN1_TYPE *id =
				sk_ASN1_TYPE_num(in) > 0
					? sk_ASN1_TYPE_value(in, 0)
					: NULL;
			found = id && id->type == V_ASN1_OBJECT &&
				OBJ_cmp(id->value.object, wanted) == 0;
			sk_ASN1_TYPE_pop_free(in, ASN1_TYPE_free);
		}
		sk_ASN1_TYPE_pop_free(all, ASN1_TYPE_free);
	}
	ASN1_OBJECT_free(wanted);
	ASN1_OBJECT_free(ext);
	return found;
}

static struct str serial_of(const X509 *x, struct arena *a)
{
	struct str s = STR("");
	BIGNUM *n = ASN1_INTEGER_to_BN(X509_get0_serialNumber(x), NULL);
	char *hex = n ? BN_bn2hex(n) : NULL;
	if (hex)
		s = arena_str(a, str_from(hex));
	OPENSSL_free(hex);
	BN_free(n);
	return s.ptr ? s : STR("");
}

static struct str der_of(const X509 *x, struct arena *a)
{
	unsigned char *der = NULL;
	int len = i2d_X509(x, &der);
	struct str s = len > 0 ? arena_str(a, (struct str){(const char *)der,
							   (size_t)len})
			       : STR("");
	OPENSSL_free(der);
	return s.ptr ? s : STR("");
}

static bool is_tax_code(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!((s.ptr[i] >= 'A' && s.ptr[i] <= 'Z') ||
		      (s.ptr[i] >= '0' && s.ptr[i] <= '9')))
			return false;
	return s.len == 16;
}

/* EN 319 412-1, 5.1.3: "TIN", the country, "-"; before that "IT:", or bare. */
struct str signature_tax_code(struct str s)
{
	static const char *const before[] = {"TINIT-", "IT:", "TIN:IT-"};
	for (size_t i = 0; i < countof(before); i++)
		if (str_starts(s, str_from(before[i]))) {
			size_t n = strlen(before[i]);
			s = str_sub(s, n, s.len - n);
			break;
		}
	return is_tax_code(s) ? s : STR("");
}

static struct str person_of(const X509_NAME *n, struct arena *a)
{
	struct str given = signature_name(n, NID_givenName, a),
		   family = signature_name(n, NID_surname, a);
	if (!given.len || !family.len)
		return signature_name(n, NID_commonName, a);
	struct str s = arena_printf(a, STR_FMT " " STR_FMT, STR_ARG(given),
				    STR_ARG(family));
	return s.ptr ? s : STR("");
}

void signature_describe(struct verifying *v)
{
	const X509_NAME *n = X509_get_subject_name(v->signer);
	struct signature_result *o = v->out;
	o->signer = person_of(n, v->a);
	o->tax_code =
		signature_tax_code(signature_name(n, NID_serialNumber, v->a));
	o->issuer = signature_whole_name(X509_get_issuer_name(v->signer), v->a);
	o->serial = serial_of(v->signer, v->a);
	o->certificate = der_of(v->signer, v->a);
	o->valid_from_us = signature_time(X509_get0_notBefore(v->signer));
	o->valid_until_us = signature_time(X509_get0_notAfter(v->signer));
	o->qualified = states(v->signer, "0.4.0.1862.1.1");
	o->on_device = states(v->signer, "0.4.0.1862.1.4");
	ERR_clear_error();
}

/* ---- what it is for */

/* A certificate to sign on with, on the same card, has digitalSignature; one
 * to sign documents has nonRepudiation. Without the extension it is neither. */
static bool is_for_documents(struct verifying *v)
{
	uint32_t usage = X509_get_key_usage(v->signer);
	if (usage != UINT32_MAX && (usage & KU_NON_REPUDIATION) &&
	    X509_check_ca(v->signer) == 0)
		return true;
	return signature_fault(v, MSG_SIG_NOT_FOR_SIGNING,
			       "no key usage nonRepudiation");
}

/* Who was asked for. */
static bool is_person(struct verifying *v)
{
	if (!v->check->tax_code.len)
		return true;
	if (!v->out->tax_code.len)
		return signature_fault(v, MSG_SIG_NO_TAX_CODE,
				       "no tax code in the certificate");
	if (str_eq(v->out->tax_code, v->check->tax_code))
		return true;
	return signature_fault(v, MSG_SIG_OTHER_PERSON,
			       "signed with another tax code");
}

static bool is_in_time(struct verifying *v)
{
	const struct signature_result *o = v->out;
	int64_t claimed = o->claimed_us ? o->claimed_us : v->proven_us;
	if (v->proven_us > o->valid_until_us || claimed > o->valid_until_us)
		return signature_fault(v, MSG_SIG_EXPIRED,
				       "the certificate had expired");
	if (v->proven_us < o->valid_from_us || claimed < o->valid_from_us)
		return signature_fault(v, MSG_SIG_NOT_YET,
				       "the certificate was not valid yet");
	return true;
}

bool signature_certificate_ok(struct verifying *v)
{
	return is_for_documents(v) && is_in_time(v) && is_person(v);
}

/* ---- who vouches */

static bool build(struct verifying *v, X509_STORE *store,
		  STACK_OF(X509) * others, const char **why)
{
	X509_STORE_CTX *c = X509_STORE_CTX_new();
	bool ok = c && X509_STORE_CTX_init(c, store, v->signer, others) == 1 &&
		  X509_verify_cert(c) == 1;
	if (ok)
		v->chain = X509_STORE_CTX_get1_chain(c);
	else if (c)
		*why = X509_verify_cert_error_string(
			X509_STORE_CTX_get_error(c));
	X509_STORE_CTX_free(c);
	ERR_clear_error();
	return ok && v->chain;
}

bool signature_chain_ok(struct verifying *v)
{
	const char *why = "no memory";
	const struct signature_trust *t = v->check->trust;
	if (!t || !sk_X509_num(t->ca))
		return signature_fault(v, MSG_SIG_NO_TRUST,
				       "no authority is trusted");
	X509_STORE *store = signature_store(t, v->proven_us);
	STACK_OF(X509) *others = CMS_get1_certs(v->cms);
	v->out->trusted = store && build(v, store, others, &why);
	sk_X509_pop_free(others, X509_free);
	X509_STORE_free(store);
	return v->out->trusted ||
	       signature_fault(v, MSG_SIG_UNTRUSTED,
			       "the chain of the certificate: %s", why);
}
