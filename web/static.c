#include "web/static.h"

struct str static_url(enum static_file f)
{
	static const struct str url[] = {
		[STATIC_CSS] = STR_INIT("/s/0/prossima.css"),
		[STATIC_SCRIPT] = STR_INIT("/s/0/prossima.js"),
		[STATIC_ICON] = STR_INIT("/s/0/favicon.svg"),
		[STATIC_SPRITE] = STR_INIT("/s/0/sprite.svg"),
	};
	return url[f];
}

bool static_answer(struct http_exchange *x)
{
	(void)x;
	return false;
}
