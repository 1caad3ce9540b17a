#include "app/account.h"

enum rc app_session_find(struct app *app, struct str token, struct arena *a,
			 struct app_session *out, struct err *err)
{
	(void)app;
	(void)token;
	(void)a;
	(void)out;
	return err_set(err, E_NOT_FOUND, "there is no such session");
}

enum rc app_session_touch(struct app *app, const struct app_session *s,
			  struct err *err)
{
	(void)app;
	(void)s;
	return err_set(err, E_NOT_FOUND, "there is no such session");
}

enum rc app_my_language(struct app *app, const struct app_session *s,
			enum lang lang, struct err *err)
{
	(void)app;
	(void)s;
	(void)lang;
	return err_set(err, E_NOT_FOUND, "there is no such session");
}
