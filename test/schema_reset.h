/* What empties a database on PostgreSQL between two tests: a new database costs
 * half a second of files, this a few milliseconds. Triggers and references are
 * off meanwhile, which takes a superuser: TEST_PG must name one.
 */
#ifndef TEST_SCHEMA_RESET_H
#define TEST_SCHEMA_RESET_H

/* Just made: keep the rows that the migrations themselves wrote, and how many
 * tables, indexes and triggers there are. */
static const char schema_remember[] =
	"CREATE SCHEMA kept;"
	"DO $$ DECLARE t TEXT; n BOOLEAN; BEGIN"
	" FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
	" LOOP EXECUTE format('SELECT EXISTS (SELECT 1 FROM public.%I)', t)"
	" INTO n; IF n THEN EXECUTE format('CREATE TABLE kept.%I AS SELECT *"
	" FROM public.%I', t, t); END IF; END LOOP; END $$;"
	"CREATE VIEW kept.now AS SELECT (SELECT count(*) FROM pg_class WHERE"
	" relnamespace = 'public'::regnamespace) + (SELECT count(*) FROM"
	" pg_trigger WHERE NOT tgisinternal) AS n;"
	"CREATE TABLE kept.then AS SELECT n FROM kept.now";

/* 0: the tables are those that were made. */
static const char schema_left[] =
	"SELECT a.n - b.n FROM kept.now a, kept.then b";

/* Large tables are cut off, small ones emptied: a cut makes new files. */
static const char schema_reset[] =
	"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE"
	" datname = current_database() AND pid <> pg_backend_pid();"
	"SET session_replication_role = replica;"
	"DO $$ DECLARE t RECORD; BEGIN"
	" FOR t IN SELECT relname, oid, pg_relation_size(oid) AS size"
	" FROM pg_class WHERE relkind = 'r' AND"
	" relnamespace = 'public'::regnamespace LOOP"
	" IF t.size > 1000000 THEN"
	" EXECUTE format('TRUNCATE public.%I CASCADE', t.relname);"
	" ELSIF t.size > 0 THEN"
	" EXECUTE format('DELETE FROM public.%I', t.relname); END IF;"
	" END LOOP;"
	" FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'kept'"
	" AND tablename <> 'then' LOOP EXECUTE format('INSERT INTO public.%I"
	" SELECT * FROM kept.%I', t.tablename, t.tablename); END LOOP;"
	" END $$";

#endif
