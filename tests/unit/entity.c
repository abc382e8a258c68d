#include "config/entity.h"
#include "config/keys.h"

#include "parsed.h"

static const struct node *tree(struct arena *a, const char *source)
{
	return parsed(a, "e.toml", source);
}

static void types(void)
{
	is_int((int64_t)field_type_count, TYPE_GTIN + 1, "a row for each type");
	for (size_t i = 0; i < field_type_count; i++)
		ok(field_types[i].name && field_types[i].column, "type %zu has a name and a column", i);
}

/* Each name of a type, as configuration writes it, gives that type. */
static void each_type(struct arena *a)
{
	for (size_t i = 0; i < field_type_count; i++) {
		struct mistakes *m = mistakes_new(a);
		struct entities all;
		const struct node *root = tree(a, arena_print(a, "[entity.x]\nkey = [\"id\"]\n[entity.x.field]\n"
			"id = { type = \"text\" }\nf = { type = \"%s\"%s }\n", field_types[i].name,
			i == TYPE_MONEY ? ", currency = \"-\"" : ""));

		ok(entities_read(a, root, &all, m) && all.at[0].fields[1].type == (enum field_type)i, "type %s",
			field_types[i].name);
	}
}

static const char orders[] =
	"[entity.order]\n"
	"key = [\"shop\", \"order_no\"]\n"
	"title = \"Order\"\n"
	"[entity.order.field]\n"
	"shop     = { type = \"text\" }\n"
	"order_no = { type = \"text\", title = \"Number\" }\n"
	"currency = { type = \"currency\", truth = \"shop_*\" }\n"
	"total    = { type = \"money\", truth = \"shop_*\" }\n"
	"score    = { type = \"money\", currency = \"-\" }\n"
	"status   = { type = \"text\", values = [\"open\", \"paid\"] }\n"
	"email    = { type = \"text\", class = \"personal\" }\n"
	"[entity.line]\n"
	"key = [\"order_no\", \"shop\", \"no\"]\n"
	"[entity.line.field]\n"
	"no       = { type = \"integer\" }\n"
	"order_no = { type = \"text\" }\n"
	"shop     = { type = \"text\" }\n"
	"paid_in  = { type = \"currency\" }\n"
	"booked_in = { type = \"currency\" }\n"
	"amount   = { type = \"money\", currency = \"booked_in\" }\n"
	"[entity.line.parent]\n"
	"order = [\"shop\", \"order_no\"]\n";

static void good(struct arena *a)
{
	struct mistakes *m = mistakes_new(a);
	struct entities all;
	const struct entity *order, *line;

	ok(entities_read(a, tree(a, orders), &all, m), "two entities");
	is_str(mistakes_text(a, m), S(""), "without a mistake");
	order = entity_find(&all, S("order"));
	line = entity_find(&all, S("line"));
	ok(order && line && !entity_find(&all, S("lines")), "found by name");
	is_str(order->title, S("Order"), "title");
	is_str(line->title, S("line"), "title by default");
	is_int((int64_t)order->key_count, 2, "key");
	is_int(order->key[1], 1, "of fields");
	is_int(line->key[0], 1, "in its own order");
	is_int((int64_t)order->field_count, 7, "fields");
	is_int(entity_field(order, S("email")), 6, "by name");
	is_int(entity_field(order, S("emial")), -1, "or not");
	is_str(order->fields[1].title, S("Number"), "a field's title");
	is_str(order->fields[0].title, S("shop"), "by default its name");
	is_str(order->fields[3].truth, S("shop_*"), "truth");
	is_int((int64_t)order->fields[0].truth.len, 0, "or none");
	is_int(order->fields[3].currency, 2, "money in the only currency");
	is_int(order->fields[4].currency, -1, "or in none");
	is_int(order->fields[0].currency, -1, "what is no money has none");
	is_int(line->fields[5].currency, 4, "or in the one that is named");
	is_int((int64_t)order->fields[5].values.count, 2, "values");
	ok(order->fields[6].personal && !order->fields[5].personal, "class");
	is_int((int64_t)line->parent_count, 1, "a parent");
	ok(line->parents[0].entity == order, "which is the order");
	is_int(line->parents[0].fields[0], 2, "by its shop");
	is_int(line->parents[0].fields[1], 1, "and number");
	is_int(order->fields[3].number, 0, "numbers are given by staging");
	is_str(order->file, S("e.toml"), "where it is declared");
	is_int(line->line, 12, "and in which line");
}

