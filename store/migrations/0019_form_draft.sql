-- What somebody typed and has not sent yet: kept for them alone, replaced by
-- each new text of the same form, gone when the form was sent or after a week.
CREATE TABLE form_draft (
	user_id BIGINT NOT NULL REFERENCES app_user (id),
	form_key TEXT NOT NULL,
	body TEXT NOT NULL,
	at_us BIGINT NOT NULL,
	PRIMARY KEY (user_id, form_key)
);
