/* ecg/csv_int - a table of samples: what its first lines say. */
#ifndef ECG_CSV_INT_H
#define ECG_CSV_INT_H

#include "ecg/plain_int.h"

enum {
	CSV_MOST_COLUMNS = 64,
	CSV_MOST_PREAMBLE = 64, /* lines before the header */
	CSV_MOST_LINE = 4096    /* bytes */
};

enum csv_kind { CSV_LEAD, CSV_TIME, CSV_INDEX };

struct csv_column {
	enum csv_kind kind;
	struct str name; /* of a lead, bare */
	double unit;     /* lead: microvolts; time: seconds; 0: not said */
};

struct csv_shape {
	struct csv_column column[CSV_MOST_COLUMNS];
	size_t n_column;
	char separator;
	double hz, unit; /* of lines like hz=500; 0: not said */
	struct str rows; /* behind the header */
};

/* MSG_ECG_CSV_HEADER when no line names leads. */
MUST_USE enum rc ecg_csv_read_shape(struct str bytes, struct csv_shape *s,
				    struct err *err);
/* The next line without its end; false behind the last. */
bool ecg_csv_next_line(struct str *rest, struct str *line);
/* The next cell; quotes around it are cut. */
struct str ecg_csv_next_cell(struct str *rest, char separator);

#endif
