/* What the two formats of parcels share. Private to lib/parcel. */
#ifndef PARCEL_PARCEL_INT_H
#define PARCEL_PARCEL_INT_H

#include "parcel/parcel.h"

/* A parcel while it is opened. */
struct parcel_work {
	struct str bytes;
	size_t left; /* of the caller's limit */
	struct arena *a;
	struct parcel *p;
};

MUST_USE enum rc parcel_tar_open(struct parcel_work *w, struct err *err);
MUST_USE enum rc parcel_zip_open(struct parcel_work *w, struct err *err);

/* A file that holds `size` bytes: whether it may come in (limits, name, twice),
 * before its bytes are made. *bare is empty when it is to be passed over. */
MUST_USE enum rc parcel_admit(struct parcel_work *w, struct str path,
			      uint64_t size, struct str *bare, struct err *err);
void parcel_add(struct parcel_work *w, struct str bare, struct str bytes);

/* Names are letters of files: no control characters, no '/', not hidden. */
bool parcel_name_ok(struct str bare);

#endif
