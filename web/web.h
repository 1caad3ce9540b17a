/* web - the pages: HTTP in, one use case, HTML out.
 *
 * A route is a row of web/routes.h: method, path, handler, roles, rate class.
 * The core (web.c) finds the route, the session and the language, checks role,
 * origin and CSRF token, gives the handler a `struct page`, and makes an error
 * page of what it returns. Handlers parse, call one use case of app/, render;
 * nothing is decided here. The looks that use cases leave (app/looks.h) are
 * committed with those of other requests before the answer goes out.
 *
 *	enum rc on_doctor_lists(struct page *p, struct err *err)
 *	{
 *		struct table t;
 *		...table_asked, one use case, fill a struct page_doctor_lists...
 *		page_begin(p, &(struct frame){.title = MSG_DOC_TITLE});
 *		page_doctor_lists(p->out, p->lang, &v);
 *		return page_end(p, err);
 *	}
 *
 * A POST handler ends with page_done (303 and a message, with or without undo)
 * or shows its form again with what was typed and what is wrong.
 *
 * Files of a page: web/page/NAME.html (template), web/page/NAME.c (handler).
 * Attributes our script understands, all of them only comforts:
 * - data-key="e", on a link or button: this key presses it;
 * - data-row, on a <tr> or <li>: j k move, Enter opens its a[data-open];
 * - data-search, on an input: `/` goes there;
 * - data-autosave="KEY", on a form: what is typed is kept (POST /bozza);
 * - data-submit, on a select or form: a change sends the form;
 * - data-poll="SECONDS", on an element with an id: fetched again from the same
 *   address, and replaced.
 */
#ifndef WEB_WEB_H
#define WEB_WEB_H

#include "app/account.h"
#include "app/job.h"
#include "app/plan.h"
#include "app/tele_files.h"
#include "app/token.h"
#include "json/json.h"
#include "text/html.h"
#include "web/http/http.h"
#include "web/routes.h"

/* ---- the server */

struct web_options {
	const struct knowledge *kn; /* outlives the server */
	const struct seal_key *key; /* of second factors; the same */
	struct str db_url, listen;
	const char *data_dir; /* tables that replace ours; NULL */
	struct date today;    /* DATE_NONE: by the clock, in Rome */
	size_t n_worker;      /* 0: 4 */
	int log_fd;           /* a line for each request; 0: none */
	bool behind_proxy;    /* TLS ends in front of us: HSTS, forwarded */
	const struct job_places
		*places; /* of files; outlives the server; NULL */
	struct scanner *scanner; /* of files that come; the same */
};
struct web;
MUST_USE enum rc web_start(const struct web_options *o, struct web **out,
			   struct err *err);
int web_port(const struct web *w);
void web_stop(struct web *w); /* graceful; NULL allowed */
/* "GET /medico doctor,staff page" a line for each route. */
void web_print_routes(struct buf *b);

/* ---- one request in a handler's hands */

struct param {
	struct str name, value;
};
struct params { /* of a query or a form, in order, unescaped */
	struct param *at;
	size_t n;
};

struct page {
	struct app *app; /* who: set from the session */
	struct http_exchange *x;
	struct arena *a; /* of the request */
	struct buf *out; /* the page, written in order */
	enum lang lang;
	const struct plan_engine *engine;
	const struct web_options *options;
	struct app_session session; /* user_id 0: nobody */
	struct params query, form;
	const struct person_header *person; /* web/person_header.h */
	int64_t glass_until_us; /* the record is open by a broken glass; 0 */
	int64_t id[2];          /* the # of the path */
	struct str word[2];     /* the * of the path */
	struct str path;        /* as the browser sees it, without query */
	bool handled;           /* its handler was called */
	bool api; /* under /api/: a program with a key, answers are JSON */
	struct app_token token; /* the key; id 0: none */
	struct json answer;     /* to a program, under way (web/api/api.h) */
	/* of a form that is shown again */
	struct field_problem {
		const char *field;
		enum msg msg, label;
	} problem[16];
	size_t n_problem;
	struct html refused;         /* what page_again says above the page */
	char before[33];             /* CSRF token of who has no session yet */
	char masked[2 * TOKEN_TEXT]; /* the token as this page's forms say it */
};
typedef enum rc page_fn(struct page *p, struct err *err);

/* ---- writing a page */

