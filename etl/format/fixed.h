/*
 * Lines of fixed width: a field is where it stands.  Records, one line at the beginning and one at the end are told
 * apart by what they begin with; a line that is none of them is an error.  Lines end with LF or CRLF, with CR, or with
 * nothing: then each is as long as the declared length.  Places count characters (code points), or bytes of UTF-8.
 *
 * A record that is too short or too long is unreadable, as a whole: what is cut in it may be anything.
 */
#ifndef FORMAT_FIXED_H
#define FORMAT_FIXED_H

#include "format/csv_columns.h"

enum fixed_ends { FIXED_LF, FIXED_CR, FIXED_NONE };
enum fixed_trim { FIXED_BOTH, FIXED_LEFT, FIXED_RIGHT, FIXED_KEPT };

struct fixed_field {
	Str name;
	int64_t start, length;       /* from 1 */
	int trim;                    /* enum fixed_trim */
	char pad;                    /* what is trimmed */
};

struct fixed_fields {
	struct fixed_field *at;
	size_t count;
};

struct fixed_layout {
	struct fixed_fields fields, head, trailer;
	Str starts, head_starts, trailer_starts;     /* empty: all lines are records; there is none */
	Str comment;                 /* lines that begin with it are left out; empty: none are */
	enum fixed_ends ends;
	bool is_bytes;
	bool is_stripped;            /* blanks at a line's end may be lacking */
	size_t length;               /* of each line; 0: a record ends with its last field */
	uint64_t skip;               /* lines before all others */
	struct csv_dialect columns;  /* its names: of the record's fields, then "^.NAME" for each of the first line's */
};

struct fixed;

struct fixed *fixed_new(struct arena *a, const struct fixed_layout *layout, struct window *window,
	const struct path *wanted, size_t count);

/* Before the first records: as csv_require. */
void fixed_require(struct fixed *f, const struct need *needs, size_t count);

/* The next records; none at the end.  Errors: ERR_FORMAT with the line; ERR_INCOMPLETE if the file is cut off, or a
 * declared line at its end is not there. */
bool fixed_next(struct fixed *f, struct arena *batch, struct founds *founds, struct err *e)
	__attribute__((warn_unused_result));

/* The names of what is declared, once the first records were asked for. */
const struct texts *fixed_columns(const struct fixed *f);

/* The line at the end, once it was reached; NULL if none is declared.  And the names of its fields. */
const struct csv_row *fixed_trailer(const struct fixed *f);
const struct texts *fixed_trailer_names(const struct fixed *f);

#endif
