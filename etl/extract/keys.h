/* What [extract.SYSTEM.NAME] says about extracting; other folders have keys of their own in the same table. */
#ifndef EXTRACT_KEYS_H
#define EXTRACT_KEYS_H

#include "config/calendars.h"
#include "config/keys.h"
#include "extract/extract.h"

struct due_text {
	int days;
	struct time_of_day at;
	Str calendar, timezone;
};

/* As it is written: what keys_read_all fills by extract_keys, together with the other folders' sections. */
struct extract_text {
	Str title, tie, entity, landing, as_of, complete, unchanged;
	enum nature nature;
	const struct node *source;
	struct due_text due;
};

extern const struct key extract_keys[];
extern const size_t extract_key_count;

/* The reference of what a source may say. */
void extract_describe(struct buf *b);

/* What an extract may refer to. */
struct extract_scene {
	const struct system *system;
	const struct endpoint *endpoint;
	const struct entities *entities;
	const struct calendars *calendars;
};

/* Fills the extract from what is written; node is [extract.SYSTEM.NAME].  False if anything was a mistake. */
bool extract_read(struct arena *a, const struct node *node, const struct extract_text *t,
	const struct extract_scene *scene, struct extract *x, struct mistakes *m);

/* Finds landing = "…" among all extracts, once they stand where they will stay; such an extract takes as_of, complete
 * and due from the one whose landing it reads, unless it has its own. */
bool extracts_link(struct arena *a, struct extract *all, size_t count, struct mistakes *m);

#endif
