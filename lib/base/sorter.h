/* base/sorter - records put in the order of their key, in bounded memory.
 *
 * Add records (a key and some bytes), then take them out in byte order of the
 * key; records of one key come in the order in which they were added. What does
 * not fit in `memory` is sorted by pieces, written to files without a name in
 * `dir` (they vanish with the process) and merged. So tables far larger than
 * memory are joined: the rows of all of them go in with what they have in
 * common as key, and come out side by side.
 *
 * Cost: n log n comparisons; beyond `memory`, each byte is written and read
 * once.
 */
#ifndef BASE_SORTER_H
#define BASE_SORTER_H

#include "base/base.h"

#define SORTER_MEMORY ((size_t)64 << 20)

struct sorter;

/* `dir` must outlive the sorter. */
MUST_USE enum rc sorter_new(const char *dir, size_t memory, struct sorter **out,
			    struct err *err);
void sorter_free(struct sorter *s); /* NULL allowed */

/* Both are copied; a record of more than a sixteenth of the memory is E_LIMIT.
 * Not after sorter_next. */
MUST_USE enum rc sorter_add(struct sorter *s, struct str key, struct str record,
			    struct err *err);
/* The next in order, views that live until the next call; E_NOT_FOUND at the
 * end. */
MUST_USE enum rc sorter_next(struct sorter *s, struct str *key,
			     struct str *record, struct err *err);

#endif
