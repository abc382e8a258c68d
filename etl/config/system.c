#include "config/system.h"

#include "config/entity.h"
#include "config/keys.h"

#include <strings.h>

struct system_text {
	Str title, like, company, channel, owner, timezone;
	const struct node *set, *exponents, *currencies;
};

static const struct key keys[] = {
	KEY(struct system_text, title, .doc = "its name, for people; default: the name here"),
	KEY(struct system_text, like, .doc = "the [kind.…] whose values it takes where it has none of its own"),
	KEY(struct system_text, set, .takes = "table of texts", .doc = "what takes the place of ${…} in the texts of that "
		"kind; ${system} is its own name"),
	KEY(struct system_text, company, .doc = "whose it is: the name of a [company.…]; default: the only one"),
	KEY(struct system_text, channel, .doc = "the way in which its sales came in"),
	KEY(struct system_text, owner, .doc = "the person or team that answers for it"),
	KEY(struct system_text, timezone, .doc = "of its days, by default the company's; and of wall times whose field "
		"names no zone, for which there is no default"),
	KEY(struct system_text, exponents, .doc = "where its minor units depart from ISO 4217, such as { ISK = 2 }; a "
		"withdrawn currency is taken from it only if it stands here, such as { DEM = 2 }"),
	KEY(struct system_text, currencies, .doc = "what it writes for a currency of ISO 4217, such as { LEU = \"RON\" }"),
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
		const struct currency *currency = currency_listed(item->name);

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

static const struct currency *declared(const struct system *s, Str code)
{
	const struct currency *c = currency_listed(code);

	for (size_t i = 0; c && i < s->exponent_count; i++)
		if (strcmp(s->exponents[i].currency, c->code) == 0)
			return c;
	return NULL;
}

static bool is_written(Str a, Str b)
{
	return a.len == b.len && strncasecmp(a.at, b.at, a.len) == 0;
}

/* Of two meanings of one word neither would be safe. */
static bool read_spelling(struct arena *a, const struct node *item, struct system *s, struct spelling *out,
	struct mistakes *m)
{
	if (currency_find(item->name) || declared(s, item->name))
		return mistake(m, item, "%s is a currency itself", text_quoted(a, item->name));
	if (item->kind != NODE_TEXT)
		return mistake(m, item, "%s must be a currency of ISO 4217, such as \"RON\", not %s",
			text_quoted(a, item->name), node_kind_name(item->kind));
	for (size_t i = 0; i < s->spelling_count; i++)
		if (is_written(s->spellings[i].written, item->name))
			return mistake(m, item, "%s stands here already, in other case", text_quoted(a, item->name));
	*out = (struct spelling){item->name, currency_find(item->text)};
	if (!out->currency)
		out->currency = declared(s, item->text);
	return out->currency || mistake(m, item, "there is no currency %s in ISO 4217", text_quoted(a, item->text));
}

/* Once the exponents are known: they say which withdrawn ones there are. */
static bool read_spellings(struct arena *a, const struct node *n, struct system *s, struct mistakes *m)
{
	struct spelling *list = arena_array(a, n->count + 1, struct spelling);
	bool good = true;

	if (!key_table(n, "currencies", m))
		return false;
	s->spellings = list;
	for (size_t i = 0; i < n->count; i++) {
		if (read_spelling(a, n->items[i], s, &list[s->spelling_count], m))
			s->spelling_count++;
		else
			good = false;
	}
	return good;
}

static bool read_system(struct arena *a, const struct node *node, const struct companies *companies,
	const struct key_section *more, struct system *s, struct mistakes *m)
{
	struct system_text t = {0};
	struct key_section sections[] = {{keys, KEY_COUNT(keys), &t}, *more};
	size_t before = mistakes_count(m);

	s->name = s->title = node->name;
	s->node = node;
	if (!key_table(node, node->name.at, m))
		return false;
	key_is_identifier(a, node, SYSTEM_NAME_MAX, m);
	keys_read_all(a, node, sections, sizeof sections / sizeof *sections, m);
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
	if (t.currencies)
		read_spellings(a, t.currencies, s, m);
	return mistakes_count(m) == before;
}

size_t systems_count(const struct node *root)
{
	const struct node *all = node_get(root, "system");

	return all ? all->count : 0;
}

bool systems_read(struct arena *a, const struct node *root, const struct companies *companies, struct zone *zone,
	const struct system_more *more, struct systems *out, struct mistakes *m)
{
	const struct node *all;
	bool good = true;

	*out = (struct systems){0};
	if (!key_sections(root, "system", &all, m))
		return false;
	out->at = arena_array(a, all->count + 1, struct system);
	out->count = all->count;
	for (size_t i = 0; i < out->count; i++) {
		struct key_section own;

		out->at[i].zone = zone;
		out->at[i].company = companies->count == 1 ? &companies->at[0] : NULL;
		own = (struct key_section){more->keys, more->key_count, more->texts + i * more->size};
		good = read_system(a, all->items[i], companies, &own, &out->at[i], m) && good;
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

int system_exponent(const struct system *s, const struct currency *currency)
{
	for (size_t i = 0; i < s->exponent_count; i++)
		if (strcmp(s->exponents[i].currency, currency->code) == 0)
			return s->exponents[i].exponent;
	return currency->exponent;
}

const struct currency *system_currency(const struct system *s, Str written)
{
	const struct currency *c = currency_find(written);

	if (!c)
		c = declared(s, written);
	for (size_t i = 0; !c && i < s->spelling_count; i++)
		if (is_written(s->spellings[i].written, written))
			c = s->spellings[i].currency;
	return c;
}

void systems_describe(struct buf *b, const struct key *more, size_t count)
{
	const struct key_section sections[] = {{keys, KEY_COUNT(keys), NULL}, {more, count, NULL}};
	static const struct key of_kind[] = {
		{.name = "\xE2\x80\xA6", .type = KEY_NODE, .takes = "as there",
		 .doc = "any key of [system.NAME] but like; it counts for each system that is like this kind and has none of "
			"its own"},
		{.name = "extract", .type = KEY_NODE,
		 .doc = "[kind.NAME.extract.NAME]: any key of [extract.SYSTEM.NAME]; each system that is like this kind has "
			"that extract"},
	};

	keys_describe(b, "system.NAME", sections, sizeof sections / sizeof *sections);
	keys_describe(b, "kind.NAME", &(struct key_section){of_kind, KEY_COUNT(of_kind), NULL}, 1);
}
