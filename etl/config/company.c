#include "config/company.h"

#include "base/currency.h"
#include "config/keys.h"

struct company_text {
	Str title, currency, timezone, calendar;
};

static const struct key keys[] = {
	KEY(struct company_text, title, .doc = "its name, for people; default: the name here"),
	KEY(struct company_text, currency, .doc = "in which it keeps its books, three letters"),
	KEY(struct company_text, timezone, .doc = "of its business days; default: the project's"),
	KEY(struct company_text, calendar, .doc = "its business days: the name of a [calendar.…]; default: every day"),
};

struct zone *zone_named(struct arena *a, Str name, const struct node *n, struct mistakes *m)
{
	struct err e = {0};
	struct zone *z;

	if (zone_open(a, name, &z, &e))
		return z;
	if (e.kind != ERR_CONFIG)
		mistake(m, n, "%s", e.message);
	else
		mistake(m, n, "there is no time zone %s; write a name such as \"Europe/Berlin\"", text_quoted(a, name));
	return NULL;
}

static bool read_company(struct arena *a, const struct node *node, const struct calendars *calendars,
	struct company *c, struct mistakes *m)
{
	struct company_text t = {0};
	size_t before = mistakes_count(m);

	c->name = c->title = node->name;
	c->node = node;
	if (!key_table(node, node->name.at, m))
		return false;
	keys_read(a, node, keys, KEY_COUNT(keys), &t, m);
	if (t.title.at)
		c->title = t.title;
	c->currency = t.currency;
	if (t.currency.at && (t.currency.len != 3 || !currency_find(t.currency)))
		mistake(m, node_child(node, S("currency")), "there is no currency %s in ISO 4217",
			text_quoted(a, t.currency));
	else if (t.currency.at)
		c->currency = text(currency_find(t.currency)->code);
	if (t.timezone.at)
		c->zone = zone_named(a, t.timezone, node_child(node, S("timezone")), m);
	if (t.calendar.at)
		c->calendar = calendar_named(a, calendars, t.calendar, node_child(node, S("calendar")), m);
	return mistakes_count(m) == before;
}

bool companies_read(struct arena *a, const struct node *root, const struct calendars *calendars, struct zone *zone,
	struct companies *out, struct mistakes *m)
{
	const struct node *all;
	bool good = true;

	*out = (struct companies){0};
	if (!key_sections(root, "company", &all, m))
		return false;
	out->at = arena_array(a, all->count + 1, struct company);
	out->count = all->count;
	for (size_t i = 0; i < out->count; i++) {
		out->at[i].zone = zone;
		good = read_company(a, all->items[i], calendars, &out->at[i], m) && good;
	}
	return good;
}

const struct company *company_named(struct arena *a, const struct companies *all, Str name, const struct node *n,
	struct mistakes *m)
{
	for (size_t i = 0; i < all->count; i++)
		if (text_is(all->at[i].name, name))
			return &all->at[i];
	mistake(m, n, "there is no [company.%.*s]%s", STR(name),
		did_you_mean_in(a, name, all->at, all->count, sizeof *all->at));
	return NULL;
}

void companies_describe(struct buf *b)
{
	keys_describe(b, "company.NAME", &(struct key_section){keys, KEY_COUNT(keys), NULL}, 1);
}
