/* Inside rules: keys that hold a range, and the place of a key. */
#ifndef RULES_RULES_INT_H
#define RULES_RULES_INT_H

#include "rules/rules.h"

/* First row whose (kind, key) is not before the one asked. */
size_t rules_from(const struct rules *r, enum rule_kind kind, struct str key);

/* "1-300", "301-": whole numbers; `*to` INT64_MAX without an end. */
MUST_USE bool range_parse(struct str s, int64_t *from, int64_t *to);

/* "max_wait/early/late", the first may be empty. */
MUST_USE bool window_parse(struct str value, struct care_window *out);

#endif
