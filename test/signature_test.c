/* Digital signatures: made and verified, tampered with in every region, with
 * wrong certificates, wrong times, wrong authorities; and what independent
 * programs say of ours, where they are installed. */
#include "test/signature_kit.h"

#include "base/base64.h"
#include "base/file.h"
#include "picture/sheet.h"
#include "text/text.h"

#include <fcntl.h>
#include <openssl/cms.h>
#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>
#include <cmocka.h>

#define CODE "RSSMRA80A01H501U"

enum who {
	AUTHORITY,
	OTHER_AUTHORITY,
	MARIA,   /* who signs */
	OLD,     /* like her, expired */
	FUTURE,  /* not valid yet */
	SIGN_ON, /* the other certificate of the card */
	NO_CODE,
	SMALL, /* a short key */
	CLOCK, /* authority of time */
	N_WHO
};
static const struct kit_subject subjects[N_WHO] = {
	[AUTHORITY] = {.cn = "Autorità di prova",
		       .usage = "critical,keyCertSign,cRLSign",
		       .from = "2020-01-01",
		       .until = "2040-01-01",
		       .ca = true,
		       .serial = 1},
	[OTHER_AUTHORITY] = {.cn = "Altra autorità",
			     .usage = "critical,keyCertSign,cRLSign",
			     .from = "2020-01-01",
			     .until = "2040-01-01",
			     .ca = true,
			     .serial = 1},
	[MARIA] = {"Maria Rossi", "Maria", "Rossi", "TINIT-" CODE,
		   "critical,nonRepudiation", NULL, "2025-01-01", "2028-01-01",
		   .qualified = true, .serial = 11},
	[OLD] = {"Maria Rossi", "Maria", "Rossi", "TINIT-" CODE,
		 "critical,nonRepudiation", NULL, "2022-01-01", "2025-01-01",
		 .serial = 12},
	[FUTURE] = {"Maria Rossi", "Maria", "Rossi", "TINIT-" CODE,
		    "critical,nonRepudiation", NULL, "2027-01-01", "2030-01-01",
		    .serial = 13},
	[SIGN_ON] = {"Maria Rossi", "Maria", "Rossi", "IT:" CODE,
		     "critical,digitalSignature", "clientAuth", "2025-01-01",
		     "2028-01-01", .serial = 14},
	[NO_CODE] = {"Maria Rossi", "Maria", "Rossi", "12345",
		     "critical,nonRepudiation", NULL, "2025-01-01",
		     "2028-01-01", .serial = 15},
	[SMALL] = {"Maria Rossi", "Maria", "Rossi", "TINIT-" CODE,
		   "critical,nonRepudiation", NULL, "2025-01-01", "2028-01-01",
		   .small = true, .serial = 16},
	[CLOCK] = {"Marca di prova", NULL, NULL, NULL,
		   "critical,digitalSignature", "critical,timeStamping",
		   "2020-01-01", "2035-01-01", .serial = 17},
};

static struct kit_cert certs[N_WHO];
static struct arena arena;
static int64_t now; /* 2 March 2026 */
static struct signature_trust *trust;

static int set_up(void **state)
{
	struct err err;
	(void)state;
	arena_init(&arena, 512u << 20);
	now = kit_us("2026-03-02") + 36000000000;
	for (int i = 0; i < N_WHO; i++)
		certs[i] = kit_make(&subjects[i],
				    i < MARIA ? NULL : &certs[AUTHORITY]);
	trust = signature_trust_new();
	return signature_trust_add(trust, TRUST_CA,
				   kit_der(certs[AUTHORITY].x, &arena),
				   &err) != OK;
}

static int tear_down(void **state)
{
	(void)state;
	for (int i = 0; i < N_WHO; i++)
		kit_release(&certs[i]);
	signature_trust_free(trust);
	arena_release(&arena);
	return 0;
}

/* ---- documents */

