/* Reports signed with a certificate: the document, what comes back, what is
 * kept; on both engines. */
#include "test/pdf_words.h"
#include "test/plan_db.h"
#include "test/signature_kit.h"
#include "test/tele_kit.h"

#include "app/scan.h"
#include "app/tele_signature.h"
#include "telecare/paper.h"
#include "text/text.h"

#define CODE "RSSMRA80A01H501U"

struct world {
	struct db_fixture *f;
	struct app app;
	struct err err;
	struct arena a;
	char file[EDF_BYTES];
	int salt;
	int64_t exam;
};

/* ---- certificates: one authority, the reader's, a colleague's */

static struct kit_cert authority, reader, colleague;
static struct arena kept;

static void make_certificates(void)
{
	static const struct kit_subject
		ca = {.cn = "Autorità di prova",
		      .usage = "critical,keyCertSign,cRLSign",
		      .from = "2020-01-01",
		      .until = "2040-01-01",
		      .ca = true,
		      .serial = 1},
		people[] = {{"Lia Cuore", "Lia", "Cuore", "TINIT-" CODE,
			     "critical,nonRepudiation", NULL, "2025-01-01",
			     "2028-01-01", .qualified = true, .serial = 11},
			    {"Ugo Vena", "Ugo", "Vena",
			     "TINIT-VNEGUO70B02F205X",
			     "critical,nonRepudiation", NULL, "2025-01-01",
			     "2028-01-01", .serial = 12}};
	arena_init(&kept, 64u << 20);
	authority = kit_make(&ca, NULL);
	reader = kit_make(&people[0], &authority);
	colleague = kit_make(&people[1], &authority);
}

/* ---- the world: doctor 94 sends, reader 91 reports, 97 is the person */

static void as(struct world *w, enum role role, int64_t user)
{
	w->app.who = (struct actor){
		.user_id = user, .role = role, .purpose = STR("care")};
	if (role == ROLE_DOCTOR)
		w->app.who.doctor_id = 11;
	if (role == ROLE_CITIZEN)
		w->app.who.person_id = user == 97 ? 1 : 2;
}

static void policy(struct world *w, const char *value)
{
	const struct rule_change c = {.kind = RULE_PARAMETER,
				      .key = STR("signature.reports"),
				      .value = str_from(value),
				      .source = STR("prova"),
				      .from = kit_day("2026-03-01")};
	as(w, ROLE_SYSTEM, 0);
	must(app_rule_set(&w->app, &c, &w->err), &w->err);
}

static void people(struct world *w)
{
	sql(w->f,
	    "INSERT INTO app_user (id, login, display_name, created_us) VALUES "
	    "(91, 'cardio1', 'Dott.ssa Lia Cuore', 1), (92, 'cardio2', 'Dott. "
	    "Ugo Vena', 1), (94, 'medico1', 'Anna Uno', 1), (97, 'maria', "
	    "'Maria Rossi', 1); "
	    "INSERT INTO user_role (id, user_id, role, doctor_id, valid_from) "
	    "VALUES (1, 91, 'specialist', NULL, '2025-01-01'), "
	    "(2, 92, 'specialist', NULL, '2025-01-01'), "
	    "(4, 94, 'doctor', 11, '2025-01-01'); "
	    "INSERT INTO tele_pool (id, code, name, kind, recorded_us) VALUES "
	    "(81, 'CARDIO', 'Cardiologia', 'ecg', 1); "
	    "INSERT INTO tele_pool_reader (pool_id, user_id, valid_from, "
	    "recorded_us) VALUES (81, 91, '2025-01-01', 1), (81, 92, "
	    "'2025-01-01', 1)");
}

static void report(struct world *w)
{
	struct tele_report out;
	struct tele_draft d = {.answer = STR("No, ritmo sinusale. Já \xc4\x8c"
					     "ovi\xc4\x87."),
			       .conclusion = STR("ECG normale."),
			       .template = STR("ECG_NORM"),
			       .urgency = TELE_GREEN,
			       .lang = LANG_IT};
	as(w, ROLE_SPECIALIST, 91);
	must(app_tele_report(&w->app, w->exam, &d, &out, &w->a, &w->err),
	     &w->err);
}

