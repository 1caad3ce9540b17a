/* Which records an evaluation sees: those of the archive as it is, or as it was
 * known after an import. Segments are in order of import. */
#include "strata/strata_int.h"

const int32_t *dates_of(const struct archive_segment *g, enum kn_flow flow,
			const uint32_t **first)
{
	switch (flow) {
	case FLOW_EXEMPTION:
		*first = g->exemption.first;
		return g->exemption.valid_from;
	case FLOW_DRUG:
		*first = g->drug.first;
		return g->drug.date;
	case FLOW_OUTPATIENT:
		*first = g->outpatient.first;
		return g->outpatient.date;
	case FLOW_HOSPITAL:
		*first = g->hospital.first;
		return g->hospital.date;
	case FLOW_EMERGENCY:
		*first = g->emergency.first;
		return g->emergency.date;
	case N_FLOW:
		break;
	}
	BUG("flow");
}

static size_t rows_of(const struct archive_segment *g, enum kn_flow flow)
{
	const size_t n[N_FLOW] = {[FLOW_EXEMPTION] = g->exemption.n,
				  [FLOW_DRUG] = g->drug.n,
				  [FLOW_OUTPATIENT] = g->outpatient.n,
				  [FLOW_HOSPITAL] = g->hospital.n,
				  [FLOW_EMERGENCY] = g->emergency.n};
	return n[flow];
}

size_t person_of_record(const struct archive *a, size_t segment,
			enum kn_flow flow, uint32_t row)
{
	const struct archive_segment *g = archive_segment(a, segment);
	const uint32_t *first;
	size_t lo = 0, hi = g->n_person;
	dates_of(g, flow, &first);
	while (hi - lo > 1) {
		size_t mid = lo + (hi - lo) / 2;
		if (first[mid] <= row)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

static void see_all(struct view *v)
{
	const struct archive_segment *g = v->seg;
	v->removed[FLOW_EXEMPTION] = g->exemption.removed;
	v->removed[FLOW_DRUG] = g->drug.removed;
	v->removed[FLOW_OUTPATIENT] = g->outpatient.removed;
	v->removed[FLOW_HOSPITAL] = g->hospital.removed;
	v->removed[FLOW_EMERGENCY] = g->emergency.removed;
}

/* Rows taken back later count again: only those taken back by then do not. */
static enum rc see_then(struct strata *s, struct err *err)
{
	const struct archive *a = s->q.archive;
	for (size_t i = 0; i < archive_n_removed(a); i++) {
		struct archive_removed r = archive_removed(a, i);
		if (r.segment >= s->n_view || r.import > s->q.known_import)
			continue;
		struct view *v = &s->view[r.segment];
		uint64_t *bits;
		if (!v->removed[r.flow]) {
			size_t n = rows_of(v->seg, (enum kn_flow)r.flow);
			v->removed[r.flow] =
				arena_array(&s->arena, uint64_t, n / 64 + 1);
			if (!v->removed[r.flow])
				return arena_fail(&s->arena, err);
		}
		bits = (uint64_t *)(uintptr_t)v->removed[r.flow];
		bits[r.row / 64] |= UINT64_C(1) << (r.row % 64);
	}
	return OK;
}

enum rc view_build(struct strata *s, struct err *err)
{
	const struct archive *a = s->q.archive;
	const uint64_t known = s->q.known_import;
	s->view = arena_array(&s->arena, struct view, archive_n_segment(a) + 1);
	if (!s->view)
		return arena_fail(&s->arena, err);
	for (size_t i = 0; i < archive_n_segment(a); i++) {
		if (known && archive_segment_import(a, i) > known)
			break;
		s->view[s->n_view++].seg = archive_segment(a, i);
		if (!known)
			see_all(&s->view[i]);
	}
	return known ? see_then(s, err) : OK;
}
