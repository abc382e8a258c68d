/* simdjson behind a C header: its on-demand interface, since only that one gives numbers as they were written. */
#include <simdjson.h>

#include <algorithm>
#include <utility>
#include <vector>

extern "C" {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic" /* the C headers hold compound literals */
#pragma GCC diagnostic ignored "-Wshadow"   /* and functions named as structs */
#include "format/json.h"
#include "format/window.h"
#pragma GCC diagnostic pop
}

static_assert(WINDOW_PADDING >= simdjson::SIMDJSON_PADDING, "a record may be read past its end");

struct json {
	simdjson::ondemand::parser parser;
};

namespace {

namespace od = simdjson::ondemand;
using simdjson::error_code;

struct reading {
	arena *a;
	Str text;
	od::document *document;
	const char *fault;
};

/* These leave the form of the record readable: it is the record that is wrong, not the file. */
bool is_fault(error_code code)
{
	return code == simdjson::UTF8_ERROR || code == simdjson::STRING_ERROR || code == simdjson::UNESCAPED_CHARS;
}

Str of(std::string_view s)
{
	return Str{s.data(), s.size()};
}

std::string_view trimmed(std::string_view s)
{
	while (!s.empty() && (s.back() == ' ' || s.back() == '\t' || s.back() == '\r' || s.back() == '\n'))
		s.remove_suffix(1);
	return s;
}

size_t digits(std::string_view s, size_t i)
{
	while (i < s.size() && s[i] >= '0' && s[i] <= '9')
		i++;
	return i;
}

/* RFC 8259 section 6. */
bool is_number(std::string_view s)
{
	size_t i = !s.empty() && s[0] == '-', end = digits(s, i);

	if (end == i || (s[i] == '0' && end > i + 1))
		return false;
	i = end;
	if (i < s.size() && s[i] == '.') {
		end = digits(s, i + 1);
		if (end == i + 1)
			return false;
		i = end;
	}
	if (i < s.size() && (s[i] == 'e' || s[i] == 'E')) {
		i++;
		i += i < s.size() && (s[i] == '+' || s[i] == '-');
		end = digits(s, i);
		if (end == i)
			return false;
		i = end;
	}
	return i == s.size();
}

/* A string whose token has no escape is the text between its quotes.  It is asked for all the same: simdjson takes one
 * that nobody asked for and that a colon follows for a name, and passes over all up to where the brackets are even. */
template <typename Value> error_code read_string(reading &r, Value &value, std::string_view token, tree &t)
{
	std::string_view s;

	t.kind = TREE_TEXT;
	if (token.find('\\') == token.npos && token.size() >= 2 && token.back() == '"') {
		od::raw_json_string raw;

		t.text = of(token.substr(1, token.size() - 2));
		return value.get_raw_json_string().get(raw);
	}
	error_code code = value.get_string().get(s);
	if (!code)
		t.text = text_copy(r.a, of(s));
	return code;
}

template <typename Value> error_code read_scalar(reading &r, Value &value, std::string_view token, tree &t)
{
	t.text = of(token);
	if (token == "null")
		t.kind = TREE_NULL;
	else if (token == "true" || token == "false")
		t.kind = TREE_BOOLEAN;
	else if (is_number(token))
		t.kind = TREE_NUMBER;
	else if (!token.empty() && token[0] == '"')
		return read_string(r, value, token, t);
	else
		return simdjson::TAPE_ERROR;
	return simdjson::SUCCESS;
}

tree *add(reading &r, tree &parent, tree *last)
{
	tree *child = static_cast<tree *>(arena_alloc(r.a, sizeof *child));

	if (last)
		last->next = child;
	else
		parent.children = child;
	return child;
}

/* Where the value ends that was just read to its end: before the next token. */
Str source_from(reading &r, const char *start)
{
	const char *end = r.text.at + r.text.len;
	const char *next;

	if (!r.document->current_location().get(next) && next >= start && next < end)
		end = next;
	return of(trimmed({start, static_cast<size_t>(end - start)}));
}

/* A name that stands twice; NULL if there is none. */
const tree *twice_among_few(const tree &object)
{
	for (const tree *m = object.children; m; m = m->next)
		for (const tree *other = m->next; other; other = other->next)
			if (text_is(m->name, other->name))
				return other;
	return nullptr;
}

const tree *twice_among_many(const tree &object, size_t count)
{
	std::vector<const tree *> members;

	members.reserve(count);
	for (const tree *m = object.children; m; m = m->next)
		members.push_back(m);
	std::sort(members.begin(), members.end(), [](const tree *a, const tree *b) {
		return text_compare(a->name, b->name) < 0;
	});
	auto found = std::adjacent_find(members.begin(), members.end(), [](const tree *a, const tree *b) {
		return text_is(a->name, b->name);
	});
	return found == members.end() ? nullptr : *found;
}

void check_names(reading &r, const tree &object, size_t count)
{
	const size_t few = 32;
	const tree *twice = count > few ? twice_among_many(object, count) : twice_among_few(object);

	if (twice && !r.fault)
		r.fault = arena_print(r.a, "the member %s stands twice", text_quoted(r.a, twice->name));
}

template <typename Value> error_code read_value(reading &r, Value &value, tree &t);

error_code read_members(reading &r, od::object object, tree &t)
{
	tree *last = nullptr;
	size_t count = 0;

	for (auto each : object) {
		od::field field;
		od::value value;
		std::string_view key;
		error_code code = std::move(each).get(field);

		if (code)
			return code;
		const char *raw = field.key().raw();
		code = field.unescaped_key().get(key);
		if (code)
			return code;
		last = add(r, t, last);
		/* The parser keeps unescaped names only until its next text: what was written without escapes is borrowed. */
		if (std::equal(key.begin(), key.end(), raw) && raw[key.size()] == '"')
			last->name = Str{raw, key.size()};
		else
			last->name = text_copy(r.a, of(key));
		value = field.value();
		code = read_value(r, value, *last);
		if (code)
			return code;
		count++;
	}
	if (count > 1)
		check_names(r, t, count);
	return simdjson::SUCCESS;
}

error_code read_items(reading &r, od::array array, tree &t)
{
	tree *last = nullptr;

	for (auto each : array) {
		od::value value;
		error_code code = std::move(each).get(value);

		if (code)
			return code;
		last = add(r, t, last);
		code = read_value(r, value, *last);
		if (code)
			return code;
	}
	return simdjson::SUCCESS;
}

std::string_view token_of(od::value &value)
{
	return trimmed(value.raw_json_token());
}

std::string_view token_of(od::document &document)
{
	std::string_view token;

	return document.raw_json_token().get(token) ? std::string_view() : trimmed(token);
}

template <typename Value> error_code read_value(reading &r, Value &value, tree &t)
{
	std::string_view token = token_of(value);
	error_code code;

	if (!token.empty() && token[0] == '{') {
		od::object object;

		t.kind = TREE_OBJECT;
		code = value.get_object().get(object);
		if (!code)
			code = read_members(r, object, t);
	} else if (!token.empty() && token[0] == '[') {
		od::array array;

		t.kind = TREE_ARRAY;
		code = value.get_array().get(array);
		if (!code)
			code = read_items(r, array, t);
	} else {
		return read_scalar(r, value, token, t);
	}
	if (!code)
		t.source = source_from(r, token.data());
	return code;
}

/* A scalar as the whole text has no token behind it that could be missed. */
error_code read_document(reading &r, od::document &document, tree &t)
{
	bool is_scalar = false;
	const char *behind;
	error_code code = document.is_scalar().get(is_scalar);

	if (!code && is_scalar) {
		std::string_view token = token_of(document);

		/* Not the blanks of text_trim: a form feed is none in JSON. */
		if (token.size() != trimmed({token.data(), static_cast<size_t>(r.text.at + r.text.len - token.data())}).size())
			return simdjson::TAPE_ERROR;
		return read_scalar(r, document, token, t);
	}
	if (!code)
		code = read_value(r, document, t);
	if (!code && !document.current_location().get(behind))
		code = simdjson::TAPE_ERROR;
	return code;
}

void end(void *subject)
{
	delete static_cast<json *>(subject);
}

} // namespace

extern "C" struct json *json_new(struct arena *a)
{
	json *j = new json;

	arena_defer(a, end, j);
	return j;
}

extern "C" void json_parse(struct json *j, struct arena *a, Str text, struct json_result *result)
{
	od::document document;
	reading r = {a, text, &document, nullptr};
	tree *t = static_cast<tree *>(arena_alloc(a, sizeof *t));
	error_code code = j->parser.iterate(text.at, text.len, text.len + WINDOW_PADDING).get(document);
	const char *at = text.at;

	*result = json_result{};
	if (!code)
		code = read_document(r, document, *t);
	if (!code) {
		result->tree = t;
		result->fault = r.fault;
	} else if (is_fault(code)) {
		result->fault = simdjson::error_message(code);
	} else {
		result->error = simdjson::error_message(code);
		if (!document.is_alive() || document.current_location().get(at) || at < text.at || at > text.at + text.len)
			at = text.at;
		result->error_at = static_cast<size_t>(at - text.at);
	}
}
