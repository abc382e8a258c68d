#include "reconcile/flow_keys.h"

static const struct key flow_keys[] = {
	KEY(struct flow, from, .doc = "the system, or a glob of systems, that the facts leave; this and all but the lag is "
		"for people, and stands in the report with each rule that names the flow", .required = true),
	KEY(struct flow, to, .doc = "the system, or a glob of systems, that they reach", .required = true),
	KEY(struct flow, carries, .doc = "the entity that moves"),
	KEY(struct flow, trigger, .doc = "what sets it off"),
	KEY(struct flow, lag, .doc = "how long it may take: a duration, or business days as in 2bd", .def = "0s"),
	KEY_AS(struct flow, calendar_name, "calendar", .doc = "of the business days"),
	KEY(struct flow, on_failure, .doc = "what the systems do by themselves when it fails"),
	KEY(struct flow, fallback, .doc = "what people do then"),
	KEY(struct flow, owner, .doc = "who answers for it"),
	KEY(struct flow, title, .doc = "its name for people"),
};

static const struct calendar *calendar_find(const struct calendar *calendars, size_t count, Str name)
{
	for (size_t i = 0; i < count; i++)
		if (text_is(calendars[i].name, name))
			return &calendars[i];
	return NULL;
}

bool lag_parse(Str s, const struct calendar *calendar, struct lag *lag)
{
	uint64_t days;

	*lag = (struct lag){.given = true, .calendar = calendar};
	if (text_ends(s, S("bd")) && text_uint(text_head(s, s.len - 2), &days) && days < 1000) {
		lag->business_days = (int)days;
		return true;
	}
	return duration_parse(s, &lag->us);
}

static bool carries_known(struct arena *a, const struct node *n, const struct flow_scope *scope, Str name,
	struct mistakes *m)
{
	const struct entity *found;

	if (name.len == 0)
		return true;
	found = entity_named(a, scope->entities, scope->entity_count, name, node_place(n, "carries"), m);
	return found && text_is(found->name, name);
}

static bool flow_read(struct arena *a, const struct node *n, const struct flow_scope *scope, struct flow *f,
	struct mistakes *m)
{
	struct lag lag;

	f->name = n->name;
	f->node = n;
	if (!keys_read(a, n, flow_keys, KEY_COUNT(flow_keys), f, m) || !carries_known(a, n, scope, f->carries, m))
		return false;
	f->calendar = calendar_find(scope->calendars, scope->calendar_count, f->calendar_name);
	if (f->calendar_name.len > 0 && !f->calendar)
		return mistake(m, n, "there is no calendar %s", text_quoted(a, f->calendar_name));
	if (!lag_parse(f->lag, f->calendar, &lag))
		return mistake(m, n, "\"lag\" is %s, must be a duration as in \"24h\", or business days as in \"2bd\"",
			text_quoted(a, f->lag));
	return true;
}

bool flows_read(struct arena *a, const struct node *root, const struct flow_scope *scope, struct flows *out,
	struct mistakes *m)
{
	const struct node *list = node_get(root, "flow");
	bool ok = true;

	*out = (struct flows){arena_array(a, list ? list->count : 0, struct flow), list ? list->count : 0};
	for (size_t i = 0; i < out->count; i++)
		ok = flow_read(a, list->items[i], scope, &out->at[i], m) && ok;
	return ok;
}

void flows_describe(struct buf *b)
{
	struct key_section section = {flow_keys, KEY_COUNT(flow_keys), NULL};

	keys_describe(b, "flow.NAME", &section, 1);
}