/* An exam whose report is written and waits to be signed. */
static void begin(void **state, struct world *w)
{
	*w = (struct world){.f = fixture_of(state)};
	size_t n;
	plan_db_open(w->f, &w->app, 4, "2026-03-02");
	w->app.now_us = kit_us("2026-03-02") + 36000000000;
	arena_init(&w->a, 512u << 20);
	people(w);
	struct tele_sent out;
	struct tele_sending s = {
		.kind = TELE_ECG,
		.bytes = edf_make(w->file, "X F 05-MAY-1955 Rossi_Maria",
				  "SN-1", 1),
		.file_name = STR("esame.edf"),
		.person_id = 1,
		.last_name = STR("Rossi"),
		.born = kit_day("1955-05-05"),
		.question = STR("Palpitazioni: aritmia?"),
		.urgency = TELE_GREEN,
		.chest_pain_days = -1,
		.syncope_days = -1,
		.consent = true};
	as(w, ROLE_DOCTOR, 94);
	must(app_tele_send(&w->app, &s, &out, &w->err), &w->err);
	w->exam = out.id;
	as(w, ROLE_SYSTEM, 0);
	must(app_tele_trust_add(&w->app, kit_der(authority.x, &kept), &n,
				&w->err),
	     &w->err);
	must(app_user_tax_code(&w->app, 91, STR(CODE), &w->err), &w->err);
	as(w, ROLE_SPECIALIST, 91);
	must(app_tele_take(&w->app, w->exam, &w->err), &w->err);
	report(w);
}

static void end(struct world *w)
{
	app_close(&w->app);
	arena_release(&w->a);
}

static struct str document(struct world *w)
{
	struct str pdf;
	must(app_tele_document(&w->app, w->exam, &w->a, &pdf, &w->err),
	     &w->err);
	assert_true(str_starts(pdf, STR("%PDF-")));
	return pdf;
}

static struct str signed_by(struct world *w, const struct kit_cert *who,
			    struct str pdf, bool pades)
{
	struct str s;
	struct signature_key *k = kit_key(who, NULL, &w->a);
	must((pades ? signature_make_pades
		    : signature_make_cades)(pdf, signature_key_sign, k,
					    w->app.now_us, &w->a, &s, &w->err),
	     &w->err);
	signature_key_free(k);
	return s;
}

static void refused(struct world *w, struct str bytes, int msg,
		    const char *what)
{
	struct tele_signed s;
	w->err = (struct err){0};
	enum rc rc = app_tele_sign_file(&w->app, w->exam, bytes, &s, &w->err);
	if (!rc || w->err.msg != msg)
		fail_msg("%s: %d, %s", what, rc, w->err.text);
}

/* ---- tests */

static void the_document_is_one(void **state)
{
	struct world w;
	begin(state, &w);
	struct str one = document(&w);
	w.app.now_us += INT64_C(3600000000);
	assert_true(str_eq(one, document(&w)));
	report(&w); /* written again: another document */
	assert_false(str_eq(one, document(&w)));
	as(&w, ROLE_SPECIALIST, 92);
	struct str pdf;
	assert_int_equal(app_tele_document(&w.app, w.exam, &w.a, &pdf, &w.err),
			 E_STATE);
	end(&w);
}

/* The words on the pages, "word1 word2 ..." in their order: how many. */
static int words_on(const struct sheet *page, size_t n)
{
	int seen = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < page[i].n; k++) {
			const struct sheet_stroke *x = &page[i].stroke[k];
			struct str rest = x->text;
			char next[16];
			if (x->text.len)
				assert_true(x->at[0].y < page[i].height);
			while (rest.len) {
				struct str word = str_cut(&rest, ' ');
				if (!str_starts(word, STR("word")))
					continue;
				snprintf(next, sizeof(next), "word%d", ++seen);
				assert_true(str_is(word, next));
			}
		}
	return seen;
}

