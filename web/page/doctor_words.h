/* web/page/doctor_words - words of the work lists: tabs, what to do, why. */
#ifndef WEB_PAGE_DOCTOR_WORDS_H
#define WEB_PAGE_DOCTOR_WORDS_H

#include "app/worklist.h"
#include "web/web.h"

/* The word of a tab in the address: "da-firmare". N_WORK: no such tab. */
extern const char *const doctor_tab_word[N_WORK];
enum worklist_tab doctor_tab_of(struct str word);

enum msg doctor_tab_text(enum worklist_tab t);
enum msg doctor_tab_about(enum worklist_tab t);
enum msg doctor_tab_empty(enum worklist_tab t);
/* `signs`: the reader may sign. */
enum msg doctor_next_text(enum worklist_next n, bool signs);
/* A hold in few words; MSG_NONE without one. */
enum msg doctor_hold_text(enum enrol_hold h);
struct str doctor_why_text(struct page *p, const struct worklist_why *w);
/* "2 avvisi di terapia"; empty for 0. */
struct str doctor_alerts(struct page *p, int n);
struct str doctor_points(struct page *p, int n);
/* A name of the tables in the language of the page; the code when unknown. */
struct str doctor_condition(struct page *p, struct str code);
struct str doctor_cluster(struct page *p, struct str code);

#endif
