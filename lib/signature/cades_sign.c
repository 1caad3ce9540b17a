/* A detached CMS and its document become one .p7m. */
#include "signature/sign.h"
#include "signature/signature_int.h"

#include <openssl/err.h>

static enum rc join(struct str cms_der, struct str document, struct arena *a,
		    struct str *out, struct err *err)
{
	CMS_ContentInfo *cms = NULL;
	unsigned char *der = NULL;
	int len = -1;
	enum rc rc = signature_cms_open(cms_der, false, &cms, err);
	if (rc)
		return rc;
	if (CMS_set_detached(cms, 0) == 1 &&
	    ASN1_STRING_set(*CMS_get0_content(cms), document.ptr,
			    (int)document.len) == 1)
		len = i2d_CMS_ContentInfo(cms, &der);
	if (len > 0)
		*out = arena_str(a,
				 (struct str){(const char *)der, (size_t)len});
	rc = len > 0 && out->ptr ? OK : arena_fail(a, err);
	OPENSSL_free(der);
	CMS_ContentInfo_free(cms);
	ERR_clear_error();
	return rc;
}

enum rc signature_make_cades(struct str document, signature_signer *sign,
			     void *who, int64_t now_us, struct arena *a,
			     struct str *out, struct err *err)
{
	unsigned char hash[SHA256_LEN];
	struct str cms;
	assert(document.len && document.len <= SIGNATURE_MOST_BYTES);
	sha256_of(document, hash);
	enum rc rc = sign(who, hash, now_us, a, &cms, err);
	return rc ? rc : join(cms, document, a, out, err);
}