static void nothing_is_left_out(void **state)
{
	static const struct {
		int words;
		size_t pages; /* 0: too many */
	} rows[] = {{10, 1}, {2000, 5}, {40000, 0}};
	struct arena a;
	struct err err = {0};
	(void)state;
	arena_init(&a, 64u << 20);
	for (size_t i = 0; i < countof(rows); i++) {
		struct tele_paper p = {.title = STR("Referto"),
				       .lang = LANG_IT};
		struct sheet page[TELE_PAPER_PAGES];
		struct buf b;
		size_t n = 0;
		buf_init(&b, 1u << 20);
		for (int k = 1; k <= rows[i].words; k++)
			buf_printf(&b, "%sword%d", k > 1 ? " " : "", k);
		tele_paper_text(&p, MSG_TEL_CONCLUSION, buf_view(&b), true);
		enum rc rc = tele_paper_draw(&p, &a, page, &n, &err);
		assert_int_equal(rc, rows[i].pages ? OK : E_LIMIT);
		if (!rc) {
			assert_int_equal(words_on(page, n), rows[i].words);
			assert_int_equal(n, rows[i].pages);
		}
		buf_release(&b);
	}
	arena_release(&a);
}

/* What the person gets says, word for word, what was signed. */
static void says_the_report(struct str pdf)
{
	static const char *const words[] = {
		"Palpitazioni: aritmia?", "No, ritmo sinusale.", "ECG normale.",
		"Ritmo sinusale.",        "Rossi Maria",         "Lia Cuore",
		"5 maggio 1955"};
	struct arena a;
	arena_init(&a, 64u << 20);
	struct str said = pdf_words(pdf, &a);
	for (size_t i = 0; i < countof(words); i++)
		if (pdf_find(said, 0, words[i]) == SIZE_MAX)
			fail_msg("no \"%s\" in: " STR_FMT, words[i],
				 STR_ARG(said));
	assert_true(pdf_find(said, 0, "NON VALIDATA") == SIZE_MAX);
	arena_release(&a);
}

static void pades_is_kept(void **state)
{
	struct world w;
	struct tele_signed s;
	struct tele_signature k;
	struct signature_result r;
	struct tele_signed_file f;
	bool is = false;
	begin(state, &w);
	policy(&w, "pades");
	as(&w, ROLE_SPECIALIST, 91);
	w.err = (struct err){0};
	assert_int_equal(app_tele_sign(&w.app, w.exam, STR(""), &s, &w.err),
			 E_STATE);
	assert_int_equal(w.err.msg, MSG_SIG_WANTS_PADES);
	struct str pdf = document(&w),
		   bytes = signed_by(&w, &reader, pdf, true);
	w.app.scanner = &(struct scanner){.place = "/nobody/there"};
	assert_int_equal(app_tele_sign_file(&w.app, w.exam, bytes, &s, &w.err),
			 E_BUSY);
	assert_int_equal(w.err.msg, MSG_SCN_ABSENT);
	w.app.scanner = NULL;
	must(app_tele_sign_file(&w.app, w.exam, bytes, &s, &w.err), &w.err);
	must(app_tele_signature(&w.app, s.report_id, &w.a, &k, &is, &w.err),
	     &w.err);
	assert_true(is && k.qualified && !k.by_file_key);
	assert_true(str_is(k.signer, "Lia Cuore") && str_is(k.tax_code, CODE));
	assert_int_equal(k.claimed_us, w.app.now_us);
	assert_int_equal(k.revocation, REVOCATION_NOT_CHECKED);
	must(app_tele_deliver(&w.app, w.exam, &w.err), &w.err);

	/* years later it holds as of then; the person has the same bytes */
	w.app.now_us += INT64_C(86400000000) * 2000;
	must(app_tele_signature_verify(&w.app, s.report_id, &w.a, &r, &w.err),
	     &w.err);
	assert_true(r.valid);
	as(&w, ROLE_CITIZEN, 97);
	must(app_tele_signed_file(&w.app, s.report_id, false, &w.a, &f, &w.err),
	     &w.err);
	assert_true(f.is_pdf && f.is_signed && str_eq(f.bytes, bytes));
	says_the_report(f.bytes);
	as(&w, ROLE_CITIZEN, 98);
	assert_int_equal(app_tele_signed_file(&w.app, s.report_id, false, &w.a,
					      &f, &w.err),
			 E_DENIED);
	end(&w);
}

