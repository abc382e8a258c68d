/*
 * Rules: declared comparisons, [reconcile.NAME].  A rule sees accounts, one system's account of an entity through one
 * extract; accounts form sides.  What is common to all kinds stands in struct rule, what a kind needs in its part.
 */
#ifndef RECONCILE_RULE_H
#define RECONCILE_RULE_H

#include "base/calendar.h"
#include "base/zone.h"
#include "config/condition.h"
#include "config/keys.h"
#include "reconcile/contract.h"
#include "reconcile/pairing.h"
#include "stage/delta.h"

enum rule_kind { RULE_KEYED, RULE_SUM, RULE_MATCH, RULE_CHAIN };

/* What a rule needs to know of an extract; filled by whoever knows the extracts (run/project.c). */
struct account {
	Str extract, system, dataset;
	Str title;                       /* for people; empty if none is declared */
	Str tie;                         /* where in its system a person sees its total; empty the same */
	const struct entity *entity;
	struct texts mapped;             /* fields that its map declares */
	int scope_field;                 /* of scope = { part = [field] }, -1 if none */
	bool proven;                     /* completeness has a proof */
	struct zone *zone;               /* of the system's business days */
};

/* A movement of facts between systems: how long it may take, and who answers for it. */
struct flow {
	Str name, from, to, carries, trigger, on_failure, fallback, owner, title;
	const struct node *node;         /* as it was written: it stands with each rule that names it */
	Str lag;                         /* "24h", "2bd" (business days of the calendar) */
	Str calendar_name;
	const struct calendar *calendar;
};

/* How long something may take: a span of time, or a number of business days. */
struct lag {
	bool given;
	int64_t us;
	int business_days;               /* used if not 0 */
	const struct calendar *calendar;
};

/* What a kit is made of: it is there as often as the least of its components allows, each by its quantity. */
struct kits {
	const struct side *list;         /* a row for each kit and component */
	int kit, component, quantity;    /* its fields */
	size_t item;                     /* which part of the rule's key the first two name, from 1 on */
};

struct side {
	Str name;
	const struct account *const *accounts;
	size_t account_count;
	struct conditions where;
	bool group;                      /* several rows a key are summed */
	const struct kits *kits;         /* keyed: what it also answers for by what it has of their components; or NULL */
	const struct contract *contract; /* keyed: what its rows must say by contract; NULL: what they say */
	/* keyed: what this side must know, seen from the leading system */
	struct conditions expect;        /* on the leading row */
	struct lag within;
	Str flow;
	struct conditions unexpected;    /* which of its rows the leading system must know */
};

/* A side whose value of a field counts where its row fulfils this; one that has no row does not. */
struct holder {
	size_t side;
	struct conditions where;
};

/* What a side's word for something means in the words of the others. */
struct meaning {
	size_t side;
	Str word;
	struct texts means;
};

/* Up to how much two amounts differ by rounding alone: so much for each of so many that were rounded. */
struct rounding {
	bool given;
	struct decimal each;
	int64_t count;
	int field;                       /* of the record that says how many, -1: `count` of them */
};

/* One compared field. */
struct comparison {
	int field;
	int truth;                       /* index of the side whose value counts; -1: that of the first holder that holds */
	const struct holder *holders;
	size_t holder_count;
	const struct meaning *meanings;
	size_t meaning_count;
	bool is_required;                /* each side that maps it must have a value for these leading rows */
	struct conditions required;
	struct share tolerance;
	struct rounding rounding;
	const int *treatment;            /* fields that say how an amount was reckoned */
	size_t treatment_count;
	struct lag within;
	int since;                       /* field whose time starts that clock, -1: the snapshot that first said so */
};

/* Rows of a part with that value are the rule's line of that number, from 1 on. */
struct line {
	Str value;
	int number;
};

/* One term of a sum rule: rows of an entity, grouped by their own key or by a parent's. */
struct term {
	Str title;
	struct side side;
	int amount, at;                  /* fields; at: -1 for none */
	Str parent;                      /* empty: by its own key */
	bool negative;
	int by;                          /* field that tells its lines apart, -1: all of it is one */
	struct line *lines;              /* that it declares, of the values of `by` */
	size_t line_count;
	int line;                        /* the one, without `by` */
	const struct parent *original;   /* what a row gives back is another row of the part that names the same, or NULL */
	struct conditions is_original;   /* rows that are it */
	const struct kits *kits;         /* the last part: what can be made of what the others come to; or NULL */
};

