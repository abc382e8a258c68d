#include "run/fresh.h"

#include "base/zone.h"
#include "read/header.h"

/* What content says of its own time: a moment, or only a day. */
struct own_date {
	instant as_of;
	date day;
	bool is_day;
};

static void moment_take(const struct extract *x, instant t, struct own_date *own)
{
	*own = (struct own_date){.as_of = t, .day = zone_date(x->due.zone, t)};
}

static void day_take(const struct extract *x, date day, struct own_date *own)
{
	*own = (struct own_date){.as_of = extract_end_of(x, day), .day = day, .is_day = true};
}

static bool date_read(struct arena *a, const struct extract *x, Str said, struct own_date *own)
{
	instant first, second;
	date day;

	if (date_parse(said, &day)) {
		day_take(x, day, own);
		return true;
	}
	if (instant_parse(said, &first)) {
		moment_take(x, first, own);
		return true;
	}
	if (!instant_parse(text(arena_print(a, "%.*sZ", STR(said))), &first))
		return false;
	zone_instant(x->due.zone, wall_of_utc(first), &first, &second);
	moment_take(x, first, own);
	return true;
}

/* "it is of 2026-03-30T23:10:00+02:00 by its header "exported_at", not of 2026-03-31" */
static bool is_fresh(struct arena *a, struct load *load, const struct extract *x, const char *where,
	const struct own_date *own, struct err *e)
{
	if (!x->unchanged_is_stale || load->release || own->day >= load->content_date)
		return true;
	load->stale = true;
	return err_set(e, ERR_INCOMPLETE, "it is of %s by its %s %s, not of %s",
		own->is_day ? date_text(a, own->day) : zone_text(a, x->due.zone, own->as_of), where,
		text_quoted(a, x->as_of_at), date_text(a, load->content_date));
}

bool fresh_header(struct arena *a, struct load *load, const struct extract *x, struct stage *stage, struct err *e)
{
	struct own_date oldest = {.as_of = INSTANT_NONE}, own;
	size_t parts = load->landing->part_count;
	Str *said = arena_array(a, parts, Str);

	if (x->as_of != AS_OF_HEADER)
		return true;
	if (!reader_header(a, x->format, load->landing, x->as_of_at, said, e))
		return false;
	for (size_t i = 0; i < parts; i++) {
		if (!said[i].at)
			continue;
		if (!date_read(a, x, said[i], &own))
			return err_set(e, ERR_FORMAT, "%.*s: header %s is %s, neither a moment nor a date",
				STR(load->landing->parts[i].name), text_quoted(a, x->as_of_at), text_quoted(a, said[i]));
		if (oldest.as_of == INSTANT_NONE || own.as_of < oldest.as_of)
			oldest = own;
	}
	stage_as_of(stage, oldest.as_of, text(arena_print(a, "header:%.*s", STR(x->as_of_at))));
	return is_fresh(a, load, x, "header", &oldest, e);
}

bool fresh_newest(struct arena *a, struct load *load, const struct extract *x, struct stage *stage, struct err *e)
{
	instant newest = stage_newest(stage);
	int field = entity_field(x->entity, x->as_of_at);
	struct own_date own;

	if (x->as_of != AS_OF_MAX || newest == INSTANT_NONE || field < 0)
		return true;
	if (x->entity->fields[field].type == TYPE_DATE)
		day_take(x, (date)(newest / DAY) - 1, &own);
	else
		moment_take(x, newest, &own);
	stage_as_of(stage, own.as_of, text(arena_print(a, "max:%.*s", STR(x->as_of_at))));
	return is_fresh(a, load, x, "newest", &own, e);
}
