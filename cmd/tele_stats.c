/* prossima tele stats. */
#include "cmd/tele_cmd.h"

#include "json/json.h"

static int64_t minutes(int64_t us, int64_t n)
{
	return n ? us / n / TELE_MINUTE_US : 0;
}

static void stats_text(struct buf *b, const struct tele_stats *s)
{
	buf_text(b, "practice  kind  exams  rejected  sent all the same  "
		    "repeats  device expired  signed  in time  mean min  "
		    "longest min  agree  red  red not acknowledged\n");
	for (size_t i = 0; i < s->n; i++) {
		const struct tele_stat *x = &s->list[i];
		buf_printf(b,
			   STR_FMT "  %s  %" PRId64 "  %" PRId64 "  %" PRId64
				   "  %" PRId64 "  %" PRId64 "  %" PRId64
				   "  %" PRId64 "  %" PRId64 "  %" PRId64
				   "  %" PRId64 "/%" PRId64 "  %" PRId64
				   "  %" PRId64 "\n",
			   STR_ARG(x->code.len ? x->code : STR("-")),
			   tele_kind_name[x->kind], x->n, x->n_reject,
			   x->n_override, x->n_repeat, x->n_expired,
			   x->n_signed, x->n_in_time,
			   minutes(x->sum_us, x->n_signed),
			   minutes(x->max_us, 1), x->n_agree, x->n_agree_said,
			   x->n_red, x->n_red_unread);
	}
	for (size_t i = 0; i < s->n_cause; i++)
		buf_printf(b,
			   "rejected of " STR_FMT " for " STR_FMT " " STR_FMT
			   ": %" PRId64 "\n",
			   STR_ARG(s->cause[i].practice),
			   STR_ARG(s->cause[i].code), STR_ARG(s->cause[i].lead),
			   s->cause[i].n);
}

static void stat_json(struct json *j, const struct tele_stat *x)
{
	json_object(j);
	json_put_str(j, "practice", x->code);
	json_put_str(j, "name", x->name);
	json_put_str(j, "kind", str_from(tele_kind_name[x->kind]));
	json_put_int(j, "exams", x->n);
	json_put_int(j, "rejected", x->n_reject);
	json_put_int(j, "overridden", x->n_override);
	json_put_int(j, "repeats", x->n_repeat);
	json_put_int(j, "device_expired", x->n_expired);
	json_put_int(j, "cancelled", x->n_cancelled);
	json_put_int(j, "signed", x->n_signed);
	json_put_int(j, "in_time", x->n_in_time);
	json_put_int(j, "late_open", x->n_late_open);
	json_put_int(j, "mean_minutes", minutes(x->sum_us, x->n_signed));
	json_put_int(j, "longest_minutes", minutes(x->max_us, 1));
	json_put_int(j, "agree", x->n_agree);
	json_put_int(j, "agree_said", x->n_agree_said);
	json_put_int(j, "red", x->n_red);
	json_put_int(j, "red_not_acknowledged", x->n_red_unread);
	json_object_end(j);
}

static void stats_json(struct buf *b, const struct tele_stats *s)
{
	struct json j;
	json_init(&j, b);
	json_object(&j);
	json_key(&j, "practices");
	json_array(&j);
	for (size_t i = 0; i < s->n; i++)
		stat_json(&j, &s->list[i]);
	json_array_end(&j);
	json_key(&j, "reject_causes");
	json_array(&j);
	for (size_t i = 0; i < s->n_cause; i++) {
		json_object(&j);
		json_put_str(&j, "practice", s->cause[i].practice);
		json_put_str(&j, "code", s->cause[i].code);
		json_put_str(&j, "lead", s->cause[i].lead);
		json_put_int(&j, "n", s->cause[i].n);
		json_object_end(&j);
	}
	json_array_end(&j);
	json_object_end(&j);
	buf_char(b, '\n');
}

int tele_cmd_stats(int argc, char **argv)
{
	struct tele_desk d = {0};
	struct tele_stats_query ask = {.to = cmd_today(), .kind = N_TELE_KIND};
	bool json = false, stop;
	ask.from = date_add(ask.to, -364);
	const struct opt opts[] = {
		{"from", OPT_DATE, &ask.from, "DATE", "first day; a year ago",
		 false, 0, 0},
		{"to", OPT_DATE, &ask.to, "DATE", "last day; today", false, 0,
		 0},
		OPT_AS(d.as, false),
		OPT_JSON(json),
		OPT_DB(d.db),
		OPT_DATA(d.data),
	};
	int status = opt_parse("prossima tele stats",
			       "Volume, rejects by cause, times, agreement of "
			       "machine and reader, unread reds, by practice.",
			       opts, countof(opts), argc, argv, &stop);
	struct arena a;
	struct buf b;
	struct tele_stats s = {0};
	if (stop)
		return status;
	arena_init(&a, 32u << 20);
	enum rc rc = tele_desk_open(&d);
	if (!rc)
		rc = app_tele_stats(&d.w.app, &ask, &a, &s, &d.err);
	if (!rc) {
		buf_init(&b, TELE_OUT_BYTES);
		if (json)
			stats_json(&b, &s);
		else
			stats_text(&b, &s);
		rc = cmd_print(&b, &d.err);
	}
	arena_release(&a);
	return tele_desk_close(&d, rc);
}