static struct str pdf_of(const char *words)
{
	struct sheet s[2];
	struct str out;
	struct err err;
	for (size_t i = 0; i < countof(s); i++) {
		sheet_init(&s[i], 210, 297, &arena);
		s[i].title = STR("Referto di prova");
		sheet_text(&s[i], (struct sheet_point){20, 30}, 5, false,
			   INK_TEXT, str_from(words));
	}
	assert_int_equal(sheet_pdf(s, 2, &arena, &out, &err), OK);
	return out;
}

static struct str pades(enum who who, struct str pdf)
{
	struct err err = {0};
	struct str out = {0};
	struct signature_key *k =
		kit_key(&certs[who], &certs[AUTHORITY], &arena);
	if (signature_make_pades(pdf, signature_key_sign, k, now, &arena, &out,
				 &err))
		fail_msg("%s", err.text);
	signature_key_free(k);
	return out;
}

static struct str cades(enum who who, struct str document)
{
	struct err err = {0};
	struct str out = {0};
	struct signature_key *k =
		kit_key(&certs[who], &certs[AUTHORITY], &arena);
	if (signature_make_cades(document, signature_key_sign, k, now, &arena,
				 &out, &err))
		fail_msg("%s", err.text);
	signature_key_free(k);
	return out;
}

static struct signature_check usual(void)
{
	return (struct signature_check){
		.trust = trust, .at_us = now + 60000000, .tax_code = STR(CODE)};
}

/* The words for what is wrong; MSG_NONE: it holds. */
static int verdict(struct str bytes, const struct signature_check *c,
		   struct signature_result *r)
{
	struct err err = {0};
	if (signature_verify(bytes, c, &arena, r, &err)) {
		assert_true(err.msg != 0);
		return err.msg;
	}
	assert_int_equal(r->valid, r->why == 0);
	return r->why;
}

static void holds(struct str bytes, const struct signature_check *c,
		  struct signature_result *r)
{
	int why = verdict(bytes, c, r);
	if (why)
		fail_msg("%s: " STR_FMT, r->detail,
			 STR_ARG(text_of((enum msg)why, LANG_EN)));
}

/* ---- what holds */

static void pades_holds(void **state)
{
	struct signature_result r;
	struct signature_check c = usual();
	struct str pdf = pdf_of("tutto bene"), s = pades(MARIA, pdf);
	struct err err = {0};
	(void)state;
	holds(s, &c, &r);
	assert_int_equal(r.form, SIGNATURE_PADES);
	assert_true(str_is(r.signer, "Maria Rossi"));
	assert_true(str_is(r.tax_code, CODE));
	assert_true(str_is(r.issuer, "Autorità di prova, Prova"));
	assert_true(str_is(r.serial, "0B"));
	assert_true(r.qualified && r.on_device && r.trusted);
	assert_int_equal(r.claimed_us, now);
	assert_int_equal(r.stamped_us, 0);
	assert_int_equal(r.revocation, REVOCATION_NOT_CHECKED);
	assert_int_equal(signature_adds_only(pdf, s, &err), OK);
}

static void cades_holds(void **state)
{
	struct signature_result r;
	struct signature_check c = usual();
	struct str pdf = pdf_of("tutto bene"), s = cades(MARIA, pdf);
	(void)state;
	holds(s, &c, &r);
	assert_int_equal(r.form, SIGNATURE_CADES);
	assert_true(str_eq(r.document, pdf));
	assert_int_equal(r.claimed_us, now);
	/* as text, with and without its lines */
	char *text = arena_alloc(&arena, base64_len(s.len));
	base64_encode(s, text);
	struct str armour = {text, base64_len(s.len)};
	holds(armour, &c, &r);
	holds(arena_printf(&arena,
			   "-----BEGIN CMS-----\n" STR_FMT
			   "\n-----END CMS-----\n",
			   STR_ARG(armour)),
	      &c, &r);
}

