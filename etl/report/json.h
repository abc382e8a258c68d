/* The report as JSON: what its files share.  The order of names is that of the pages. */
#ifndef REPORT_JSON_H
#define REPORT_JSON_H

#include "base/json_out.h"
#include "report/model.h"

/* Text, so that no reader makes a double of it; null where a sum means nothing. */
void json_put_amount(struct json_out *j, struct arena *a, const char *name, bool given, struct decimal d, Str currency);
/* null for what is no money. */
void json_put_currency(struct json_out *j, Str currency);
void json_put_array(struct json_out *j, const char *name);

/* What a sum rule consists of. */
void json_sum(struct json_out *j, struct arena *a, const struct rule_report *r);

#endif
