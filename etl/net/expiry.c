#include "net/expiry.h"

#include "net/told.h"

void expiries_add(struct arena *a, struct expiries *list, Str system, Str what, date on)
{
	for (size_t i = 0; i < list->count; i++) {
		struct expiry *known = &list->at[i];

		if (!text_is(known->system, system) || !text_is(known->what, what))
			continue;
		if (known->on == DATE_NONE || (on != DATE_NONE && on < known->on))
			known->on = on;
		return;
	}
	list->at = arena_grow(a, list->at, list->count, sizeof *list->at);
	list->at[list->count++] = (struct expiry){text_copy(a, system), text_copy(a, what), on};
}

/* ── what answers say ──────────────────────────────────────────────────────────────────────────────────────────── */

static date day_of(instant t)
{
	return (date)(t / DAY);
}

void expiries_heed(struct arena *a, struct expiries *list, Str system, const struct answer *answer)
{
	Str sunset = http_field(&answer->head.fields, "Sunset");
	Str deprecated = http_field(&answer->head.fields, "Deprecation");
	Str reason = http_field(&answer->head.fields, "X-Shopify-API-Deprecated-Reason");
	instant end;

	if (sunset.at && told_http_date(a, sunset, &end))
		expiries_add(a, list, system, S("what is asked of it"), day_of(end));
	else if (deprecated.at || reason.at)
		expiries_add(a, list, system, S("what is asked of it"), DATE_NONE);
}
