/* Parts of OpenSSL as ours. */
#include "signature/signature_int.h"

#include "base/date.h"

#include <openssl/err.h>

int64_t signature_time(const ASN1_TIME *t)
{
	struct tm tm;
	if (!t || ASN1_TIME_to_tm(t, &tm) != 1)
		return 0;
	int year = tm.tm_year + 1900;
	if (!date_exists(year, tm.tm_mon + 1, tm.tm_mday))
		return 0;
	int64_t day = date_of(year, tm.tm_mon + 1, tm.tm_mday).days;
	return (((day * 24 + tm.tm_hour) * 60 + tm.tm_min) * 60 + tm.tm_sec) *
	       1000000;
}

struct str signature_octets(const ASN1_STRING *s)
{
	return s ? (struct str){(const char *)ASN1_STRING_get0_data(s),
				(size_t)ASN1_STRING_length(s)}
		 : STR("");
}

/* UTF-8 whatever it was; "" when there is none. */
struct str signature_name(const X509_NAME *n, int nid, struct arena *a)
{
	int at = X509_NAME_get_index_by_NID(n, nid, -1);
	unsigned char *utf8 = NULL;
	if (at < 0)
		return STR("");
	int len = ASN1_STRING_to_UTF8(
		&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(n, at)));
	if (len < 0)
		return STR("");
	struct str s = {(const char *)utf8, (size_t)len};
	s = str_is_utf8(s) && !memchr(s.ptr, 0, s.len) ? arena_str(a, s)
						       : STR("");
	OPENSSL_free(utf8);
	return s.ptr ? s : STR("");
}

/* "CN, O": what people call an authority. */
struct str signature_whole_name(const X509_NAME *n, struct arena *a)
{
	struct str cn = signature_name(n, NID_commonName, a),
		   o = signature_name(n, NID_organizationName, a);
	if (!cn.len)
		cn = signature_name(n, NID_organizationalUnitName, a);
	if (!o.len || !cn.len)
		return o.len ? o : cn;
	struct str both =
		arena_printf(a, STR_FMT ", " STR_FMT, STR_ARG(cn), STR_ARG(o));
	return both.ptr ? both : cn;
}

bool signature_digest_strong(int nid)
{
	return nid == NID_sha256 || nid == NID_sha384 || nid == NID_sha512;
}

/* Level 2: nothing weaker than 112 bits, no SHA-1. An authority of the list is
 * the end of a chain even when another one has signed it. */
X509_STORE *signature_store(const struct signature_trust *t, int64_t at_us)
{
	X509_STORE *s = X509_STORE_new();
	if (!s)
		return NULL;
	X509_VERIFY_PARAM *p = X509_STORE_get0_param(s);
	X509_VERIFY_PARAM_set_time(p, (time_t)(at_us / 1000000));
	X509_VERIFY_PARAM_set_flags(p, X509_V_FLAG_PARTIAL_CHAIN);
	X509_VERIFY_PARAM_set_auth_level(p, 2);
	X509_VERIFY_PARAM_set_depth(p, 6);
	for (int i = 0; t && i < sk_X509_num(t->ca); i++)
		if (X509_STORE_add_cert(s, sk_X509_value(t->ca, i)) != 1) {
			X509_STORE_free(s);
			return NULL;
		}
	return s;
}
