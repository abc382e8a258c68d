#include "config/variables.h"

#include "base/buf.h"

#include <stdlib.h>

enum { TEXT_MOST = 1 << 20 };

static const char opening[] = "${env:";

/* Of "NAME" or "NAME:otherwise". */
static bool value_of(struct arena *a, const struct node *n, Str written, Str *value, struct mistakes *m)
{
	Str name, otherwise;
	bool has_otherwise = text_cut(written, ':', &name, &otherwise);
	const char *set = getenv(text_z(a, name));

	*value = set && *set ? text_copy(a, text(set)) : otherwise;
	return (set && *set) || has_otherwise
	    || mistake(m, n, "the variable %s is not set; set it, or say ${env:%.*s:…} for where it is not",
		text_quoted(a, name), STR(name));
}

static bool text_fill(struct arena *a, struct node *n, struct mistakes *m)
{
	struct buf *b = buf_new(a, TEXT_MOST);
	Str rest = n->text, written, value;
	bool good = true;

	if (text_find(rest, text(opening)) >= rest.len)
		return true;
	for (size_t at; (at = text_find(rest, text(opening))) < rest.len;) {
		buf_add(b, text_head(rest, at));
		if (!text_cut(text_from(rest, at + strlen(opening)), '}', &written, &rest))
			return mistake(m, n, "\"${env:\" without a \"}\"");
		good = value_of(a, n, written, &value, m) && good;
		buf_add(b, value);
	}
	buf_add(b, rest);
	n->text = text(text_z(a, buf_str(b)));
	return good;
}

/* "${secrt:portal}" would be sent as it stands. */
static bool braces_check(const struct node *n, struct mistakes *m)
{
	static const Str known = {"secret", 6};
	bool good = true;
	Str rest = n->text, name;

	for (size_t at; (at = text_find(rest, S("${"))) < rest.len;) {
		rest = text_from(rest, at + 2);
		name = text_head(rest, text_find_byte(rest, ':'));
		if (name.len < rest.len && text_find_byte(name, '}') == name.len && !text_is(name, known))
			good = mistake(m, n, "there is no ${%.*s:…}; there are ${secret:NAME} and ${env:NAME}", STR(name));
	}
	return good;
}

static bool texts_fill(struct arena *a, struct node *n, struct mistakes *m)
{
	bool good = n->kind != NODE_TEXT || (text_fill(a, n, m) && braces_check(n, m));

	for (size_t i = 0; i < n->count; i++)
		good = texts_fill(a, n->items[i], m) && good;
	return good;
}

bool variables_fill(struct arena *a, struct node *root, struct mistakes *m)
{
	struct node *systems = node_child(root, S("system"));

	return !systems || texts_fill(a, systems, m);
}
