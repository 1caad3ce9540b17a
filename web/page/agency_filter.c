/* What was asked, in the address, and the filters that ask it. */
#include "web/page/agency.h"

#include "web/page/agency_chips.html.h"
#include "web/page/agency_filters.html.h"

static const struct {
	const char *word;
	int from, to;
} levels[] = {{"", 1, 3},  {"1", 1, 1}, {"2", 2, 2},    {"3", 3, 3},
	      {"4", 4, 4}, {"5", 5, 5}, {"tutti", 0, 5}};

static const char *const views[N_AGENCY_VIEW] = {
	"", "eta", "malattie", "medici", "ats", "insieme", "consumi"};

/* What an address says, by name or, where a page has a link for each of many
 * municipalities, in this order with dots between: f=016024.tutti.BG */
enum word {
	W_PLACE,
	W_LEVEL,
	W_PROVINCE,
	W_CLUSTER,
	W_AGE,
	W_SEX,
	W_HAVING,
	W_AND_HAVING,
	W_DOCTOR,
	W_AGENCY,
	W_RUN,
	W_VIEW,
	N_WORD
};
static const char *const names[N_WORD] = {[W_PLACE] = "comune",
					  [W_LEVEL] = "livello",
					  [W_PROVINCE] = "provincia",
					  [W_CLUSTER] = "malattia",
					  [W_AGE] = "eta",
					  [W_SEX] = "sesso",
					  [W_HAVING] = "con",
					  [W_AND_HAVING] = "e",
					  [W_DOCTOR] = "medico",
					  [W_AGENCY] = "ats",
					  [W_RUN] = "data",
					  [W_VIEW] = "vista"};

static size_t level_of(const struct population_filter *f)
{
	for (size_t i = 0; i < countof(levels); i++)
		if (levels[i].from == f->level_from &&
		    levels[i].to == f->level_to)
			return i;
	return 0;
}

/* ---- reading */

/* The i-th between dots, or empty. */
static struct str piece(struct str s, int i)
{
	size_t from = 0, to = 0;
	for (; to < s.len && (i > 0 || s.ptr[to] != '.'); to++)
		if (s.ptr[to] == '.') {
			i--;
			from = to + 1;
		}
	return i ? STR("") : str_sub(s, from, to - from);
}

static struct str word(const struct page *p, enum word w)
{
	struct str named = param(&p->query, names[w]);
	return named.len ? named : piece(param(&p->query, "f"), (int)w);
}

static bool word_int(const struct page *p, enum word w, int64_t *out)
{
	return str_to_int(word(p, w), out) && *out >= 0;
}

static void read_words(struct page *p, struct agency *q)
{
	struct str level = word(p, W_LEVEL), view = word(p, W_VIEW);
	struct str sex = word(p, W_SEX);
	for (size_t i = 0; i < countof(levels); i++)
		if (str_is(level, levels[i].word)) {
			q->f.level_from = levels[i].from;
			q->f.level_to = levels[i].to;
		}
	for (int i = 0; i < N_AGENCY_VIEW; i++)
		if (str_is(view, views[i]))
			q->view = (enum agency_view)i;
	if (str_is(sex, "M") || str_is(sex, "F"))
		q->f.sex = sex.ptr[0];
}

static bool is_place(const struct knowledge *kn, const char *type,
		     struct str code)
{
	for (size_t i = 0; i < kn->n_places; i++)
		if (str_is(kn->places[i].type, type) &&
		    str_eq(kn->places[i].code, code))
			return true;
	return false;
}

void agency_asked(struct page *p, struct agency *q)
{
	const struct knowledge *kn = p->app->kn;
	struct str ats = word(p, W_AGENCY), province = word(p, W_PROVINCE);
	int64_t v;
	*q = (struct agency){.f = population_all()};
	read_words(p, q);
	q->f.cluster = kn_cluster_index(kn, word(p, W_CLUSTER));
	q->f.place = kn_municipality_index(kn, word(p, W_PLACE));
	if (word_int(p, W_AGE, &v) && v < POPULATION_BANDS * 5)
		q->f.band = (int)(v / 5);
	if (word_int(p, W_RUN, &v))
		q->f.run_id = v;
	if (word_int(p, W_DOCTOR, &v))
		q->f.doctor_id = v;
	if (is_place(kn, "ats", ats))
		q->f.ats = ats;
	q->f.having[0] = kn_cluster_index(kn, word(p, W_HAVING)) + 1;
	if (q->f.having[0])
		q->f.having[1] =
			kn_cluster_index(kn, word(p, W_AND_HAVING)) + 1;
	if (is_place(kn, "province", province) ||
	    str_is(province, AGENCY_REGION))
		q->province = province;
}

/* ---- writing */

static struct str digits(struct page *p, int64_t v)
{
	return page_url(p, "%" PRId64, v);
}

