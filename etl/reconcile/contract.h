/*
 * What a field must be by contract, [contract.NAME]: so many percent of an amount, and something fixed for each, by
 * whatever its conditions name.  A side of a keyed rule with a contract is what the contract says of each of its rows.
 */
#ifndef RECONCILE_CONTRACT_H
#define RECONCILE_CONTRACT_H

#include "base/buf.h"
#include "base/decimal.h"
#include "base/instant.h"
#include "config/condition.h"
#include "config/keys.h"

struct rule;

/* Of one currency. */
struct fixed_amount {
	Str currency;
	struct decimal amount;
};

struct fixed_amounts {
	const struct fixed_amount *at;
	size_t count;
};

/* The first whose conditions a row fulfils, on its day and in its currency, is the one that counts for it. */
struct rate {
	Str title;
	struct conditions where;
	struct decimal percent;
	struct fixed_amounts fixed;      /* if there are any, it is for their currencies only */
	struct fixed_amounts least, most;
	struct day from, until;          /* both counted in */
};

struct contract {
	Str name, title;
	const struct node *node;         /* as it was written: it stands with each rule that names it */
	const struct entity *entity;
	int field, of, at;               /* what it says, of which amount, and on which day; at: -1 if no rate has one */
	enum decimal_rounding rounding;
	const struct rate *rates;
	size_t rate_count;
};

struct contracts {
	struct contract *at;
	size_t count;
};

/* Every mistake is noted with its place; contracts are returned all the same. */
bool contracts_read(struct arena *a, const struct node *root, const struct entity *entities, size_t entity_count,
	struct contracts *out, struct mistakes *m);

/* SQL of what the contract says of a row of the alias, with the columns of view.h; null where no rate is for it. */
Str contract_sql(struct arena *a, const struct rule *rule, const struct contract *contract, const char *alias);

/* The reference of the keys, for counterfoil help keys. */
void contracts_describe(struct buf *b);

#endif
