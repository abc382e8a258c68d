/* JSON as Postgres' jsonb takes it, so that a bad record is a reject and never a load that fails. */
#ifndef MAP_JSON_TEXT_H
#define MAP_JSON_TEXT_H

#include "base/text.h"

/* NULL, or why the whole of s is no JSON (RFC 8259) that jsonb could hold: \u0000, half a surrogate pair, numbers past
 * the range of numeric, more than 1000 levels. */
const char *json_fault(Str s);

/* As a JSON string; s is UTF-8. */
Str json_quote(struct arena *a, Str s);

#endif
