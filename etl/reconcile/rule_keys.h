/* Reads [reconcile.NAME].  Every mistake is noted with its place; rules are returned all the same. */
#ifndef RECONCILE_RULE_KEYS_H
#define RECONCILE_RULE_KEYS_H

#include "reconcile/flow_keys.h"

/* In the order of enum rule_kind. */
extern const struct key_name rule_kinds[];

struct rules {
	struct rule *at;
	size_t count;
};

/* What the rules may speak of. */
struct reconcile_scope {
	const struct entity *entities;
	size_t entity_count;
	const struct account *accounts;
	size_t account_count;
	const struct calendar *calendars;
	size_t calendar_count;
	struct flows flows;
	struct contracts contracts;
};

bool rules_read(struct arena *a, const struct node *root, const struct reconcile_scope *scope, struct rules *out,
	struct mistakes *m);

/* The reference of the keys, for counterfoil help keys, of flows too. */
void rules_describe(struct buf *b);

#endif
