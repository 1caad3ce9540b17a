#include "spiro/unit_int.h"

#include "text/text.h"

#include <math.h>

static enum rc no_text(struct str bytes, struct str name, struct err *err)
{
	struct str utf16[] = {STR("\xff\xfe"), STR("\xfe\xff")};
	if (!bytes.len)
		return err_msg(err, E_FORMAT, MSG_SPI_R_EMPTY,
			       STR_FMT ": the file is empty: export it from "
				       "the device again",
			       STR_ARG(name));
	if (bytes.len > SPIRO_MOST_BYTES)
		return err_msg(err, E_LIMIT, MSG_SPI_R_LONG,
			       STR_FMT ": %zu bytes are more than %d: a blow "
				       "is far smaller, name the right file",
			       STR_ARG(name), bytes.len, SPIRO_MOST_BYTES);
	if (str_starts(bytes, utf16[0]) || str_starts(bytes, utf16[1]))
		return err_msg(err, E_FORMAT, MSG_SPI_R_FORM,
			       STR_FMT ":1: it is UTF-16: save it as UTF-8",
			       STR_ARG(name));
	return OK;
}

enum rc spiro_read(struct str bytes, struct str name, struct arena *a,
		   struct spiro_record *out, struct err *err)
{
	struct spiro_record r = {
		.born = DATE_NONE, .height_cm = NAN, .weight_kg = NAN};
	enum rc rc = no_text(bytes, name, err);
	if (rc)
		return rc;
	if (spiro_is_gdt(bytes))
		rc = spiro_read_gdt(bytes, name, a, &r, err);
	else if (spiro_is_fhir(bytes))
		rc = spiro_read_fhir(bytes, name, a, &r, err);
	else
		rc = spiro_read_csv(bytes, name, a, &r, err);
	if (!rc)
		*out = r;
	return rc;
}

double spiro_unit(enum spiro_param p, struct str unit)
{
	static const struct {
		const char *word, *of;
		double is;
	} units[] = {
		{"L", "L", 1},
		{"l", "L", 1},
		{"mL", "L", 1e-3},
		{"ml", "L", 1e-3},
		{"L/s", "L/s", 1},
		{"l/s", "L/s", 1},
		{"L/min", "L/s", 1 / 60.0},
		{"l/min", "L/s", 1 / 60.0},
		{"%", "", 1e-2},
		{"1", "", 1},
		{"{ratio}", "", 1},
	};
	for (size_t i = 0; i < countof(units); i++)
		if (str_is(unit, units[i].word) &&
		    !strcmp(units[i].of, spiro_param_unit(p)))
			return units[i].is;
	return 0;
}
