/*
 * Key tables: one row a key, from which reading, checking, defaults and the reference are derived.  The type of a key
 * is the type of the struct field it fills (_Generic), so that the two cannot disagree.  A table may have several
 * owners, each with keys of its own (an extract's source, map and staging); a key is unknown if it is in none of them.
 *
 *	static const struct key keys[] = {
 *		KEY(struct company, currency, .doc = "in which it keeps its books", .required = true),
 *		KEY_AS(struct company, zone, "timezone", .doc = "of its business days", .def = "UTC"),
 *	};
 *
 * What each type accepts stands in types[] of keys.c and in the reference that keys_describe writes.  Texts end in a
 * NUL behind their length.
 */
#ifndef CONFIG_KEYS_H
#define CONFIG_KEYS_H

#include "base/buf.h"
#include "base/decimal.h"
#include "base/instant.h"
#include "config/mistakes.h"

/* Types that a key may have beside Str, bool, int, int64_t, struct texts, struct decimal and const struct node *, which
 * is the raw subtree for its owner to read.  An absent key without a default leaves zeros, and given false. */
struct duration {
	int64_t us;              /* never negative */
	bool given;
};

struct share {
	bool percent;            /* "5%": amount is 5; else a count or a sum */
	struct decimal amount;   /* never negative */
	bool given;
};

struct day {
	date at;
	bool given;
};

struct time_of_day {
	int hour, minute, second;
	bool given;
};

enum key_type {
	KEY_TABLE, KEY_TEXT, KEY_TEXTS, KEY_BOOLEAN, KEY_INT, KEY_INTEGER, KEY_DURATION, KEY_SHARE, KEY_DECIMAL, KEY_DAY,
	KEY_TIME_OF_DAY, KEY_NODE,
};

/* What a key may say and what it means; the list ends with a NULL name. */
struct key_name {
	const char *name;
	int value;
};

struct key {
	const char *name;
	enum key_type type;
	size_t offset;
	const char *takes;       /* of a KEY_NODE that is no table: its type in the reference, "list of dates" */
	const char *doc;         /* one sentence without a full stop */
	const char *def;         /* as it would be written, without quotes; a list with commas; not for tables */
	bool required;
	const struct key_name *names;   /* an int or enum field takes the value; Str and texts are checked against them */
	const struct key_name *meant;   /* words of other programs for these values: they are mistakes, with a suggestion */
	int64_t least, most;     /* of an integer, if most > least */
	const struct key *table; /* the keys of a nested table, whose struct is the field */
	size_t table_count;
};

/* An enum is an int or an unsigned int to the compiler; whatever is none of these is a struct with its own .table. */
#define KEY_TYPE(field) _Generic((field), Str: KEY_TEXT, struct texts: KEY_TEXTS, bool: KEY_BOOLEAN, int: KEY_INT, \
	unsigned int: KEY_INT, int64_t: KEY_INTEGER, struct duration: KEY_DURATION, struct share: KEY_SHARE, \
	struct decimal: KEY_DECIMAL, struct day: KEY_DAY, struct time_of_day: KEY_TIME_OF_DAY, \
	const struct node *: KEY_NODE, default: KEY_TABLE)

#define KEY_AS(owner, field, key_name, ...) \
	{.name = key_name, .type = KEY_TYPE(((owner *)0)->field), .offset = offsetof(owner, field), __VA_ARGS__}
#define KEY(owner, field, ...) KEY_AS(owner, field, #field, __VA_ARGS__)
#define KEY_COUNT(keys) (sizeof(keys) / sizeof *(keys))

/* The keys of one owner and the struct that they fill. */
struct key_section {
	const struct key *keys;
	size_t count;
	void *target;
};

/* Fills the targets from a table; every mistake is noted, and false means that there was one.  A NULL table stands for
 * an empty one without required keys: it gives the defaults. */
bool keys_read(struct arena *a, const struct node *table, const struct key *keys, size_t count, void *target,
	struct mistakes *m);
bool keys_read_all(struct arena *a, const struct node *table, const struct key_section *sections, size_t count,
	struct mistakes *m);

/* The reference of one table in Markdown: a heading "[name]" and a row for each key. */
void keys_describe(struct buf *b, const char *name, const struct key_section *sections, size_t count);

/* For owners that read raw subtrees: the same values, the same mistakes.  name is for messages. */
bool key_text(const struct node *n, const char *name, Str *value, struct mistakes *m);
bool key_texts(struct arena *a, const struct node *n, const char *name, struct texts *value, struct mistakes *m);
bool key_table(const struct node *n, const char *name, struct mistakes *m);
/* The table that holds all [name.…] of a project, an empty one if there are none. */
bool key_sections(const struct node *root, const char *name, const struct node **all, struct mistakes *m);
/* The node's own name becomes one of a table or column: lower-case letters, digits and _, at most longest of them. */
bool key_is_identifier(struct arena *a, const struct node *n, size_t longest, struct mistakes *m);
bool key_day(struct arena *a, const struct node *n, const char *name, struct day *value, struct mistakes *m);

#endif
