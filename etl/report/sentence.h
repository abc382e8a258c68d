/* What a discrepancy says to a person: the rule's own sentence for its kind, else a plain one of ours. */
#ifndef REPORT_SENTENCE_H
#define REPORT_SENTENCE_H

#include "report/model.h"

/* Templates may name {side} {leading} {key} {field} {truth} {mirror} {difference} {value} {currency} {unit} {reason}
 * and each key field; {difference} is without sign, since both values stand beside it. */
Str sentence(struct arena *a, const struct report *report, const struct rule_report *r, const struct observed *o);

/* Its first letter becomes a capital one, if it is of the English alphabet. */
void sentence_begins(struct buf *b);

/* What a discrepancy says beside its sentence: of a bridge what the movements account for, since when its sides differ,
 * what it costs; until when it can be put right; "" where there is nothing: in sentence_timing.c. */
Str timing_said(struct arena *a, const struct rule_report *r, const struct observed *o);

/* Of a reason that says until which day a difference can be put right the same with the day as people read it; false of
 * any other. */
bool until_shown(struct arena *a, Str reason, Str *shown);

/* The rule's answer in one or two sentences; this and what is told of whole answers stands in answer.c. */
Str verdict_sentence(struct arena *a, const struct report *report, const struct rule_report *r);

/* The answer of a rule of which nothing is to be looked at, with the keys that differ by what moved between the two
 * moments at which they were read: in sentence_timing.c. */
Str agreed_sentence(struct arena *a, const struct report *report, const struct rule_report *r);

/* What the rules of the run answered, in one, for the person who has only a moment. */
Str run_sentence(struct arena *a, const struct report *report);

/* Whether an input that could not be read left nothing to compare; what was open before may still be. */
bool nothing_compared(const struct rule_report *r);

/* A hop of a chain by its title; empty for what is none. */
Str hop_title(const struct rule *rule, Str name);

/* A side by the title of its system if it has only one, of a sum by those of its terms; else its name. */
Str side_title(struct arena *a, const struct report *report, const struct rule_report *r, Str side);

/* Why something could not be checked or waits, with extracts and sides by their titles. */
Str reason_shown(struct arena *a, const struct report *report, const struct rule_report *r, Str reason);

/* One of the two values, as its field's type is written; "" if there is none. */
Str value_shown(struct arena *a, const struct report *report, const struct rule_report *r, const struct observed *o,
	Str value);

/* A compared field by its title. */
Str field_title(const struct rule_report *r, Str name);

/* The type of an observation's two values. */
enum field_type value_type(const struct rule_report *r, const struct observed *o);

/* Whether a value of this observation is a number: an amount of money or of the rule's unit. */
bool value_is_number(const struct rule_report *r, const struct observed *o, Str value);

#endif
