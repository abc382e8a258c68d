/* Help and the man page, written from the table of commands. */
#ifndef CLI_DESCRIBE_H
#define CLI_DESCRIBE_H

#include "cli/command.h"

/* What each exit code means, in the order of the codes. */
struct exit_row {
	int code;
	const char *meaning;
};
extern const struct exit_row exit_rows[];
extern const size_t exit_row_count;

/* "counterfoil run JOB… [--date DATE]" */
void describe_synopsis(struct buf *b, const struct command *c);

void describe_program(struct arena *a, struct buf *b);
void describe_command(struct arena *a, struct buf *b, const struct command *c);

/* counterfoil(1), for man's macros. */
void describe_man(struct arena *a, struct buf *b);

#endif
