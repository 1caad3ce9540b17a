/* The server: workers, and what happens to a request from the route to the
 * reply. */
#include <sys/random.h>

#include "app/worklist.h"
#include "base/other_day.h"
#include "web/access_log.h"
#include "web/api/api.h"
#include "web/metrics.h"
#include "web/page/start.h"
#include "web/static.h"
#include "web/web_int.h"

#define RULES_EVERY_US 60000000 /* another program may have changed them */
#define BUSY_MS        5000     /* how long a worker waits for a writer */
#define CACHE_KIB      8192 /* of each worker: what one page reads, and more */

struct worker {
	struct app app;
	int64_t rules_us; /* when they were read */
	bool bad;         /* the database failed: open it again */
};

struct web {
	struct web_options options;
	char db_url[4096];
	struct plan_engine *engine;
	struct limiter *limiter;
	struct committer *committer;
	struct upkeep *upkeep;
	struct worklist_kept *lists; /* of all workers */
	struct metrics *metrics;
	struct http_server *http;
	struct worker *workers;
	size_t n_worker;
};

int64_t web_clock_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t web_now_us(const struct web_options *o)
{
	int64_t now = web_clock_us();
	return date_is_none(o->today) ? now : instant_on_day(now, o->today);
}

void web_random(void *out, size_t len)
{
	if (getrandom(out, len, 0) != (ssize_t)len)
		BUG("the system gave no random bytes");
}

/* ---- a worker's connection */

static enum rc worker_ready(struct web *w, struct worker *k, struct err *err)
{
	enum rc rc = OK;
	int64_t now = web_now_us(&w->options);
	struct date today = date_in_rome(now);
	if (k->app.db && (k->bad || db_lost(k->app.db)))
		app_close(&k->app);
	if (!k->app.db) {
		rc = app_open(&k->app, w->db_url, w->options.kn, now, today,
			      err);
		if (rc) /* not the address is missing, but the database */
			return err->rc = rc == E_NOMEM ? rc : E_IO;
		db_wait(k->app.db, BUSY_MS);
		db_cache(k->app.db, CACHE_KIB);
		k->app.key = w->options.key;
		k->app.scanner = w->options.scanner;
		db_leave_log(k->app.db);
		k->app.lists = w->lists;
		k->rules_us = now;
		k->bad = false;
	}
	k->app.now_us = now;
	k->app.today = today;
	k->app.who = (struct actor){.role = ROLE_NOBODY};
	k->app.own_known = 0;
	if (now - k->rules_us > RULES_EVERY_US) {
		k->rules_us = now;
		rc = app_rules_again(&k->app, err);
	}
	return rc;
}

/* ---- a request */

static bool is_form(struct str type)
{
	struct str t = str_cut(&type, ';');
	return str_is(str_trim(t), "application/x-www-form-urlencoded");
}

static enum rc read_params(struct page *p, const struct route *r,
			   struct err *err)
{
	const struct http_request *q = &p->x->request;
	if (!params_read(q->query, p->a, &p->query))
		return err_msg(err, E_FORMAT, MSG_WEB_NOT_READABLE,
			       "the query cannot be read");
	if (q->method != HTTP_POST)
		return OK;
	if (p->x->intake)
		return OK; /* its files are with intake.c */
	if (r->rate == RATE_BYTES)
		return OK; /* the handler reads the body */
	if (!is_form(q->content_type) || !params_read(q->body, p->a, &p->form))
		return err_msg(err, E_FORMAT, MSG_WEB_NOT_READABLE,
			       "the form cannot be read");
	return OK;
}

static bool often(struct web *w, struct page *p, const struct route *r)
{
	struct str who = p->x->request.peer;
	if (p->session.who.user_id && r->rate != RATE_SIGN)
		who = page_url(p, "user %" PRId64, p->session.who.user_id);
	return !limiter_take(w->limiter, r->rate, who, web_clock_us());
}

static enum msg no_page(const struct page *p, bool other)
{
	return p->api  ? MSG_API_NO_ADDRESS
	       : other ? MSG_WEB_METHOD
		       : MSG_WEB_NO_PAGE;
}

/* What a page that changes nothing shows is of one moment. */
static enum rc begin_reading(const struct page *p, struct worker *k,
			     struct err *err)
{
	return p->x->request.method == HTTP_POST ? OK
						 : db_snapshot(k->app.db, err);
}