struct frame {
	enum msg title;     /* or */
	struct str heading; /* a title of one's own */
	int64_t person_id;  /* shows the person's header; 0 none */
	bool wide;          /* tables and calendars use the whole width */
	bool print;         /* a printed document: no navigation */
};
/* Everything before the content: head, navigation, message of what was just
 * done (with its undo), the person's header, problems of the form. The <h1> is
 * the page's own. */
void page_begin(struct page *p, const struct frame *f);
MUST_USE enum rc page_end(struct page *p, struct err *err);

/* `s` when it is an address of ours, else "/": for "go back there". */
struct str page_back(struct str s);
/* 303 to `path` (ours, with query if any) with a message on the next page. */
struct undo {
	const char *path;      /* a POST route of ours, NULL: no undo */
	struct param field[4]; /* sent with it */
};
MUST_USE enum rc page_done(struct page *p, struct str path, enum msg said,
			   const struct undo *undo, struct err *err);
/* The same with named places of the message filled, at most four, no undo. */
MUST_USE enum rc page_done_fill(struct page *p, struct str path, enum msg said,
				const struct str *pairs, size_t n_pair,
				struct err *err);
MUST_USE enum rc page_goto(struct page *p, struct str path, struct err *err);
/* A step of a case was refused: `again` shows the page it was pressed on, which
 * is at `path`, and above all of it stands why, what to do, and what was typed
 * (field `testo`). A form that still has a place for it asks page_typed_for. What
 * the person of the page cannot mend stays a failure: `rc`, as it was. */
MUST_USE enum rc page_again(struct page *p, struct str path, page_fn *again,
			    enum rc rc, struct err *err);
/* Is it the step of this word that was refused now? */
bool page_refused_now(struct page *p, const char *step);
/* What was typed for it, in its field `testo`, or in another: else `usual`. */
struct str page_typed_for(struct page *p, const char *step);
struct str page_typed_field(struct page *p, const char *step, const char *field,
		      struct str usual);
/* Not a page: a picture. Written into p->out by the caller. */
void page_file(struct page *p, const char *type);
/* The same for saving: CSV, ics. */
void page_download(struct page *p, const char *type, const char *file_name);

/* An unnamed file beside the uploads, gone when it is closed: for what is too
 * large for memory. E_IO with words. */
MUST_USE enum rc page_scratch(struct page *p, int *fd, struct err *err);
/* For saving, from such a file; from here on the reply's. */
void page_download_file(struct page *p, const char *type, const char *file_name,
			int fd, int64_t len);

/* What was written into `b`, in the arena; b is released. Empty when it failed
 * (page_end tells). A template's output becomes markup by (struct html){...}.
 */
