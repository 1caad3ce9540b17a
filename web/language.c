/* The language of a page: the person's, the switch (a cookie), what the browser
 * asks for, Italian. */
#include "web/web_int.h"

/* The first of the languages we speak; the order is that of preference in
 * every browser, so weights are not read. */
static bool from_browser(struct str header, enum lang *out)
{
	for (struct str rest = header; rest.ptr;) {
		struct str tag = str_trim(str_cut(&rest, ','));
		if (tag.len >= 2 && lang_parse(str_sub(tag, 0, 2), out))
			return true;
	}
	return false;
}

enum lang language_asked(struct str accept_language)
{
	enum lang lang = LANG_IT;
	return from_browser(accept_language, &lang) ? lang : LANG_IT;
}

enum lang language_of(struct page *p)
{
	enum lang lang = LANG_IT;
	if (p->api && p->x->request.accept_language.len)
		return language_asked(p->x->request.accept_language);
	if (lang_parse(p->session.lang, &lang))
		return lang;
	if (!p->api &&
	    lang_parse(http_cookie(p->x->request.cookie, STR("lingua")), &lang))
		return lang;
	return language_asked(p->x->request.accept_language);
}

enum rc on_language(struct page *p, struct err *err)
{
	enum lang lang;
	struct str wish = param(&p->query, "l");
	if (!lang_parse(wish, &lang))
		return err_msg(err, E_RANGE, MSG_WEB_LANGUAGE_UNKNOWN,
			       "language \"" STR_FMT "\" is not spoken here",
			       STR_ARG(wish));
	http_header(&p->x->reply, STR("Set-Cookie"),
		    page_url(p,
			     "lingua=" STR_FMT "; Path=/; Max-Age=31536000; "
			     "Secure; HttpOnly; SameSite=Lax",
			     STR_ARG(wish)));
	if (p->session.who.user_id) {
		enum rc rc = app_my_language(p->app, &p->session, lang, err);
		if (rc)
			return rc;
	}
	return page_goto(p, page_back(param(&p->query, "da")), err);
}
