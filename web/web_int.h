/* What the files of the core share; pages see web.h alone. */
#ifndef WEB_WEB_INT_H
#define WEB_WEB_INT_H

#include "app/looks.h"
#include "web/web.h"

#define PAGE_LIMIT (64u << 20) /* a CSV of CSV_MOST rows */

enum rate {
	RATE_PAGE,
	RATE_ACT,
	RATE_HEAVY,
	RATE_SIGN,
	RATE_FILES,
	RATE_FORM,
	RATE_BYTES,
	N_RATE
};

#define A(role)   (1u << ROLE_##role)
#define ANYBODY   (1u << N_ROLE)
#define STEP      (1u << (N_ROLE + 1)) /* also in the middle of signing on */
#define SIGNED_ON (((1u << N_ROLE) - 1u) & ~A(NOBODY))

struct route {
	enum http_method method;
	const char *pattern;
	page_fn *handle;
	const char *name;
	unsigned who;
	enum rate rate;
};
static inline bool route_takes_files(const struct route *r)
{
	return r->rate == RATE_FILES || r->rate == RATE_FORM;
}
extern const struct route routes[];
extern const size_t n_route;

/* The route of a path; *other true when only another method fits. Identifiers
 * and words go to p. */
const struct route *route_find(enum http_method method, struct str path,
			       struct page *p, bool *other);

/* ---- params.c */
/* name=value&...; false: badly formed, or more than 2000. */
MUST_USE bool params_read(struct str s, struct arena *a, struct params *out);

/* ---- form.c */
/* What the form said but secrets and its token, as hidden fields. */
struct html form_again(struct page *p);

/* ---- bearer.c: programs with a key */
bool is_api(struct str path);
/* Who asks, by the key alone: cookies are not looked at. Fills p->token,
 * p->session and p->app->who; nobody without a good key. */
MUST_USE enum rc bearer_read(struct page *p, struct err *err);
/* E_DENIED when the key opens nothing, or not this. */
MUST_USE enum rc bearer_check(struct page *p, const struct route *r,
			      struct err *err);

/* ---- session.c */
/* Who asks: fills p->session and p->app->who; nobody without a good cookie. */
MUST_USE enum rc session_read(struct page *p, struct err *err);
struct str session_cookie(const struct page *p); /* empty: none came */
/* Roles, origin and CSRF token; E_DENIED with the message to show. *sign_on:
 * the person should sign on first. */
MUST_USE enum rc session_check(struct page *p, const struct route *r,
			       bool *sign_on, struct err *err);
/* May this address or user ask again now? */
struct limiter;
struct limiter *limiter_new(void);
void limiter_free(struct limiter *l);
bool limiter_take(struct limiter *l, enum rate rate, struct str key,
		  int64_t now_us);

/* ---- intake.c: forms with files */
/* All checks before the body, with the page of the refusal made; then what
 * takes the files (x->intake). */
MUST_USE enum rc intake_begin(struct page *p, const struct route *r,
			      struct err *err);
/* What the key of a form with files is the mask of (csrf_mask). */
struct str intake_token(struct page *p, struct str path);
/* The session that was checked then: it may be over by now, and the files are
 * here. */
void intake_session(struct page *p);
/* For http_options; ctx is not looked at. */
void intake_bytes(void *ctx, struct http_exchange *x, struct str bytes,
		  bool last);
void intake_drop(void *ctx, struct http_exchange *x);

/* ---- csrf.c: the token as the forms of one page carry it */
#define CSRF_MOST (TOKEN_TEXT - 1)
#define CSRF_TEXT (2 * TOKEN_TEXT)
/* False: no token of ours. */
bool csrf_mask(struct str token, char out[CSRF_TEXT]);
/* Is it that token, under any mask? */
bool csrf_fits(struct str token, struct str given);

/* ---- squeeze.c */
/* Compress the finished reply, when it is text and the browser takes gzip. */
void page_squeeze(struct http_exchange *x);

/* ---- access_gate.c */
/* Before a page about a person: *open false, and the reply is made, when the
 * purpose is asked first or the glass is to be broken. */
MUST_USE enum rc access_gate(struct page *p, const struct route *r, bool *open,
			     struct err *err);

/* ---- language.c */
enum lang language_of(struct page *p);
/* As Accept-Language asks; Italian. */
enum lang language_asked(struct str accept_language);

/* ---- flash.c */
struct html flash_take(struct page *p); /* and forget it */

/* ---- error.c */
int page_status(const struct err *err); /* of HTTP */
void page_error(struct page *p, const struct err *err);
/* To sign on first: with the address, and what was typed of a POST. */
void page_sign_on_first(struct page *p);

/* ---- refused.c: the page that needs neither database nor session */
void web_security_headers(struct http_reply *r, const struct web_options *o);
/* Into an empty reply with its status; words MSG_NONE: those of the status. */
void web_refused(struct http_exchange *x, enum msg words, enum lang lang);

/* ---- commit.c: one thread that writes looks and lets answers go */
struct committer;
MUST_USE enum rc committer_start(const struct web_options *o,
				 struct committer **out, struct err *err);
void committer_put(struct committer *c, struct http_exchange *x,
		   struct looks *looks, enum lang lang);
void committer_stop(struct committer *c); /* after the last put */
/* Transactions and looks so far, for the metrics. */
void committer_count(const struct committer *c, uint64_t *commits,
		     uint64_t *looks);

/* ---- upkeep.c: one thread that does beside the requests what they would wait
 * for. `lists` outlives it. */
struct upkeep;
MUST_USE enum rc upkeep_start(const struct web_options *o,
			      struct worklist_kept *lists, struct upkeep **out,
			      struct err *err);
void upkeep_stop(struct upkeep *k); /* NULL allowed */

int64_t web_clock_us(void); /* of the world */
/* The instant at which the server lives: that of the world, moved to
 * options->today where one is set. */
int64_t web_now_us(const struct web_options *o);
struct str web_home(enum role role);
/* The link of the navigation that a page's address is of; empty: none. */
struct str web_nav(enum role role, struct str path);
void web_random(void *out, size_t len);

#endif
