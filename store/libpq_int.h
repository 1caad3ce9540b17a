/* libpq, opened with the first database of PostgreSQL (base/late.h). */
#ifndef STORE_LIBPQ_INT_H
#define STORE_LIBPQ_INT_H

#include "base/late.h"

#include <libpq-fe.h>

#define LIBPQ_FUNCTIONS(X)                                                     \
	X(PQclear)                                                             \
	X(PQcmdStatus)                                                         \
	X(PQcmdTuples)                                                         \
	X(PQconnectdbParams)                                                   \
	X(PQconninfoFree)                                                      \
	X(PQconninfoParse)                                                     \
	X(PQdb)                                                                \
	X(PQenterPipelineMode)                                                 \
	X(PQerrorMessage)                                                      \
	X(PQescapeIdentifier)                                                  \
	X(PQexec)                                                              \
	X(PQexecParams)                                                        \
	X(PQexecPrepared)                                                      \
	X(PQexitPipelineMode)                                                  \
	X(PQfinish)                                                            \
	X(PQfreemem)                                                           \
	X(PQgetResult)                                                         \
	X(PQgetisnull)                                                         \
	X(PQgetlength)                                                         \
	X(PQgetvalue)                                                          \
	X(PQnfields)                                                           \
	X(PQntuples)                                                           \
	X(PQpipelineSync)                                                      \
	X(PQprepare)                                                           \
	X(PQresultErrorField)                                                  \
	X(PQresultStatus)                                                      \
	X(PQsendQueryPrepared)                                                 \
	X(PQsetNoticeReceiver)                                                 \
	X(PQstatus)                                                            \
	X(PQtransactionStatus)

struct libpq {
#define X(name) __typeof__(name) *name##_;
	LIBPQ_FUNCTIONS(X)
#undef X
};
extern struct libpq libpq; /* filled once */

/* Before any other call of it; cheap when it is open already. */
MUST_USE enum rc libpq_open(struct err *err);

/* Calls look as if it were linked. */
#define PQclear             libpq.PQclear_
#define PQcmdStatus         libpq.PQcmdStatus_
#define PQcmdTuples         libpq.PQcmdTuples_
#define PQconnectdbParams   libpq.PQconnectdbParams_
#define PQconninfoFree      libpq.PQconninfoFree_
#define PQconninfoParse     libpq.PQconninfoParse_
#define PQdb                libpq.PQdb_
#define PQenterPipelineMode libpq.PQenterPipelineMode_
#define PQerrorMessage      libpq.PQerrorMessage_
#define PQescapeIdentifier  libpq.PQescapeIdentifier_
#define PQexec              libpq.PQexec_
#define PQexecParams        libpq.PQexecParams_
#define PQexecPrepared      libpq.PQexecPrepared_
#define PQexitPipelineMode  libpq.PQexitPipelineMode_
#define PQfinish            libpq.PQfinish_
#define PQfreemem           libpq.PQfreemem_
#define PQgetResult         libpq.PQgetResult_
#define PQgetisnull         libpq.PQgetisnull_
#define PQgetlength         libpq.PQgetlength_
#define PQgetvalue          libpq.PQgetvalue_
#define PQnfields           libpq.PQnfields_
#define PQntuples           libpq.PQntuples_
#define PQpipelineSync      libpq.PQpipelineSync_
#define PQprepare           libpq.PQprepare_
#define PQresultErrorField  libpq.PQresultErrorField_
#define PQresultStatus      libpq.PQresultStatus_
#define PQsendQueryPrepared libpq.PQsendQueryPrepared_
#define PQsetNoticeReceiver libpq.PQsetNoticeReceiver_
#define PQstatus            libpq.PQstatus_
#define PQtransactionStatus libpq.PQtransactionStatus_

#endif
