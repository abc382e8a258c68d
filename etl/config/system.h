/* The places that hold facts: [system.NAME]. */
#ifndef CONFIG_SYSTEM_H
#define CONFIG_SYSTEM_H

#include "base/currency.h"
#include "config/company.h"
#include "config/keys.h"

/* Where a processor's minor units depart from ISO 4217: exponents = { ISK = 2 }.  A withdrawn currency that stands here
 * is one of this system. */
struct exponent {
	char currency[4];
	int exponent;
};

/* What it calls a currency: currencies = { LEU = "RON" }. */
struct spelling {
	Str written;
	const struct currency *currency;
};

struct system {
	Str name, title;
	Str kind;                        /* what it is like; empty if nothing */
	const struct company *company;   /* NULL: its records say which */
	Str channel, owner;              /* empty if not said */
	struct zone *zone;               /* of its days: the company's, else the project's, unless it has its own */
	struct zone *own_zone;           /* that it names itself, also for wall times that say none; NULL: it names none */
	const struct exponent *exponents;
	size_t exponent_count;
	const struct spelling *spellings;
	size_t spelling_count;
	const struct node *node;
};

struct systems {
	struct system *at;
	size_t count;
};

/* Keys that [system.NAME] has of another folder: its texts, one of that size a system, in their order. */
struct system_more {
	const struct key *keys;
	size_t key_count;
	char *texts;
	size_t size;
};

/* How many there are at most: for system_more.texts. */
size_t systems_count(const struct node *root);

/* A project of one company need not say whose each system is. */
bool systems_read(struct arena *a, const struct node *root, const struct companies *companies, struct zone *zone,
	const struct system_more *more, struct systems *out, struct mistakes *m);

/* NULL if there is none; system_named also notes the mistake at n. */
const struct system *system_find(const struct systems *all, Str name);
const struct system *system_named(struct arena *a, const struct systems *all, Str name, const struct node *n,
	struct mistakes *m);

/* Digits behind the point of a currency as this system counts its minor units; -1 if ISO 4217 gives it none and the
 * system does not say. */
int system_exponent(const struct system *s, const struct currency *currency);

/* What the system means by it, in any case: a current code, a withdrawn one whose exponent it declares, its own
 * spelling.  NULL if it is none of these. */
const struct currency *system_currency(const struct system *s, Str written);

void systems_describe(struct buf *b, const struct key *more, size_t count);

#endif
