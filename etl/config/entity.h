/*
 * Entities: the common shape of a fact, with its key and the source of truth of each field.  They stand left of all
 * stages because mapping types rows by them, staging makes tables of them and rules compare by them.
 */
#ifndef CONFIG_ENTITY_H
#define CONFIG_ENTITY_H

#include "base/digest.h"
#include "base/err.h"
#include "base/text.h"

enum field_type {
	TYPE_TEXT, TYPE_INTEGER, TYPE_DECIMAL, TYPE_MONEY, TYPE_CURRENCY, TYPE_BOOLEAN, TYPE_TIMESTAMP, TYPE_DATE,
	TYPE_DURATION, TYPE_UUID, TYPE_BYTES, TYPE_JSON, TYPE_GTIN,
};

/* Name in configuration and the type of the Postgres column. */
struct field_type_row {
	const char *name, *column;
};
extern const struct field_type_row field_types[];
extern const size_t field_type_count;

struct field {
	Str name;
	enum field_type type;
	Str truth;               /* glob over systems, empty if none */
	struct texts values;     /* TYPE_TEXT: the only ones allowed, if any */
	bool personal;           /* class = "personal" */
	int currency;            /* TYPE_MONEY: index of the field that holds its currency, -1 if none */
	Str title;               /* for people; the name if not given */
	const char *file;        /* where it is declared */
	int line;
	int32_t number;          /* stands in the row hash; never changes once staged (stage.field) */
};

/* How a row points to its parent: the child's fields that are the parent's key, in the order of that key. */
struct parent {
	Str name;                /* column <name>_hash */
	const struct entity *entity;
	const int *fields;       /* indexes into the child's fields, as many as the parent has key fields */
};

struct entity {
	Str name, title;
	const int *key;          /* indexes into fields */
	size_t key_count;
	struct field *fields;
	size_t field_count;
	struct parent *parents;
	size_t parent_count;
	Str file;
	int line;
};

/* Postgres has names of 63 bytes, and a table is called <system>_<entity>_duplicate. */
enum { SYSTEM_NAME_MAX = 24, ENTITY_NAME_MAX = 28, FIELD_NAME_MAX = 40 };

struct entities {
	struct entity *at;
	size_t count;
};

struct node;
struct mistakes;

/* All [entity.NAME] of a tree.  Names become names of tables and columns: lower-case letters, digits and _.  A money
 * field's currency stands in the entity's only currency field unless currency names another, or is "-" for none.  False
 * if anything was a mistake; what could be read is filled in. */
bool entities_read(struct arena *a, const struct node *root, struct entities *out, struct mistakes *m);

/* NULL if there is none. */
struct entity *entity_find(const struct entities *all, Str name);

/* With a mistake at the node if there is none; then the one whose name is near, which was probably meant, so that what
 * is said of it can be judged all the same, or NULL. */
const struct entity *entity_named(struct arena *a, const struct entity *all, size_t count, Str name,
	const struct node *at, struct mistakes *m);

/* Index of the field, -1 if there is none. */
int entity_field(const struct entity *n, Str name);

/* The names of its key's fields, in their order. */
struct texts entity_key_names(struct arena *a, const struct entity *n);

/* The same, with a mistake at the node if there is none. */
int entity_field_named(struct arena *a, const struct entity *n, Str name, const struct node *at, struct mistakes *m);

/* SHA-256 over what decides how rows are typed and hashed: key, parents, names, types and values of fields; titles and
 * truths may change without making a row new. */
struct digest entity_digest(struct arena *a, const struct entity *n);

/* The reference of [entity.NAME] and its fields, in Markdown. */
struct buf;
void entities_describe(struct buf *b);

#endif
