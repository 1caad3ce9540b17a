#include "cmd/ecg_cmd.h"

#include "base/file.h"

enum rc ecg_cmd_from_folder(void *ctx, struct str name, struct arena *a,
			    struct str *bytes, struct err *err)
{
	const struct ecg_cmd_folder *f = ctx;
	struct str bare = arena_str(a, name);
	const char *path = bare.ptr ? file_join(a, f->dir, bare.ptr) : NULL;
	if (!path)
		return arena_fail(a, err);
	if (memchr(name.ptr, '/', name.len))
		return err_set(err, E_NOT_FOUND, "\"%s\" is not a bare name",
			       bare.ptr);
	return file_read(path, a, ECG_MOST_BYTES, bytes, err);
}

enum rc ecg_cmd_open(const char *path, double csv_hz, struct arena *a,
		     struct ecg_record *out, struct err *err)
{
	const char *slash = strrchr(path, '/');
	struct str dir = {path, slash ? (size_t)(slash - path) : 0};
	struct ecg_cmd_folder f = {slash ? arena_str(a, dir).ptr : "."};
	const struct ecg_beside beside = {ecg_cmd_from_folder, &f};
	const struct ecg_read_options o = {
		.name = str_from(slash ? slash + 1 : path),
		.beside = &beside,
		.csv_hz = csv_hz};
	struct file_map m = {{NULL, 0}};
	if (!f.dir)
		return arena_fail(a, err);
	if (slash == path)
		f.dir = "/";
	enum rc rc = file_map_open(path, &m, err);
	if (!rc)
		rc = ecg_read(m.bytes, &o, a, out, err);
	file_map_close(&m);
	return rc;
}