static void say(struct page *p, const struct agency *q, struct str *w)
{
	const struct knowledge *kn = p->app->kn;
	const struct population_filter *f = &q->f;
	w[W_VIEW] = str_from(views[q->view]);
	w[W_LEVEL] = str_from(levels[level_of(f)].word);
	w[W_AGENCY] = f->ats;
	w[W_PROVINCE] = q->province;
	if (f->sex)
		w[W_SEX] = f->sex == 'M' ? STR("M") : STR("F");
	if (f->cluster >= 0)
		w[W_CLUSTER] = kn->clusters[f->cluster].code;
	if (f->band >= 0)
		w[W_AGE] = digits(p, f->band * 5);
	if (f->place >= 0)
		w[W_PLACE] = kn->municipalities[f->place].istat;
	if (f->doctor_id >= 0)
		w[W_DOCTOR] = digits(p, f->doctor_id);
	if (f->having[0])
		w[W_HAVING] = kn->clusters[f->having[0] - 1].code;
	if (f->having[1])
		w[W_AND_HAVING] = kn->clusters[f->having[1] - 1].code;
	if (f->run_id)
		w[W_RUN] = digits(p, f->run_id);
}

struct str agency_url(struct page *p, const char *path, const struct agency *q)
{
	struct str w[N_WORD] = {{0}};
	char before = '?';
	struct buf b;
	buf_init(&b, 1024);
	buf_text(&b, path);
	say(p, q, w);
	for (int i = 0; i < N_WORD; i++) {
		if (!w[i].len)
			continue;
		buf_char(&b, before);
		buf_text(&b, names[i]);
		buf_char(&b, '=');
		buf_str(&b, w[i]); /* codes: letters and digits */
		before = '&';
	}
	if (!b.len)
		buf_char(&b, '?');
	return page_kept(p, &b);
}

struct str agency_short_url(struct page *p, const char *path,
			    const struct agency *q)
{
	struct str w[N_WORD] = {{0}};
	int n = N_WORD;
	struct buf b;
	buf_init(&b, 1024);
	buf_text(&b, path);
	say(p, q, w);
	while (n && !w[n - 1].len)
		n--;
	buf_text(&b, "?f=");
	for (int i = 0; i < n; i++) {
		if (i)
			buf_char(&b, '.');
		buf_str(&b, w[i]);
	}
	return page_kept(p, &b);
}

/* ---- the form */

/* All lists of a select have one shape. */
struct option {
	struct str value, text;
	bool now;
};
static_assert(sizeof(struct option) ==
		      sizeof(struct page_agency_filters_levels),
	      "options are options");

static struct option *options(struct page *p, size_t n)
{
	return arena_calloc(p->a, n + 1, sizeof(struct option));
}

static void fill_levels(struct page *p, const struct agency *q,
			struct page_agency_filters *v)
{
	v->levels = arena_calloc(p->a, countof(levels), sizeof(*v->levels));
	for (size_t i = 0; v->levels && i < countof(levels); i++) {
		v->levels[i].value = str_from(levels[i].word);
		v->levels[i].now = i == level_of(&q->f);
		v->levels[i].text = i == 0 ? page_text(p, MSG_AGE_LEVEL_CHRONIC)
				    : i == countof(levels) - 1
					    ? page_text(p, MSG_AGE_LEVEL_ALL)
					    : agency_level(p, levels[i].from);
		v->n_levels = i + 1;
	}
}

static void fill_clusters(struct page *p, const struct agency *q,
			  struct page_agency_filters *v)
{
	const struct knowledge *kn = p->app->kn;
	v->clusters =
		arena_calloc(p->a, kn->n_clusters + 1, sizeof(*v->clusters));
	for (size_t i = 0; v->clusters && i < kn->n_clusters; i++) {
		if (!kn->clusters[i].counts)
			continue;
		v->clusters[v->n_clusters].value = kn->clusters[i].code;
		v->clusters[v->n_clusters].text = agency_cluster(p, (int)i);
		v->clusters[v->n_clusters++].now = (int)i == q->f.cluster;
	}
}

static void fill_people(struct page *p, const struct agency *q,
			struct page_agency_filters *v)
{
	static const struct {
		const char *word;
		enum msg text;
	} sexes[] = {
		{"", MSG_AGE_BOTH}, {"M", MSG_AGE_MEN}, {"F", MSG_AGE_WOMEN}};
	v->bands = arena_calloc(p->a, POPULATION_BANDS, sizeof(*v->bands));
	for (int i = 0; v->bands && i < POPULATION_BANDS; i++) {
		v->bands[i].value = page_url(p, "%d", i * 5);
		v->bands[i].text = agency_band(p, i);
		v->bands[i].now = i == q->f.band;
		v->n_bands = (size_t)i + 1;
	}
	v->sexes = arena_calloc(p->a, countof(sexes), sizeof(*v->sexes));
	for (size_t i = 0; v->sexes && i < countof(sexes); i++) {
		v->sexes[i].value = str_from(sexes[i].word);
		v->sexes[i].text = page_text(p, sexes[i].text);
		v->sexes[i].now = q->f.sex == sexes[i].word[0];
		v->n_sexes = i + 1;
	}
}

