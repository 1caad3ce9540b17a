#include "cmd/confine.h"

#include "cmd/sandbox.h"

#include <sys/stat.h>

#define HOME_FILES 3

struct room { /* of the paths that are put together here */
	char db_dir[PATH_MAX];
	char home[HOME_FILES][PATH_MAX];
};

static bool is_file(const char *url)
{
	return strncmp(url, "postgresql://", 13) != 0 &&
	       strncmp(url, "postgres://", 11) != 0;
}

/* The folder of a database in a file: its log and its key are beside it. */
static const char *folder_of(const char *url, char out[PATH_MAX])
{
	const char *slash = strrchr(url, '/');
	if (!is_file(url))
		return NULL;
	if (!slash)
		return ".";
	snprintf(out, PATH_MAX, "%.*s", (int)max_i64(slash - url, 1), url);
	return out;
}

static void add(const char *list[SANDBOX_PLACES], const char *path)
{
	size_t i = 0;
	while (i < SANDBOX_PLACES && list[i])
		i++;
	assert(i < SANDBOX_PLACES);
	if (path && *path)
		list[i] = path;
}

/* What libpq reads again at each connection. */
static void add_home(struct sandbox *s, struct room *room)
{
	static const char *const names[HOME_FILES] = {".pgpass", ".postgresql",
						      ".pg_service.conf"};
	static const char *const vars[] = {
		"PGPASSFILE", "PGSSLROOTCERT", "PGSSLCERT",   "PGSSLKEY",
		"PGSSLCRL",   "PGSERVICEFILE", "PGSYSCONFDIR"};
	const char *home = getenv("HOME");
	for (size_t i = 0; home && i < HOME_FILES; i++)
		if (snprintf(room->home[i], PATH_MAX, "%s/%s", home, names[i]) <
		    PATH_MAX)
			add(s->read, room->home[i]);
	for (size_t i = 0; i < countof(vars); i++)
		add(s->read, getenv(vars[i]));
}

/* What stands beside the database can be made later. What cannot be made here
 * is told by the job that misses it. */
static void make_place(const char *dir, const char *db_url)
{
	if (dir && *dir && strncmp(dir, db_url, strlen(db_url)) != 0)
		mkdir(dir, 0700);
}

static void say(const struct sandbox_report *r)
{
	fprintf(stderr, "event=sandbox files=%s calls=%s%s\n",
		r->files ? "confined" : "free", r->calls ? "confined" : "free",
		r->files && r->calls
			? ""
			: " reason=\"this kernel has no landlock or no seccomp "
			  "filters\"");
}

enum rc serve_confine(const struct job_places *places, const char *data_dir,
		      struct err *err)
{
	struct sandbox s = {.read = {NULL}};
	struct sandbox_report r;
	struct room room;
	make_place(places->archive_dir, places->db_url);
	make_place(places->upload_dir, places->db_url);
	add(s.write, folder_of(places->db_url, room.db_dir));
	add(s.write, places->archive_dir);
	add(s.write, places->upload_dir);
	add(s.read, places->import_dir);
	add(s.read, data_dir);
	if (!is_file(places->db_url))
		add_home(&s, &room);
	enum rc rc = sandbox_enter(&s, &r, err);
	if (!rc)
		say(&r);
	return rc;
}
