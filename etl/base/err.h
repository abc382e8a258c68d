/*
 * One error a chain of calls: whoever finds the fault sets it, everyone above returns false, and only main.c prints
 * it.  The first cause stays.  A kind is a row of one table: its name, the exit code of DESIGN section 8, whether
 * trying again can help, and what a person can do.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/text.h"

enum err_kind {
	ERR_NONE,
	ERR_INTERNAL,
	ERR_USAGE,
	ERR_CONFIG,
	ERR_REJECTS,
	ERR_INCOMPLETE,
	ERR_SOURCE,
	ERR_FORMAT,
	ERR_DATABASE,
	ERR_DISCREPANCIES,
	ERR_NOT_RUN,
	ERR_TEMPORARY,
	ERR_SIGNAL,
};

struct err_row {
	const char *name;
	int exit_code;
	bool retry;
	const char *hint;
};

struct err {
	enum err_kind kind;
	const char *hint;        /* static; NULL: the kind's own */
	char message[2048];
};

/* Keeps the first cause; always false, so that a failing function is one expression. */
bool err_set(struct err *e, enum err_kind kind, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Puts the place in front of what is already said: "jobs/x.toml: …".  Always false. */
bool err_in(struct err *e, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Adds "; …" behind what is already said.  Always false. */
bool err_add(struct err *e, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* What a person can do about this one, unless that was said; a text that lives as long as the program.  Always
 * false. */
bool err_hint(struct err *e, const char *hint);

/* "" if there is nothing to add. */
const char *err_hinted(const struct err *e);

void err_clear(struct err *e);

/* What was kept of a failure, for when its turn comes; false if there was none. */
bool err_again(struct err *e, const struct err *kept);

/* Of a message "GET https://shop.example/orders: status 401" what stands behind the address: the same for each list
 * that meets it.  Of any other message all of it. */
Str err_cause(Str message);

const struct err_row *err_row(enum err_kind kind);

/* Of several exit codes the one to end with: the first that applies of 3 7 1 6 5 9 4 8. */
int exit_code_first(const int *codes, size_t count);

#endif
