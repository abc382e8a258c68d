/* Reads [flow.NAME] and [reconcile.NAME].  Every mistake is noted with its place; rules are returned all the same. */
#ifndef RECONCILE_RULE_KEYS_H
#define RECONCILE_RULE_KEYS_H

#include "reconcile/rule.h"

struct flows {
	struct flow *at;
	size_t count;
};

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
};

bool flows_read(struct arena *a, const struct node *root, const struct calendar *calendars, size_t calendar_count,
	struct flows *out, struct mistakes *m);

bool rules_read(struct arena *a, const struct node *root, const struct reconcile_scope *scope, struct rules *out,
	struct mistakes *m);

/* "24h", "1d12h", or "2bd" business days of the calendar. */
bool lag_parse(Str s, const struct calendar *calendar, struct lag *lag);

/* The reference of the keys, for counterfoil help keys. */
void rules_describe(struct buf *b);

#endif