static void detached_holds(void **state)
{
	unsigned char hash[SHA256_LEN];
	struct signature_result r;
	struct signature_check c = usual();
	struct str pdf = pdf_of("tutto bene"), s = {0};
	struct err err;
	struct signature_key *k =
		kit_key(&certs[MARIA], &certs[AUTHORITY], &arena);
	(void)state;
	sha256_of(pdf, hash);
	assert_int_equal(signature_key_sign(k, hash, now, &arena, &s, &err),
			 OK);
	signature_key_free(k);
	assert_int_equal(verdict(s, &c, &r), MSG_SIG_NO_DOCUMENT);
	c.document = pdf;
	holds(s, &c, &r);
	assert_int_equal(r.form, SIGNATURE_DETACHED);
	c.document = STR("un altro");
	assert_int_equal(verdict(s, &c, &r), MSG_SIG_CHANGED);
}

static void codes_of_persons(void **state)
{
	static const struct {
		const char *in, *out;
	} rows[] = {{"TINIT-" CODE, CODE},
		    {"IT:" CODE, CODE},
		    {CODE, CODE},
		    {"TINFR-" CODE, ""},
		    {"", ""},
		    {"IT:123", ""},
		    {"TINIT-rssmra80a01h501u", ""}};
	(void)state;
	for (size_t i = 0; i < countof(rows); i++)
		if (!str_is(signature_tax_code(str_from(rows[i].in)),
			    rows[i].out))
			fail_msg("%s", rows[i].in);
}

/* ---- what does not: certificates and times */

static void wrong_certificates(void **state)
{
	static const struct {
		const char *name;
		enum who who;
		const char *day; /* received */
		enum msg why;
	} rows[] = {
		{"expired", OLD, "2026-03-02", MSG_SIG_EXPIRED},
		{"not valid yet", FUTURE, "2026-03-02", MSG_SIG_NOT_YET},
		{"for signing on", SIGN_ON, "2026-03-02",
		 MSG_SIG_NOT_FOR_SIGNING},
		{"no tax code", NO_CODE, "2026-03-02", MSG_SIG_NO_TAX_CODE},
		{"short key", SMALL, "2026-03-02", MSG_SIG_WEAK},
		{"another authority", MARIA, "2026-03-02", MSG_SIG_UNTRUSTED},
		{"received after it expired", MARIA, "2028-03-02",
		 MSG_SIG_EXPIRED},
		{"claimed later than received", MARIA, "2026-03-01",
		 MSG_SIG_FUTURE},
	};
	struct str pdf = pdf_of("tutto bene");
	struct signature_trust *other = signature_trust_new();
	struct err err;
	(void)state;
	assert_int_equal(
		signature_trust_add(other, TRUST_CA,
				    kit_der(certs[OTHER_AUTHORITY].x, &arena),
				    &err),
		OK);
	for (size_t i = 0; i < countof(rows); i++) {
		struct signature_result r;
		struct signature_check c = usual();
		c.at_us = kit_us(rows[i].day) + 36060000000;
		if (rows[i].why == MSG_SIG_UNTRUSTED)
			c.trust = other;
		int by_pdf = verdict(pades(rows[i].who, pdf), &c, &r);
		int by_cms = verdict(cades(rows[i].who, pdf), &c, &r);
		if (by_pdf != (int)rows[i].why || by_cms != (int)rows[i].why)
			fail_msg("%s: %d and %d", rows[i].name, by_pdf, by_cms);
	}
	signature_trust_free(other);
}

static void wrong_person_or_nobody_trusted(void **state)
{
	struct signature_result r;
	struct signature_check c = usual();
	struct str s = pades(MARIA, pdf_of("tutto bene"));
	(void)state;
	c.tax_code = STR("VRDLGI70B02F205X");
	assert_int_equal(verdict(s, &c, &r), MSG_SIG_OTHER_PERSON);
	c = usual();
	c.trust = NULL;
	assert_int_equal(verdict(s, &c, &r), MSG_SIG_NO_TRUST);
}

