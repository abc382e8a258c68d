/*
 * Cuts a JSON document of any size into records, one value at a time, in bounded memory; it knows strings, escapes and
 * depth only.  What stands outside of the records (the skeleton) is kept, with the records left out, and at the end is
 * checked as a JSON text of its own; every record is checked by whoever parses it.  So the whole document is checked.
 */
#ifndef FORMAT_JSON_SPLIT_H
#define FORMAT_JSON_SPLIT_H

#include "format/path.h"
#include "format/window.h"

/* Arrays and objects in each other. */
enum { JSON_DEPTH = 1000 };

struct json_split;

/* The steps lead to the value that holds the records (names and indices only): to an array of them, or without each
 * to the one record itself. */
struct json_split *json_split_new(struct arena *a, struct window *window, const struct step *steps, size_t count,
				  bool each);

/* That nothing lies where the steps lead is no error then. */
void json_split_may_lack(struct json_split *s);

/* JSON lines: every line that is not blank is a record. */
struct json_split *json_split_lines(struct arena *a, struct window *window);

struct json_cut {
	Str text;                    /* in the window */
	uint64_t line, offset;
	bool is_last;                /* of JSON lines: without an end of line, so it may be cut off */
};

enum json_seen { JSON_RECORD, JSON_END, JSON_CUT };

/* The next record that stands whole in the window.  JSON_CUT: the window must move first (json_split_more).  Errors:
 * ERR_FORMAT with line and offset. */
bool json_split_next(struct json_split *s, enum json_seen *seen, struct json_cut *cut, struct err *e)
	__attribute__((warn_unused_result));
bool json_split_more(struct json_split *s, struct err *e) __attribute__((warn_unused_result));

/* After JSON_END: what stood outside of the records, padded; empty for JSON lines. */
Str json_split_skeleton(struct json_split *s);

/* The line of a byte of the skeleton. */
uint64_t json_split_line(const struct json_split *s, size_t at);

#endif
