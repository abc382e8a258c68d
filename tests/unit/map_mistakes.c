#include "map_harness.h"

/* Every mistake with its place, and all of a map at once; the map begins on the second line of map.toml. */

static const struct {
	const char *map, *want;
} mistakes[] = {
	{"t = \"a\"", "map.toml:1:2: the key field \"id\" has no source\n"},
	{"id = \"a\"\nstatsu = \"b\"",
		"map.toml:3:1: entity \"thing\" has no field \"statsu\"; did you mean \"status\"?\n"},
	{"id = 5", "map.toml:2:1: a field must be a path or a table, not an integer\n"},
	{"id = { do = [\"trim\"] }",
		"map.toml:2:1: id needs a source: get, get_any, const, meta, template, compose or pair\n"},
	{"id = { get = \"a\", const = \"b\" }",
		"map.toml:2:1: id needs exactly one source: get, get_any, const, meta, template, compose or pair\n"},
	{"id = { get = \"a\", requierd = true }", "map.toml:2:19: unknown key \"requierd\"; did you mean \"required\"?\n"},
	{"id = { get = \"a\", do = [\"trimm\"] }", "map.toml:2:25: unknown operation \"trimm\"; did you mean \"trim\"?\n"},
	{"id = { get = \"a\", do = [\"left\"] }", "map.toml:2:25: \"left\": an argument is missing\n"},
	{"id = { get = \"a\", do = [\"left:x\"] }", "map.toml:2:25: \"left:x\": an argument must be a number from 0\n"},
	{"id = { get = \"a\", do = [\"trim:x\"] }", "map.toml:2:25: \"trim:x\": an argument too many\n"},
	{"id = { get = \"a\", do = [\"round:2:even\"] }",
		"map.toml:2:25: \"round:2:even\": the mode must be half_even, half_up, down or up\n"},
	{"id = { get = \"a\", do = [\"negate\", \"trim\"] }",
		"map.toml:2:35: \"trim\" works on text and must stand before the operations on numbers\n"},
	{"id = { get = \"a\", do = [\"match:/a/:1\"] }", "map.toml:2:25: the pattern has no group 1\n"},
	{"id = { get = \"a\", do = [\"match:a:1\"] }",
		"map.toml:2:25: \"match:a:1\": a pattern stands between slashes: /re/\n"},
	{"id = { get = \"a\", do = [\"pad_left:3:ab\"] }",
		"map.toml:2:25: \"pad_left:3:ab\": the last argument must be one character\n"},
	{"id = { get = \"a\", unit = \"minor\" }",
		"map.toml:2:19: \"unit\" means nothing for id, which is of type \"text\"\n"},
	{"id = \"lines[*].x\"",
		"map.toml:2:1: \"lines[*].x\" leads to many values; put count:, sum:, min:, max:, any:, all: or join: before "
			"it\n"},
	{"id = \"sum:lines.x\"", "map.toml:2:1: \"lines.x\" must lead into a list, with [*]\n"},
	{"id = \"a\"\nm = { get = \"b\", unit = \"minor\" }", "map.toml:3:1: \"cur\" has no source in this map\n"},
	{"id = \"a\"\ncur = \"c\"\nm = \"b\"",
		"map.toml:4:1: money needs its unit: unit = \"major\" (29.35) or \"minor\" (2935)\n"},
	{"id = \"a\"\nm = { get = \"b\", unit = \"minor\", currency = \"EURO\" }",
		"map.toml:3:34: \"EURO\" is neither a field of thing nor a currency of ISO 4217\n"},
	{"id = \"a\"\nm = { get = \"b\", unit = \"cents\" }",
		"map.toml:3:18: \"unit\" is \"cents\", must be one of major, minor\n"},
	{"id = \"a\"\nts = { get = \"b\", zone = \"Europe/Berln\" }", "map.toml:3:19: "},
	{"id = \"a\"\nts = { get = \"b\", format = \"%Q\" }", "map.toml:3:19: the format \"%Q\" has a % that is none of "},
	{"id = \"a\"\nts = { get = \"b\", format = \"unix\" }",
		"map.toml:3:19: the format \"unix\" must be rfc3339, iso, "},
	{"id = \"a\"\nstatus = { get = \"b\", crosswalk = \"state\" }",
		"map.toml:3:23: there is no [crosswalk.state]; did you mean \"states\"?\n"},
	{"id = \"a\"\nstatus = { get = \"b\", crosswalk = { X = \"payd\" } }",
		"map.toml:3:23: the crosswalk gives \"payd\" for \"X\", "
		"which is not one of the values of status; did you mean \"paid\"?\n"},
	{"id = \"a\"\nstatus = { get = \"b\", else = \"null\" }",
		"map.toml:3:23: \"else\" means nothing without \"crosswalk\"\n"},
	{"id = \"a\"\nstatus = { get = \"b\", crosswalk = \"states\", else = \"drop\" }",
		"map.toml:3:45: \"else\" is \"drop\", must be reject, keep, null or const:x\n"},
	{"id = \"a\"\ni = { get = \"b\", factor = { crosswalk = \"bad\", by = \"u\" } }",
		"map.toml:3:18: crosswalk bad gives \"many\" for \"x\", which is no number\n"},
	{"id = \"a\"\ni = { get = \"b\", min = \"many\" }",
		"map.toml:3:18: this is no value of i, which is of type \"integer\"\n"},
	{"id = \"a\"\ni = { get = \"b\", check = { email = true } }",
		"map.toml:3:28: \"email\" means nothing for i, which is of type \"integer\"\n"},
	{"id = \"a\"\ni = { get = \"b\", check = { cross = [\"i\", \"=\"] } }",
		"map.toml:3:28: \"cross\" must be fields with \"+\", \"-\" "
		"and one \"=\" between them: [\"net\", \"=\", \"gross\", \"-\", \"fee\"]\n"},
	{"id = \"a\"\ni = { get = \"b\", check = { cross = [\"i\", \"=\", \"d\"] } }\nd = \"c\"",
		"map.toml:3:28: \"d\" is of type \"decimal\", i of type \"integer\": they cannot be added\n"},
	{"id = \"a\"\nd = { get = \"b\", round = \"half_up\" }",
		"map.toml:3:18: \"round\" needs \"scale\": the digits behind the point that are kept\n"},
	{"id = \"a\"\ndrop = [\"id\"]", "map.toml:3:9: \"id\" is part of the key and cannot be dropped\n"},
	{"id = \"a\"\nwhere = [{ field = \"t\", value = \"x\" }]", "map.toml:3:12: \"t\" has no source in this map\n"},
	{"id = \"a\"\nwhere = [{ field = \"id\", is = \"like\", value = \"x\" }]",
		"map.toml:3:26: \"is\" is \"like\", must be one of =, <>, <, <=, >, >=, in, not_in, null, not_null, match, "
			"prefix\n"},
	{"id = \"a\"\nwhere = [{ field = \"id\", is = \"in\", value = \"x\" }]",
		"map.toml:3:37: \"value\" must be a list here\n"},
	{"id = \"a\"\nwhere = [{ field = \"id\", value = \"x\", missing = \"null\" }]",
		"map.toml:3:39: \"missing\" is for a path; a field says it itself\n"},
	{"id = \"a\"\nts = { get = \"b\", format = \"%d.%m.%Y %H:%M\" }",
		"map.toml:3:19: times of ts in this format say no zone; say zone = \"…\" here, or timezone in [system.shop]\n"},
	{"id = \"a\"\nts = { get = \"b\", format = [\"excel\", \"%F\"] }",
		"map.toml:3:19: times of ts in this format say no zone; say zone = \"…\" here, or timezone in [system.shop]\n"},
	{"id = \"a\"\nts = { compose = { date = \"d\", time = \"t\" }, format = \"%Y%m%d %H%M%S\" }",
		"map.toml:3:46: times of ts in this format say no zone; say zone = \"…\" here, or timezone in [system.shop]\n"},
	{"id = \"a\"\ndt = { get = \"b\", format = \"%F %T\" }",
		"map.toml:3:19: times of dt in this format say no zone; say zone = \"…\" here, or timezone in [system.shop]\n"},
	{"id = \"a\"\nwhere = []", "map.toml:3:1: an empty list of conditions\n"},
	{"id = { template = \"{a\" }",
		"map.toml:2:8: \"template\" has a brace without its other; {{ and }} stand for braces themselves\n"},
	{"id = \"a..b\"", "map.toml:2:1: column 3 of the path \"a..b\": a name is missing\n"},
	{"tt = \"a\"\nid = { get = \"a\", do = [\"trimm\"] }\nunmapped = \"warn\"",
		"map.toml:4:1: \"unmapped\" is \"warn\", must be one of ignore, report, fail\n"},
	{"tt = \"a\"\nid = { get = \"a\", do = [\"trimm\"] }", "map.toml:2:1: entity \"thing\" has no field \"tt\""},
};

int main(void)
{
	for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
		struct bench x;
		Str want = text(mistakes[i].want), got;
		bool compiled = bench_open(&x, mistakes[i].map);

		got = mistakes_text(x.a, x.m);
		ok(!compiled, "%s is a mistake", mistakes[i].map);
		if (!text_ends(want, S("\n")))
			got = text_head(got, want.len);
		is_str(got, want, "%s", mistakes[i].map);
		arena_end(x.a);
	}
	return done();
}
