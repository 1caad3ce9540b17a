/* app - use cases: one function for each thing a person does.
 *
 * A use case checks the permission, opens the one transaction, calls the rules
 * of lib/, writes through store/, writes the audit record in the same
 * transaction, and commits. Commands and pages call the same use cases;
 * nothing is decided above this layer.
 */
#ifndef APP_APP_H
#define APP_APP_H

#include "base/idgen.h"
#include "knowledge/knowledge.h"
#include "rules/rules.h"
#include "store/store.h"

enum role {
	ROLE_SYSTEM, /* the command line of the installation's administrator */
	ROLE_ADMIN,  /* accounts and rules, no clinical data */
	ROLE_DOCTOR, /* MMG, PLS */
	ROLE_STAFF,  /* of a practice: prepares, does not sign */
	ROLE_OPERATOR, /* service centre, case manager */
	ROLE_SPECIALIST,
	ROLE_PROVIDER, /* erogatore */
	ROLE_PHARMACIST,
	ROLE_CITIZEN,     /* assistito or caregiver */
	ROLE_COOPERATIVE, /* gestore */
	ROLE_AGENCY,      /* ATS */
	ROLE_REGION,
	ROLE_NOBODY, /* not signed on, or not yet all the way */
	N_ROLE
};
extern const char *const role_name[N_ROLE];

enum permission {
	MAY_READ_PERSON,  /* a person's clinical record */
	MAY_ENROL,        /* invite, choose, pact, end, transfer */
	MAY_PREPARE_PLAN, /* draft and edit */
	MAY_SIGN_PLAN,    /* only the doctor of the person, or their delegate */
	MAY_BOOK,         /* book, move, cancel appointments */
	MAY_CLOSE_SLOT,   /* done, no-show, agenda */
	MAY_READ_LISTS,   /* work lists and counts of one's own scope */
	MAY_SETTLE,       /* compute and read settlement */
	MAY_RUN_BATCH,    /* import registries, stratify, batch jobs */
	MAY_SET_RULES,
	MAY_READ_AUDIT,
	MAY_MANAGE_ACCOUNTS, /* users, their roles and passwords */
	MAY_DELEGATE,        /* let another doctor act for one's patients */
	MAY_READ_POPULATION, /* counts of everybody, and lists by pseudonym */
	MAY_RUN_OWN,       /* batch jobs for the people of one's organisation */
	MAY_SEND_EXAM,     /* send a person's exam to be read far away */
	MAY_READ_EXAMS,    /* of one's pools, practice or centre */
	MAY_REPORT_EXAM,   /* read and sign those of one's pools */
	MAY_SEND_READING,  /* taken at home or in a practice */
	MAY_READ_READINGS, /* see them with their limits */
	MAY_SET_MONITORING, /* say what is measured and what is too much */
	MAY_ANSWER_ALARM,   /* that readings raised */
	MAY_READ_TELECARE,  /* its pools, devices and figures: no person's data
			     */
	MAY_KEEP_DEVICES,   /* of telecare, and their checks */
	MAY_HOLD_VISIT,     /* televisits and teleconsults that are one's own */
	MAY_TAKE_ALL,       /* a copy of all that is kept of a person */
	N_PERMISSION
};

/* What a program that comes with a key may do (app/token.h). */
enum api_scope {
	API_EXAMS = 1,        /* send exams, ask how they stand */
	API_OBSERVATIONS = 2, /* send readings from home */
};

struct actor {
	int64_t user_id; /* 0: ROLE_SYSTEM */
	enum role role;
	/* What the role is bound to; 0: nothing. The system bound to an
	 * organisation drafts, publishes and books for its people alone. */
	int64_t doctor_id, org_id, person_id;
	struct str purpose; /* "care", "booking", ...: goes into the audit */
	int64_t token_id;   /* a program with a key of the user; 0: a person */
	unsigned scopes;    /* of enum api_scope, for a program alone */
};

struct seal_key;         /* app/key.h */
struct looks;            /* app/looks.h */
struct worklist_kept;    /* app/worklist_kept.c */
struct population_kept;  /* app/population_cube.c */
struct cooperative_kept; /* app/cooperative.c */
struct scanner;          /* app/scan.h */