static void bad_fields(struct arena *a)
{
	struct mistakes *m = mistakes_new(a);
	struct entities all;

	ok(!entities_read(a, tree(a,
		"[entity.Order]\n"
		"key = [\"shop\", \"order_nr\", \"shop\"]\n"
		"[entity.Order.field]\n"
		"shop = { type = \"txt\" }\n"
		"order_no = \"text\"\n"
		"total = { type = \"money\" }\n"
		"count = { type = \"integer\", values = [\"1\"] }\n"
		"size = { type = \"integer\", currency = \"x\" }\n"
		"[entity.twice]\n"
		"key = [\"id\", \"id\"]\n"
		"[entity.twice.field]\n"
		"id = { type = \"text\" }\n"
		"one = { type = \"currency\" }\n"
		"two = { type = \"currency\" }\n"
		"total = { type = \"money\" }\n"
		"tax = { type = \"money\", currency = \"tow\" }\n"
		"fee = { type = \"money\", currency = \"id\" }\n"
		"[entity.none]\n"
		"[entity.empty]\n"
		"key = []\n"
		"[entity.empty.field]\n"
		"x = { type = \"json\" }\n"
		"[entity.odd]\n"
		"key = [\"x\"]\n"
		"[entity.odd.field]\n"
		"x = { type = \"json\" }\n"), &all, m), "many mistakes");
	is_str(mistakes_text(a, m), S(
		"e.toml:1:9: \"Order\" cannot be a name here; use lower-case letters, digits and _, a letter first, at most "
		"28\n"
		"e.toml:2:16: entity \"Order\" has no field \"order_nr\"; did you mean \"order_no\"?\n"
		"e.toml:4:10: \"type\" is \"txt\", must be one of text, integer, decimal, money, currency, boolean, timestamp, "
		"date, "
		"duration, uuid, bytes, json, gtin; did you mean \"text\"?\n"
		"e.toml:5:1: a field must be a table such as { type = \"text\" }, not a text\n"
		"e.toml:6:1: money without a currency; add a field of type \"currency\", or currency = \"-\" if there is none\n"
		"e.toml:7:29: \"values\" is for text, count is not\n"
		"e.toml:8:28: \"currency\" is for money, size is not\n"
		"e.toml:10:14: \"id\" stands in the key twice\n"
		"e.toml:15:1: twice has 2 currency fields; say which with currency = \"…\"\n"
		"e.toml:16:25: entity \"twice\" has no field \"tow\"; did you mean \"two\"?\n"
		"e.toml:17:25: \"id\" is not of type \"currency\"\n"
		"e.toml:18:9: \"field\" is missing: its fields: [entity.NAME.field]\n"
		"e.toml:18:9: \"key\" is missing: the fields that make a row unique\n"
		"e.toml:20:1: \"key\" names no field\n"
		"e.toml:24:8: \"x\" cannot be part of a key: it is of type \"json\"\n"), "all at once");
}

static void bad_parents(struct arena *a)
{
	struct mistakes *m = mistakes_new(a);
	struct entities all;

	ok(!entities_read(a, tree(a,
		"[entity.a]\n"
		"key = [\"id\"]\n"
		"field = { id = { type = \"text\" }, no = { type = \"integer\" } }\n"
		"parent = { b = [\"id\"], bb = [\"id\"] }\n"
		"[entity.b]\n"
		"key = [\"id\"]\n"
		"field = { id = { type = \"text\" } }\n"
		"parent = { c = [\"id\"] }\n"
		"[entity.c]\n"
		"key = [\"id\"]\n"
		"field = { id = { type = \"text\" } }\n"
		"parent = { a = [\"id\"] }\n"
		"[entity.d]\n"
		"key = [\"id\"]\n"
		"field = { id = { type = \"integer\" } }\n"
		"parent = { a = [\"id\"], b = [\"id\", \"id\"], c = [\"di\"] }\n"), &all, m), "parents that cannot be");
	is_str(mistakes_text(a, m), S(
		"e.toml:4:1: a is its own parent, directly or by way of others\n"
		"e.toml:4:24: there is no [entity.bb]; did you mean \"b\"?\n"
		"e.toml:8:1: b is its own parent, directly or by way of others\n"
		"e.toml:12:1: c is its own parent, directly or by way of others\n"
		"e.toml:16:17: id is of type \"integer\", but id of a is of type \"text\"\n"
		"e.toml:16:24: the key of b has 1 field, not 2\n"
		"e.toml:16:47: entity \"d\" has no field \"di\"\n"), "each in its place");
}

static void shapes(struct arena *a)
{
	static const char *const sources[] = {
		"entity = 1", "entity = { x = 1 }", "[entity.x]\nkey = 1\nfield = 1", "[entity.x]\nkey = [1]\nfield = {}",
		"[entity.x]\nkey = [\"a\", 2]\nfield = { a = { type = \"text\" } }\nparent = 1",
		"[entity.x]\nkey = \"a\"\nfield = { a = { type = \"text\" } }\nparent = { x = 1 }",
	};

	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
		struct mistakes *m = mistakes_new(a);
		struct entities all;

		ok(!entities_read(a, tree(a, sources[i]), &all, m) && mistakes_count(m) > 0, "refused: %zu", i);
	}
}

int main(void)
{
	static struct arena *a;

	a = arena_new(NULL);
	types();
	each_type(a);
	good(a);
	bad_fields(a);
	bad_parents(a);
	shapes(a);
	arena_end(a);
	return done();
}
