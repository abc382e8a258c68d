/* While a map is read from its declaration: what each file of this folder needs of the others. */
#ifndef MAP_COMPILE_H
#define MAP_COMPILE_H

#include "map/spec.h"

struct compile {
	struct arena *a;
	struct mistakes *m;
	const struct map_declaration *from;
	struct map *map;
	struct path *paths;
	struct spec **specs;         /* as declared; map_compile puts them in order */
	size_t spec_count;
	struct cross *crosses;
	const struct crosswalk **named;      /* crosswalks that stand outside the map */
	size_t named_count;
	struct map_lookup *lookups;
	size_t lookup_count;
};

/* The place of a path in the map's list, added if it is new; -1 if it is none, or leads to many values and many is not
 * what is wanted. */
int compile_path(struct compile *c, const struct node *at, Str source, bool many);

/* The slot of a field that the map fills; -1 with a mistake if the entity has no such field or the map no source. */
int compile_field(struct compile *c, const struct node *at, Str name);

/* A new spec for the text at a path that is no field: for conditions, signs and factors; NULL if it is no path. */
struct spec *compile_extra(struct compile *c, const struct node *at, Str path, const char *asker);

/* A new spec for a slot. */
struct spec *compile_spec(struct compile *c, int slot, Str name, enum field_type type);

/* Whether the map, or what was derived from it, fills the slot. */
bool compile_fills(const struct compile *c, int slot);

/* A crosswalk outside the map, by name; NULL with a mistake at the node if there is none. */
const struct crosswalk *compile_crosswalk(struct compile *c, const struct node *at, Str name);

/* source.c, lookup.c, forms.c: the parts of one field's declaration; n is its table or path. */
struct field_keys;
bool source_read(struct compile *c, const struct node *n, const struct field_keys *k, struct spec *s);
bool lookup_read(struct compile *c, const struct node *n, struct spec *s);
bool forms_read(struct compile *c, const struct node *n, const struct field_keys *k, struct spec *s);

/* digest.c */
struct digest digest_of_declaration(struct compile *c);
struct digest digest_of_crosswalks(struct compile *c);

#endif
