#include "cmd/document.h"

#include "base/outfile.h"

enum rc document_save(struct buf *b, const char *path, struct err *err)
{
	struct outfile f = {0};
	struct str all;
	enum rc rc = buf_finish(b, &all, err);
	if (!rc)
		rc = outfile_open(&f, path, err);
	if (!rc) {
		rc = outfile_write(&f, all, err);
		if (!rc)
			rc = outfile_commit(&f, err);
		if (rc)
			outfile_abort(&f);
	}
	buf_release(b);
	return rc;
}
