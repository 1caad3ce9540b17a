/* audit_int - a record of the chain and its hash. Private to app/.
 *
 *	hash = SHA-256(field prev_hash, seq, at_us, user_id, role, action,
 *		       entity, entity_id, person_id, purpose, detail)
 *
 * where a field is its length in bytes as decimal digits, ':', its text.
 * prev_hash is 64 lower case hex digits, of the first record all zero; numbers
 * are decimal. (doc/formats/audit.md)
 */
#ifndef APP_AUDIT_INT_H
#define APP_AUDIT_INT_H

#include "app/app.h"
#include "base/sha256.h"

/* Detail is short JSON; the rest is names and numbers. */
#define AUDIT_RECORD_LIMIT 65536

struct audit_record {
	int64_t seq, at_us, user_id, entity_id, person_id;
	struct str role, action, entity, purpose, detail;
};

/* The hash of the record that follows `prev`, in hex. `scratch` is emptied;
 * E_LIMIT when the record is longer than its limit. */
MUST_USE enum rc audit_hash(struct buf *scratch, struct str prev,
			    const struct audit_record *r, char out[SHA256_HEX],
			    struct err *err);

/* Looks, several in one transaction: the end of the chain is taken once (on
 * PostgreSQL locked until the transaction ends), records are added in order,
 * and the head is moved once, when all are there. */
struct audit_chain {
	int64_t n;
	char hash[SHA256_HEX]; /* of the last record */
};
MUST_USE enum rc audit_chain_take(struct app *app, struct audit_chain *out,
				  struct err *err);
MUST_USE enum rc audit_chain_add(struct app *app, struct audit_chain *c,
				 const struct audit_event *e, struct err *err);
MUST_USE enum rc audit_chain_give(struct app *app, const struct audit_chain *c,
				  struct err *err);

#endif
