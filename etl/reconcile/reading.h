/*
 * A rule while it is read: what its keys name, looked up.  A name that nothing has is a mistake where it was written,
 * and what else the rule says is judged all the same.
 */
#ifndef RECONCILE_READING_H
#define RECONCILE_READING_H

#include "reconcile/rule_keys.h"
#include "reconcile/rule_text.h"

struct reading {
	struct arena *a;
	const struct reconcile_scope *scope;
	struct mistakes *m;
	struct rule *rule;
	struct named *named;             /* flows and contracts that the rule names, each once */
	size_t named_count;
	bool partial;                    /* a side could not be read: what no side is or holds may be a matter of that */
	struct texts lost;               /* fields whose truth no side holds, in words */
	const struct node *lost_at;      /* the first of them */
};

/* The entity; of a name that none has, the one that was probably meant, or NULL. */
const struct entity *reading_entity(struct reading *r, Str name, const struct node *at);

/* An empty name is no field, -1, and no mistake. */
bool reading_field(struct reading *r, const struct entity *n, Str name, const struct node *at, int *field);

/* A side of the rule. */
bool reading_side(struct reading *r, Str name, const struct node *at, size_t *side);

/* The key "within" of table n, or the lag of the flow in its key "flow"; the one of its own comes first. */
bool reading_lag(struct reading *r, Str within, Str flow, const struct node *n, struct lag *lag);

/* The accounts that the patterns name, which were written in list; all of one entity, or of one that is not known. */
bool reading_extracts(struct reading *r, const struct texts *patterns, const struct node *list, struct side *side);

/* The key "contract" of table n: what the side's rows must say; an empty name is none. */
bool reading_contract(struct reading *r, Str name, const struct node *n, struct side *side);

/* What the side's accounts are of; NULL if there is none, or no entity is known of any. */
const struct entity *side_entity(const struct side *side);

#endif