static void cades_is_kept(void **state)
{
	struct world w;
	struct tele_signed s;
	struct tele_signed_file f;
	begin(state, &w);
	policy(&w, "cades");
	as(&w, ROLE_SPECIALIST, 91);
	struct str pdf = document(&w);
	refused(&w, signed_by(&w, &reader, pdf, true), MSG_SIG_WANTS_CADES,
		"another form");
	struct str bytes = signed_by(&w, &reader, pdf, false);
	must(app_tele_sign_file(&w.app, w.exam, bytes, &s, &w.err), &w.err);
	must(app_tele_signed_file(&w.app, s.report_id, false, &w.a, &f, &w.err),
	     &w.err);
	assert_true(!f.is_pdf && str_eq(f.bytes, bytes));
	must(app_tele_signed_file(&w.app, s.report_id, true, &w.a, &f, &w.err),
	     &w.err);
	assert_true(f.is_pdf && str_eq(f.bytes, pdf));
	/* not delivered yet: the person does not see it */
	as(&w, ROLE_CITIZEN, 97);
	assert_int_equal(app_tele_signed_file(&w.app, s.report_id, false, &w.a,
					      &f, &w.err),
			 E_NOT_FOUND);
	end(&w);
}

static void what_is_refused(void **state)
{
	struct world w;
	begin(state, &w);
	struct str pdf = document(&w), good = signed_by(&w, &reader, pdf, true);
	char *changed = arena_alloc(&w.a, good.len);
	memcpy(changed, good.ptr, good.len);
	changed[good.len / 3] ^= 1;
	refused(&w, pdf, MSG_SIG_NONE, "not signed");
	refused(&w, (struct str){changed, good.len}, MSG_SIG_OTHER_DOCUMENT,
		"a byte of the document");
	refused(&w, signed_by(&w, &colleague, pdf, true), MSG_SIG_OTHER_PERSON,
		"a colleague");
	refused(&w, signed_by(&w, &reader, STR("altro"), false),
		MSG_SIG_OTHER_DOCUMENT, "another document");
	w.app.now_us += 60000000;
	report(&w);
	refused(&w, good, MSG_SIG_OTHER_DOCUMENT, "an older draft");
	sql(w.f, "DELETE FROM user_tax_code");
	refused(&w, signed_by(&w, &reader, document(&w), true),
		MSG_SIG_AUTHOR_UNKNOWN, "an author without a code");
	as(&w, ROLE_SYSTEM, 0);
	must(app_user_tax_code(&w.app, 91, STR(CODE), &w.err), &w.err);
	sql(w.f, "UPDATE signature_trust SET removed_us = 1");
	as(&w, ROLE_SPECIALIST, 91);
	refused(&w, signed_by(&w, &reader, document(&w), true),
		MSG_SIG_NO_TRUST, "nobody trusted");
	assert_int_equal(count_of(w.f, "SELECT count(*) FROM tele_signature"),
			 0);
	end(&w);
}

static void a_correction_names_the_old(void **state)
{
	struct world w;
	struct tele_signed one, two;
	struct signature_key *k;
	bool is;
	begin(state, &w);
	k = kit_key(&reader, NULL, &w.a);
	must(app_tele_sign_key(&w.app, w.exam, k, &one, &w.err), &w.err);
	must(app_tele_correct(&w.app, w.exam, STR("Refuso"), &w.err), &w.err);
	report(&w);
	must(app_tele_sign_key(&w.app, w.exam, k, &two, &w.err), &w.err);
	signature_key_free(k);
	assert_int_equal(two.version, 2);
	for (int i = 0; i < 2; i++) {
		struct tele_signature s;
		struct signature_result r;
		int64_t id = i ? two.report_id : one.report_id;
		must(app_tele_signature(&w.app, id, &w.a, &s, &is, &w.err),
		     &w.err);
		assert_true(is && s.by_file_key);
		must(app_tele_signature_verify(&w.app, id, &w.a, &r, &w.err),
		     &w.err);
		assert_true(r.valid);
	}
	end(&w);
}