struct app {
	struct db *db;
	const struct knowledge *kn;
	struct rules rules; /* from the table rule; read by app_open */
	struct idgen ids;
	struct actor who;
	int64_t now_us;             /* instant of this call */
	struct date today;          /* in Rome */
	const struct seal_key *key; /* of second factors; NULL: none at hand */
	struct scanner *scanner; /* of files that come; NULL: none is asked */
	struct looks *looks; /* NULL: a look is written at once (audit_look) */
	int64_t own_known; /* whom this request found to be the doctor's own */
	struct worklist_kept *lists; /* people of doctors, kept a while */
	struct population_kept *population;    /* counts of runs, kept */
	struct cooperative_kept *cooperatives; /* counts by doctor, kept */
};

/* Open database, knowledge and rules for a command or a worker. */
MUST_USE enum rc app_open(struct app *app, const char *db_url,
			  const struct knowledge *kn, int64_t now_us,
			  struct date today, struct err *err);
void app_close(struct app *app); /* safe on zeroed */
/* Read the dated rules anew: another program may have changed them. */
MUST_USE enum rc app_rules_again(struct app *app, struct err *err);
int64_t app_id(struct app *app); /* a new identifier */
/* Does the database answer? */
MUST_USE enum rc app_alive(struct app *app, struct err *err);

/* May this actor do it to this person (0: to nobody in particular)? E_DENIED
 * says what is missing and who could. Looks at role, scope and relation: own
 * patient, delegation with dates, own centre, consent. */
MUST_USE enum rc app_require(struct app *app, enum permission what,
			     int64_t person_id, struct err *err);

struct audit_event {
	const char *action; /* "plan.sign" */
	const char *entity; /* "plan_version" */
	int64_t entity_id;
	int64_t person_id; /* whose data; 0: nobody's */
	struct str detail; /* short JSON, identifiers only */
};
/* Append to the chain: hash = SHA-256(previous hash, canonical record). Must
 * be called inside the use case's transaction. */
MUST_USE enum rc audit_write(struct app *app, const struct audit_event *e,
			     struct err *err);

/* The record of a read, for use cases that write nothing else. Where the server
 * collects looks (app->looks) it is put there: many requests' looks are
 * committed together, and an answer leaves only when its own are durable. Else
 * a transaction of its own, or a part of the one that is open. */
MUST_USE enum rc audit_look(struct app *app, const struct audit_event *e,
			    struct err *err);

/* Who appends to the chain keeps other writers waiting until its transaction
 * ends: call audit_write last in a use case. */

struct audit_report {
	int64_t n;              /* records that agree */
	int64_t bad_seq;        /* first that does not agree; 0: all agree */
	struct str what;        /* "changed", "missing", "inserted"; "" */
	unsigned char head[32]; /* hash of the last that agrees */
};
/* Walk the whole chain. What is wrong with it is in the report, not in the
 * result. Permission MAY_READ_AUDIT. */
MUST_USE enum rc audit_verify(struct app *app, struct audit_report *out,
			      struct err *err);

struct audit_entry {
	int64_t seq, at_us, user_id, entity_id;
	struct str user; /* login; empty for the command line */
	struct str role, action, entity, purpose, detail;
	struct str person; /* pseudonym, or empty */
};
typedef void audit_each_fn(void *ctx, const struct audit_entry *e);
/* The latest `limit` records, newest first; of one person when `pseudonym` is
 * not empty (E_NOT_FOUND when unknown). Permission MAY_READ_AUDIT. */
MUST_USE enum rc audit_list(struct app *app, struct str pseudonym,
			    int64_t limit, audit_each_fn *each, void *ctx,
			    struct err *err);

/* Make the database, bring its schema up to date, put in the rules of the data
 * files (`data_dir` NULL: those in the program) that it does not have, and open
 * it. May be run again at any time. */
MUST_USE enum rc app_init(struct app *app, const char *db_url,
			  const char *data_dir, int64_t now_us,
			  struct date today, struct err *err);

/* Put a message for the gateway (e-mail, SMS, export) in the outbox, in the
 * same transaction. */
MUST_USE enum rc outbox_put(struct app *app, const char *kind,
			    int64_t person_id, struct str payload_json,
			    struct err *err);

#endif
