/* The long lists of a rule's answer, a row at a time: what was observed tonight, what is gone since the last. */
#ifndef REPORT_LIST_H
#define REPORT_LIST_H

#include "report/model.h"
#include "report/output.h"

/* What stands in the place of a personal value. */
#define MASK "\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2"

enum list_kind { LIST_OBSERVED, LIST_CLEARED };

struct list;

/* limit: of each status; 0 is all.  No other statement may run until the list has ended. */
bool list_open(struct arena *a, struct pg *pg, const struct report *report, const struct rule_report *r,
	enum list_kind kind, int64_t limit, struct list **l, struct err *e) __attribute__((warn_unused_result));

/* The next, in the arena; false at its end, and with e set if it failed. */
bool list_next(struct list *l, struct arena *a, struct observed *o, struct err *e);

/* Each in turn is given to `row` with memory that ends with it; what was written is spilled in between. */
struct list_writing {
	struct pg *pg;
	const struct report *report;
	const struct rule_report *rule;
	struct output *out;
	void (*row)(void *subject, struct arena *a, const struct observed *o);
	void *subject;
};
bool list_each(struct arena *a, const struct list_writing *w, enum list_kind kind, struct err *e)
	__attribute__((warn_unused_result));

/* The fields of the rule's key; "key" where nothing is listed. */
struct texts list_key_names(struct arena *a, const struct rule_report *r);

/* Whether values of a field are personal: by the rule's entity, else by any entity that has one of that name. */
bool is_personal(const struct report *report, const struct rule *rule, Str field);

#endif
