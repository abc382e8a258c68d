#include "config/condition.h"

#include "parsed.h"

static const char *const entity =
	"[entity.thing]\n"
	"key = [\"id\"]\n"
	"[entity.thing.field]\n"
	"id = { type = \"text\" }\n"
	"i = { type = \"integer\" }\n"
	"cur = { type = \"currency\" }\n"
	"m = { type = \"money\" }\n"
	"b = { type = \"boolean\" }\n"
	"ts = { type = \"timestamp\" }\n"
	"dt = { type = \"date\" }\n"
	"j = { type = \"json\" }\n";

/* "field test values; …" of what was read, the lists in brackets; or the mistakes. */
static void show(struct buf *b, const struct condition *c, const struct entity *n)
{
	if (c->field < 0) {
		buf_byte(b, '[');
		for (size_t i = 0; i < c->any_count; i++)
			show(b, &c->any[i], n);
		buf_byte(b, ']');
		return;
	}
	buf_print(b, "%.*s %s", STR(n->fields[c->field].name), test_names[c->test].name);
	for (size_t i = 0; i < c->values.count; i++)
		buf_print(b, " %.*s", STR(c->values.at[i]));
	buf_byte(b, ';');
}

static void gives(const char *where, const char *want)
{
	struct arena *a = arena_new(NULL);
	struct mistakes *m = mistakes_new(a);
	struct buf *got = buf_new(a, 1 << 16);
	struct conditions all;
	struct entities entities;
	const struct node *root = parsed(a, "r.toml", arena_print(a, "where = %s\n", where));
	bool good = entities_read(a, parsed(a, "e.toml", entity), &entities, m)
		&& conditions_read(a, node_child(root, S("where")), &entities.at[0], &all, m);

	if (good)
		for (size_t i = 0; i < all.count; i++)
			show(got, &all.at[i], &entities.at[0]);
	else
		buf_add(got, mistakes_text(a, m));
	is_str(buf_str(got), text(want), "%s", where);
	arena_end(a);
	free(a);
}

static void conditions(void)
{
	gives("[]", "");
	gives("[{ field = \"id\", value = \"x\" }]", "id = x;");
	gives("[{ field = \"i\", is = \">=\", value = 5 }, { field = \"b\", value = true }]", "i >= 5;b = true;");
	gives("[{ field = \"i\", is = \"in\", value = [1, \"2\"] }]", "i in 1 2;");
	gives("[{ field = \"m\", is = \"<\", value = 1_0.50 }]", "m < 10.50;");
	gives("[{ field = \"dt\", is = \"<>\", value = 2026-03-31 }]", "dt <> 2026-03-31;");
	gives("[{ field = \"ts\", is = \"<\", value = 2026-03-31T00:00:00+02:00 }]", "ts < 2026-03-31T00:00:00+02:00;");
	gives("[{ field = \"ts\", is = \"<\", value = \"2026-03-31\" }]", "ts < 2026-03-31;");
	gives("[{ field = \"j\", is = \"not_null\" }]", "j not_null;");
	gives("[{ field = \"cur\", is = \"prefix\", value = \"E\" }]", "cur prefix E;");
	gives("[{ field = \"id\", is = \"match\", value = \"^a+.$\" }]", "id match ^a+[^\\n](?=\\n?\\Z);");
	gives("[[{ field = \"id\", value = \"x\" }, { field = \"i\", is = \"null\" }]]", "[id = x;i null;]");
}

static void wrong_ones(void)
{
	gives("{ field = \"id\" }", "r.toml:1:1: conditions must be a list of tables, not a table\n");
	gives("[\"id\"]", "r.toml:1:10: \"where\" must be a table, not a text\n");
	gives("[[[]]]", "r.toml:1:11: \"where\" must be a table, not a list\n");
	gives("[[]]", "r.toml:1:10: an empty list of conditions\n");
	gives("[{ field = \"ix\", value = 1 }]",
		"r.toml:1:12: entity \"thing\" has no field \"ix\"; did you mean \"id\"?\n");
	gives("[{ field = \"curr\", value = 1 }]",
		"r.toml:1:12: entity \"thing\" has no field \"curr\"; did you mean \"cur\"?\n");
	gives("[{ field = \"id\" }]", "r.toml:1:10: \"value\" is missing\n");
	gives("[{ field = \"id\", is = \"like\", value = \"x\" }]",
		"r.toml:1:26: \"is\" is \"like\", must be one of =, <>, "
		"<, <=, >, >=, in, not_in, null, not_null, match, prefix\n");
	gives("[{ field = \"id\", is = \"null\", value = \"x\" }]",
		"r.toml:1:39: \"value\" means nothing beside is = \"null\" or \"not_null\"\n");
	gives("[{ field = \"i\", value = \"x\" }]", "r.toml:1:25: this is no value of i, which is of type \"integer\"\n");
	gives("[{ field = \"i\", value = 1.5 }]", "r.toml:1:25: this is no value of i, which is of type \"integer\"\n");
	gives("[{ field = \"m\", value = \"1,5\" }]", "r.toml:1:25: this is no value of m, which is of type \"money\"\n");
	gives("[{ field = \"b\", value = 1 }]", "r.toml:1:25: this is no value of b, which is of type \"boolean\"\n");
	gives("[{ field = \"cur\", value = \"EURO\" }]",
		"r.toml:1:27: this is no value of cur, which is of type \"currency\"\n");
	gives("[{ field = \"ts\", value = \"soon\" }]",
		"r.toml:1:26: this is no value of ts, which is of type \"timestamp\"\n");
	gives("[{ field = \"dt\", value = \"2026-02-30\" }]",
		"r.toml:1:26: this is no value of dt, which is of type \"date\"\n");
	gives("[{ field = \"id\", value = [\"x\"] }]", "r.toml:1:26: \"value\" must be a single value, not a list\n");
	gives("[{ field = \"id\", is = \"in\", value = \"x\" }]",
		"r.toml:1:37: \"value\" must be a list of values here\n");
	gives("[{ field = \"id\", is = \"in\", value = [] }]", "r.toml:1:37: \"value\" must be a list of values here\n");
	gives("[{ field = \"i\", is = \"match\", value = \"x\" }]",
		"r.toml:1:25: \"match\" is for text, i is of type \"integer\"\n");
	gives("[{ field = \"id\", is = \"match\", value = \"(\" }]",
		"r.toml:1:40: regular expression \"(\": at char 1: missing terminating )\n");
	gives("[{ field = \"id\", is = \"match\", value = '^A\\d+' }]",
		"r.toml:1:40: regular expression \"^A\\d+\": at char 2: the database understands this otherwise than a map "
		"does; say [0-9]\n");
	gives("[{ field = \"j\", value = \"x\" }]",
		"r.toml:1:10: a field of type \"json\" can only be asked whether it is null\n");
}

int main(void)
{
	conditions();
	wrong_ones();
	return done();
}
