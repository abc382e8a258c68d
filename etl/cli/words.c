#include "cli/words.h"

Str words_moment(struct arena *a, struct zone *z, instant t)
{
	int32_t offset;
	struct wall w;

	if (t == INSTANT_NONE)
		return S("");
	w = zone_wall(z, t, &offset);
	return text(arena_print(a, "%04d-%02d-%02d %02d:%02d", (int)w.year, w.month, w.day, w.hour, w.minute));
}

Str words_numeric(struct arena *a, const struct locale *l, Str numeric, Str currency)
{
	struct decimal d;

	return decimal_parse(a, numeric, &d) ? shown_amount(a, l, d, currency) : S("");
}
