/*
 * A zip that is written from front to end, member after member, into an output: for workbooks.  What a member comes to
 * stands behind it, in a descriptor, so that nothing is held or written twice.  Nothing in it is of version 4.5: Excel
 * takes a workbook with streamed members of zip64 for a broken one, and one of version 2.0 with descriptors is what it
 * has been given by Java for years.  So a member, and the whole, must stay below 4 GiB.  Times are fixed: the same
 * bytes go in, the same come out.
 */
#ifndef REPORT_ZIP_H
#define REPORT_ZIP_H

#include "report/output.h"

struct zip;

struct zip *zip_new(struct arena *a, struct output *out);

/* Begins a member, and ends the one before; the name is ASCII. */
void zip_member(struct zip *z, const char *name);

/* More of the member that was begun. */
void zip_put(struct zip *z, Str bytes);

/* The list of members behind them; ERR_INTERNAL if it has become larger than a zip can say. */
bool zip_end(struct zip *z, struct err *e) __attribute__((warn_unused_result));

#endif
