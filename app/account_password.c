/* What a password must be, and the ones that we make. */
#include "app/account_int.h"
#include "app/random.h"

#define MOST_WORDS 12

/* The login, and the words of the name. */
static size_t personal_words(struct str login, struct str name,
			     struct str out[MOST_WORDS])
{
	size_t n = 0;
	out[n++] = login;
	for (struct str rest = name, one; rest.ptr && n < MOST_WORDS;) {
		one = str_cut(&rest, ' ');
		if (one.len)
			out[n++] = one;
	}
	return n;
}

enum rc account_password_fits(struct app *app, struct str password,
			      struct str login, struct str name,
			      struct err *err)
{
	static const enum msg words[] = {
		[PASSWORD_SHORT] = MSG_ACC_PASSWORD_SHORT,
		[PASSWORD_LONG] = MSG_ACC_PASSWORD_LONG,
		[PASSWORD_UNREADABLE] = MSG_ACC_PASSWORD_UNREADABLE,
		[PASSWORD_COMMON] = MSG_ACC_PASSWORD_COMMON,
		[PASSWORD_PERSONAL] = MSG_ACC_PASSWORD_PERSONAL,
	};
	struct str personal[MOST_WORDS];
	int64_t min = 0;
	enum rc rc = account_setting(app, "account.password_min", &min, err);
	if (rc)
		return rc;
	size_t n = personal_words(login, name, personal);
	enum password_fault fault =
		password_check(password, (size_t)min, personal, n);
	if (fault == PASSWORD_FINE)
		return OK;
	return err_msg(err, E_RANGE, (int)words[fault],
		       "the password will not do: " STR_FMT,
		       STR_ARG(text_of(words[fault], LANG_EN)));
}

void one_time_make(char out[ONE_TIME_TEXT])
{
	unsigned char raw[16];
	random_bytes(raw, sizeof(raw));
	secret_words(raw, sizeof(raw), out);
	secret_wipe(raw, sizeof(raw));
}
