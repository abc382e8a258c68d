#include "base/json_out.h"

#include "tap.h"

#include <stdlib.h>

static void document(struct json_out *j)
{
	json_object(j);
	json_put_text(j, "name", S("Łódź \"x\" \\ /"));
	json_put_z(j, "none", NULL);
	json_put_z(j, "z", "z");
	json_put_int(j, "least", INT64_MIN);
	json_put_bool(j, "yes", true);
	json_put_bool(j, "no", false);
	json_name(j, "empty");
	json_array(j);
	json_array_end(j);
	json_name(j, "list");
	json_array(j);
	json_int(j, 1);
	json_object(j);
	json_object_end(j);
	json_null(j);
	json_raw(j, S("[2,3]"));
	json_array_end(j);
	json_object_end(j);
}

static void whole(struct arena *a)
{
	struct buf *out = buf_new(a, 1 << 16);
	struct json_out j;

	json_begin(&j, out, false);
	document(&j);
	is_str(buf_str(out), S("{\"name\":\"Łódź \\\"x\\\" \\\\ /\",\"none\":null,\"z\":\"z\","
		"\"least\":-9223372036854775808,\"yes\":true,\"no\":false,\"empty\":[],"
		"\"list\":[1,{},null,[2,3]]}"), "without blanks");
	buf_clear(out);
	json_begin(&j, out, true);
	document(&j);
	is_str(buf_str(out), S("{\n  \"name\": \"Łódź \\\"x\\\" \\\\ /\",\n  \"none\": null,\n  \"z\": \"z\",\n"
		"  \"least\": -9223372036854775808,\n  \"yes\": true,\n  \"no\": false,\n  \"empty\": [],\n"
		"  \"list\": [\n    1,\n    {},\n    null,\n    [2,3]\n  ]\n}"), "a line a member");
	is_int(j.depth, 0, "back where it began");
}

static void texts(struct arena *a)
{
	static const struct {
		Str text, json;
	} rows[] = {
		{{"", 0}, {"\"\"", 2}},
		{{NULL, 0}, {"\"\"", 2}},
		{{"\b\t\n\f\r", 5}, {"\"\\b\\t\\n\\f\\r\"", 12}},
		{{"\0\x01\x1F\x7F", 4}, {"\"\\u0000\\u0001\\u001f\x7F\"", 21}},
		{{"a\xFF\xC3(b\xE2\x82", 7}, {"\"a\xEF\xBF\xBD\xEF\xBF\xBD(b\xEF\xBF\xBD\xEF\xBF\xBD\"", 17}},
		{{"\xED\xA0\x80", 3}, {"\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"", 11}},
		{{"\xF0\x9F\x98\x80", 4}, {"\"\xF0\x9F\x98\x80\"", 6}},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf *out = buf_new(a, 100);
		struct json_out j;

		json_begin(&j, out, false);
		json_text(&j, rows[i].text);
		is_str(buf_str(out), rows[i].json, "text %zu", i);
	}
}

static void amounts(struct arena *a)
{
	struct buf *out = buf_new(a, 1000);
	struct decimal d = {0};
	struct json_out j;

	json_begin(&j, out, false);
	json_array(&j);
	json_decimal(&j, d);
	ok(decimal_parse(a, S("-12.50"), &d), "an amount");
	json_decimal(&j, d);
	ok(decimal_parse(a, S("1e3"), &d), "another");
	json_decimal(&j, d);
	json_array_end(&j);
	is_str(buf_str(out), S("[\"0\",\"-12.5\",\"1000\"]"), "amounts are strings");
}

static void limits(struct arena *a)
{
	struct buf *out = buf_new(a, 1000), *tiny = buf_new(a, 3);
	struct json_out j;

	json_begin(&j, out, false);
	for (int i = 0; i < 63; i++)
		json_array(&j);
	ok(!buf_is_over(out), "63 levels");
	for (int i = 0; i < 10; i++)
		json_array(&j);
	ok(buf_is_over(out), "more than that cannot be written");
	json_begin(&j, tiny, false);
	json_text(&j, S("long"));
	ok(buf_is_over(tiny), "nor more than the buffer holds");
}

int main(void)
{
	struct arena *a = arena_new(NULL);

	whole(a);
	texts(a);
	amounts(a);
	limits(a);
	arena_end(a);
	free(a);
	return done();
}
