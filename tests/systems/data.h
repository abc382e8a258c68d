/*
 * What the test systems hold: one business, made from a seed, of which each vendor shows its own view.  So that what
 * belongs together agrees: an order, its charge, its invoice and its refunds have one amount in every system.
 *
 *     sale      0 … records - 1 are posted and have two refunds each; the others are open
 *     even      are orders of the Shopify shop; of those every second was paid through Shopify Payments
 *     disputed  are those that are open, and those of no shop
 *     others    were charged through Stripe, each with a payout of its own
 *
 * Amounts are in cents of euros, with 19 % tax inside; times are seconds since 1970 in UTC, all before the end of
 * March 2026.
 */
#ifndef SYSTEMS_DATA_H
#define SYSTEMS_DATA_H

#include "value.h"

#include <stdint.h>

enum { HOUR = 3600, DAY = 24 * HOUR, TAX_PERCENT = 19, REFUNDS = 2, SHIPPING = 490, DISPUTE_FEE = 1500 };

struct item {
	const char *sku, *title;
	int64_t price;
	int64_t opening, sold, returned, committed; /* pieces; what is at hand: opening - sold + returned */
};

struct customer {
	const char *number, *name, *email;
	int64_t since, orders, spent;
};

struct line {
	size_t item;
	int64_t quantity, total;
};

struct event {
	int64_t at, amount;
};

struct sale {
	size_t index;
	uint64_t number;            /* "#1001" */
	size_t customer;
	int64_t placed, changed;
	struct line *lines;
	size_t line_count;
	int64_t goods, total, tax;  /* total = goods + SHIPPING, tax is in it */
	bool posted, by_shopify, by_shopify_payments;
	struct event refunds[REFUNDS];  /* of a posted one: a piece of its first line, then the shipping */
	struct event dispute;           /* amount 0 if there is none */
};

struct world {
	uint64_t seed;
	size_t records;
	struct item *items;         /* records of them */
	struct customer *customers; /* records of them */
	struct sale *sales;         /* twice as many */
	size_t sale_count;
};

struct world *world_new(struct arena *a, uint64_t seed, size_t records);

/* The tax that is in a line of a sale, or in its shipping where n is the number of lines; together they are its tax. */
int64_t line_tax(const struct sale *sale, size_t n);

/* The tax that is in an amount. */
int64_t tax_within(int64_t gross);

/* Pieces that can still be sold. */
int64_t available(const struct item *item);

/* What is due for money that comes in through a gateway: 1.4 % and 25 cents. */
int64_t gateway_fee(int64_t amount);

/* A number from the seed that is this thing's own; the same in hexadecimal digits, and as a GUID. */
uint64_t chosen(const struct world *w, const char *kind, uint64_t n);
const char *chosen_guid(struct arena *a, const struct world *w, const char *kind, uint64_t n);

/* 12345 as 123.45, 12340 as 123.4, 12300 as 123 (a JSON number) or 123.0 (a decimal text of Shopify's). */
const char *amount_number(struct arena *a, int64_t cents);
const char *amount_decimal(struct arena *a, int64_t cents);

/* "2026-03-31T04:30:00Z"; the reverse reads a date alone, too, and gives false for anything else. */
const char *instant_text(struct arena *a, int64_t at);
const char *date_text(struct arena *a, int64_t at);
bool instant_read(Str s, int64_t *at);

/* A list of a vendor's, in the order in which it answers. */
struct record {
	Str id, amount;
	int64_t at, changed;
	struct value *body;
	const void *owner;
};

struct list {
	const char *vendor, *name;
	struct record *at;
	size_t count;
};

struct held {
	struct list at[128];
	size_t count;
};

struct list *list_new(struct held *held, const char *vendor, const char *name);
struct record *list_add(struct arena *a, struct list *list, const char *id, const char *amount, struct value *body);
struct list *held_find(struct held *held, Str vendor, Str name);
const struct record *list_find(const struct list *list, Str id);

/* Newest first; by id where two are of one second. */
void list_sort_newest(struct list *list);

/* {"count":…,"sha256":…} and a line {"id":…,"amount":…} for each; the digest is over each id and a line feed. */
Str list_told(struct arena *a, const struct list *list);

#endif
