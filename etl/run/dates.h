/*
 * Which date's content is read, and for which date a rule answers.  Facts are due at declared moments; before its due
 * moment the absence of a fact means nothing, so a night reads, and judges, the newest date that is due.
 */
#ifndef RUN_DATES_H
#define RUN_DATES_H

#include "run/project.h"

/* The newest date at or before `until` whose facts are due at `now`; DATE_NONE if the project begins after it.
 * Closed days of the extract's calendar have no facts. */
date content_date(const struct project *p, const struct extract *x, date until, instant now);

/* The last date at or before `until` on which there are facts at all, due or not. */
date content_open(const struct project *p, const struct extract *x, date until);

/* The newest date at or before `until` for which all inputs of the rule are due; DATE_NONE if there is none. */
date rule_date(const struct project *p, const struct rule *rule, date until, instant now);

/* All accounts of a rule, each once: calls for them by number until false. */
const struct account *rule_account(const struct rule *rule, size_t number);

/* The extract of an account. */
const struct extract *account_extract(const struct project *p, const struct account *account);

#endif
