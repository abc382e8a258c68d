/*
 * Positions: what is closed at the end of a month, [close.NAME].  A position is an account that one provider keeps for
 * a company, a liability or a stock: the movements that made it, the balance that its provider states, and the ledger's
 * account of it.  Its lists stand beside each other as the sides of a rule do, so that they are read in the same way.
 */
#ifndef RECONCILE_POSITION_H
#define RECONCILE_POSITION_H

#include "config/company.h"
#include "reconcile/rule.h"

enum position_kind { POSITION_PROVIDER, POSITION_LIABILITY, POSITION_INVENTORY };

/* In the order of enum position_kind. */
extern const struct key_name position_kinds[];

enum list_role { ROLE_MOVEMENTS, ROLE_BALANCE, ROLE_LEDGER };

/* "movements", "balance", "ledger": as stored and shown. */
const char *role_name(enum list_role role);

/* One amount of a row; several stand for themselves, such as a charge and the fee that was kept of it. */
struct position_amount {
	int field;
	bool negative;
	Str line;                        /* in which it stands whatever its kind; empty: that of its kind */
};

/* The line in which movements of a kind stand. */
struct position_line {
	Str value, title;
};

struct position_list {
	enum list_role role;
	const struct position_amount *amounts;
	size_t amount_count;
	int units;                       /* field by which amounts are multiplied; -1 if none, as of those below */
	int at, by, reference, original;
	const struct position_line *lines;
	size_t line_count;
	Str title;                       /* of the line of movements without kinds */
	Str currency;                    /* of amounts whose fields say none */
	struct zone *zone;               /* of its days */
};

/* What there was before `since`. */
struct position_opening {
	enum list_role role;
	Str currency;
	struct decimal amount;
};

struct position {
	struct rule rule;                /* its id, name, title, owner, text and digest; its sides are those of the lists */
	enum position_kind kind;
	const struct company *company;   /* NULL: each row says whose it is */
	struct position_list *lists;     /* of rule.sides, in their order */
	bool has_balance, has_ledger;
	struct day since;
	struct position_opening *openings;
	size_t opening_count;
};

#endif
