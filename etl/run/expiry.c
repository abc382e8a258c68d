#include "run/expiry.h"

#include "base/certificate.h"
#include "base/log.h"
#include "embedded.h"
#include "net/endpoint.h"

#include <stdlib.h>

/* A certificate that cannot be read fails where it is used, with its reason. */
static void of_certificate(struct arena *a, const struct endpoint *endpoint, struct expiries *all)
{
	struct err e = {0};
	date on;

	if (!endpoint->trust.certificate)
		return;
	if (certificate_last_day(endpoint->trust.certificate, &on, &e))
		expiries_add(a, all, endpoint->system, S("its client certificate"), on);
	else
		log_debug("net", "%s", e.message);
}

static void of_endpoint(struct arena *a, const struct endpoint *endpoint, struct expiries *all)
{
	for (size_t i = 0; i < endpoint->expires.count; i++)
		expiries_add(a, all, endpoint->expires.at[i].system, endpoint->expires.at[i].what, endpoint->expires.at[i].on);
	of_certificate(a, endpoint, all);
}

static int by_day(const void *x, const void *y)
{
	const struct expiry *a = x, *b = y;
	int64_t on_a = a->on == DATE_NONE ? INT64_MAX : a->on, on_b = b->on == DATE_NONE ? INT64_MAX : b->on;
	int order = (on_a > on_b) - (on_a < on_b);

	return order != 0 ? order : text_compare(a->system, b->system) ? text_compare(a->system, b->system)
							       : text_compare(a->what, b->what);
}

static bool expiry_write(struct ledger *l, const struct expiry *x, struct err *e)
{
	Str on = x->on == DATE_NONE ? PARAM_NULL : param_date(l->a, x->on);

	return pg_run(l->pg, sql_run_expiry, P(param_int(l->a, l->run_id), x->system, x->what, on), NULL, e);
}

bool expiries_note(struct ledger *l, date today, const struct job *job, const struct expiries *told,
	struct expiries *soon, struct err *e)
{
	struct expiries all = {0};
	date last = today + EXPIRY_DAYS;
	bool ok = true;

	for (size_t i = 0; i < job->extract_count; i++)
		of_endpoint(l->a, job->extracts[i]->endpoint, &all);
	for (size_t i = 0; i < told->count; i++)
		expiries_add(l->a, &all, told->at[i].system, told->at[i].what, told->at[i].on);
	*soon = (struct expiries){0};
	for (size_t i = 0; i < all.count; i++)
		if (all.at[i].on == DATE_NONE || all.at[i].on <= last)
			expiries_add(l->a, soon, all.at[i].system, all.at[i].what, all.at[i].on);
	if (soon->count > 0)
		qsort(soon->at, soon->count, sizeof *soon->at, by_day);
	for (size_t i = 0; ok && i < soon->count; i++)
		ok = expiry_write(l, &soon->at[i], e);
	return ok;
}
