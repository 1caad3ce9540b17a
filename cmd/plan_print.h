/* cmd/plan_print - plans on paper and as JSON. */
#ifndef CMD_PLAN_PRINT_H
#define CMD_PLAN_PRINT_H

#include "app/plan.h"
#include "json/json.h"

void plan_print_text(struct buf *b, const struct knowledge *kn,
		     const struct plan_view *v, enum lang lang);
void plan_print_json(struct buf *b, const struct knowledge *kn,
		     const struct plan_view *v);
/* E_NOT_FOUND when the plan says nothing of the service. */
MUST_USE enum rc plan_print_why(struct buf *b, const struct knowledge *kn,
				const struct plan_view *v, struct str service,
				enum lang lang, struct err *err);
void plan_print_diff(struct buf *b, const struct knowledge *kn,
		     const struct plan_diff *d);
void plan_print_summary(struct buf *b, const struct plan_summary *s, bool json);
void prescription_text(struct buf *b, const struct knowledge *kn,
		       const struct prescription_view *p, enum lang lang);
void prescription_json(struct json *j, const struct prescription_view *p);
void plan_row_json(struct json *j, const struct plan_row *r);

#endif
