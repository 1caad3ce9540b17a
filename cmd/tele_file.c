#include "cmd/tele_file.h"
#include "cmd/ecg_cmd.h"

#include "base/file.h"

enum { HEADER_BYTES = 64 << 10 }; /* of a header: some kilobytes */

static bool named_as_header(const char *name)
{
	return str_ends(str_from(name), STR(".hea"));
}

static enum rc pack(const char *dir, const char *name, struct arena *a,
		    struct tele_packed *f, struct err *err)
{
	struct ecg_cmd_folder folder = {dir};
	const struct ecg_beside beside = {ecg_cmd_from_folder, &folder};
	struct str stem = {name, strlen(name) - 4};
	struct str hea = f->bytes;
	enum rc rc = ecg_pair_pack(f->name, hea, &beside, a, &f->bytes, err);
	f->name = arena_printf(a, STR_FMT ".tar", STR_ARG(stem));
	if (!rc && !f->name.ptr)
		rc = arena_fail(a, err);
	return rc;
}

enum rc tele_file_read(const char *dir, const char *name, struct arena *a,
		       struct tele_packed *out, struct err *err)
{
	struct tele_packed f = {.name = str_from(name)};
	const char *path = file_join(a, dir, name);
	if (!path)
		return arena_fail(a, err);
	enum rc rc = file_read(path, a, TELE_MOST_BYTES, &f.bytes, err);
	if (!rc && named_as_header(name) && ecg_needs_pair(f.bytes))
		rc = pack(dir, name, a, &f, err);
	if (rc == E_LIMIT || (!rc && f.bytes.len > TELE_MOST_BYTES))
		rc = err_msg(err, E_LIMIT, MSG_TEL_FILE_LARGE,
			     "\"%s\" is larger than %u bytes", name,
			     TELE_MOST_BYTES);
	if (!rc)
		*out = f;
	return rc;
}

void tele_file_beside(const char *dir, const char *name, struct arena *a,
		      struct ecg_pair_names *out)
{
	struct str hea;
	const char *path = file_join(a, dir, name);
	*out = (struct ecg_pair_names){.n = 0};
	if (!path || !named_as_header(name) ||
	    file_read(path, a, HEADER_BYTES, &hea, NULL))
		return;
	if (ecg_pair_named(hea, a, out, NULL))
		*out = (struct ecg_pair_names){.n = 0};
}
