/*
 * A JSON value as a tree, for answers of a few kilobytes: what a vendor holds is a tree, and an answer is what of it
 * was asked for.  Numbers stay the text that they were written as, so that an amount is never a double.
 */
#ifndef SYSTEMS_VALUE_H
#define SYSTEMS_VALUE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"

enum value_kind { VALUE_NULL, VALUE_BOOL, VALUE_NUMBER, VALUE_TEXT, VALUE_LIST, VALUE_OBJECT };

struct value {
	enum value_kind kind;
	Str name;                   /* of a member of an object */
	Str text;                   /* of a text, decoded; of a number and a boolean, as written */
	struct value *first, *last; /* of a list or an object */
	struct value *next;
	void *note;                 /* its owner's own */
};

/* One whole JSON text (RFC 8259); NULL if it is none. */
struct value *value_read(struct arena *a, Str json);

/* The same of a printed text in which ' stands for ", so that C can show it: "{'id':'%s'}".  Never NULL. */
struct value *value_make(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A member; NULL if there is none, or if v is no object. */
struct value *value_get(const struct value *v, Str name);

/* The text of a member that is a text; empty if there is none. */
Str value_text(const struct value *v, const char *name);

/* Puts at the end of a list; puts into an object, in place of a member of this name. */
void value_add(struct value *list, struct value *item);
void value_put(struct arena *a, struct value *object, const char *name, struct value *member);

/* Puts all members of another object. */
void value_merge(struct arena *a, struct value *object, struct value *from);

void value_write(struct buf *out, const struct value *v);
void value_write_text(struct buf *out, Str s);

#endif