/* What a program asks is written down with its key. */
static enum rc run(struct page *p, const struct route *r, struct err *err)
{
	enum rc rc = p->api ? app_token_used(p->app, &p->token, r->name,
					     p->x->request.peer, err)
			    : OK;
	p->handled = true;
	return rc ? rc : r->handle(p, err);
}

static enum rc serve(struct web *w, struct worker *k, struct looks *looks,
		     struct page *p, struct err *err)
{
	bool other, sign_on = false, open = true;
	const struct route *r =
		route_find(p->x->request.method, p->path, p, &other);
	p->x->reply.route = r ? str_from(r->pattern) : STR("-");
	/* first: what was typed is kept whatever happens */
	struct err unread;
	enum rc params = r ? read_params(p, r, &unread) : OK;
	enum rc rc = worker_ready(w, k, err);
	k->app.looks = looks;
	if (!rc)
		rc = begin_reading(p, k, err);
	if (!rc)
		rc = session_read(p, err);
	if (!rc && p->x->intake)
		intake_session(p);
	if (!rc)
		rc = begin_reading(p, k, err);
	p->lang = language_of(p);
	p->x->reply.user_id = p->session.who.user_id;
	if (!rc && !r)
		rc = err_msg(err, E_NOT_FOUND, (int)no_page(p, other),
			     "no page at this address");
	if (!rc && params) {
		*err = unread;
		rc = params;
	}
	if (!rc && p->x->intake) /* all was checked before the body came */
		return run(p, r, err);
	if (!rc && often(w, p, r))
		rc = err_msg(err, E_LIMIT, MSG_WEB_OFTEN, "too many requests");
	if (!rc)
		rc = session_check(p, r, &sign_on, err);
	if (!rc && route_takes_files(r))
		rc = err_msg(err, E_FORMAT, MSG_WEB_NOT_READABLE,
			     "a form with files is wanted here");
	if (rc && sign_on) {
		if (r->method == HTTP_POST && p->form.n)
			return page_session_over(p, err);
		page_sign_on_first(p);
		return OK;
	}
	if (!rc)
		rc = access_gate(p, r, &open, err);
	return rc || !open ? rc : run(p, r, err);
}

static bool database_failed(enum rc rc)
{
	return rc == E_IO || rc == E_NOMEM;
}

/* What changed nothing yet is asked for once more on a new connection: the
 * database may have been started anew since the last request. */
static enum rc serve_twice(struct web *w, struct worker *k, struct looks *looks,
			   struct page *p, struct err *err)
{
	const struct page fresh = *p;
	enum rc rc = serve(w, k, looks, p, err);
	if (!database_failed(rc) ||
	    (p->handled && p->x->request.method == HTTP_POST))
		return rc;
	k->bad = true;
	if (k->app.db)
		db_snapshot_end(k->app.db);
	*p = fresh;
	buf_reset(p->out);
	p->x->reply.n_header = 0;
	*looks = (struct looks){.a = looks->a};
	return serve(w, k, looks, p, err);
}

static struct page new_page(struct web *w, struct worker *k,
			    struct http_exchange *x)
{
	struct page p = {.app = &k->app,
			 .x = x,
			 .a = &x->reply.a,
			 .out = &x->reply.body,
			 .engine = w->engine,
			 .options = &w->options,
			 .path = x->request.path,
			 .api = is_api(x->request.path)};
	x->reply.status = 200;
	p.session.who.role = ROLE_NOBODY;
	p.lang = language_of(&p);
	return p;
}

/* The page of what could not be done; a database that failed is opened anew. */
static void say_failed(struct worker *k, struct page *p, enum rc rc,
		       const struct err *err)
{
	const struct http_exchange *x = p->x;
	if (k->app.db)
		db_rollback(k->app.db);
	if (database_failed(rc)) {
		k->bad = true;
		fprintf(stderr,
			"failed number=%" PRIu64 " route=" STR_FMT
			" error=\"%s\"\n",
			x->request.number, STR_ARG(x->reply.route), err->text);
	}
	page_error(p, err);
}

