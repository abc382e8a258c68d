/* How a command's answer is put: as JSON, pretty enough to be read, or as text. */
#ifndef CLI_PUT_H
#define CLI_PUT_H

#include "base/json_out.h"
#include "cli/command.h"
#include "db/pg.h"

/* A buffer for the answer, and the JSON writer over it. */
struct buf *put_begin(struct call *call, struct json_out *j);

/* Prints it, with a line end; always true. */
bool put_end(struct call *call, struct buf *b);

/* A member; .at == NULL is null. */
void put_cell(struct json_out *j, const char *name, Str s);

/* Members from a cell of a result: null stays null. */
void put_text(struct json_out *j, const char *name, const struct rows *r, size_t row, size_t column);
void put_int(struct json_out *j, const char *name, const struct rows *r, size_t row, size_t column);
void put_bool(struct json_out *j, const char *name, const struct rows *r, size_t row, size_t column);
/* RFC 3339, UTC. */
void put_instant(struct arena *a, struct json_out *j, const char *name, const struct rows *r, size_t row,
	size_t column);
/* The cell is JSON. */
void put_json(struct json_out *j, const char *name, const struct rows *r, size_t row, size_t column);

#endif
