/* Inside simple: tables that the user supplies, what is collected on the way,
 * and the files being written. */
#ifndef SIMPLE_SIMPLE_INT_H
#define SIMPLE_SIMPLE_INT_H

#include "base/outfile.h"
#include "simple/simple.h"

/* ---- packages: AIC to ATC and doses */

struct package {
	char atc[7];
	uint8_t n_atc;
	int64_t ddd_e4;   /* of a package; -1 unknown */
	int64_t units_e4; /* in a package; 0 unknown */
};
struct packages {
	struct map aic;
	struct package *list;
	size_t cap;
};
void packages_release(struct packages *p);
/* Columns aic, atc, and ddd, or units, strength and strength_unit (compared
 * with the DDD of drugs_atc.csv). E_FORMAT names file and line. */
MUST_USE enum rc packages_load(struct packages *p, const char *path,
			       struct str drugs_atc, struct err *err);
const struct package *packages_find(const struct packages *p, struct str aic);

/* ---- the map of codes */

struct codemap {
	struct map key; /* kind, system, code */
	struct str *target;
	size_t cap;
	struct arena text;
};
void codemap_release(struct codemap *m);
/* Columns system, code, kind, target. */
MUST_USE enum rc codemap_load(struct codemap *m, const char *path,
			      struct err *err);
struct str codemap_find(const struct codemap *m, struct str system,
			struct str code, enum simple_kind k);

/* ---- codes that nobody knows */

struct unknown_code {
	uint64_t n;
	struct simple_place first;
};
struct unknown {
	struct map key; /* kind, system, code */
	struct unknown_code *list;
	size_t cap;
	uint64_t n_beyond; /* rows with codes past the limit */
};
void unknown_release(struct unknown *u);
MUST_USE enum rc unknown_add(struct unknown *u, struct str system,
			     struct str code, enum simple_kind k,
			     struct simple_place at, struct err *err);

/* A key of both: "k\x1fsystem\x1fcode", cut at its room. */
#define CODE_KEY 400u
struct str code_key(enum simple_kind k, struct str system, struct str code,
		    char room[CODE_KEY]);

/* ---- files */

struct writer { /* a file that is written by pieces */
	struct outfile file;
	struct buf text;
	char path[PATH_MAX];
	bool open;
};
MUST_USE enum rc writer_open(struct writer *w, const char *path,
			     struct err *err);
/* To disk when there is much of it. */
MUST_USE enum rc writer_flush(struct writer *w, bool all, struct err *err);
MUST_USE enum rc writer_commit(struct writer *w, struct err *err);
void writer_release(struct writer *w); /* safe on a zeroed one */

/* Columns of a small CSV file, by name; 64 at most. */
struct sheet {
	struct arena arena;
	struct str bytes;
	const char *path;
};
MUST_USE enum rc sheet_open(struct sheet *t, const char *path, struct err *err);
void sheet_close(struct sheet *t);

#endif