static void nothing_changes_after(void **state)
{
	static const char *const tries[] = {
		"UPDATE tele_signature SET signer = 'Altro'",
		"UPDATE tele_signature SET sha256 = sha256",
		"DELETE FROM tele_signature",
		"UPDATE tele_blob_part SET base64 = 'AAAA'",
		"DELETE FROM signature_trust",
		"UPDATE signature_trust SET base64 = 'AAAA'",
		"UPDATE tele_report SET conclusion = 'Altro'",
	};
	struct world w;
	struct tele_signed s;
	begin(state, &w);
	struct str bytes = signed_by(&w, &reader, document(&w), true);
	must(app_tele_sign_file(&w.app, w.exam, bytes, &s, &w.err), &w.err);
	refused(&w, bytes, MSG_TEL_NO_DRAFT, "signed twice");
	for (size_t i = 0; i < countof(tries); i++)
		refuses(w.f, tries[i]);
	end(&w);
}

/* A list that comes takes the older one's place; a revoked certificate signs
 * no more, and what it signed before holds. */
static void lists_of_revocation(void **state)
{
	struct world w;
	struct tele_signed s;
	struct tele_signature k;
	struct signature_result r;
	size_t n;
	bool is;
	begin(state, &w);
	as(&w, ROLE_SYSTEM, 0);
	must(app_tele_trust_add(&w.app,
				kit_crl(&authority, 0, NULL, "2026-03-01",
					"2026-03-04", &w.a),
				&n, &w.err),
	     &w.err);
	as(&w, ROLE_SPECIALIST, 91);
	struct str bytes = signed_by(&w, &reader, document(&w), true);
	must(app_tele_sign_file(&w.app, w.exam, bytes, &s, &w.err), &w.err);
	must(app_tele_signature(&w.app, s.report_id, &w.a, &k, &is, &w.err),
	     &w.err);
	assert_int_equal(k.revocation, REVOCATION_GOOD);
	as(&w, ROLE_SYSTEM, 0);
	must(app_tele_trust_add(&w.app,
				kit_crl(&authority, 11, "2026-03-03",
					"2026-03-03", "2026-03-06", &w.a),
				&n, &w.err),
	     &w.err);
	struct tele_trusted *list;
	must(app_tele_trust_list(&w.app, &w.a, &list, &n, &w.err), &w.err);
	assert_int_equal(n, 2);
	as(&w, ROLE_SPECIALIST, 91);
	must(app_tele_signature_verify(&w.app, s.report_id, &w.a, &r, &w.err),
	     &w.err);
	assert_true(r.valid);
	must(app_tele_correct(&w.app, w.exam, STR("Refuso"), &w.err), &w.err);
	report(&w);
	w.app.now_us = kit_us("2026-03-04");
	refused(&w, signed_by(&w, &reader, document(&w), true), MSG_SIG_REVOKED,
		"revoked");
	end(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(the_document_is_one),
		cmocka_unit_test(nothing_is_left_out),
		ON_BOTH(pades_is_kept),
		ON_BOTH(cades_is_kept),
		ON_BOTH(what_is_refused),
		ON_BOTH(a_correction_names_the_old),
		ON_BOTH(nothing_changes_after),
		ON_BOTH(lists_of_revocation),
	};
	make_certificates();
	int failed = cmocka_run_group_tests(tests, kit_open, kit_close);
	kit_release(&authority);
	kit_release(&reader);
	kit_release(&colleague);
	arena_release(&kept);
	return failed;
}
