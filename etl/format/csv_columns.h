/*
 * The columns of CSV: their names, where those that are wanted stand, and what is said if one is not there.
 */
#ifndef FORMAT_CSV_COLUMNS_H
#define FORMAT_CSV_COLUMNS_H

#include "format/csv_row.h"

/* Columns that were told (csv_tell) stand behind all that a row can have. */
enum { CSV_FIRST_TOLD = CSV_MOST_FIELDS + 1 };

struct csv_columns {
	struct arena *arena;
	const struct csv_dialect *dialect;
	const struct path *wanted;
	size_t wanted_count;
	size_t *of;                  /* by wanted path; SIZE_MAX: the file has none */
	const struct need *needs;
	size_t need_count;
	uint64_t header_line;
	struct texts names, unread;
	struct texts told_names, told;
	bool *is_carried;            /* by wanted path; NULL: none is */
	Str *carried;
};

void csv_columns_init(struct csv_columns *c, struct arena *a, const struct csv_dialect *dialect,
	const struct path *wanted, size_t count);

/* The next column's name; those that the dialect declares. */
void csv_columns_add(struct csv_columns *c, Str name);
void csv_columns_declared(struct csv_columns *c);

void csv_columns_tell(struct csv_columns *c, Str name, Str value);

/* Once all names are there: ERR_FORMAT if one is wanted that stands twice, or lacks that is needed. */
bool csv_columns_find(struct csv_columns *c, struct err *e) __attribute__((warn_unused_result));

#endif