/* True when the answer can leave; false: when its looks are written. */
static bool answer(struct web *w, struct worker *k, struct http_exchange *x)
{
	struct http_reply *reply = &x->reply;
	struct err err = {0};
	struct looks *looks = arena_alloc(&reply->a, sizeof(*looks));
	struct page p = new_page(w, k, x);
	enum rc rc = looks ? OK : arena_fail(&reply->a, &err);
	if (!rc) {
		*looks = (struct looks){.a = &reply->a};
		rc = serve_twice(w, k, looks, &p, &err);
	}
	if (rc)
		say_failed(k, &p, rc, &err);
	if (k->app.db)
		db_snapshot_end(k->app.db);
	web_security_headers(&p.x->reply, &w->options);
	page_squeeze(x);
	k->app.looks = NULL;
	if (!looks || looks_empty(looks))
		return true;
	committer_put(w->committer, x, looks, p.lang);
	return false;
}

/* ---- a form with files, before its body */

static enum rc admit_page(struct web *w, struct worker *k, struct page *p,
			  struct err *err)
{
	bool other, sign_on = false;
	const struct route *r = route_find(HTTP_POST, p->path, p, &other);
	p->x->reply.route = r ? str_from(r->pattern) : STR("-");
	enum rc rc = worker_ready(w, k, err);
	k->app.looks = NULL;
	if (!rc)
		rc = session_read(p, err);
	p->lang = language_of(p);
	p->x->reply.user_id = p->session.who.user_id;
	if (!rc && !r)
		rc = err_msg(err, E_NOT_FOUND, (int)no_page(p, other),
			     "no page at this address");
	if (!rc && !route_takes_files(r))
		rc = err_msg(err, E_FORMAT, MSG_WEB_NOT_READABLE,
			     "no files are taken here");
	if (!rc && !params_read(p->x->request.query, p->a, &p->query))
		rc = err_msg(err, E_FORMAT, MSG_WEB_NOT_READABLE,
			     "the query cannot be read");
	if (!rc && often(w, p, r))
		rc = err_msg(err, E_LIMIT, MSG_WEB_OFTEN, "too many requests");
	if (!rc)
		rc = session_check(p, r, &sign_on, err);
	if (rc && sign_on) {
		page_sign_on_first(p);
		return OK;
	}
	return rc ? rc : intake_begin(p, r, err);
}

#define DRAIN_OF_ANYBODY (INT64_C(1) << 20)
#define DRAIN_OF_USER    (INT64_C(8) << 30)

/* A browser shows the refusal only after it has sent all, so what is refused
 * to who signed on is read away; of others little. */
static bool admit(void *ctx, size_t worker, struct http_exchange *x)
{
	struct web *w = ctx;
	struct worker *k = &w->workers[worker];
	struct err err = {0};
	struct page p = new_page(w, k, x);
	enum rc rc = admit_page(w, k, &p, &err);
	if (!rc && x->intake)
		return true;
	if (rc)
		say_failed(k, &p, rc, &err);
	web_security_headers(&p.x->reply, &w->options);
	x->drain = x->request.length <= (p.session.who.user_id && !p.api
						 ? DRAIN_OF_USER
						 : DRAIN_OF_ANYBODY);
	return false;
}

/* ---- for who runs the server */

static void plain(struct http_exchange *x, struct str route, struct str type)
{
	x->reply.route = route;
	http_header(&x->reply, STR("Content-Type"), type);
	http_header(&x->reply, STR("Cache-Control"), STR("no-store"));
	http_header(&x->reply, STR("X-Content-Type-Options"), STR("nosniff"));
}

static void answer_metrics(struct web *w, struct http_exchange *x)
{
	struct metrics_now now = {.workers = w->n_worker};
	plain(x, STR("/metrics"), STR("text/plain; version=0.0.4"));
	http_load(w->http, &now.queued, &now.busy, &now.connections);
	committer_count(w->committer, &now.look_commits, &now.looks);
	metrics_print(w->metrics, &now, &x->reply.body);
}

/* Does the database answer this worker? */
static void answer_health(struct web *w, struct worker *k,
			  struct http_exchange *x)
{
	struct err err = {0};
	enum rc rc = worker_ready(w, k, &err);
	if (!rc)
		rc = app_alive(&k->app, &err);
	k->bad = k->bad || rc;
	plain(x, STR("/salute"), STR("application/json"));
	x->reply.status = rc ? 503 : 200;
	buf_text(&x->reply.body, rc ? "{\"status\":\"no database\"}\n"
				    : "{\"status\":\"ok\"}\n");
	if (rc)
		fprintf(stderr, "health error=\"%s\"\n", err.text);
}

