/* What [extract.SYSTEM.NAME] says about how its rows enter their dataset. */
#ifndef STAGE_KEYS_H
#define STAGE_KEYS_H

#include "config/keys.h"
#include "stage/intake.h"

/* As it is written; keys_read_all fills it by intake_keys together with the other folders' sections. */
struct intake_text {
	enum mode mode;
	const struct node *scope;
	Str version;
	struct guard_text {
		struct share max_delete, max_change;
		int64_t at_least;
		Str on_empty;
	} guard;
	struct settled_text {
		Str field;
		struct duration after;
	} settled;
	struct sequence_text {
		Str field;
		struct texts per;
	} sequence;
	struct share reject_limit;
	Str on_reject_limit;
};

extern const struct key intake_keys[];
extern const size_t intake_key_count;

/* node is [extract.SYSTEM.NAME], for the places of mistakes. */
bool intake_read(struct arena *a, const struct node *node, const struct intake_text *t, const struct entity *entity,
	struct intake *out, struct mistakes *m);

#endif
