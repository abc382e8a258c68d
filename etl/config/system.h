/* The places that hold facts: [system.NAME]. */
#ifndef CONFIG_SYSTEM_H
#define CONFIG_SYSTEM_H

#include "config/company.h"

/* Where a processor's minor units depart from ISO 4217: exponents = { ISK = 2 }. */
struct exponent {
	char currency[4];
	int exponent;
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
	const struct node *node;
};

struct systems {
	struct system *at;
	size_t count;
};

/* A project of one company need not say whose each system is. */
bool systems_read(struct arena *a, const struct node *root, const struct companies *companies, struct zone *zone,
	struct systems *out, struct mistakes *m);

/* NULL if there is none; system_named also notes the mistake at n. */
const struct system *system_find(const struct systems *all, Str name);
const struct system *system_named(struct arena *a, const struct systems *all, Str name, const struct node *n,
	struct mistakes *m);

/* Digits behind the point of a currency as this system counts its minor units; false if ISO 4217 has no such currency
 * or gives it none, and the system does not say. */
bool system_exponent(const struct system *s, Str currency, int *exponent);

void systems_describe(struct buf *b);

#endif