static void revocation(void **state)
{
	static const struct {
		const char *name;
		long serial;
		const char *on, *made, *next;
		enum signature_revocation state;
		enum msg why;
		enum who by;
	} rows[] = {
		{"good", 99, "2026-01-01", "2026-03-02", "2026-03-05",
		 REVOCATION_GOOD, MSG_NONE, AUTHORITY},
		{"nobody", 0, NULL, "2026-03-02", "2026-03-05", REVOCATION_GOOD,
		 MSG_NONE, AUTHORITY},
		{"revoked before", 11, "2026-03-01", "2026-03-02", "2026-03-05",
		 REVOCATION_REVOKED, MSG_SIG_REVOKED, AUTHORITY},
		{"revoked later", 11, "2026-03-04", "2026-03-04", "2026-03-05",
		 REVOCATION_GOOD, MSG_NONE, AUTHORITY},
		{"an old list", 99, "2025-12-01", "2026-01-02", "2026-01-05",
		 REVOCATION_STALE, MSG_NONE, AUTHORITY},
		{"list of another", 11, "2026-03-01", "2026-03-02",
		 "2026-03-05", REVOCATION_NOT_CHECKED, MSG_NONE,
		 OTHER_AUTHORITY},
	};
	struct str s = pades(MARIA, pdf_of("tutto bene"));
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		struct signature_result r;
		struct signature_check c = usual();
		struct signature_trust *t = signature_trust_new();
		struct err err;
		c.trust = t;
		assert_int_equal(
			signature_trust_add(t, TRUST_CA,
					    kit_der(certs[AUTHORITY].x, &arena),
					    &err),
			OK);
		assert_int_equal(
			signature_trust_add(t, TRUST_CRL,
					    kit_crl(&certs[rows[i].by],
						    rows[i].serial, rows[i].on,
						    rows[i].made, rows[i].next,
						    &arena),
					    &err),
			OK);
		int why = verdict(s, &c, &r);
		if (why != (int)rows[i].why || r.revocation != rows[i].state)
			fail_msg("%s: %d, %s", rows[i].name, why,
				 signature_revocation_name[r.revocation]);
		signature_trust_free(t);
	}
}

/* ---- time stamps: a signer that has its signature stamped */

struct stamping {
	struct signature_key *key;
	enum who by;
	int64_t at_us;
	bool of_something_else;
};

static enum rc stamped(void *who, const unsigned char hash[SHA256_LEN],
		       int64_t claimed_us, struct arena *a, struct str *cms,
		       struct err *err)
{
	struct stamping *s = who;
	enum rc rc = signature_key_sign(s->key, hash, claimed_us, a, cms, err);
	const unsigned char *p = (const unsigned char *)cms->ptr;
	CMS_ContentInfo *c = d2i_CMS_ContentInfo(NULL, &p, (long)cms->len);
	CMS_SignerInfo *si =
		sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(c), 0);
	ASN1_OCTET_STRING *v = CMS_SignerInfo_get0_signature(si);
	struct str value = {(const char *)ASN1_STRING_get0_data(v),
			    (size_t)ASN1_STRING_length(v)};
	if (s->of_something_else)
		value = STR("altro");
	struct str token = kit_stamp(&certs[s->by], value, s->at_us, a);
	kit_must(CMS_unsigned_add1_attr_by_NID(
			 si, NID_id_smime_aa_timeStampToken, V_ASN1_SEQUENCE,
			 token.ptr, (int)token.len) == 1,
		 "an attribute");
	unsigned char *der = NULL;
	int len = i2d_CMS_ContentInfo(c, &der);
	*cms = arena_str(a, (struct str){(const char *)der, (size_t)len});
	OPENSSL_free(der);
	CMS_ContentInfo_free(c);
	return rc;
}

