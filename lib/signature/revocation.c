/* Was the certificate revoked? By the lists we were given (RFC 5280, 5); one
 * that was not signed by the authority of the certificate says nothing. A list
 * may speak of a part of the certificates only: then it must name the place
 * where the certificate says that its list is. */
#include "signature/signature_int.h"

#include <openssl/err.h>

/* Some place is named by both. */
static bool names_meet(const GENERAL_NAMES *x, const GENERAL_NAMES *y)
{
	for (int i = 0; i < sk_GENERAL_NAME_num(x); i++)
		for (int k = 0; k < sk_GENERAL_NAME_num(y); k++)
			if (GENERAL_NAME_cmp(sk_GENERAL_NAME_value(x, i),
					     sk_GENERAL_NAME_value(y, k)) == 0)
				return true;
	return false;
}

static const GENERAL_NAMES *full_name(const DIST_POINT_NAME *d)
{
	return d && d->type == 0 ? d->name.fullname : NULL;
}

static bool place_named(const X509 *x, const DIST_POINT_NAME *place)
{
	CRL_DIST_POINTS *all =
		X509_get_ext_d2i(x, NID_crl_distribution_points, NULL, NULL);
	bool found = false;
	for (int i = 0; i < sk_DIST_POINT_num(all) && !found; i++) {
		const GENERAL_NAMES *n =
			full_name(sk_DIST_POINT_value(all, i)->distpoint);
		found = n && full_name(place) &&
			names_meet(n, full_name(place));
	}
	CRL_DIST_POINTS_free(all);
	return found;
}

/* Does the list speak of this certificate? */
static bool covers(const X509_CRL *crl, const X509 *x)
{
	int critical = -1;
	if (X509_CRL_get_ext_by_NID(crl, NID_delta_crl, -1) >= 0)
		return false;
	ISSUING_DIST_POINT *part = X509_CRL_get_ext_d2i(
		crl, NID_issuing_distribution_point, &critical, NULL);
	if (!part)
		return critical == -1; /* -1: it has none */
	bool ok = part->indirectCRL <= 0 && part->onlyattr <= 0 &&
		  part->onlyCA <= 0 && !part->onlysomereasons &&
		  (!part->distpoint || place_named(x, part->distpoint));
	ISSUING_DIST_POINT_free(part);
	return ok;
}

static bool is_of(X509_CRL *crl, X509 *x, X509 *issuer)
{
	return X509_NAME_cmp(X509_CRL_get_issuer(crl),
			     X509_get_issuer_name(x)) == 0 &&
	       X509_CRL_verify(crl, X509_get0_pubkey(issuer)) == 1 &&
	       covers(crl, x);
}

/* One that is still of use; one revoked after the signature was there was good
 * when it was made. */
static void look_up(struct verifying *v, X509_CRL *crl, X509 *x)
{
	struct signature_result *o = v->out;
	X509_REVOKED *r = NULL;
	int64_t made = signature_time(X509_CRL_get0_lastUpdate(crl)),
		next = signature_time(X509_CRL_get0_nextUpdate(crl));
	bool listed = X509_CRL_get0_by_cert(crl, &r, x) == 1;
	int64_t since =
		listed ? signature_time(X509_REVOKED_get0_revocationDate(r))
		       : 0;
	enum signature_revocation now =
		listed && since <= v->proven_us ? REVOCATION_REVOKED
		: next && next < v->proven_us   ? REVOCATION_STALE
						: REVOCATION_GOOD;
	if (now < o->revocation || o->revocation == REVOCATION_REVOKED)
		return;
	if (now == o->revocation && made < o->revocation_us)
		return; /* a newer one was seen */
	o->revocation = now;
	o->revocation_us = now == REVOCATION_REVOKED ? since : made;
}

bool signature_not_revoked(struct verifying *v)
{
	const struct signature_trust *t = v->check->trust;
	X509 *x = v->signer, *issuer = sk_X509_num(v->chain) > 1
					       ? sk_X509_value(v->chain, 1)
					       : NULL;
	for (int i = 0; issuer && i < sk_X509_CRL_num(t->crl); i++) {
		X509_CRL *crl = sk_X509_CRL_value(t->crl, i);
		if (is_of(crl, x, issuer))
			look_up(v, crl, x);
	}
	ERR_clear_error();
	return v->out->revocation != REVOCATION_REVOKED ||
	       signature_fault(v, MSG_SIG_REVOKED,
			       "the certificate was revoked");
}
