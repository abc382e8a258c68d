/*
 * Kits: bundles that nobody holds, sold out of what is held of their components.  A side, or the parts of a sum, has of
 * a kit the least of what it has of each component, divided by how many the kit needs and rounded down, besides what
 * stands of the kit itself.
 *
 *     list of components  ─┐
 *     rows of components  ─┼─▶  what each kit needs of each, and why it cannot be told  ─▶  a row for each kit
 *     keys of all sides   ─┘
 *
 * A kit is answered for where any list of the rule has its key: the list of components says what could be made, not
 * what is on sale, nor where.  What is not known of one component is not known of the kit: it is never 0 by that.
 */
#ifndef RECONCILE_KITS_H
#define RECONCILE_KITS_H

#include "reconcile/input.h"

/* Makes the rows of kits of a keyed rule's side, once, before its view; nothing where it has none. */
bool kits_of_side(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs, size_t side,
	struct err *e) __attribute__((warn_unused_result));

/* The same of the parts of a sum rule, whose last one they are then. */
bool kits_of_parts(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs,
	struct err *e) __attribute__((warn_unused_result));

/* SELECT of the side's rows (a SELECT with a view's columns) with those of its kits, which have been made. */
Str kits_beside(struct arena *a, const struct rule *rule, const struct side *side, Str rows);

/* SELECT of the kits among the parts, with the columns of sum_term_sql. */
Str kits_term_sql(struct arena *a, const struct term *term);

/* SELECT of key_hash, component_hash, quantity and counted (what there is of the component) of the kits among the parts
 * of which all is known; of a rule without kits no rows. */
Str kits_made_of(const struct rule *rule);

/* Each finding of a kit says which component limits it, or why it cannot be told. */
bool kits_say(struct arena *a, struct pg *pg, const struct rule *rule, struct err *e)
	__attribute__((warn_unused_result));

#endif
