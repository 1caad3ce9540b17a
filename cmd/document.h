/* cmd/document - a document into a file, whole or not at all. */
#ifndef CMD_DOCUMENT_H
#define CMD_DOCUMENT_H

#include "base/buf.h"

/* Writes what is in `b` and releases it; "-" is standard output. */
MUST_USE enum rc document_save(struct buf *b, const char *path,
			       struct err *err);

#endif
