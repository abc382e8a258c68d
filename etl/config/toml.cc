/* toml++ behind a C header.  It is built into this file (header only) and reports errors as values. */
#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 1
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include <algorithm>
#include <vector>

extern "C" {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic" /* the C headers hold compound literals */
#pragma GCC diagnostic ignored "-Wshadow"   /* and functions named as structs */
#include "config/toml.h"
#pragma GCC diagnostic pop
}

namespace {

/* toml++ limits nested values but not dotted keys; tables nested by the ten thousand would end in its destructors. */
constexpr size_t dots_max = 250;

struct reading {
	arena *a;
	const char *file;
	std::string_view source;
	std::vector<size_t> lines; /* where each begins */
};

Str keep(reading &r, std::string_view s)
{
	return text_copy(r.a, Str{s.data(), s.size()});
}

void index_lines(reading &r)
{
	r.lines.push_back(r.source.substr(0, 3) == "\xEF\xBB\xBF" ? 3 : 0);
	for (size_t i = 0; i < r.source.size(); i++)
		if (r.source[i] == '\n')
			r.lines.push_back(i + 1);
}

/* The byte at a place; columns count characters. */
size_t offset_of(const reading &r, toml::source_position place)
{
	size_t at = r.lines[std::min<size_t>(place.line, r.lines.size()) - 1];

	for (auto column = place.column; column > 1 && at < r.source.size(); column--)
		do
			at++;
		while (at < r.source.size() && (static_cast<unsigned char>(r.source[at]) & 0xC0) == 0x80);
	return at;
}

std::string_view source_of(const reading &r, const toml::node &value)
{
	size_t from = offset_of(r, value.source().begin), to = offset_of(r, value.source().end);
	std::string_view s = r.source.substr(from, to > from ? to - from : 0);

	while (!s.empty() && (s.back() == ' ' || s.back() == '\t' || s.back() == '\r' || s.back() == '\n'))
		s.remove_suffix(1);
	return s;
}

node *make(reading &r, node_kind kind, toml::source_position place)
{
	node *n = arena_new_of(r.a, node);

	n->kind = kind;
	n->file = r.file;
	n->line = static_cast<int>(place.line);
	n->column = static_cast<int>(place.column);
	return n;
}

node_kind kind_of(const toml::node &value)
{
	switch (value.type()) {
	case toml::node_type::table: return NODE_TABLE;
	case toml::node_type::array: return NODE_ARRAY;
	case toml::node_type::integer: return NODE_INTEGER;
	case toml::node_type::floating_point: return NODE_FLOAT;
	case toml::node_type::boolean: return NODE_BOOLEAN;
	case toml::node_type::date: return NODE_DATE;
	case toml::node_type::time: return NODE_TIME;
	case toml::node_type::date_time: return NODE_DATETIME;
	case toml::node_type::string:
	case toml::node_type::none:
	default: return NODE_TEXT;
	}
}

node *convert(reading &r, const toml::node &value, toml::source_position place);

void convert_table(reading &r, const toml::table &table, node *n)
{
	for (auto &&[key, value] : table) {
		node *child = convert(r, value, key.source().begin);

		child->name = keep(r, key.str());
		node_add(r.a, n, child);
	}
	std::stable_sort(n->items, n->items + n->count, [](const node *x, const node *y) {
		return x->line != y->line ? x->line < y->line : x->column < y->column;
	});
}

node *convert(reading &r, const toml::node &value, toml::source_position place)
{
	node *n = make(r, kind_of(value), place);

	if (n->kind == NODE_TABLE)
		convert_table(r, *value.as_table(), n);
	else if (n->kind == NODE_ARRAY)
		for (auto &&item : *value.as_array())
			node_add(r.a, n, convert(r, item, item.source().begin));
	else if (n->kind == NODE_TEXT)
		n->text = keep(r, value.as_string()->get());
	else if (n->kind == NODE_INTEGER)
		n->integer = value.as_integer()->get();
	else if (n->kind == NODE_BOOLEAN)
		n->boolean = value.as_boolean()->get();
	else
		n->text = keep(r, source_of(r, value));
	return n;
}

/* The sentences of toml++ in the style of ours: lower case, no full stop, no names of macros. */
bool fail(reading &r, toml::source_position place, std::string_view fact, node **root, err *e)
{
	fact = fact.substr(0, fact.find(" (TOML_MAX"));
	while (!fact.empty() && fact.back() == '.')
		fact.remove_suffix(1);
	*root = make(r, NODE_TEXT, place);
	(*root)->text = keep(r, fact);
	if (fact.size() > 1 && fact[0] >= 'A' && fact[0] <= 'Z' && fact[1] >= 'a')
		const_cast<char *>((*root)->text.at)[0] = static_cast<char>(fact[0] - 'A' + 'a');
	return err_set(e, ERR_CONFIG, "%s:%d:%d: %.*s", r.file, (*root)->line, (*root)->column, STR((*root)->text));
}

bool has_long_key(std::string_view source, toml::source_position *place)
{
	size_t dots = 0;

	*place = {1, 1};
	for (char c : source) {
		dots = c == '.' ? dots + 1 : std::string_view("\n=,{}[]").find(c) != std::string_view::npos ? 0 : dots;
		if (dots > dots_max)
			return true;
		place->line += c == '\n';
	}
	return false;
}

}

bool toml_read(struct arena *a, const char *file, Str text, struct node **root, struct err *e)
{
	reading r{a, file, std::string_view(text.at ? text.at : "", text.len), {}};
	toml::source_position place;

	if (has_long_key(r.source, &place))
		return fail(r, place, "a key has more than 250 dots", root, e);
	toml::parse_result result = toml::parse(r.source);
	if (!result)
		return fail(r, result.error().source().begin, result.error().description(), root, e);
	index_lines(r);
	*root = convert(r, result.table(), {1, 1});
	return true;
}
