/*
 * The loops of EDI as a format declares them: LIN = [] or N1 = ["N3", "N4"] or CPS = { LIN = [] }, where the table may
 * name the segments that belong to the loop itself: CPS = { segments = ["PAC", "PCI"], LIN = [] }.
 */
#ifndef READ_LOOPS_H
#define READ_LOOPS_H

#include "config/mistakes.h"
#include "config/node.h"
#include "format/edi.h"

/* Fills the layout's loops; every mistake is noted.  The table may be NULL. */
bool loops_read(struct arena *a, const struct node *table, struct edi_layout *layout, struct mistakes *m);

#endif
