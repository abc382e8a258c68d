/*
 * A command is a row of data.  Parsing, usage errors, help, the man page and the list of commands are derived from the
 * row, so that none of them can say what another does not.  What a command prints goes to call->out; it prints no error
 * itself: it returns false, and main.c says why.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "base/buf.h"
#include "base/err.h"
#include "base/instant.h"

#include <stdio.h>

/* What a word on the command line must be. */
enum word_kind {
	WORD_TEXT,
	WORD_NUMBER,             /* 1, 2, 3 … */
	WORD_DATE,               /* YYYY-MM-DD */
	WORD_CHOICE,             /* one of the option's choices */
	WORD_FLAG,               /* an option without a value */
};

struct option {
	const char *name;        /* "date" for --date */
	enum word_kind kind;
	const char *value;       /* how its value is called in help: "DATE" */
	const char *doc;         /* one sentence without a full stop */
	const char *const *choices;   /* ends with NULL */
	bool required;
};

struct operand {
	const char *name;        /* "JOB" */
	enum word_kind kind;
	const char *doc;
	bool optional, many;     /* many: one or more; only the last operand */
};

enum command_group { GROUP_PROJECT, GROUP_RUN, GROUP_LOOK, GROUP_ACT, GROUP_HELP, GROUP_COUNT };

struct call;

enum { OPERANDS_MAX = 3 };

struct command {
	const char *name;
	enum command_group group;
	const char *doc;                         /* one sentence without a full stop */
	struct operand operands[OPERANDS_MAX];   /* those with a name */
	const struct option *options;
	size_t option_count;
	const char *more;                        /* paragraphs, NULL for none */
	const char *json;                        /* the shape of what --json prints */
	const char *example;                     /* without "counterfoil" */
	bool anywhere;                           /* works without a project */
	bool writes;                             /* to the database: reading is enough for the others */
	bool (*go)(struct call *call, struct err *e);
};

/* One call of a command: what was asked for, and where its answer goes. */
struct call {
	struct arena *a;
	const struct command *command;
	struct texts operands;
	Str *values;             /* of the command's options, by index; .at is NULL if it was not given */
	const char *folder;      /* the project's, absolute; NULL if there is none and the command works anywhere */
	Str environment;         /* empty: none */
	bool json, help, version;
	FILE *out;
	int unwritten;               /* errno of the first part of the answer that could not be written; else 0 */
	int exit_code;           /* of a command that did its work and has to say more than "fine" */
};

/* What an option was given.  A name that the command's table lacks ends the process: a bug, not an input. */
bool call_has(const struct call *c, const char *option);
Str call_text(const struct call *c, const char *option);          /* empty if absent */
date call_date(const struct call *c, const char *option);         /* DATE_NONE if absent */
int64_t call_number(const struct call *c, const char *option, int64_t absent);
size_t call_choice(const struct call *c, const char *option);     /* its index, 0 if absent */

/* The operand of that number, empty if it was left out; of WORD_NUMBER. */
Str call_operand(const struct call *c, size_t i);
int64_t call_operand_number(const struct call *c, size_t i);

/* Prints all that is in the buffer and empties it. */
void call_print(struct call *c, struct buf *b);
/* So that what was printed is seen now. */
void call_flush(struct call *c);

#define OPTIONS(table) .options = table, .option_count = sizeof(table) / sizeof *(table)

#endif
