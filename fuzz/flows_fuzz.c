/* Properties: the rows of a CSV of any bytes, of any flow, are parsed without
 * reading outside the block; every record is accepted or has a cause and a
 * place; what was accepted obeys the rules that the columns promise. The first
 * byte chooses the flow. */
#include "flows/batch_int.h"

#define CHECK(x)                                                               \
	do {                                                                   \
		if (!(x))                                                      \
			abort();                                               \
	} while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct place place_list[] = {{15146, 321}};
static const struct places places = {place_list, 1, 1};

static void add_person(struct people *p)
{
	static const char id[][16] = {"P1", "P2"}; /* all 16 are read */
	enum delivery how;
	for (size_t i = 0; i < countof(id); i++) {
		struct str s = str_from(id[i]);
		const struct person row = {.birth = 3652,
					   .start = 16436,
					   .end = INT32_MAX,
					   .death = i ? 19000 : INT32_MAX,
					   .sex = 'M'};
		CHECK(!flows_people_deliver(p, s, (uint32_t)(id_hash(s) >> 32),
					    &row, &how, NULL));
	}
}

static void check_accepted(const struct batch *b, const struct layout *l,
			   size_t i, const struct parse *p)
{
	for (size_t f = 0; f < l->n_field; f++) {
		const struct field *x = &l->field[f];
		int32_t v = x->slot == NO_SLOT ? 0 : b->slot[x->slot][i];
		if (x->type == F_DATE && v != x->empty)
			CHECK(v <= p->extraction.days && v >= -25567);
		if (x->type == F_POSITIVE)
			CHECK(v > 0);
		if (x->type == F_INT)
			CHECK(v >= 1);
		if (x->type == F_CODE && x->mandatory)
			CHECK(v > 0);
		if (x->type == F_ENUM && v)
			CHECK(strchr(x->values, v));
		if (x->rule == NOT_BEFORE)
			CHECK(v >= b->slot[x->with][i] || v == x->empty);
	}
	if (p->people) {
		CHECK(b->person[i] < p->people->id.n);
		const struct person *who = &p->people->row[b->person[i]];
		CHECK(b->slot[l->first.slot][i] >= who->birth);
	}
	if (l->has_record)
		CHECK(is_id((struct str){b->text.ptr + b->record_at[i],
					 b->record_len[i]}));
}

static void check(const struct batch *b, const struct parse *p)
{
	uint64_t at = 0;
	for (size_t i = 0; i < b->n; i++) {
		CHECK(b->at[i] >= at && b->at[i] < b->text.len);
		at = b->at[i];
		CHECK(b->cause[i] < N_CAUSE);
		if (b->cause[i])
			CHECK(b->defect[i] == NO_FIELD ||
			      b->defect[i] < p->layout->n_field + p->has_op);
		else if (b->op[i] != 'C' || !p->layout->has_record)
			check_accepted(b, p->layout, i, p);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 2 || size > 65536)
		return 0;
	const int file = data[0] % (int)N_FILE;
	char *text = malloc(size + ROW_SLACK);
	CHECK(text);
	memcpy(text, data + 1, size - 1);
	memset(text + size, 0, ROW_SLACK);
	text[size - 1] = '\n';
	struct people people = {0};
	struct codebook book[N_CODE] = {{0}};
	struct batch b = {.text = {text, size}};
	add_person(&people);
	const struct parse p = {.layout = &flow_layout[file],
				.has_op = file && data[0] >= 128,
				.extraction = {20454}, /* 2026-01-01 */
				.places = &places,
				.people = file ? &people : NULL};
	CHECK(!batch_parse(&b, &p, book, NULL));
	check(&b, &p);
	batch_release(&b);
	for (size_t i = 0; i < N_CODE; i++)
		codebook_release(&book[i]);
	flows_people_release(&people);
	free(text);
	return 0;
}
