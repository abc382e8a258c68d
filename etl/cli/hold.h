/* Reading several tables as they stood at one moment, while loads go on. */
#ifndef CLI_HOLD_H
#define CLI_HOLD_H

#include "db/pg.h"

/* Begins a transaction that sees one state of the database and in which none of these live tables is swapped for a new
 * one.  LOCK TABLE would do that too, but asks for rights on whole tables, which an auditor has not.  ERR_TEMPORARY if
 * one is swapped every time. */
bool tables_hold(struct arena *a, struct pg *pg, const struct texts *lives, struct err *e)
	__attribute__((warn_unused_result));

#endif
