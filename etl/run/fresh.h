/*
 * Fresh means the content's own date: content that speaks of a day before its business date is stale, however new its
 * bytes are.  Days are those of the extract's zone.  A list that is honestly without news on a quiet day says
 * unchanged = "ok"; then its rules are compared as of its newest news.
 */
#ifndef RUN_FRESH_H
#define RUN_FRESH_H

#include "run/reading.h"
#include "stage/stage.h"

/* as_of = "header:PATH": the moment that the files state goes to the stage; of several the oldest, because the landing
 * knows no more than that.  A moment without a zone is one of the extract's, a date alone is the end of its day.
 * ERR_FORMAT if none of the files states one; ERR_INCOMPLETE and load->stale if it is of a day before the business
 * date. */
bool fresh_header(struct arena *a, struct load *load, const struct extract *x, struct stage *stage, struct err *e)
	__attribute__((warn_unused_result));

/* as_of = "max:FIELD", once the rows have been sent: the same for their newest value. */
bool fresh_newest(struct arena *a, struct load *load, const struct extract *x, struct stage *stage, struct err *e)
	__attribute__((warn_unused_result));

#endif