struct str page_kept(struct page *p, struct buf *b);
/* A sentence of the tables of knowledge, which are in English. */
struct str page_phrase(struct page *p, struct str en);
/* A service, or how to prepare for it, which they have in Italian. */
struct str page_term(struct page *p, struct str it);
/* "/assistito/12/piano" in the request's arena. */
struct str page_url(struct page *p, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* The present address with one parameter changed (value empty: without). */
struct str page_url_with(struct page *p, const char *name, struct str value);
/* The text of a message in the language of the page; with named places. */
struct str page_text(struct page *p, enum msg id);
struct str page_fill(struct page *p, enum msg id, const struct str *pairs,
		     size_t n_pair);
struct str page_int(struct page *p, int64_t v);      /* 1.234 */
struct str page_date(struct page *p, struct date d); /* 22 novembre 2026 */
struct str page_day(struct page *p, struct date d);  /* 22/11/2026 */
struct str page_instant(struct page *p, int64_t us); /* 22/11/2026, 14:05 */
struct str page_minute(struct page *p, int minute);  /* 14:05 */
/* Words for a failure: its own message, or a general one for its kind. */
struct str page_refusal(struct page *p, const struct err *err);
/* Cookies of the session and of the known device, as a step of signing on gave
 * them; and their end. */
void page_keep_session(struct page *p, const struct session_given *g);
void page_drop_session(struct page *p);
struct str page_role(struct page *p, enum role role); /* "medico di famiglia" */
/* Each POST form needs it: <input type="hidden" name="csrf" ...>. */
struct html page_csrf(struct page *p);

/* A form with files goes to `path?chiave=KEY`: its body is taken only after
 * this was checked, so the token cannot stand in the body. It holds for this
 * session and path alone. */
struct str page_files_key(struct page *p, struct str path);
/* In the POST handler of such a route: the files that came. */
struct upload_sink;
struct upload_sink *page_files(struct page *p);
/* The upload they are for (made before they came). */
int64_t page_files_of(struct page *p);
/* In the POST handler of a form whose files are kept in memory (an exam): the
 * files; the other fields go to p->form. False: not all of it came, or it was
 * too large, or too many. */
MUST_USE bool page_kept_files(struct page *p, struct tele_files *out);

/* ---- reading forms and queries */

/* The value, or empty. */
struct str param(const struct params *ps, const char *name);
bool param_int(const struct params *ps, const char *name, int64_t *out);
bool param_date(const struct params *ps, const char *name, struct date *out);

enum field_kind {
	FIELD_TEXT,  /* one line */
	FIELD_LINES, /* several */
	FIELD_INT,   /* min..max */
	FIELD_DATE,  /* YYYY-MM-DD */
	FIELD_WORD,  /* one of `choices`, with '|' between */
	FIELD_CODE,  /* letters, digits, . - _ / */
	FIELD_CHECK, /* on, or not there */
};
struct field {
	const char *name;
	enum field_kind kind;
	enum msg label;
	bool required;
	size_t most; /* characters; FIELD_TEXT, _LINES, _CODE */
	int64_t min, max;
	const char *choices;
};
struct value {
	struct str text; /* as typed, trimmed: to show again */
	int64_t number;  /* FIELD_INT; FIELD_CHECK 0 or 1 */
	struct date date;
	int choice; /* FIELD_WORD: index; -1 */
	bool given;
};
/* Reads all; what is wrong goes to p->problem (and page_begin shows it with
 * links to the fields, which carry their name as id). False: something is. */
MUST_USE bool form_read(struct page *p, const struct field *fields, size_t n,
			struct value *values);
void form_problem(struct page *p, const char *field, enum msg label,
		  enum msg msg);
/* For {{^..}}: the words of a field's problem, or empty. */
struct str form_wrong(struct page *p, const char *field);

/* ---- tables: search, filter, sort, paging, CSV; state in the address */

struct column {
	const char *key; /* of sorting, and of the CSV head; NULL: no sort */
	enum msg head;
	bool number; /* to the right */
};
struct table {
	struct str q;    /* what is searched; at most 100 characters */
	struct str sort; /* a key of the columns */
	bool descending;
	int64_t page, size, offset; /* page from 1 */
	bool csv;                   /* all rows, up to CSV_MOST */
	int64_t limit;              /* rows to read: size, or CSV_MOST */
	int64_t total;              /* set by the handler */
	bool more;                  /* so is this: there are more than total */
	struct str after; /* the key after which the page begins; or empty */
	struct str last;  /* set by the handler: the key of the last row, when
			     the list is read from key to key */
	const struct column *columns;
	size_t n_column;
};
#define CSV_MOST 100000
/* From the query; `sort` the default order ("-name" descending). Wrong values
 * become the default. */
void table_asked(struct page *p, const struct column *columns, size_t n,
		 const char *sort, struct table *t);
/* <thead>, with links that sort; the search and page-size form with the other
 * parameters kept; "1-25 of 412", pages and the link to the CSV. */
struct html table_head(struct page *p, const struct table *t);
struct html table_search(struct page *p, const struct table *t);
struct html table_pager(struct page *p, const struct table *t);
/* Does the text hold what is searched, in any case of its letters? For lists
 * that are in memory whole. */
bool table_holds(struct str text, struct str q);
/* A page past the last one, of a list that got shorter or an address typed:
 * there is nothing on it, and then 303 to the first. */
bool table_beyond(const struct table *t, size_t n);
MUST_USE enum rc table_first(struct page *p, struct err *err);
/* Instead of the page: head row, then rows by csv_cell... csv_row_end; at the
 * end a line that says so when there are more than the `n` written. */
void table_csv(struct page *p, const struct table *t, const char *file_name);
void table_csv_end(struct page *p, int64_t n, int64_t total);
void csv_cell(struct page *p, struct str s);
void csv_cell_int(struct page *p, int64_t v);
void csv_cell_date(struct page *p, struct date d);
void csv_row_end(struct page *p);

/* The handlers of all routes: on_NAME. */
#define R(method, path, name, who, rate) page_fn on_##name;
ROUTES(R)
#undef R

#endif
