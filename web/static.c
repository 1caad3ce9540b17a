#include "web/static.h"

#include "base/sha256.h"
#include "web/static_int.h"

#include <pthread.h>

#define DIGEST_LEN 16 /* of the address, hexadecimal digits */
#define KEEP       STR("public, max-age=31536000, immutable")

static const struct {
	const char *ending;
	struct str type;
} types[] = {
	{".css", STR_INIT("text/css; charset=utf-8")},
	{".js", STR_INIT("text/javascript; charset=utf-8")},
	{".svg", STR_INIT("image/svg+xml; charset=utf-8")},
	{".woff2", STR_INIT("font/woff2")},
};
static const char *const names[] = {
	[STATIC_CSS] = "prossima.css",
	[STATIC_SCRIPT] = "prossima.js",
	[STATIC_ICON] = "favicon.svg",
	[STATIC_SPRITE] = "sprite.svg",
};

static pthread_once_t once = PTHREAD_ONCE_INIT; /* guards the two below */
static char digest[DIGEST_LEN + 1];
static char urls[countof(names)][64];

static struct str bytes_of(const struct embedded *e)
{
	return (struct str){e->begin, (size_t)(e->end - e->begin)};
}

static void make_urls(void)
{
	unsigned char d[SHA256_LEN];
	char hex[SHA256_HEX];
	struct sha256 *h = sha256_new();
	if (!h)
		BUG("no memory at start");
	for (size_t i = 0; i < static_files_count; i++) {
		struct str s = bytes_of(&static_files[i]);
		sha256_add(h, static_files[i].name,
			   strlen(static_files[i].name) + 1);
		sha256_add(h, s.ptr, s.len);
	}
	sha256_finish(h, d);
	sha256_free(h);
	sha256_hex(d, hex);
	memcpy(digest, hex, DIGEST_LEN);
	for (size_t i = 0; i < countof(names); i++)
		snprintf(urls[i], sizeof urls[i], "/s/%s/%s", digest, names[i]);
}

struct str static_url(enum static_file f)
{
	pthread_once(&once, make_urls);
	return str_from(urls[f]);
}

static const struct embedded *find(struct str name, const char *ending)
{
	size_t n = strlen(ending);
	for (size_t i = 0; i < static_files_count; i++) {
		struct str s = str_from(static_files[i].name);
		if (s.len == name.len + n && str_starts(s, name) &&
		    str_ends(s, str_from(ending)))
			return &static_files[i];
	}
	return NULL;
}

static struct str type_of(struct str name)
{
	for (size_t i = 0; i < countof(types); i++)
		if (str_ends(name, str_from(types[i].ending)))
			return types[i].type;
	return (struct str){0};
}

bool takes_gzip(struct str accept)
{
	for (struct str rest = accept; rest.ptr;) {
		struct str part = str_cut(&rest, ',');
		struct str coding = str_trim(str_cut(&part, ';'));
		bool refused = part.ptr && str_is(str_trim(part), "q=0");
		if (str_is(coding, "gzip") && !refused)
			return true;
	}
	return false;
}

static void answer(struct http_exchange *x, struct str name,
		   const struct embedded *plain, bool keep)
{
	struct http_reply *r = &x->reply;
	const struct embedded *gz = find(name, ".gz");
	bool zipped = gz && takes_gzip(x->request.accept_encoding);
	char tag[DIGEST_LEN + 8];
	snprintf(tag, sizeof tag, "\"%s%s\"", digest, zipped ? "-gz" : "");
	r->route = STR("/s/*");
	http_header(r, STR("ETag"), str_from(tag));
	http_header(r, STR("Cache-Control"), keep ? KEEP : STR("no-cache"));
	http_header(r, STR("X-Content-Type-Options"), STR("nosniff"));
	if (gz)
		http_header(r, STR("Vary"), STR("Accept-Encoding"));
	if (str_is(x->request.if_none_match, tag)) {
		r->status = 304;
		return;
	}
	http_header(r, STR("Content-Type"), type_of(name));
	if (zipped)
		http_header(r, STR("Content-Encoding"), STR("gzip"));
	r->fixed = bytes_of(zipped ? gz : plain);
}

bool static_answer(struct http_exchange *x)
{
	struct str rest = x->request.path;
	pthread_once(&once, make_urls);
	if (!str_starts(rest, STR("/s/")))
		return false;
	rest = str_sub(rest, 3, rest.len - 3);
	struct str version = str_cut(&rest, '/');
	if (!rest.ptr || !type_of(rest).len)
		return false;
	const struct embedded *plain = find(rest, "");
	if (!plain)
		return false;
	answer(x, rest, plain, str_is(version, digest));
	return true;
}
