/*
 * Writes JSON (RFC 8259) into a buffer: the caller says what comes, commas and escapes are added here.  Members come
 * in the order in which they are written, so that equal content has equal bytes.
 */
#ifndef BASE_JSON_OUT_H
#define BASE_JSON_OUT_H

#include "base/buf.h"
#include "base/decimal.h"

struct json_out {
	struct buf *to;
	bool pretty;          /* a line a member, two blanks a level; else no blanks at all */
	int depth;
	bool began[64];       /* a comma is due, by depth */
	bool after_name;
};

void json_begin(struct json_out *j, struct buf *to, bool pretty);
void json_object(struct json_out *j);
void json_object_end(struct json_out *j);
void json_array(struct json_out *j);
void json_array_end(struct json_out *j);
void json_name(struct json_out *j, const char *name);
void json_text(struct json_out *j, Str s);          /* invalid UTF-8 becomes U+FFFD */
void json_int(struct json_out *j, int64_t n);
void json_bool(struct json_out *j, bool b);
void json_null(struct json_out *j);
/* An amount: a string, so that no reader turns it into a double. */
void json_decimal(struct json_out *j, struct decimal d);
/* Already JSON. */
void json_raw(struct json_out *j, Str json);

/* name and value in one. */
void json_put_text(struct json_out *j, const char *name, Str s);
void json_put_z(struct json_out *j, const char *name, const char *z);      /* NULL becomes null */
void json_put_int(struct json_out *j, const char *name, int64_t n);
void json_put_bool(struct json_out *j, const char *name, bool b);

#endif
