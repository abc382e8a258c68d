/* A mapped value in text: as it is staged, but for money, whose digits its currency says. */
#ifndef RUN_VALUE_H
#define RUN_VALUE_H

#include "map/row.h"

/* {NULL, 0} if it is null. */
Str value_text(struct arena *a, enum field_type type, const struct value *v);

#endif