static void time_stamps(void **state)
{
	const struct {
		const char *name;
		enum who signs;
		const char *stamped, *received;
		bool other;
		enum msg why;
	} rows[] = {
		{"at once", MARIA, "2026-03-02", "2026-03-02", false, MSG_NONE},
		{"received after the certificate expired", MARIA, "2026-03-02",
		 "2029-03-02", false, MSG_NONE},
		{"of something else", MARIA, "2026-03-02", "2026-03-02", true,
		 MSG_SIG_STAMP},
		{"stamped after it expired", OLD, "2026-03-02", "2026-03-02",
		 false, MSG_SIG_EXPIRED},
		{"stamped after it was received", MARIA, "2026-03-05",
		 "2026-03-02", false, MSG_SIG_STAMP},
	};
	struct str pdf = pdf_of("tutto bene");
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		struct err err = {0};
		struct str s;
		struct signature_result r;
		struct signature_check c = usual();
		struct stamping st = {.key = kit_key(&certs[rows[i].signs],
						     &certs[AUTHORITY], &arena),
				      .by = CLOCK,
				      .at_us = kit_us(rows[i].stamped) +
					       36030000000,
				      .of_something_else = rows[i].other};
		c.at_us = kit_us(rows[i].received) + 36060000000;
		if (signature_make_pades(pdf, stamped, &st, now, &arena, &s,
					 &err))
			fail_msg("%s: %s", rows[i].name, err.text);
		int why = verdict(s, &c, &r);
		if (why != (int)rows[i].why)
			fail_msg("%s: %d %s", rows[i].name, why, r.detail);
		if (!why) {
			assert_int_equal(r.stamped_us, st.at_us);
			assert_true(str_is(r.stamped_by, "Marca di prova"));
		}
		signature_key_free(st.key);
	}
}

/* ---- what does not: bytes */

static struct str changed(struct str s, size_t at, char to)
{
	struct str t = arena_str(&arena, s);
	((char *)(uintptr_t)t.ptr)[at] = to;
	return t;
}

static struct str joined(struct str a, struct str b)
{
	char *p = arena_alloc(&arena, a.len + b.len);
	memcpy(p, a.ptr, a.len);
	memcpy(p + a.len, b.ptr, b.len);
	return (struct str){p, a.len + b.len};
}

static size_t place(struct str s, const char *what)
{
	for (size_t i = 0; i + strlen(what) <= s.len; i++)
		if (!memcmp(s.ptr + i, what, strlen(what)))
			return i;
	fail_msg("no %s", what);
	return 0;
}

/* `what` in the bytes becomes `by`, of the same length. */
static struct str swapped(struct str s, const char *what, const char *by)
{
	struct str t = arena_str(&arena, s);
	assert_int_equal(strlen(what), strlen(by));
	memcpy((char *)(uintptr_t)t.ptr + place(s, what), by, strlen(by));
	return t;
}

static struct str cut_at(struct str s, size_t len)
{
	return str_sub(s, 0, len);
}

/* The end of the file leads to no table of the last revision. */
static struct str led_back(struct str s)
{
	struct str t = arena_str(&arena, s);
	size_t end = t.len - strlen("\n%%EOF\n");
	for (size_t i = end; t.ptr[i - 1] != '\n'; i--)
		((char *)(uintptr_t)t.ptr)[i - 1] = '0';
	return t;
}

