#include "web/person_header.h"

struct html person_header_html(struct page *p, int64_t person_id)
{
	(void)p;
	(void)person_id;
	return (struct html){STR("")};
}
