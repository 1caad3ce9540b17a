#include "app/scan_int.h"

#include "base/progress.h"
#include "base/sha256.h"
#include "text/text.h"

#include <time.h>

/* A scanner that hangs holds as many of the server's workers as scan at once;
 * one is always left for pages. */
static enum rc enter(struct scanner *s, struct err *err)
{
	const struct timespec moment = {.tv_nsec = 20000000};
	int64_t end = clock_monotonic_us() + SCAN_WAIT_MS * 1000;
	while (atomic_fetch_add(&s->under_way, 1) >= s->most_at_once &&
	       s->most_at_once) {
		atomic_fetch_sub(&s->under_way, 1);
		if (clock_monotonic_us() >= end)
			return err_msg(err, E_BUSY, MSG_SCN_ABSENT,
				       "%d files are with the virus scanner "
				       "already",
				       s->most_at_once);
		nanosleep(&moment, NULL);
	}
	return OK;
}

static enum rc tell_found(struct app *app, const char *word, struct str hex,
			  struct err *err)
{
	char detail[SCAN_WORD_MOST + SHA256_HEX + 40];
	int n = snprintf(detail, sizeof(detail),
			 "{\"sha256\":\"" STR_FMT "\",\"found\":\"%s\"}",
			 STR_ARG(hex), word);
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = audit_write(
			app,
			&(struct audit_event){.action = "scan.found",
					      .entity = "file",
					      .detail = {detail, (size_t)n}},
			err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	return rc ? rc
		  : err_msg(err, E_FORMAT, MSG_SCN_FOUND,
			    "the virus scanner found %s in a file of "
			    "SHA-256 " STR_FMT,
			    word, STR_ARG(hex));
}

static enum rc scan(struct app *app, const struct clamd_shown *shown,
		    struct str hex, struct err *err)
{
	char word[SCAN_WORD_MOST];
	assert(!db_in_transaction(app->db)); /* others would wait for it */
	enum rc rc = enter(app->scanner, err);
	if (rc)
		return rc;
	rc = clamd_scan(app->scanner, shown, word, err);
	atomic_fetch_sub(&app->scanner->under_way, 1);
	return rc || !word[0] ? rc : tell_found(app, word, hex, err);
}

enum rc scan_bytes(struct app *app, struct str bytes, struct err *err)
{
	unsigned char sum[SHA256_LEN];
	char hex[SHA256_HEX];
	if (!app->scanner)
		return OK;
	sha256_of(bytes, sum);
	return scan(app, &(struct clamd_shown){.fd = -1, .bytes = bytes},
		    sha256_hex(sum, hex), err);
}

enum rc scan_file(struct app *app, int fd, struct str hex, struct err *err)
{
	return app->scanner
		       ? scan(app, &(struct clamd_shown){.fd = fd}, hex, err)
		       : OK;
}

enum rc scan_alive(struct scanner *s, struct err *err)
{
	return clamd_ping(s, err);
}