static bool handle(void *ctx, size_t worker, struct http_exchange *x)
{
	struct web *w = ctx;
	struct str path = x->request.path;
	if (str_starts(path, STR("/s/")) && static_answer(x))
		return true;
	if (str_is(path, "/salute")) {
		answer_health(w, &w->workers[worker], x);
		return true;
	}
	if (str_is(path, "/metrics") && metrics_allowed(&x->request)) {
		answer_metrics(w, x);
		return true;
	}
	return answer(w, &w->workers[worker], x);
}

/* What HTTP refuses by itself: programs get our kind of body, people a page. */
static void refuse(void *ctx, struct http_exchange *x)
{
	const struct web *w = ctx;
	web_security_headers(&x->reply, &w->options);
	if (is_api(x->request.path))
		api_refuse(x);
	else
		web_refused(x, MSG_NONE,
			    language_asked(x->request.accept_language));
}

static void sent(void *ctx, const struct http_exchange *x, int64_t took_us)
{
	struct web *w = ctx;
	metrics_count(w->metrics, x, took_us);
	if (w->options.log_fd)
		access_log(w->options.log_fd, x, took_us);
}

/* ---- start and stop */

static enum rc start_all(struct web *w, struct err *err)
{
	const struct http_options http = {
		.listen = w->options.listen,
		.n_worker = w->n_worker,
		.queue_limit = 256,
		.body_limit = 1u << 20,
		.reply_limit = PAGE_LIMIT,
		.connection_limit = 1024,
		.idle_s = 60,
		.request_s = 20,
		.trust_proxy = w->options.behind_proxy,
		.handle = handle,
		.refuse = refuse,
		.sent = sent,
		.admit = admit,
		.take = intake_bytes,
		.drop = intake_drop,
		.ctx = w,
	};
	enum rc rc = app_plan_engine(w->options.kn, w->options.data_dir,
				     &w->engine, err);
	/* one connection at once, so that a wrong address is told at start */
	if (!rc)
		rc = worker_ready(w, &w->workers[0], err);
	if (!rc)
		rc = committer_start(&w->options, &w->committer, err);
	if (!rc)
		rc = upkeep_start(&w->options, w->lists, &w->upkeep, err);
	if (!rc)
		rc = http_start(&http, &w->http, err);
	return rc;
}

enum rc web_start(const struct web_options *o, struct web **out,
		  struct err *err)
{
	struct web *w = calloc(1, sizeof(*w));
	if (!w)
		return err_set(err, E_NOMEM, "no memory for the server");
	w->options = *o;
	if (o->db_url.len >= sizeof(w->db_url)) {
		free(w);
		return err_set(err, E_LIMIT,
			       "the database address is too long");
	}
	memcpy(w->db_url, o->db_url.ptr, o->db_url.len);
	w->n_worker = o->n_worker ? o->n_worker : 4;
	w->workers = calloc(w->n_worker, sizeof(*w->workers));
	w->limiter = limiter_new();
	w->metrics = metrics_new();
	w->lists = worklist_kept_new();
	enum rc rc = w->workers && w->limiter && w->metrics && w->lists
			     ? start_all(w, err)
			     : err_set(err, E_NOMEM, "no memory for workers");
	if (rc)
		web_stop(w);
	else
		*out = w;
	/* clang-tidy does not see that nothing was started that keeps w */
	return rc; /* NOLINT(clang-analyzer-unix.Malloc) */
}

int web_port(const struct web *w)
{
	return http_port(w->http);
}

void web_stop(struct web *w)
{
	if (!w)
		return;
	/* a handler that does not come back still uses all this */
	if (w->http && !http_stop(w->http, 10000))
		return;
	committer_stop(w->committer);
	upkeep_stop(w->upkeep);
	for (size_t i = 0; w->workers && i < w->n_worker; i++)
		app_close(&w->workers[i].app);
	worklist_kept_free(w->lists);
	free(w->workers);
	limiter_free(w->limiter);
	metrics_free(w->metrics);
	plan_engine_free(w->engine);
	free(w);
}
