#include "tap.h"

#include "base/buf.h"
#include "format/tree.h"

#include <stdlib.h>

static void shows(const char *source, const char *want)
{
	static const char *const kinds[] = {
		[STEP_NAME] = "name", [STEP_INDEX] = "index", [STEP_EACH] = "each", [STEP_MEMBERS] = "members",
		[STEP_ATTRIBUTE] = "attribute", [STEP_TEXT] = "text", [STEP_COLUMN] = "column",
	};
	struct arena *a = arena_new(NULL);
	struct buf *out = buf_new(a, 4096);
	struct err e = {0};
	struct path p;

	if (path_parse(a, text(source), &p, &e)) {
		for (int i = 0; i < p.up; i++)
			buf_add(out, S("^"));
		for (size_t i = 0; i < p.count; i++) {
			const struct step *s = &p.steps[i];

			buf_print(out, "%s%s", i ? " " : "", kinds[s->kind]);
			if (s->space.len > 0)
				buf_print(out, " {%.*s}", STR(s->space));
			if (s->name.len > 0)
				buf_print(out, " %.*s", STR(s->name));
			if (s->kind == STEP_INDEX || s->kind == STEP_COLUMN)
				buf_print(out, " %d", (int)s->index);
		}
	} else {
		buf_print(out, "%s", e.message);
	}
	is_str(buf_str(out), text(want), "%s", source);
	arena_end(a);
	free(a);
}

static void syntax(void)
{
	shows("a.b.c", "name a name b name c");
	shows("a[0].b[-1]", "name a index 0 name b index -1");
	shows("a[\"odd.key\"].x", "name a name odd.key name x");
	shows("[\"@odata.nextLink\"]", "name @odata.nextLink");
	shows("[\"q\\\"\\\\\"]", "name q\"\\");
	shows("lines[*].sku", "name lines each name sku");
	shows("[*]", "each");
	shows("obj{*}.key", "name obj members name key");
	shows("^.id", "^name id");
	shows("^^.x", "^^name x");
	shows("Amt.@Ccy", "name Amt attribute Ccy");
	shows("@id", "attribute id");
	shows("a.text()", "name a text");
	shows("{urn:x}Doc.{urn:x}a", "name {urn:x} Doc name {urn:x} a");
	shows("#3", "column 3");
	shows("Gross Debit (GC)", "name Gross Debit (GC)");
	shows("", "the path is empty");
	shows("a..b", "column 3 of the path \"a..b\": a name is missing");
	shows("a.", "column 3 of the path \"a.\": a name is missing");
	shows("a[", "column 3 of the path \"a[\": a number is missing or too large");
	shows("a[1", "column 4 of the path \"a[1\": ] is missing");
	shows("a[99999999999999999999]", "column 3 of the path \"a[99999999999999999999]\": a number is missing or too "
		"large");
	shows("a[\"x", "column 5 of the path \"a[\"x\": \"] is missing");
	shows("a[1]b", "column 5 of the path \"a[1]b\": a point, [ or {*} must stand here");
	shows("^id", "column 2 of the path \"^id\": a point and a name must follow ^");
	shows("a{*}{*}", "column 5 of the path \"a{*}{*}\": behind {*} stands .key or .value");
	shows("a{*}.value{*}.key", "name a members name value members name key");
	shows("#0", "column 3 of the path \"#0\": columns count from 1");
	shows("{urn:x", "column 2 of the path \"{urn:x\": } is missing");
	shows("@", "column 2 of the path \"@\": a name is missing");
}

int main(void)
{
	syntax();
	return done();
}
