/* libmicrohttpd, opened with the first server (base/late.h). */
#ifndef WEB_HTTP_LIBMHD_INT_H
#define WEB_HTTP_LIBMHD_INT_H

#include "base/late.h"

#include <microhttpd.h>

#define LIBMHD_FUNCTIONS(X)                                                    \
	X(MHD_add_response_header)                                             \
	X(MHD_create_response_from_buffer)                                     \
	X(MHD_create_response_from_callback)                                   \
	X(MHD_destroy_response)                                                \
	X(MHD_get_connection_info)                                             \
	X(MHD_get_connection_values_n)                                         \
	X(MHD_queue_response)                                                  \
	X(MHD_quiesce_daemon)                                                  \
	X(MHD_resume_connection)                                               \
	X(MHD_start_daemon)                                                    \
	X(MHD_stop_daemon)                                                     \
	X(MHD_suspend_connection)

struct libmhd {
#define X(name) __typeof__(name) *name##_;
	LIBMHD_FUNCTIONS(X)
#undef X
};
extern struct libmhd libmhd; /* filled once */

/* Before any other call of it; cheap when it is open already. */
MUST_USE enum rc libmhd_open(struct err *err);

/* Calls look as if it were linked. */
#define MHD_add_response_header         libmhd.MHD_add_response_header_
#define MHD_create_response_from_buffer libmhd.MHD_create_response_from_buffer_
#define MHD_create_response_from_callback                                      \
	libmhd.MHD_create_response_from_callback_
#define MHD_destroy_response            libmhd.MHD_destroy_response_
#define MHD_get_connection_info         libmhd.MHD_get_connection_info_
#define MHD_get_connection_values_n     libmhd.MHD_get_connection_values_n_
#define MHD_queue_response              libmhd.MHD_queue_response_
#define MHD_quiesce_daemon              libmhd.MHD_quiesce_daemon_
#define MHD_resume_connection           libmhd.MHD_resume_connection_
#define MHD_start_daemon                libmhd.MHD_start_daemon_
#define MHD_stop_daemon                 libmhd.MHD_stop_daemon_
#define MHD_suspend_connection          libmhd.MHD_suspend_connection_

#endif
