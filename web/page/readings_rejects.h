/* web/page/readings_rejects - lines of a file of readings that could not be
 * used, shown to who sent it.
 */
#ifndef WEB_PAGE_READINGS_REJECTS_H
#define WEB_PAGE_READINGS_REJECTS_H

#include "web/page/citizen.h"
#include "web/page/readings.h"

/* Keep what an import refused, for the page /io/misure/scarti. */
MUST_USE enum rc readings_rejects_keep(struct page *p, int64_t person_id,
				       const struct home_imported *r,
				       struct err *err);

#endif
