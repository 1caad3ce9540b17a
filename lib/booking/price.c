/* Prices of the cells, by negotiation.
 *
 * In every pass each person leaves their cells and chooses again at the
 * prices of the moment; a cell that is full charges a little more at once, so
 * that equals spread. After the pass the price of an overbooked cell rises
 * and that of a cell with free places falls. Each cell has its own step,
 * which grows while the price keeps its direction and halves when it turns
 * (the rule of resilient propagation, M. Riedmiller and H. Braun, 1993), so
 * that a service short everywhere reaches its high price in a dozen passes
 * and the others settle finely.
 */
#include "booking/booking_int.h"

#define FIRST_STEP 16
#define LEAST_STEP 2
#define MOST_STEP  1200
#define FEW        500 /* overbooked one in so many: prices are good enough */

static void soft_charge(struct booking *b, size_t cell, int32_t crowd)
{
	int32_t over = b->use[cell] - b->capacity[cell];
	if (b->capacity[cell] <= 0)
		b->eff[cell] = NOT_HERE;
	else
		b->eff[cell] =
			b->price[cell] + (over < 0 ? 0 : crowd * (over + 1));
}

static void use_cell(struct booking *b, uint32_t cell, int32_t change,
		     int32_t crowd)
{
	if (cell == BOOKING_NONE)
		return;
	b->use[cell] += change;
	soft_charge(b, cell, crowd);
}

static void choose_again(struct booking *b, uint32_t person, int32_t crowd)
{
	size_t first = b->req_first[person];
	size_t n = b->req_first[person + 1] - first;
	for (size_t k = 0; k < n; k++) {
		uint32_t request = b->req[first + k];
		use_cell(b, b->choice_cell[request], -1, crowd);
		b->done[k] = 0;
	}
	choose_busy_trips(b, person);
	choose_person(b, person);
	for (size_t k = 0; k < n; k++) {
		uint32_t request = b->req[first + k];
		const struct choice *c = &b->pick[k];
		uint16_t service = b->p.requests[request].service;
		b->choice_cell[request] =
			c->site == BOOKING_NONE
				? BOOKING_NONE
				: (uint32_t)cell_at(
					  b, offer_at(b, c->site, service),
					  c->day);
		use_cell(b, b->choice_cell[request], 1, crowd);
	}
}

/* `step` keeps its sign as the direction of the last move. */
static int32_t next_step(int32_t step, int32_t direction)
{
	int32_t size = abs(step);
	if (!size)
		size = FIRST_STEP;
	else if ((step > 0) == (direction > 0))
		size += size / 2;
	else
		size /= 2;
	size = size < LEAST_STEP ? LEAST_STEP : size;
	size = size > MOST_STEP ? MOST_STEP : size;
	return size * direction;
}

static size_t move_prices(struct booking *b)
{
	size_t over = 0;
	for (size_t c = 0; c < b->n_cell; c++) {
		int32_t excess = b->use[c] - b->capacity[c];
		if (b->capacity[c] <= 0 || !excess ||
		    (excess < 0 && !b->price[c]))
			continue;
		over += excess > 0 ? (size_t)excess : 0;
		b->step[c] = next_step(b->step[c], excess > 0 ? 1 : -1);
		int64_t price = (int64_t)b->price[c] + b->step[c];
		b->price[c] = price < 0 ? 0 : (int32_t)price;
	}
	return over;
}

void price_cells(struct booking *b, int passes)
{
	for (size_t i = 0; i < b->p.n_request; i++)
		b->choice_cell[i] = BOOKING_NONE;
	for (int pass = 0; pass < passes; pass++) {
		int32_t crowd = 10 + 5 * pass;
		for (size_t c = 0; c < b->n_cell; c++)
			soft_charge(b, c, crowd);
		for (uint32_t i = 0; i < b->p.n_person; i++)
			choose_again(b, i, crowd);
		if (move_prices(b) <= b->p.n_request / FEW)
			break;
	}
	memset(b->use, 0, b->n_cell * sizeof(*b->use));
}
