/*
 * A side as SQL: a temporary view with one row a key, the same columns whatever the side is made of:
 *
 *     key_hash, key text[], own_hash, alone, state, account, company, channel, happened_at, value, currency,
 *     seen_from, landing, part, record, place_offset, place_length, and f_<field> for each field of the entity
 *
 * Where rows stand under a parent's key, own_hash is that of their own; alone: the row names no parent, and its own key
 * stands in its place, under a hash that no parent has.
 *
 * states: those of staging, and y (younger than the cut), o (before the rule's first date), c (of a grouped side: its
 * amounts are in several currencies), n (of a sum in units: it has no quantity), x (its input is not available, so this
 * is only what was last known).
 */
#ifndef RECONCILE_VIEW_H
#define RECONCILE_VIEW_H

#include "reconcile/condition_sql.h"
#include "reconcile/input.h"

/* Name of a side's view. */
Str view_name(struct arena *a, const struct side *side, int number);

/* SELECT of a side's rows; of several extracts that hold one key, the row of the last.  by: the parent whose hash takes
 * the place of the key's, NULL for the row's own key.
 * worth: the field that is `value`, -1 for none; negative turns its sign. */
Str view_sql(struct arena *a, const struct rule *rule, const struct side *side, const struct inputs *inputs,
	const struct parent *by, int worth, bool negative);

/* The same without its moments, worth and kits, as a view has its columns before them. */
Str view_rows(struct arena *a, const struct rule *rule, const struct side *side, const struct inputs *inputs,
	const struct parent *by, int worth);

/* SELECT of the records that say a side's keys again, with other fields: key_hash, account, value, seen_from and the
 * place, up to the snapshots that the rule run reads. */
Str view_duplicates_sql(struct arena *a, const struct side *side, const struct inputs *inputs, int worth,
	bool negative);

/* SELECT of key_hash (by, the parent that they name), own_hash, at (a field), account and seen_from of the records that
 * say a side's keys again, up to the snapshots that the rule run reads. */
Str view_named_again(struct arena *a, const struct side *side, const struct inputs *inputs, const struct parent *by,
	int at);

/* SELECTs of what a term's rows may belong to beside what they say (sum_doubt.sql).  rows: its SELECT; table: the side
 * of the sum, which holds them grouped. */
void view_doubts_add(struct buf *b, struct arena *a, const struct side *side, const struct inputs *inputs,
	const struct parent *by, int worth, bool negative, Str rows, const char *table);

/* "f_total", and of alias t: t."f_total". */
Str view_column(struct arena *a, const struct entity *n, int field);
Str view_field(struct arena *a, const char *alias, const struct entity *n, int field);

/* Whether all of the side's accounts map the field. */
bool side_maps(const struct side *side, int field);

/* SQL that is true where a row's absence on this side is proven; alias holds the row of the other side.  by: the parent
 * whose key stands for the side's own, else NULL. */
Str view_provable(struct arena *a, const struct side *side, const struct inputs *inputs, const struct parent *by,
	const char *alias);

/* SQL text: why a row of the side (alias) or its absence cannot be judged. */
Str view_reason(struct arena *a, const struct side *side, const struct inputs *inputs, const char *alias);
Str view_absence_reason(struct arena *a, const struct side *side, const struct inputs *inputs);

/* SELECT of key_hash, extract, seen_from and seen_until (null: to this day), for each version of a good row on the
 * side.  by: as for view_sql. */
Str view_versions(struct arena *a, const struct side *side, const struct inputs *inputs, const struct parent *by);

/* SELECT of key_hash, as_of and before, for each version of a key on the side: when the list was made that it came
 * with, and the one before that; -infinity if there was none, so that nobody knows since when it stood there. */
Str view_first_seen(struct arena *a, const struct side *side, const struct inputs *inputs);

/* SQL that is true where a key left one list of the side tonight, in whichever of the date's snapshots,
 * while another of its lists had been read before that one: what moved between them stands in neither, and is not
 * missing. */
Str view_moved(struct arena *a, const struct side *side, const struct inputs *inputs, const char *alias);

#endif
