/* Personal values stand masked on a terminal and in JSON, as they do in reports. */
#ifndef CLI_MASK_H
#define CLI_MASK_H

#include "run/project.h"

/* A value of the field, or what stands in its place; NULL stays NULL.  Of an entity that is not known (NULL) every
 * value counts as personal. */
Str masked(const struct entity *n, Str field, Str value);

/* The parts of a key of the entity, which are masked in place. */
void mask_key(const struct entity *n, struct texts *parts);

#endif