static void tampered_pdfs(void **state)
{
	struct str pdf = pdf_of("tutto bene"), s = pades(MARIA, pdf);
	struct str twice = pades(MARIA, pdf_of("un altro"));
	size_t contents = place(s, "/Contents<") + 10;
	const struct {
		const char *name;
		struct str bytes;
		enum msg why;
	} rows[] = {
		{"not signed", pdf, MSG_SIG_NONE},
		{"first byte of a page", changed(s, place(s, "stream") + 9, 7),
		 MSG_SIG_CHANGED},
		{"the size of the page", swapped(s, "/MediaBox", "/MediaBoy"),
		 MSG_SIG_CHANGED},
		{"the new catalogue", swapped(s, "/SigFlags 3", "/SigFlags 1"),
		 MSG_SIG_CHANGED},
		{"the claimed time", swapped(s, "/M(D:2026", "/M(D:2025"),
		 MSG_SIG_CHANGED},
		{"the last byte", changed(s, s.len - 1, ' '), MSG_SIG_CHANGED},
		{"a byte more", joined(s, STR("x")), MSG_SIG_AFTER},
		{"a line more", joined(s, STR("\n")), MSG_SIG_AFTER},
		{"a second revision",
		 joined(s, STR("6 0 obj\n<</Length 0>>stream\n\nendstream\n"
			       "endobj\nxref\n6 1\n0000000000 00000 n \n"
			       "trailer\n<</Size 9/Root 1 0 R>>\nstartxref\n"
			       "100\n%%EOF\n")),
		 MSG_SIG_AFTER},
		{"the table of an earlier revision", led_back(s),
		 MSG_SIG_AFTER},
		{"a second signature", joined(s, twice), MSG_SIG_TWO},
		{"cut", cut_at(s, s.len - 7), MSG_SIG_RANGE},
		{"the form",
		 swapped(s, "/ETSI.CAdES.detached", "/adbe.pkcs7.detached"),
		 MSG_SIG_FORM},
		{"a stamp of a document", swapped(s, "/Type/Sig", "/Type/Sag"),
		 MSG_SIG_FORM},
		{"another key of the dictionary",
		 swapped(s, "/Filter/Adobe", "/Folter/Adobe"), MSG_SIG_CHANGED},
		{"zeros behind the signature",
		 changed(s, contents + 30000, '1'), MSG_SIG_BROKEN},
		{"no hexadecimal", changed(s, contents + 30000, 'z'),
		 MSG_SIG_BROKEN},
		{"a blank in the signature", changed(s, contents + 30000, ' '),
		 MSG_SIG_BROKEN},
	};
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		struct signature_result r;
		struct signature_check c = usual();
		int why = verdict(rows[i].bytes, &c, &r);
		if (why != (int)rows[i].why)
			fail_msg("%s: " STR_FMT " (%s)", rows[i].name,
				 STR_ARG(text_of((enum msg)why, LANG_EN)),
				 r.detail);
	}
}

/* The range, number by number. */
static void tampered_ranges(void **state)
{
	struct str s = pades(MARIA, pdf_of("tutto bene"));
	size_t at = place(s, "/ByteRange[0 ") + 11;
	size_t n = 2 + 32;
	(void)state;
	for (size_t i = 0; i < n; i++)
		for (char c = '0'; c <= '9'; c++) {
			struct signature_result r;
			struct signature_check usual_c = usual();
			struct str t = changed(s, at + i, c);
			if (str_eq(t, s))
				continue;
			int why = verdict(t, &usual_c, &r);
			if (!why)
				fail_msg("byte %zu of the range as %c", i, c);
		}
}

/* Whatever byte is changed (every fifth: the time of a check): refused, or what
 * it says is what it said. */
static void every_byte(void **state)
{
	struct str pdf = pdf_of("x"),
		   all[] = {pades(MARIA, pdf), cades(MARIA, pdf)};
	(void)state;
	for (size_t k = 0; k < countof(all); k++) {
		struct arena a;
		struct str s = arena_str(&arena, all[k]);
		size_t from = 0, to = 0, n_held = 0;
		if (k == 0) { /* the zeros behind the CMS: some of them */
			from = place(s, "/Contents<") + 10 + 4000;
			to = from + 26000;
		}
		arena_init(&a, 64u << 20);
		for (size_t i = k; i < s.len; i += 5) {
			struct signature_result r;
			struct signature_check c = usual();
			struct err err;
			if (i >= from && i < to && i % 997)
				continue;
			char *p = (char *)(uintptr_t)s.ptr + i, was = *p;
			*p ^= 1;
			arena_reset(&a);
			bool held = !signature_verify(s, &c, &a, &r, &err) &&
				    r.valid;
			*p = was;
			if (!held)
				continue;
			n_held++;
			if (!str_is(r.tax_code, CODE) || r.claimed_us != now ||
			    (k == 1 && !str_eq(r.document, pdf)) ||
			    (k == 0 && (i < from - 4000 || i >= to)))
				fail_msg("byte %zu of %zu", i, k);
		}
		/* the certificate of the authority is carried for others */
		assert_in_range(n_held, 0, 2 * 600);
		arena_release(&a);
	}
}

/* ---- what does not: CMS of other programs */

