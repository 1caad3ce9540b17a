/* web/page/jobs - what the pages of runs share: words for kinds, states, times.
 */
#ifndef WEB_PAGE_JOBS_H
#define WEB_PAGE_JOBS_H

#include "app/job.h"
#include "web/web.h"

enum msg jobs_kind(enum job_kind kind); /* also N_JOB_KIND */
enum msg jobs_what(enum job_kind kind);
struct str jobs_state(struct page *p, const struct job_view *v);
const char *jobs_tone(const struct job_view *v); /* class of its tag */
/* "31/03/2026", "2026Q1, dal ... al ..." */
struct str jobs_params(struct page *p, const struct job_view *v);
struct str jobs_who(struct page *p, const struct job_view *v);
struct str jobs_org(struct page *p, const struct job_view *v);
/* "3 minuti" */
struct str jobs_time(struct page *p, int64_t ms);
struct str jobs_took(struct page *p, const struct job_view *v);
struct str jobs_share(struct page *p, const struct job_view *v); /* "42 %" */
/* What is done now, in words; "1.200 di 50.000 (2 %)". */
struct str jobs_part(struct page *p, const struct job_view *v);
struct str jobs_count(struct page *p, const struct job_view *v);
struct str jobs_left(struct page *p, const struct job_view *v);
bool jobs_live(const struct job_view *v);
/* Where runs find their files on this machine. */
struct job_places jobs_places(struct page *p);
bool jobs_takes_files(struct page *p, enum job_kind kind);
struct str jobs_size(struct page *p, int64_t bytes); /* "1,4 MB" */
/* The form that brings files to `path`; `first`: it is what the page is for. */
struct html jobs_files_form(struct page *p, struct str path, enum job_kind kind,
			    int64_t most, bool first);
/* The page of 413. */
MUST_USE enum rc jobs_too_large(struct page *p, enum job_kind kind,
				int64_t left, struct err *err);
/* One named place filled. */
struct str jobs_fill(struct page *p, enum msg id, const char *name,
		     struct str value);

struct jobs_fact {
	struct str label, text;
};
/* The result in words; *see where it can be looked at, or empty. */
size_t jobs_facts(struct page *p, const struct job_view *v,
		  struct jobs_fact *list, size_t most);
struct str jobs_see(struct page *p, const struct job_view *v);

#endif
