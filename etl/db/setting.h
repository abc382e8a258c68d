/* What an installation was set to once, in ops.setting. */
#ifndef DB_SETTING_H
#define DB_SETTING_H

#include "db/pg.h"

/* The seed of the joining hashes (hash.h); drawn when the schema was made, never changed. */
bool setting_seed(struct pg *pg, uint64_t *seed, struct err *e) __attribute__((warn_unused_result));

#endif
