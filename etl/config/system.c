#include "config/system.h"

#include "base/currency.h"
#include "config/entity.h"
#include "config/keys.h"

struct system_text {
	Str title, like, company, channel, owner, timezone;
	const struct node *exponents;
};

static const struct key keys[] = {
	KEY(struct system_text, title, .doc = "its name, for people; default: the name here"),
	KEY(struct system_text, like, .doc = "the [kind.…] whose values it takes where it has none of its own"),
	KEY(struct system_text, company, .doc = "whose it is: the name of a [company.…]; default: the only one"),
	KEY(struct system_text, channel, .doc = "the way in which its sales came in"),
	KEY(struct system_text, owner, .doc = "the person or team that answers for it"),
	KEY(struct system_text, timezone, .doc = "of its days, by default the company's; and of wall times whose field "
		"names no zone, for which there is no default"),
	KEY(struct system_text, exponents, .doc = "where its minor units depart from ISO 4217, such as { ISK = 2 }"),
};

static bool read_exponents(struct arena *a, const struct node *n, struct system *s, struct mistakes *m)
{
	enum { EXPONENT_MAX = 6 };
	struct exponent *list = arena_array(a, n->count + 1, struct exponent);
	bool good = true;

	if (!key_table(n, "exponents", m))
		return false;
	for (size_t i = 0; i < n->count; i++) {
		const struct node *item = n->items[i];
		const struct currency *currency = item->name.len == 3 ? currency_find(item->name) : NULL;

		if (!currency) {
			good = mistake(m, item, "there is no currency %s in ISO 4217", text_quoted(a, item->name));
		} else if (item->kind != NODE_INTEGER || item->integer < 0 || item->integer > EXPONENT_MAX) {
			good = mistake(m, item, "the exponent of %s must be an integer from 0 to %d", currency->code,
				EXPONENT_MAX);
		} else {
			memcpy(list[s->exponent_count].currency, currency->code, sizeof currency->code);
			list[s->exponent_count++].exponent = (int)item->integer;
		}
	}
	s->exponents = list;
	return good;
}

static bool read_system(struct arena *a, const struct node *node, const struct companies *companies, struct system *s,
	struct mistakes *m)
{
	struct system_text t = {0};
	size_t before = mistakes_count(m);

	s->name = s->title = node->name;
	s->node = node;
	if (!key_table(node, node->name.at, m))
		return false;
	key_is_identifier(a, node, SYSTEM_NAME_MAX, m);
	keys_read(a, node, keys, KEY_COUNT(keys), &t, m);
	if (t.title.at)
		s->title = t.title;
	s->kind = t.like;
	s->channel = t.channel;
	s->owner = t.owner;
	if (t.company.at)
		s->company = company_named(a, companies, t.company, node_child(node, S("company")), m);
	if (s->company && s->company->zone)
		s->zone = s->company->zone;
	if (t.timezone.at)
		s->zone = s->own_zone = zone_named(a, t.timezone, node_child(node, S("timezone")), m);
	if (t.exponents)
		read_exponents(a, t.exponents, s, m);
	return mistakes_count(m) == before;
}

bool systems_read(struct arena *a, const struct node *root, const struct companies *companies, struct zone *zone,
	struct systems *out, struct mistakes *m)
{
	const struct node *all;
	bool good = true;

	*out = (struct systems){0};
	if (!key_sections(root, "system", &all, m))
		return false;
	out->at = arena_array(a, all->count + 1, struct system);
	out->count = all->count;
	for (size_t i = 0; i < out->count; i++) {
		out->at[i].zone = zone;
		out->at[i].company = companies->count == 1 ? &companies->at[0] : NULL;
		good = read_system(a, all->items[i], companies, &out->at[i], m) && good;
	}
	return good;
}

const struct system *system_find(const struct systems *all, Str name)
{
	for (size_t i = 0; i < all->count; i++)
		if (text_is(all->at[i].name, name))
			return &all->at[i];
	return NULL;
}

const struct system *system_named(struct arena *a, const struct systems *all, Str name, const struct node *n,
	struct mistakes *m)
{
	const struct system *found = system_find(all, name);

	if (!found)
		mistake(m, n, "there is no [system.%.*s]%s", STR(name),
			did_you_mean_in(a, name, all->at, all->count, sizeof *all->at));
	return found;
}

bool system_exponent(const struct system *s, Str currency, int *exponent)
{
	const struct currency *iso = currency_find(currency);

	if (!iso)
		return false;
	*exponent = iso->exponent;
	for (size_t i = 0; i < s->exponent_count; i++)
		if (strcmp(s->exponents[i].currency, iso->code) == 0)
			*exponent = s->exponents[i].exponent;
	return *exponent >= 0;
}

void systems_describe(struct buf *b)
{
	static const struct key of_kind[] = {
		{.name = "\xE2\x80\xA6", .type = KEY_NODE, .takes = "as there",
		 .doc = "any key of [system.NAME] but like; it counts for each system that is like this kind and has none of "
			"its own"},
		{.name = "extract", .type = KEY_NODE,
		 .doc = "[kind.NAME.extract.NAME]: any key of [extract.SYSTEM.NAME]; each system that is like this kind has "
			"that extract"},
	};

	keys_describe(b, "system.NAME", &(struct key_section){keys, KEY_COUNT(keys), NULL}, 1);
	keys_describe(b, "kind.NAME", &(struct key_section){of_kind, KEY_COUNT(of_kind), NULL}, 1);
}
