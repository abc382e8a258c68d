/* One term of a sum rule as SQL: its rows under the key that they belong to, each with its line. */
#ifndef RECONCILE_SUM_TERM_H
#define RECONCILE_SUM_TERM_H

#include "reconcile/input.h"

/* By which its rows are grouped; NULL: by their own key. */
const struct parent *sum_parent(const struct term *term);

/* SELECT of its rows:
 *
 *     key_hash, key, currency, state, amount, company, channel, happened_at, account, seen_from, landing, part, record,
 *     place_offset, place_length, own_hash, origin, alone, names, line_no, told_by, own_key,
 *     original, is_original
 *
 * origin: a number for each extract, however often the rule lists it.  alone: of a row that names no parent, which;
 * names are those of its own key then.  line_no: as in recon.line; told_by: its value of `by`, empty for none.
 * original: the key of what it and the row that it gives back name, null for none; is_original: it is that row. */
Str sum_term_sql(struct arena *a, const struct rule *rule, const struct term *term, const struct inputs *inputs);

#endif
