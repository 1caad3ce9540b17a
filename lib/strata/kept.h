/* strata/kept - runs kept beside their archive, one file each.
 *
 * ARCHIVE/strata/NNNNNN.col holds what a run found of every person, column by
 * column, checksummed, with its index date, definition, digests of the rules
 * and of the archive as it was (doc/formats/strata-run.md). They are never
 * changed: level and conditions as of any earlier run stay readable whatever
 * happens to the archive and to the rules after it.
 *
 * NNNNNN-watch.col holds until when each person's result stands and which new
 * record could change it (watch_int.h), so that the next run evaluates only
 * those who must be. Only the latest is kept.
 */
#ifndef STRATA_KEPT_H
#define STRATA_KEPT_H

#include "base/sha256.h"
#include "strata/strata.h"

struct kept_info {
	uint64_t number; /* 1 is the first */
	struct date index;
	char definition[32];
	char rules[SHA256_HEX]; /* digest of the rules, of the archive's state
				 */
	char archive[SHA256_HEX];
	int64_t made_us;
	uint64_t n_person, n_segment;
	uint64_t n_evaluated; /* of them, in this run */
	uint64_t since;       /* the run it began from, 0: none */
	uint64_t import;      /* last import the archive knew */
	uint64_t status[N_STRATA_STATUS], level[6];
};

struct kept;

/* Runs kept beside an archive, oldest first; in the arena. None is no error. */
MUST_USE enum rc kept_list(const char *archive_dir, struct arena *a,
			   struct kept_info **out, size_t *n, struct err *err);
/* E_NOT_FOUND when there is no such run; E_FORMAT when its file is damaged.
 * Number 0: the latest. */
MUST_USE enum rc kept_open(const char *archive_dir, uint64_t number,
			   struct kept **out, struct err *err);
void kept_close(struct kept *k); /* NULL allowed */
const struct kept_info *kept_info(const struct kept *k);
/* Compares all checksums. */
MUST_USE enum rc kept_verify(const struct kept *k, struct err *err);

/* What the run found. `n_contact` is told up to the most that a level asks.
 * The row must be below n_person. Clusters and conditions are numbers in the
 * tables of that run: kept_condition and kept_cluster name them. */
void kept_result(const struct kept *k, size_t person_row,
		 struct strata_result *out);
struct str kept_condition(const struct kept *k, int condition);
struct str kept_cluster(const struct kept *k, int cluster);
size_t kept_n_condition(const struct kept *k);

/* Why a run cannot begin from this one; NULL when it can. */
const char *kept_unusable(const struct kept *k, const struct strata *s);

/* Everybody of the archive, as strata_run would find them; from a kept run
 * only those are evaluated who must be (`from` may be NULL: all). The run is
 * then kept and `info` filled. `s` must not be in use by others meanwhile.
 * results[archive_people()->n]; n_contact as in kept_result. */
struct kept_plan {
	const char *archive_dir;
	const struct kept *from;
	size_t n_thread; /* 0: one for each processor */
	struct progress *progress;
	int64_t now_us;
	bool dry; /* keep nothing */
};
MUST_USE enum rc kept_run(struct strata *s, const struct kept_plan *plan,
			  struct strata_result *results, struct kept_info *info,
			  struct err *err);

/* Digest of the rules compiled: equal rules, equal text. */
void strata_rules_digest(const struct strata *s, char out[SHA256_HEX]);

#endif
