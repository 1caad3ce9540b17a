#include "knowledge/knowledge_int.h"

#include "base/embedded.h"
#include "base/file.h"

#define KN_BYTES                                                               \
	(192u << 20) /* a whole ATC index of a user fits many times            \
		      */
#define MAP_KEYS   200000u
#define MAP_BYTES  (16u << 20)
#define FILE_BYTES (64u << 20)

const char *const kn_flow_name[N_FLOW] = {"exemption", "drug", "outpatient",
					  "hospital", "emergency"};

enum rc knowledge_file(const char *dir, const char *name, struct arena *a,
		       struct str *out, struct err *err)
{
	const char *path = dir ? file_join(a, dir, name) : NULL;
	if (dir && !path)
		return arena_fail(a, err);
	if (dir && !file_exists(dir))
		return err_set(err, E_NOT_FOUND,
			       "could not read the tables in \"%s\": there is "
			       "no such folder",
			       dir);
	if (dir && !file_is_dir(dir))
		return err_set(err, E_FORMAT,
			       "could not read the tables in \"%s\": it is a "
			       "file, name the folder that holds it",
			       dir);
	if (path && file_exists(path))
		return file_read(path, a, FILE_BYTES, out, err);
	for (size_t i = 0; i < data_files_count; i++) {
		const struct embedded *e = &data_files[i];
		if (strcmp(e->name, name) != 0)
			continue;
		*out = (struct str){e->begin, (size_t)(e->end - e->begin)};
		return OK;
	}
	return err_set(err, E_NOT_FOUND, "there is no table \"%s\"", name);
}

/* "EX013": the service package of exemption 013 (data/README.md, 2). */
static bool is_package(struct str s)
{
	return s.len >= 5 && s.len <= 6 && str_starts(s, STR("EX")) &&
	       kn_is_exemption(str_sub(s, 2, s.len - 2));
}

static int found(uint32_t i)
{
	return i == MAP_NONE ? -1 : (int)i;
}

/* A table that could not be read at all has its own finding; what refers to it
 * is not blamed as well. */
static int resolve(void *ctx, int ref, struct str key)
{
	const struct loader *l = ctx;
	if (l->t[ref < N_KN_FILE ? ref : KN_PLACES].broken)
		return 0;
	switch (ref) {
	case KN_SOURCES:
		return is_package(key) ? 0 : found(map_get(&l->source, key));
	case KN_CLUSTERS:
		return kn_cluster_index(l->kn, key);
	case KN_CONDITIONS:
		return kn_condition_index(l->kn, key);
	case KN_SERVICES:
		return kn_service_index(l->kn, key);
	case REF_ATS:
		return found(map_get(&l->ats, key));
	case REF_PROVINCE:
		return found(map_get(&l->province, key));
	}
	BUG("reference");
}

/* Number the keys of one column; the first row of a key stands. */
static enum rc index_column(const struct table *t, const char *column,
			    struct map *m, struct err *err)
{
	size_t k = table_column(t, column);
	enum rc rc = OK;
	for (size_t i = 0; i < t->n && !rc; i++) {
		struct str key = table_cell(t, i, k);
		if (map_get(m, key) == MAP_NONE)
			rc = map_put(m, key, (uint32_t)i, err);
	}
	return rc;
}

static enum rc index_places(struct loader *l, struct err *err)
{
	const struct kn_place *p = l->kn->places;
	enum rc rc = OK;
	for (size_t i = 0; i < l->kn->n_places && !rc; i++) {
		if (str_is(p[i].type, "ats"))
			rc = map_put(&l->ats, p[i].code, (uint32_t)i, err);
		else if (str_is(p[i].type, "province"))
			rc = map_put(&l->province, p[i].code, (uint32_t)i, err);
	}
	return rc;
}

/* Hand the rows of a table to the struct; later tables refer to it. */
static enum rc publish(struct loader *l, enum kn_file f, struct err *err)
{
	struct knowledge *kn = l->kn;
	const struct table *t = &l->t[f];
	switch (f) {
#define GIVE(file, name)                                                       \
	case file:                                                             \
		kn->name = t->rows;                                            \
		kn->n_##name = t->n
		GIVE(KN_SOURCES, sources);
		return index_column(t, "id", &l->source, err);
		GIVE(KN_CLUSTERS, clusters);
		return index_column(t, "code", &kn->cluster_by_code, err);
		GIVE(KN_CONDITIONS, conditions);
		return index_column(t, "code", &kn->condition_by_code, err);
		GIVE(KN_PLACES, places);
		return index_places(l, err);
		GIVE(KN_MUNICIPALITIES, municipalities);
		return OK; /* numbered when sorted */
		GIVE(KN_DRUGS, drugs);
		return index_column(t, "atc", &kn->drug_by_atc, err);
		GIVE(KN_SERVICES, services);
		return index_column(t, "code", &kn->service_by_code, err);
		GIVE(KN_EXEMPTIONS, exemptions);
		return index_column(t, "code", &kn->exemption_by_code, err);
		GIVE(KN_RULES, rules);
		return OK;
		GIVE(KN_HIERARCHY, hierarchy);
		return OK;
		GIVE(KN_LEVELS, level_rules);
		return OK;
		GIVE(KN_CHARLSON, charlson);
		return OK;
		GIVE(KN_ELIXHAUSER, elixhauser);
		return OK;
		GIVE(KN_MCS, mcs);
		return OK;
		GIVE(KN_CDS, cds);
		return OK;
		GIVE(KN_SETS, sets);
		return OK;
		GIVE(KN_EXCLUSIONS, exclusions);
		return OK;
		GIVE(KN_MERGE, merge_rules);
		return OK;
		GIVE(KN_INTERACTIONS, interactions);
		return OK;
		GIVE(KN_TRIPLES, triples);
		return OK;
		GIVE(KN_RENAL, renal);
		return OK;
		GIVE(KN_BURDEN, burden);
		return OK;
		GIVE(KN_GAPS, gaps);
		return OK;
#undef GIVE
	case N_KN_FILE:
	case REF_PROVINCE:
		return OK;
	}
	BUG("table");
}