static size_t fill_places(struct page *p, const char *type, struct str now,
			  struct option *list)
{
	const struct knowledge *kn = p->app->kn;
	size_t n = 0;
	for (size_t i = 0; list && i < kn->n_places; i++)
		if (str_is(kn->places[i].type, type))
			list[n++] = (struct option){
				kn->places[i].code, kn->places[i].name,
				str_eq(kn->places[i].code, now)};
	return n;
}

static void fill_runs(struct page *p, const struct agency *q,
		      const struct agency_runs *runs,
		      struct page_agency_filters *v)
{
	v->runs = arena_calloc(p->a, runs->n + 1, sizeof(*v->runs));
	for (size_t i = 0; v->runs && i < runs->n; i++) {
		const struct population_run *r = &runs->list[i];
		v->runs[i].value =
			i ? page_url(p, "%" PRId64, r->run.id) : STR("");
		v->runs[i].text = page_day(p, r->run.as_of);
		if (!r->current)
			v->runs[i].text = page_url(
				p, STR_FMT " (" STR_FMT ")",
				STR_ARG(v->runs[i].text),
				STR_ARG(page_text(p, MSG_AGE_OLD_RUN)));
		v->runs[i].now = r->run.id == q->f.run_id;
		v->n_runs = i + 1;
	}
}

static bool is_default(const struct agency *q)
{
	struct population_filter f = population_all();
	return q->f.level_from == f.level_from && q->f.level_to == f.level_to &&
	       q->f.cluster < 0 && q->f.band < 0 && q->f.place < 0 &&
	       q->f.doctor_id < 0 && !q->f.having[0] && !q->f.sex &&
	       !q->f.ats.len && !q->f.run_id;
}

struct html agency_filters(struct page *p, const char *path,
			   const struct agency *q,
			   const struct agency_runs *runs)
{
	const struct knowledge *kn = p->app->kn;
	struct agency none = {.f = population_all(), .view = q->view};
	struct page_agency_filters v = {
		.path = str_from(path),
		.view = str_from(views[q->view]),
		.clear = is_default(q) ? STR("") : agency_url(p, path, &none),
		.some_agencies = p->app->who.role == ROLE_REGION,
		.some_provinces = q->province.len > 0,
	};
	struct option *ats = options(p, kn->n_places);
	struct option *provinces = options(p, kn->n_places + 1);
	struct buf b;
	if (q->f.place >= 0)
		v.place = kn->municipalities[q->f.place].istat;
	if (q->f.having[0])
		v.having = kn->clusters[q->f.having[0] - 1].code;
	if (q->f.having[1])
		v.and_having = kn->clusters[q->f.having[1] - 1].code;
	if (q->f.doctor_id >= 0)
		v.doctor = page_url(p, "%" PRId64, q->f.doctor_id);
	fill_levels(p, q, &v);
	fill_clusters(p, q, &v);
	fill_people(p, q, &v);
	fill_runs(p, q, runs, &v);
	v.n_agencies = fill_places(p, "ats", q->f.ats, ats);
	v.agencies = (void *)ats;
	provinces[0] = (struct option){STR(AGENCY_REGION),
				       page_text(p, MSG_AGE_REGION),
				       str_is(q->province, AGENCY_REGION)};
	v.n_provinces =
		1 + fill_places(p, "province", q->province, provinces + 1);
	v.provinces = (void *)provinces;
	buf_init(&b, 65536);
	page_agency_filters(&b, p->lang, &v);
	return (struct html){page_kept(p, &b)};
}

/* ---- what came by a link */

static void chip(struct page *p, struct page_agency_chips *v, struct str name,
		 const char *path, const struct agency *without)
{
	const struct str pairs[] = {STR("name"), name};
	v->chips[v->n_chips].text = page_fill(p, MSG_AGE_ONLY_PLACE, pairs, 1);
	v->chips[v->n_chips++].remove = agency_url(p, path, without);
}

struct html agency_chips(struct page *p, const char *path,
			 const struct agency *q)
{
	struct page_agency_chips v = {
		.chips = arena_calloc(p->a, 4, sizeof(*v.chips))};
	struct buf b;
	struct agency without = *q;
	if (!v.chips)
		return (struct html){STR("")};
	if (q->f.place >= 0) {
		without.f.place = POPULATION_NONE;
		chip(p, &v, agency_place(p, q->f.place), path, &without);
	}
	without = *q;
	if (q->f.doctor_id >= 0) {
		without.f.doctor_id = POPULATION_NONE;
		chip(p, &v, page_text(p, MSG_AGE_DOCTOR), path, &without);
	}
	for (int i = 0; i < 2; i++) {
		without = *q;
		if (!q->f.having[i])
			continue;
		without.f.having[0] = i ? q->f.having[0] : q->f.having[1];
		without.f.having[1] = 0;
		chip(p, &v, agency_cluster(p, q->f.having[i] - 1), path,
		     &without);
	}
	buf_init(&b, 4096);
	page_agency_chips(&b, p->lang, &v);
	return (struct html){page_kept(p, &b)};
}
