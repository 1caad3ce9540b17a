-- When the registry of people was brought in. A database made before has no row:
-- the first list of people to invite asks for a new import.
CREATE TABLE registry_import (
	id BIGINT PRIMARY KEY,
	on_date DATE NOT NULL,
	n_person BIGINT NOT NULL,
	at_us BIGINT NOT NULL
);
CREATE INDEX registry_import_day ON registry_import (on_date);
