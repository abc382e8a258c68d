/* The report as JSON: what its files share.  The order of names is that of the pages. */
#ifndef REPORT_JSON_H
#define REPORT_JSON_H

#include "base/json_out.h"
#include "report/model.h"

/* null for .at == NULL, DATE_NONE, INSTANT_NONE. */
void json_put_known(struct json_out *j, const char *name, Str s);
void json_put_date(struct json_out *j, struct arena *a, const char *name, date d);
void json_put_instant(struct json_out *j, struct arena *a, const char *name, instant t);
/* Text, so that no reader makes a double of it; null where a sum means nothing. */
void json_put_amount(struct json_out *j, struct arena *a, const char *name, bool given, struct decimal d, Str currency);
/* null for what is no money. */
void json_put_currency(struct json_out *j, Str currency);
void json_put_array(struct json_out *j, const char *name);

/* One of the inputs; where its as_of is when it landed, that is another moment in every installation. */
void json_input(struct json_out *j, struct arena *a, const struct source_input *in);
void json_past(struct json_out *j, struct arena *a, const struct source_input *in);
bool json_is_clocked(const struct source_input *in);

/* What a sum rule consists of. */
void json_sum(struct json_out *j, struct arena *a, const struct rule_report *r);

/* What moved between the moments of a bridge, and stock at risk; null and empty of other rules. */
void json_timing(struct json_out *j, struct arena *a, const struct rule_report *r);

/* What has arrived on its mirrors, and when. */
void json_hops(struct json_out *j, struct arena *a, const struct rule_report *r);
void json_arrivals(struct json_out *j, struct arena *a, const struct rule_report *r);

/* What a match rule holds together, and what it suggests; empty of other rules. */
void json_match(struct json_out *j, struct arena *a, const struct rule_report *r);

#endif
