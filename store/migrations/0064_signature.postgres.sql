-- Digital signatures of reports: what was signed, by which certificate, what
-- was found when it came; whom the installation trusts; the tax codes of users.

-- Certificates of authorities and revocation lists, as DER in base64. What is
-- not trusted any more is ended, not deleted: kept signatures were judged by it.
CREATE TABLE signature_trust (
	sha256 TEXT PRIMARY KEY,
	kind TEXT NOT NULL CHECK (kind IN ('ca', 'crl')),
	subject TEXT NOT NULL,
	from_us BIGINT NOT NULL,
	until_us BIGINT NOT NULL,
	base64 TEXT NOT NULL,
	added_us BIGINT NOT NULL,
	added_by BIGINT NOT NULL,
	removed_us BIGINT
);

-- Who a user is for the law: the code that must stand in their certificate.
CREATE TABLE user_tax_code (
	user_id BIGINT PRIMARY KEY REFERENCES app_user (id),
	tax_code TEXT NOT NULL,
	set_us BIGINT NOT NULL,
	set_by BIGINT NOT NULL
);

-- One digital signature of one version of a report. The signed bytes are
-- tele_blob; document_sha256 is of the document that was to be signed.
CREATE TABLE tele_signature (
	report_id BIGINT PRIMARY KEY REFERENCES tele_report (id),
	form TEXT NOT NULL CHECK (form IN ('cades', 'pades')),
	sha256 TEXT NOT NULL REFERENCES tele_blob (sha256),
	document_sha256 TEXT NOT NULL,
	certificate TEXT NOT NULL, -- DER, base64
	signer TEXT NOT NULL,
	tax_code TEXT NOT NULL,
	issuer TEXT NOT NULL,
	serial TEXT NOT NULL,
	qualified SMALLINT NOT NULL CHECK (qualified IN (0, 1)),
	by_file_key SMALLINT NOT NULL CHECK (by_file_key IN (0, 1)),
	claimed_us BIGINT,
	stamped_us BIGINT,
	stamped_by TEXT NOT NULL,
	received_us BIGINT NOT NULL,
	revocation TEXT NOT NULL
		CHECK (revocation IN ('not_checked', 'stale', 'good')),
	revocation_us BIGINT
);

CREATE TRIGGER tele_signature_frozen BEFORE UPDATE OR DELETE ON tele_signature
	FOR EACH ROW EXECUTE FUNCTION tele_kept();
CREATE TRIGGER signature_trust_kept BEFORE DELETE ON signature_trust
	FOR EACH ROW EXECUTE FUNCTION tele_kept();
CREATE TRIGGER signature_trust_frozen BEFORE UPDATE ON signature_trust
	FOR EACH ROW WHEN (NEW.sha256 <> OLD.sha256
		OR NEW.base64 <> OLD.base64 OR NEW.added_us <> OLD.added_us
		OR NEW.added_by <> OLD.added_by)
	EXECUTE FUNCTION tele_kept();