static struct str other_cms(struct str document, const EVP_MD *md,
			    unsigned flags, int n_signer)
{
	BIO *b = BIO_new_mem_buf(document.ptr, (int)document.len);
	CMS_ContentInfo *c =
		CMS_sign(NULL, NULL, NULL, b, flags | CMS_PARTIAL | CMS_BINARY);
	unsigned char *der = NULL;
	for (int i = 0; i < n_signer; i++)
		kit_must(CMS_add1_signer(c, certs[MARIA].x, certs[MARIA].key,
					 md,
					 flags | CMS_NOSMIMECAP |
						 (i ? CMS_NOCERTS : 0)) != NULL,
			 "a signer");
	kit_must(CMS_final(c, b, NULL, flags | CMS_BINARY) == 1, "a CMS");
	int len = i2d_CMS_ContentInfo(c, &der);
	struct str s =
		arena_str(&arena, (struct str){(const char *)der, (size_t)len});
	OPENSSL_free(der);
	CMS_ContentInfo_free(c);
	BIO_free(b);
	return s;
}

static void other_programs(void **state)
{
	struct str d = STR("un documento");
	const struct {
		const char *name;
		const EVP_MD *md;
		unsigned flags;
		int n;
		enum msg why;
	} rows[] = {
		{"no certificate named", EVP_sha256(), 0, 1,
		 MSG_SIG_ATTRIBUTES},
		{"no attributes", EVP_sha256(), CMS_NOATTR, 1,
		 MSG_SIG_ATTRIBUTES},
		{"SHA-1", EVP_sha1(), CMS_CADES, 1, MSG_SIG_WEAK},
		{"no certificate", EVP_sha256(), CMS_CADES | CMS_NOCERTS, 1,
		 MSG_SIG_NO_CERTIFICATE},
		{"two signers", EVP_sha256(), CMS_CADES, 2, MSG_SIG_TWO},
	};
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		struct signature_result r;
		struct signature_check c = usual();
		int why = verdict(
			other_cms(d, rows[i].md, rows[i].flags, rows[i].n), &c,
			&r);
		if (why != (int)rows[i].why)
			fail_msg("%s: %d %s", rows[i].name, why, r.detail);
	}
	/* SHA-512, and CMS of OpenSSL itself, hold; they claim the time of the
	 * clock of this machine */
	struct signature_result r;
	struct signature_check c = usual();
	c.at_us = kit_us("2027-06-01");
	holds(other_cms(d, EVP_sha512(), CMS_CADES, 1), &c, &r);
	assert_int_equal(verdict(joined(cades(MARIA, d), STR("x")), &c, &r),
			 MSG_SIG_BROKEN);
}

/* ---- is it our document? */

static void only_a_signature(void **state)
{
	struct str pdf = pdf_of("tutto bene"), s = pades(MARIA, pdf);
	struct str page = STR("\n5 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 "
			      "0 595.2756 841.8898]/Resources<</Font<</R 3 0 "
			      "R/B 4 0 R>>>>/Contents 99 0 R>>\nendobj\n");
	struct str font = STR("\n3 0 obj\n<</Type/Font>>\nendobj\n");
	const struct {
		const char *name;
		struct str bytes;
		enum rc rc;
	} rows[] = {
		{"as it is", s, OK},
		{"another document", pades(MARIA, pdf_of("un altro")),
		 E_CONFLICT},
		{"a page with other contents", joined(s, page), E_CONFLICT},
		{"another font", joined(s, font), E_CONFLICT},
		{"an action", joined(s, STR("\n/OpenAction 9 0 R\n")),
		 E_CONFLICT},
		{"an object in a comment", joined(s, STR("\n3 0%\nobj\n<<>>")),
		 E_CONFLICT},
		{"another catalogue",
		 joined(s, STR("\ntrailer\n<</Root 9 0 R>>")), E_CONFLICT},
	};
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		struct err err;
		enum rc rc = signature_adds_only(pdf, rows[i].bytes, &err);
		if (rc != rows[i].rc)
			fail_msg("%s: %d", rows[i].name, rc);
	}
}

