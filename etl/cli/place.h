/* Where a record stands, for people. */
#ifndef CLI_PLACE_H
#define CLI_PLACE_H

#include "base/text.h"

/* "erp/export.zip!open_orders.csv": the file, and inside it the member, whose path begins with the file's own name. */
Str place_file(struct arena *a, Str file, Str member);

#endif
