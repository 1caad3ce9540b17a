#include "web/http/http.h"

struct str http_cookie(struct str header, struct str name)
{
	for (struct str rest = header; rest.ptr;) {
		struct str value = str_trim(str_cut(&rest, ';'));
		struct str key = str_cut(&value, '=');
		if (value.ptr && str_eq(key, name))
			return value;
	}
	return (struct str){0};
}
