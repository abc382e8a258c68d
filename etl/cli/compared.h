/* What a keyed rule compares with what, field by field, before anything is compared. */
#ifndef CLI_COMPARED_H
#define CLI_COMPARED_H

#include "base/json_out.h"
#include "reconcile/rule.h"

/* Lines for people: "total, tax: erp and gateway against shop"; none of a rule that is not keyed. */
struct texts compared_said(struct arena *a, const struct rule *rule);

/* The same as a list: [{field, truth: [{side, where}], mirrors: […], means: [{side, word, agrees: […]}], required}]. */
void compared_json(struct arena *a, struct json_out *j, const struct rule *rule);

#endif
