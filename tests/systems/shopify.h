/* What the files of the Shopify system know of each other. */
#ifndef SYSTEMS_SHOPIFY_H
#define SYSTEMS_SHOPIFY_H

#include "graphql.h"
#include "systems.h"

enum field_kind {
	FIELD_SCALAR,
	FIELD_OBJECT,
	FIELD_LIST,         /* of objects */
	FIELD_CONNECTION,   /* of objects, in pages */
};

/* A field of a type: what it is, of which type, which arguments it takes; for what is held, in which list. */
struct field {
	const char *type, *name;
	enum field_kind kind;
	const char *of, *arguments, *held;
};

/* NULL if the type has no such field. */
const struct field *shopify_field(const char *type, Str name);

/* Node, or one that several types implement: which of them a value is, its id says. */
bool shopify_is_interface(const char *type);
bool shopify_implements(const char *type, const char *interface);

/* Whether a record of this list fits a search ("updated_at:>='2026-03-01' AND status:any"); *wrong says what of it is
 * none.  The vendor ignores a field that it does not know; here that is an error. */
bool shopify_search(const struct list *list, const struct record *record, Str search, const char **wrong);

/* One request's work. */
struct run {
	struct arena *a;
	struct systems *s;
	const struct request *q;
	struct buf *out;
	const char *wrong, *code;   /* the first mistake, and its extensions.code */
	int64_t requested, actual;
	bool total_disagrees, empty_page, fault_played;
	struct bulk *bulk;
	bool in_lines;              /* of a bulk operation: pages have no size, and stand in lines of their own */
};

bool run_fail(struct run *r, const char *code, const char *wrong);

/* Names, arguments and what they cost; false, with wrong, if anything is none. */
bool run_check(struct run *r, const struct document *d);

/* The members of data. */
void run_operation(struct run *r, struct bulk *bulk, const struct document *d);

/* Writes what is selected of a value of this type. */
void run_object(struct run *r, const struct selection *s, const char *type, const struct value *v);

/* What is held in a list, or stands in a record, as nodes. */
struct nodes {
	const struct value **at;
	size_t count;
};

struct nodes run_nodes(struct run *r, const struct field *f, const struct selection *s, const struct value *parent);

/* Bulk operations. */
struct bulk;
struct bulk *bulk_new(struct arena *a);
void bulk_forget(struct bulk *b);
const char *bulk_run(struct run *r, Str query);      /* NULL, or what is wrong with it */
struct value *bulk_newest(struct run *r, bool is_poll);
struct value *bulk_find(struct run *r, Str id);       /* each call is a poll */
bool bulk_result(struct bulk *b, Str name, Str *lines);

/* The list at the root of a bulk query, and of the operation with this number: its route is by that. */
Str bulk_root(struct arena *a, Str query);
Str bulk_root_of(Str number);

/* What is held: shopify_data.c, and beside orders, stock and payments shopify_goods.c. */
void shopify_hold(struct systems *s);
void shopify_hold_goods(struct systems *s);
void shopify_hold_within(struct systems *s, const struct value *order);
void shopify_add_returns(struct systems *s, struct value *order, const struct sale *sale);

/* gid://shopify/Order/5000000001; amounts in cents as MoneyV2. */
const char *shopify_gid(struct systems *s, const char *kind, uint64_t n);
const char *shopify_money(struct systems *s, int64_t cents);

#endif
