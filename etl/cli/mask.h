/* Personal values stand masked on a terminal and in JSON, as they do in reports. */
#ifndef CLI_MASK_H
#define CLI_MASK_H

#include "run/project.h"

/* A value of the field, or what stands in its place; NULL stays NULL.  Of an entity that is not known (NULL) every
 * value counts as personal. */
Str masked(const struct entity *n, Str field, Str value);

/* Masks the parts of a key of the entity in place. */
void mask_key(const struct entity *n, struct texts *parts);

/* What a rule found, as SQL gives it; its key is not always an entity's own.  rule: its id; if it is no longer
 * configured any entity's personal field of a name counts.  key, names: joined by UNIT_SEPARATOR of report/model.h. */
struct texts masked_key(struct arena *a, const struct project *p, Str rule, Str key, Str names);

/* A value of the compared field; NULL stays NULL. */
Str masked_value(const struct project *p, Str rule, Str field, Str value);

/* Of what looks alike the reason names the other's key. */
Str masked_reason(struct arena *a, const struct project *p, Str rule, Str kind, Str names, Str reason);

#endif
