/*
 * Binary COPY in both directions, 64 KiB at a time (PostgreSQL manual, COPY, "Binary Format").  Writing: copy_row, then
 * one call a column.  The encoders go quiet after the first error; copy_in_end tells.
 */
#ifndef DB_COPY_H
#define DB_COPY_H

#include "base/decimal.h"
#include "base/hash.h"
#include "db/pg.h"

/* Postgres counts days from 2000-01-01: PostgreSQL source, timestamp.h, POSTGRES_EPOCH_JDATE. */
enum { COPY_EPOCH = 10957 };

struct copy_in;

/* sql: COPY t (a, b) FROM STDIN (FORMAT binary). */
bool copy_in_open(struct pg *pg, struct arena *a, const char *sql, struct copy_in **c, struct err *e)
	__attribute__((warn_unused_result));
void copy_row(struct copy_in *c, int columns);
void copy_null(struct copy_in *c);
void copy_text(struct copy_in *c, Str s);                 /* text, char(n), varchar */
void copy_bytes(struct copy_in *c, Str s);                /* bytea, and uuid of 16 bytes */
void copy_hash(struct copy_in *c, struct hash h);         /* uuid */
void copy_jsonb(struct copy_in *c, Str json);
void copy_int2(struct copy_in *c, int16_t n);
void copy_int4(struct copy_in *c, int32_t n);
void copy_int8(struct copy_in *c, int64_t n);
void copy_bool(struct copy_in *c, bool b);
void copy_char(struct copy_in *c, char byte);             /* the one-byte type "char" */
void copy_date(struct copy_in *c, date d);
void copy_instant(struct copy_in *c, instant t);          /* timestamptz */
void copy_interval(struct copy_in *c, int64_t microseconds);
void copy_numeric(struct copy_in *c, struct decimal d, int display_scale);
/* Sends what stands in the buffer if it is worth a call; false once the server has refused (for long loads). */
bool copy_in_check(struct copy_in *c, struct err *e) __attribute__((warn_unused_result));
bool copy_in_end(struct copy_in *c, int64_t *rows, struct err *e) __attribute__((warn_unused_result));

/* Reading, a row at a time: each field its raw binary bytes, NULL is {NULL, 0}. */
struct copy_out;
bool copy_out_open(struct pg *pg, struct arena *a, const char *sql, struct copy_out **c, struct err *e)
	__attribute__((warn_unused_result));
/* False at the end, and on an error, which is then in e. */
bool copy_out_next(struct copy_out *c, Str *fields, size_t width, struct err *e);
struct hash binary_hash(Str field);
int64_t binary_int(Str field);            /* int2, int4, int8 by length */
/* A numeric as digits × 10^-scale, without zeros at its end; false if it is no number, or has more than 15 digits and
 * they do not fit. */
bool binary_numeric(Str field, int64_t *digits, int *scale);
instant binary_instant(Str field);

#endif
