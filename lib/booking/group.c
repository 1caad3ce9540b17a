/* Laboratory services that can share a draw.
 *
 * A draw is a day that lies in every window. Taking the windows by their last
 * day and opening a draw at the first that no open draw serves gives the
 * fewest draws (stabbing of intervals).
 */
#include "booking/booking.h"

uint32_t booking_group_draws(struct booking_window *w, size_t n)
{
	uint32_t draws = 0;
	for (size_t i = 0; i < n;) {
		size_t end = i + 1;
		while (w[i].group && end < n && w[end].group == w[i].group) {
			assert(w[end].latest >= w[end - 1].latest);
			end++;
		}
		for (size_t k = i; k < end; k++)
			w[k].draw = BOOKING_NONE;
		for (size_t first = i; first < end; first++) {
			if (w[first].draw != BOOKING_NONE)
				continue;
			for (size_t k = first; k < end; k++)
				if (w[k].draw == BOOKING_NONE &&
				    w[k].earliest <= w[first].latest)
					w[k].draw = draws;
			draws++;
		}
		i = end;
	}
	return draws;
}
