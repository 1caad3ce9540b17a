/* convert - foreign files into the simple CSV form, whatever their form.
 *
 * Finds out of what form files are (by their names in a folder, or as the user
 * says), reads them with the reader of that form (layout/, omop/, fhir_bulk/,
 * or the simple form itself), and writes the six files with their rejects and
 * unknown codes into a folder. A file that is the copy of another, byte for
 * byte, is read once.
 */
#ifndef CONVERT_CONVERT_H
#define CONVERT_CONVERT_H

#include "base/sha256.h"
#include "layout/layout.h"
#include "simple/simple.h"

enum convert_form {
	CONVERT_LAYOUT,
	CONVERT_OMOP,
	CONVERT_FHIR,
	CONVERT_SIMPLE
};

struct convert_file {
	const char *path;
	enum convert_form form;
	struct str flow, layout; /* of a layout; layout empty: by its days */
	char sha256[SHA256_HEX]; /* empty: a pipe */
	bool is_copy;
};
struct convert_list {
	struct arena arena;
	struct convert_file *file;
	size_t n, cap;
	bool has_simple; /* the folder holds files of the simple form too */
};
void convert_list_release(struct convert_list *l);

/* One file, of a form "sdo", "sdo:sdo_2017", "omop", "fhir" or "simple"; a
 * folder when it is of OMOP, FHIR or the simple form. E_USAGE when there is no
 * such form. */
MUST_USE enum rc convert_add(struct convert_list *l,
			     const struct layouts *layouts, const char *form,
			     const char *path, struct err *err);
/* All files of a folder whose names or contents tell their form; those of the
 * simple form only when `simple`. Others are left alone. */
MUST_USE enum rc convert_find(struct convert_list *l,
			      const struct layouts *layouts, const char *dir,
			      bool simple, struct err *err);

/* Whether the name of a file says that a folder's import reads it, in whatever
 * form. A table of OMOP is read only beside a person table of OMOP. */
bool convert_reads(const struct layouts *layouts, const char *name);

/* Converts all into o->dir. *out holds what became of the rows and must be
 * closed, also when the conversion fails (it may be NULL then). */
MUST_USE enum rc convert_run(struct convert_list *l,
			     const struct layouts *layouts,
			     const struct simple_options *o,
			     struct simple **out, struct err *err);

#endif
