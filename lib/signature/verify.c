/* One signature, from its bytes to a verdict. */
#include "signature/signature_int.h"

#include "base/base64.h"

#include <openssl/err.h>

const char *const signature_form_name[] = {
	[SIGNATURE_CADES] = "cades",
	[SIGNATURE_DETACHED] = "cades_detached",
	[SIGNATURE_PADES] = "pades",
};
const char *const signature_revocation_name[] = {
	[REVOCATION_NOT_CHECKED] = "not_checked",
	[REVOCATION_STALE] = "stale",
	[REVOCATION_GOOD] = "good",
	[REVOCATION_REVOKED] = "revoked",
};

bool signature_fault(struct verifying *v, int msg, const char *fmt, ...)
{
	va_list args;
	assert(msg);
	if (v->out->why)
		return false;
	v->out->why = msg;
	va_start(args, fmt);
	vsnprintf(v->out->detail, sizeof(v->out->detail), fmt, args);
	va_end(args);
	return false;
}

/* ---- the CMS in the bytes */

/* Between the lines of PEM, or the whole. */
static struct str armoured(struct str s)
{
	struct str rest = str_trim(s);
	if (!str_starts(rest, STR("-----BEGIN ")))
		return rest;
	(void)str_cut(&rest, '\n');
	size_t end = rest.ptr ? pdf_find(rest, 0, "-----END ") : 0;
	return rest.ptr ? str_sub(rest, 0, end) : STR("");
}

static enum rc cms_bytes(struct str bytes, struct arena *a, struct str *der,
			 struct err *err)
{
	*der = bytes;
	if (bytes.len && bytes.ptr[0] == 0x30)
		return OK;
	if (!base64_decode(armoured(bytes), a, der, err) && der->len &&
	    der->ptr[0] == 0x30)
		return OK;
	return err_msg(err, E_FORMAT, MSG_SIG_NONE,
		       "neither a PDF nor a CMS, as DER or base64");
}

static enum rc one_signer(struct verifying *v, struct err *err)
{
	STACK_OF(CMS_SignerInfo) *all = CMS_get0_SignerInfos(v->cms);
	int n = all ? sk_CMS_SignerInfo_num(all) : 0;
	if (n != 1)
		return err_msg(err, E_FORMAT, n ? MSG_SIG_TWO : MSG_SIG_NONE,
			       "%d signers in the CMS", n);
	v->si = sk_CMS_SignerInfo_value(all, 0);
	return OK;
}

/* What was signed: inside, or beside. */
static enum rc find_document(struct verifying *v, struct err *err)
{
	ASN1_OCTET_STRING **inside = CMS_get0_content(v->cms);
	v->out->form = SIGNATURE_CADES;
	if (inside && *inside) {
		struct str s = signature_octets(*inside);
		v->part[0] = arena_str(v->a, s); /* outlives the CMS */
		if (!v->part[0].ptr)
			return arena_fail(v->a, err);
	} else {
		v->out->form = SIGNATURE_DETACHED;
		v->part[0] = v->check->document;
	}
	v->out->document = v->part[0];
	if (v->part[0].len)
		return OK;
	return err_msg(err, E_FORMAT, MSG_SIG_NO_DOCUMENT,
		       "the signature holds no document");
}

static enum rc open_cms(struct verifying *v, struct str bytes, struct err *err)
{
	struct str der;
	enum rc rc = cms_bytes(bytes, v->a, &der, err);
	if (!rc)
		rc = signature_cms_open(der, false, &v->cms, err);
	if (!rc)
		rc = one_signer(v, err);
	return rc ? rc : find_document(v, err);
}

static enum rc open_pdf(struct verifying *v, struct str bytes, struct err *err)
{
	struct pdf_signature p;
	enum rc rc = pdf_signature_find(bytes, v->a, &p, err);
	if (!rc)
		rc = signature_cms_open(p.cms, true, &v->cms, err);
	if (!rc)
		rc = one_signer(v, err);
	if (rc)
		return rc;
	ASN1_OCTET_STRING **inside = CMS_get0_content(v->cms);
	if (inside && *inside)
		return err_msg(err, E_FORMAT, MSG_SIG_FORM,
			       "the signature of a PDF holds a document");
	v->part[0] = p.before;
	v->part[1] = p.after;
	v->out->form = SIGNATURE_PADES;
	v->out->document = bytes;
	v->out->claimed_us = p.claimed_us;
	return OK;
}

/* ---- the verdict */

static void judge(struct verifying *v)
{
	v->out->valid = signature_attributes_ok(v) && signature_bytes_ok(v) &&
			signature_stamp_ok(v) && signature_time_ok(v) &&
			signature_certificate_ok(v) && signature_chain_ok(v) &&
			signature_not_revoked(v);
	assert(v->out->valid == !v->out->why);
}

enum rc signature_verify(struct str bytes, const struct signature_check *c,
			 struct arena *a, struct signature_result *out,
			 struct err *err)
{
	struct verifying v = {
		.check = c, .out = out, .a = a, .proven_us = c->at_us};
	*out = (struct signature_result){0};
	if (bytes.len > SIGNATURE_MOST_BYTES)
		return err_msg(err, E_LIMIT, MSG_SIG_BROKEN,
			       "a signed file of %zu bytes", bytes.len);
	ERR_clear_error();
	enum rc rc = str_starts(bytes, STR("%PDF-")) ? open_pdf(&v, bytes, err)
						     : open_cms(&v, bytes, err);
	if (!rc)
		judge(&v);
	sk_X509_pop_free(v.chain, X509_free);
	CMS_ContentInfo_free(v.cms);
	ERR_clear_error();
	return rc;
}

enum rc signature_demand(const struct signature_result *r, struct err *err)
{
	return r->valid ? OK
			: err_msg(err, E_DENIED, r->why,
				  "the signature does not hold: %s", r->detail);
}
