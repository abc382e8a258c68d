/*
 * SQL is source, in files.  A statement's text may have slots, written as psql writes its variables, so that psql runs
 * the same bytes: :"live" is an identifier ("schema.table" is quoted part by part), :columns a generated piece of SQL
 * (built from quoted identifiers only).  '::' casts, quoted strings, dollar quotes and comments are left alone.
 */
#ifndef DB_STATEMENT_H
#define DB_STATEMENT_H

#include "base/buf.h"

struct slot {
	const char *name;
	Str value;
};

/* The statement with its slots filled.  A slot without a value ends the process: it is a bug, not an input. */
char *statement(struct arena *a, const char *template, const struct slot *slots, size_t count);
#define STATEMENT(a, template, ...) \
	statement((a), (template), (struct slot[]){__VA_ARGS__}, \
		  sizeof((struct slot[]){__VA_ARGS__}) / sizeof(struct slot))

/* The one quoting function: identifiers, part by part at dots; and literals, for texts that cannot be parameters. */
Str quoted_identifier(struct arena *a, Str name);
Str quoted_literal(struct arena *a, Str value);

#endif
