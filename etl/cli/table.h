/*
 * Columns for a terminal: cells are padded to the widest of their column, numbers stand right, nothing is cut.  A line
 * of text may stand between two rows, such as why there are no numbers.  Widths count characters, not bytes.
 */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

#include "base/buf.h"

enum { TABLE_COLUMNS = 16, TEXT_WIDTH = 100 };

struct table;

/* columns: the heads, parted by blanks, ">" in front of one that stands right; "_" is a blank in a head, "-" alone an
 * empty head: "run job >read". */
struct table *table_new(struct arena *a, const char *columns);

/* The next cell of the row; a row is full when all its columns have one. */
void table_cell(struct table *t, Str s);
void table_print(struct table *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
void table_int(struct table *t, int64_t n);

/* The rest of the row is this text, which widens no column; with nothing in the row it is a line of its own. */
void table_rest(struct table *t, Str s);

/* Lines of their own below the row, however long the text is. */
void table_remark(struct table *t, Str s);

/* Writes all rows under their heads (none if there is no row), each line behind the indent. */
void table_write(const struct table *t, struct buf *b, const char *indent);

/* Characters of UTF-8 text. */
size_t text_width(Str s);

/* Its first characters, at most that many. */
Str text_start(Str s, size_t characters);

/* Text in lines of at most width characters, broken at blanks, each behind the indent. */
void text_wrap(struct buf *b, Str s, const char *indent, size_t width);

#endif