/* ---- independent programs */

static char dir[] = "/tmp/signature_test_XXXXXX";

static void put_file(const char *name, struct str bytes)
{
	struct err err;
	const char *path = file_join(&arena, dir, name);
	if (file_write_atomic(path, bytes, &err))
		fail_msg("%s", err.text);
}

static struct str output_of(const char *command)
{
	char line[400], *text = arena_alloc(&arena, 1 << 16);
	snprintf(line, sizeof(line), "cd %s && { %s; } 2>&1", dir, command);
	FILE *f = popen(line, "r");
	size_t n = f ? fread(text, 1, 1 << 16, f) : 0;
	if (f)
		pclose(f);
	return (struct str){text, n};
}

static bool installed(const char *program)
{
	struct str s = output_of(program);
	return s.len && str_starts(s, STR("yes"));
}

static void says(struct str s, const char *what)
{
	for (size_t i = 0; i + strlen(what) <= s.len; i++)
		if (!memcmp(s.ptr + i, what, strlen(what)))
			return;
	fail_msg("no \"%s\" in " STR_FMT, what, STR_ARG(s));
}

static void poppler_agrees(void **state)
{
	struct str s = pades(MARIA, pdf_of("tutto bene"));
	(void)state;
	if (!installed("command -v pdfsig >/dev/null && echo yes")) {
		print_message("SKIP: pdfsig (poppler-utils) is not there\n");
		skip();
	}
	put_file("firmato.pdf", s);
	put_file("alterato.pdf", changed(s, place(s, "stream") + 9, 7));
	struct str good = output_of("pdfsig -nocert firmato.pdf"),
		   bad = output_of("pdfsig -nocert alterato.pdf");
	says(good, "Signature is Valid");
	says(good, "Total document signed");
	says(good, "ETSI.CAdES.detached");
	says(bad, "Digest Mismatch");
}

static void openssl_agrees(void **state)
{
	struct str pdf = pdf_of("tutto bene"), s = cades(MARIA, pdf);
	(void)state;
	if (!installed("command -v openssl >/dev/null && echo yes")) {
		print_message("SKIP: the program openssl is not there\n");
		skip();
	}
	put_file("firmato.p7m", s);
	put_file("alterato.p7m", changed(s, place(s, "stream") + 9, 7));
	put_file("ca.pem", kit_pem(&certs[AUTHORITY], NULL, &arena));
	says(output_of("openssl cms -verify -cades -binary -inform DER -in "
		       "firmato.p7m -CAfile ca.pem -purpose any "
		       "-attime 1772445600 -out dentro.pdf"),
	     "CAdES Verification successful");
	struct str inside = output_of("cat dentro.pdf");
	assert_true(str_eq(inside, pdf));
	says(output_of("openssl cms -verify -cades -binary -inform DER -in "
		       "alterato.p7m -CAfile ca.pem -purpose any "
		       "-attime 1772445600 -out dentro.pdf"),
	     "failure");
}

static void remove_files(void)
{
	char line[100];
	snprintf(line, sizeof(line), "rm -r '%s'", dir);
	assert_int_equal(system(line), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pades_holds),
		cmocka_unit_test(cades_holds),
		cmocka_unit_test(detached_holds),
		cmocka_unit_test(codes_of_persons),
		cmocka_unit_test(wrong_certificates),
		cmocka_unit_test(wrong_person_or_nobody_trusted),
		cmocka_unit_test(revocation),
		cmocka_unit_test(time_stamps),
		cmocka_unit_test(tampered_pdfs),
		cmocka_unit_test(tampered_ranges),
		cmocka_unit_test(every_byte),
		cmocka_unit_test(other_programs),
		cmocka_unit_test(only_a_signature),
		cmocka_unit_test(poppler_agrees),
		cmocka_unit_test(openssl_agrees),
	};
	if (!mkdtemp(dir))
		return 1;
	int failed = cmocka_run_group_tests(tests, set_up, tear_down);
	remove_files();
	return failed;
}
