-- Secrets sealed by a key that stands outside the database; what happened to an
-- account, told to its user; an account that its user locked.

-- The name of the key that seals app_user.totp_secret and totp_waiting. While
-- there is no row they are in clear: `prossima init` seals them.
CREATE TABLE seal_key (
	id SMALLINT PRIMARY KEY CHECK (id = 1),
	key_id TEXT NOT NULL,
	since_us BIGINT NOT NULL
);

-- `what` as in app/account_event.c. The address is that of the browser, empty
-- when it was not the user's own; the token is of the link in the message.
CREATE TABLE account_event (
	id BIGINT PRIMARY KEY,
	user_id BIGINT NOT NULL REFERENCES app_user (id),
	at_us BIGINT NOT NULL,
	what TEXT NOT NULL,
	by_whom TEXT NOT NULL
		CHECK (by_whom IN ('self', 'admin', 'command', 'doctor')),
	role TEXT NOT NULL DEFAULT '',
	address TEXT NOT NULL DEFAULT '',
	token_sha256 TEXT,
	token_until_us BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX account_event_user ON account_event (user_id, at_us);
CREATE INDEX account_event_at ON account_event (at_us);
CREATE UNIQUE INDEX account_event_token ON account_event (token_sha256);

-- When the user said "it was not me"; 0: not locked. A new password given by an
-- administrator unlocks.
ALTER TABLE app_user ADD COLUMN locked_us BIGINT NOT NULL DEFAULT 0;
