/* Property: a person row that is accepted keeps its promises (a form of the
 * id, dates in order), one that is refused leaves a finding; a fiscal code
 * that is accepted has the letter its first fifteen characters give. */
#include "csv/csv.h"
#include "people/people.h"

static void check_code(struct str s)
{
	struct fiscal_code f;
	if (fiscal_code_parse(s, &f, NULL))
		return;
	if (fiscal_code_check_letter(str_sub(s, 0, 15)) != s.ptr[15])
		abort();
	if (f.month < 1 || f.month > 12 || f.day < 1 || f.day > 31)
		abort();
}

static void check_row(const struct row *r)
{
	struct person_row p;
	size_t before = r->issues->n_error;
	if (!row_person(r, &p)) {
		if (r->issues->n_error == before)
			abort();
		return;
	}
	if (!is_flow_id(p.person_id) || p.start.days < p.birth.days ||
	    p.end.days < p.start.days || p.death.days < p.birth.days)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct csv c;
	struct arena a;
	struct issues found;
	arena_init(&a, 1u << 20);
	issues_init(&found, &a, 20);
	csv_init(&c, (struct str){(const char *)data, size});
	for (;;) {
		enum rc rc = csv_next(&c, NULL);
		if (rc == E_NOT_FOUND)
			break;
		struct row r = {.format = &row_format[ROWS_PERSON],
				.field = c.field,
				.n = c.n < CSV_MAX_FIELDS ? c.n
							  : CSV_MAX_FIELDS,
				.line = c.line,
				.today = date_of(2026, 1, 1),
				.issues = &found};
		if (rc == OK)
			check_row(&r);
		if (rc == OK && c.n > 1)
			check_code(c.field[1]);
	}
	csv_release(&c);
	issues_release(&found);
	arena_release(&a);
	return 0;
}