/* What tells a difference of time alone from a real one: what moved between the moments of the sides' lists. */
struct timing {
	bool given;
	struct term movements;           /* by the parent that is the rule's key */
	int at;                          /* field: when it moved */
};

/* Stock at risk, of which a sum rule warns. */
struct at_risk {
	bool oversell;
	int64_t dead_after;              /* microseconds, 0: it is not asked */
	int cost;                        /* field of the first part, -1 if none */
};

/* One list of a match rule: what of its rows tells with which of the other's they are one. */
struct match_list {
	int amount, at, group;           /* fields; -1 if none */
	const int *references, *texts;
	size_t reference_count, text_count;
	struct conditions nothing;       /* rows of which nothing stays */
};

/* A field of the hop before whose value stands in one of this hop's. */
struct hop_link {
	int before, own;
};

struct rule;

/* One hop of a chain, beside its side: the first one's rows are followed, and each other is reached from the one that
 * stands before it.  Its side's conditions `expect` are asked of the row that is followed. */
struct hop {
	Str title;
	int amount, at;                  /* fields; -1 if none: the money is that of the hop before */
	size_t after;                    /* the hop before it, by number; the first one's is its own */
	const struct parent *parent;     /* by which its rows name that hop's; NULL: by their links, or by matches */
	const struct hop_link *links;
	size_t link_count;
	Str match;                       /* the match rule that holds its rows and that hop's together; empty: none */
	const struct rule *matched;      /* that rule */
	int list;                        /* which of that rule's lists this hop's is; the other one is that hop's */
	bool optional;                   /* it need not come */
	bool all;                        /* all the money of the hop before must have come */
	bool alone;                      /* its rows may come without one of the hop before */
};

/* Rows of one side that agree in some fields are perhaps one. */
struct look_alike {
	Str name;                        /* of several; empty if it is the only one */
	size_t side;
	const int *same;
	size_t same_count;
	struct duration within;          /* by the rule's at */
};

struct sentence {
	Str kind, text;
};

/* Of policy.max_amount. */
struct amount_limit {
	Str currency;                    /* or unit; empty: each */
	struct decimal most;
};

struct rule {
	Str id, name, title, owner, text;
	struct digest digest;
	enum rule_kind kind;
	const struct entity *entity;
	struct day since;
	struct side *sides;
	size_t side_count;
	size_t truth;                    /* side that knows which keys exist */
	const struct comparison *compare;
	size_t compare_count;
	int value, at;                   /* fields; -1 if none */
	int until;                       /* keyed, chain: field, the day until which something can be done; -1 if none */
	Str unit;                        /* of value, unless it is money */
	struct texts warn;               /* kinds that only warn */
	const struct look_alike *look_alikes;
	size_t look_alike_count;
	struct term whole;
	const struct term *parts;
	size_t part_count;
	bool has_lines;                  /* a part says `by` */
	struct lag carried;              /* sum: how long rows of the parts may name no whole yet */
	struct texts lines;              /* sum: titles of all lines of its parts, in the order written */
	struct timing timing;            /* sum */
	struct at_risk at_risk;
	const struct match_list *lists;        /* match: of the two sides */
	struct pairing_window window;
	struct hop *hops;                      /* chain: as many as sides */
	struct share tolerance;          /* sum */
	struct rounding rounding;        /* sum: as many as the side with more rows has */
	bool once;                       /* sum: an amount that stands again among the parts is one too many */
	struct decimal budget;           /* of tolerance used, per currency; given by has_budget */
	bool has_budget;
	int64_t max_open;                /* policy; -1: none */
	const struct amount_limit *max_amounts;
	size_t max_amount_count;
	const struct sentence *say;
	size_t say_count;
	Str file;
	int line;
};

/* Days are those of the system that knows which keys exist. */
static inline struct zone *rule_zone(const struct rule *rule)
{
	return rule->kind == RULE_SUM ? rule->whole.side.accounts[0]->zone : rule->sides[rule->truth].accounts[0]->zone;
}

/* The words of a mirror that would have agreed with one of the truth, where any of the two sides means something by its
 * words; false if none does.  Sides by index. */
bool means_agreeing(struct arena *a, const struct comparison *c, size_t truth, size_t mirror, Str word,
	struct texts *agreeing);

#endif