static enum rc read_tables(struct loader *l, struct err *err)
{
	for (enum kn_file f = 0; f < N_KN_FILE; f++) {
		struct str bytes = {NULL, 0};
		if (l->left_out >> f & 1u) {
			l->t[f].broken = true; /* nothing can refer to it */
			continue;
		}
		enum rc rc = knowledge_file(l->dir, kn_forms[f].file,
					    &l->kn->arena, &bytes, err);
		if (!rc)
			rc = table_read(&l->t[f], &kn_forms[f], bytes, resolve,
					l, &l->kn->arena, &l->scratch,
					l->issues, err);
		if (!rc)
			rc = publish(l, f, err);
		if (rc)
			return rc;
	}
	return OK;
}

static void check_meaning(struct loader *l)
{
	check_clusters(l);
	check_conditions(l);
	check_levels(l);
	check_rules(l);
	check_hierarchy(l);
	check_exemptions(l);
	check_services(l);
	check_sets(l);
	check_drugs(l);
	check_gaps(l);
	check_places(l);
}

static void init(struct loader *l, struct knowledge *kn, const char *dir,
		 struct issues *issues)
{
	struct map *const maps[] = {&kn->cluster_by_code,
				    &kn->condition_by_code,
				    &kn->service_by_code,
				    &kn->drug_by_atc,
				    &kn->municipality_by_istat,
				    &kn->exemption_by_code,
				    &l->source,
				    &l->ats,
				    &l->province};
	*kn = (struct knowledge){.n_group = 0};
	*l = (struct loader){.kn = kn, .dir = dir, .issues = issues};
	arena_init(&kn->arena, KN_BYTES);
	arena_init(&l->scratch, KN_BYTES);
	for (size_t i = 0; i < countof(maps); i++)
		map_init(maps[i], MAP_KEYS, MAP_BYTES);
}

static void release(struct loader *l)
{
	arena_release(&l->scratch);
	map_release(&l->source);
	map_release(&l->ats);
	map_release(&l->province);
}

static enum rc load(struct loader *l, struct err *err)
{
	const size_t before = l->issues->n_error;
	enum rc rc = read_tables(l, err);
	if (!rc && l->issues->n_error == before)
		rc = kn_derive(l, err);
	if (!rc && l->issues->n_error == before && !l->left_out)
		check_meaning(l);
	if (!rc && l->issues->n_error > before)
		rc = issues_refuse(l->issues, "the knowledge tables", err);
	return rc ? rc : kn_sort(l, err);
}

static enum rc load_but(struct knowledge *kn, const char *dir,
			uint32_t left_out, struct issues *issues,
			struct err *err)
{
	struct loader l;
	struct issues own;
	init(&l, kn, dir, issues ? issues : &own);
	issues_init(&own, &l.scratch, 1);
	l.left_out = left_out;
	enum rc rc = load(&l, err);
	if (rc)
		knowledge_release(kn);
	issues_release(&own);
	release(&l);
	return rc;
}

enum rc knowledge_load(struct knowledge *kn, const char *dir,
		       struct issues *issues, struct err *err)
{
	return load_but(kn, dir, 0, issues, err);
}

enum rc knowledge_load_strata(struct knowledge *kn, struct err *err)
{
	const enum kn_file left_out[] = {
		KN_SOURCES,  KN_PLACES,       KN_MUNICIPALITIES, KN_DRUGS,
		KN_SERVICES, KN_EXEMPTIONS,   KN_SETS,           KN_EXCLUSIONS,
		KN_MERGE,    KN_INTERACTIONS, KN_TRIPLES,        KN_RENAL,
		KN_BURDEN,   KN_GAPS};
	uint32_t bits = 0;
	static_assert(N_KN_FILE < 32, "a bit each");
	for (size_t i = 0; i < countof(left_out); i++)
		bits |= UINT32_C(1) << left_out[i];
	return load_but(kn, NULL, bits, NULL, err);
}

void knowledge_release(struct knowledge *kn)
{
	map_release(&kn->cluster_by_code);
	map_release(&kn->condition_by_code);
	map_release(&kn->service_by_code);
	map_release(&kn->drug_by_atc);
	map_release(&kn->municipality_by_istat);
	map_release(&kn->exemption_by_code);
	arena_release(&kn->arena);
	*kn = (struct knowledge){.n_group = 0};
}

int kn_cluster_index(const struct knowledge *kn, struct str code)
{
	return found(map_get(&kn->cluster_by_code, code));
}

int kn_condition_index(const struct knowledge *kn, struct str code)
{
	return found(map_get(&kn->condition_by_code, code));
}

int kn_service_index(const struct knowledge *kn, struct str code)
{
	return found(map_get(&kn->service_by_code, code));
}

int kn_municipality_index(const struct knowledge *kn, struct str istat)
{
	return found(map_get(&kn->municipality_by_istat, istat));
}

int kn_drug_index(const struct knowledge *kn, struct str atc)
{
	for (; kn->n_drugs && atc.len; atc.len--) {
		uint32_t i = map_get(&kn->drug_by_atc, atc);
		if (i != MAP_NONE)
			return (int)i;
	}
	return -1;
}
