/* prossima plan print: the plan as a document for people. */
#include "cmd/document.h"
#include "cmd/plan_cmd.h"

#include "app/people.h"
#include "app/sheet.h"

static enum rc write_plan(const struct cmd_work *w, const struct plan_view *v,
			  enum lang lang, struct arena *a, const char *path,
			  struct err *err)
{
	struct buf b;
	buf_init(&b, 8u << 20);
	enum rc rc = plan_sheet(&w->kn, v, lang, w->app.today, a, &b, err);
	if (!rc)
		return document_save(&b, path, err);
	buf_release(&b);
	return rc;
}

int cmd_plan_print(int argc, char **argv)
{
	const char *db = NULL, *data = NULL, *person = NULL, *path = NULL,
		   *lang_word = "it";
	int64_t version = 0, id = 0;
	bool stop;
	const struct opt opts[] = {
		{"PERSON", OPT_POS, &person, NULL, "pseudonym or fiscal code",
		 true, 0, 0},
		{"out", OPT_STR, &path, "FILE", "HTML file; - is stdout", true,
		 0, 0},
		{"version", OPT_INT, &version, "N",
		 "that version; else the draft, else the newest", false, 1,
		 999},
		{"lang", OPT_STR, &lang_word, "LANG", "it or en", false, 0, 0},
		OPT_DB(db),
		OPT_DATA(data),
	};
	int status = opt_parse("prossima plan print",
			       "Write a plan as a document: the doctor's copy "
			       "with its notes while it is a draft, the "
			       "person's copy when signed.",
			       opts, countof(opts), argc, argv, &stop);
	struct err err = {0};
	struct cmd_work w;
	struct arena a;
	struct plan_view v;
	enum lang lang;
	if (stop)
		return status;
	if (!plan_lang(lang_word, &lang))
		return EXIT_USAGE;
	arena_init(&a, 16u << 20); /* a version and its texts */
	enum rc rc = cmd_work_open(&w, db, data, &err);
	if (!rc)
		rc = app_people_id(&w.app, str_from(person), &id, &err);
	if (!rc)
		rc = app_plan_show(&w.app, id, (int)version, &a, &v, &err);
	if (!rc)
		rc = write_plan(&w, &v, lang, &a, path, &err);
	cmd_work_close(&w);
	arena_release(&a);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}
