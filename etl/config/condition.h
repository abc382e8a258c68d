/*
 * Conditions on an entity's fields: where = [{ field = "status", is = "<>", value = "open" }].  A list is AND, a list
 * inside it OR.  They are data: what they cannot say belongs in a SQL view.
 */
#ifndef CONFIG_CONDITION_H
#define CONFIG_CONDITION_H

#include "config/entity.h"
#include "config/keys.h"

enum test {
	TEST_IS, TEST_IS_NOT, TEST_LESS, TEST_AT_MOST, TEST_MORE, TEST_AT_LEAST, TEST_IN, TEST_NOT_IN, TEST_NULL,
	TEST_NOT_NULL, TEST_MATCH, TEST_PREFIX,
};

/* How they are written, for a key's names. */
extern const struct key_name test_names[];

struct condition {
	int field;                       /* of the entity; -1: one of `any` holds */
	enum test test;
	struct texts values;             /* one; several for IN and NOT_IN; none for NULL and NOT_NULL; of MATCH what
					  * pattern_sql gives */
	const struct condition *any;
	size_t any_count;
};

struct conditions {
	const struct condition *at;
	size_t count;
};

/* list: the node of where = […], NULL for none.  What is not of a field's type is a mistake. */
bool conditions_read(struct arena *a, const struct node *list, const struct entity *n, struct conditions *out,
	struct mistakes *m);

/* In words, "status in (paid, shipped) and (total > 0 or channel = web)"; empty if there are none. */
Str conditions_said(struct arena *a, const struct conditions *c, const struct entity *n);

/* Whether such a test, written at n, can be made of something of this type, and has a value if it needs one. */
bool test_fits(const struct node *n, enum test test, enum field_type type, Str name, struct mistakes *m);

#endif
