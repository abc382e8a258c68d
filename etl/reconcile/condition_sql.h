/* Conditions as SQL. */
#ifndef RECONCILE_CONDITION_SQL_H
#define RECONCILE_CONDITION_SQL_H

#include "config/condition.h"

/* Over the columns of the alias, as a view of a side has them (view.h); "true" if there are none. */
Str conditions_sql(struct arena *a, const struct conditions *c, const struct entity *n, const char *alias);

#endif
