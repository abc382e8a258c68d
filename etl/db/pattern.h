/*
 * A regular expression of the configuration, as Postgres is asked for it.  Maps match by PCRE, rules by Postgres,
 * whose expressions are a language of their own: "." is also the end of a line there, "$" is not before the last one,
 * \b is a backspace, \w goes by the locale.  So that one pattern means one thing, what both languages know is written
 * anew in Postgres's words, and everything else is refused by its place.  tests/unit/pattern.c asks both, with random
 * patterns.
 */
#ifndef DB_PATTERN_H
#define DB_PATTERN_H

#include "base/buf.h"
#include "base/err.h"

/* What stands to the right of ~.  pattern: one that regex_open takes.  What Postgres does not know, or understands
 * otherwise, is ERR_CONFIG. */
bool pattern_sql(struct arena *a, Str pattern, Str *sql, struct err *e) __attribute__((warn_unused_result));

#endif
