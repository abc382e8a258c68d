/* What the differences of a group have in common, as a sentence of its sides and fields by their titles. */
#ifndef REPORT_CAUSE_H
#define REPORT_CAUSE_H

#include "report/model.h"

/* signature: as sql/reconcile/cause_fill.sql writes it; title, as it is stored, where that says nothing. */
Str cause_title(struct arena *a, const struct report *report, const struct rule_report *r, Str signature, Str title);

#endif
