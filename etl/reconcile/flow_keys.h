/* Reads [flow.NAME]: how facts move between systems, and how long that may take. */
#ifndef RECONCILE_FLOW_KEYS_H
#define RECONCILE_FLOW_KEYS_H

#include "reconcile/rule.h"

struct flows {
	struct flow *at;
	size_t count;
};

/* What flows may name. */
struct flow_scope {
	const struct calendar *calendars;
	size_t calendar_count;
	const struct entity *entities;
	size_t entity_count;
};

/* Every mistake is noted with its place. */
bool flows_read(struct arena *a, const struct node *root, const struct flow_scope *scope, struct flows *out,
	struct mistakes *m);

/* "24h", "1d12h", or "2bd" business days of the calendar. */
bool lag_parse(Str s, const struct calendar *calendar, struct lag *lag);

/* The reference of the keys, for counterfoil help keys. */
void flows_describe(struct buf *b);

#endif
