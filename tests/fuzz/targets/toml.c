/*
 * TOML: a tree, written anew in one plain form, is read as the same tree; its nodes stand where they say; a refusal has
 * a place in the text.
 */
#include "fuzz.h"

#include "base/buf.h"
#include "config/toml.h"

static void put_text(struct buf *b, Str s)
{
	buf_byte(b, '"');
	for (size_t i = 0; i < s.len; i++) {
		if ((unsigned char)s.at[i] < 0x20 || s.at[i] == '"' || s.at[i] == '\\' || s.at[i] == 0x7F)
			buf_print(b, "\\u%04X", (unsigned int)s.at[i]);
		else
			buf_byte(b, s.at[i]);
	}
	buf_byte(b, '"');
}

static void put_items(struct buf *b, const struct node *n, const char *between);

static void put_value(struct buf *b, const struct node *n)
{
	if (n->kind == NODE_TABLE || n->kind == NODE_ARRAY) {
		buf_byte(b, n->kind == NODE_TABLE ? '{' : '[');
		put_items(b, n, ", ");
		buf_byte(b, n->kind == NODE_TABLE ? '}' : ']');
	} else if (n->kind == NODE_TEXT) {
		put_text(b, n->text);
	} else if (n->kind == NODE_INTEGER) {
		buf_print(b, "%jd", (intmax_t)n->integer);
	} else if (n->kind == NODE_BOOLEAN) {
		buf_print(b, "%s", n->boolean ? "true" : "false");
	} else {
		buf_add(b, n->text);
	}
}

static void put_items(struct buf *b, const struct node *n, const char *between)
{
	for (size_t i = 0; i < n->count; i++) {
		if (i > 0)
			buf_add(b, text(between));
		if (n->kind == NODE_TABLE) {
			put_text(b, n->items[i]->name);
			buf_add(b, S(" = "));
		}
		put_value(b, n->items[i]);
	}
}

/* Where the place is in the text, or its end. */
static Str at_place(Str s, int line, int column)
{
	if (text_begins(s, S("\xEF\xBB\xBF")))
		s = text_from(s, 3);
	for (; line > 1 && s.len > 0; line--)
		s = text_from(s, text_find_byte(s, '\n') + 1);
	for (; column > 1 && s.len > 0; column--)
		do
			s = text_from(s, 1);
		while (s.len > 0 && (s.at[0] & 0xC0) == 0x80);
	return s;
}

static bool is_bare(char c)
{
	return byte_is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
}

static size_t places(const struct node *n, Str s)
{
	size_t deepest = 0;

	for (size_t i = 0; i < n->count; i++) {
		const struct node *c = n->items[i];
		Str here = at_place(s, c->line, c->column);
		size_t depth = places(c, s);

		must(c->line > 0 && c->column > 0, "a node has a place");
		if (n->kind == NODE_TABLE && here.len > 0 && is_bare(here.at[0]))
			must(text_begins(here, c->name), "%d:%d: %.*s stands here", c->line, c->column, STR(c->name));
		else if (n->kind == NODE_TABLE)
			must(here.len > 0 && (here.at[0] == '"' || here.at[0] == '\''), "%d:%d: a name stands here", c->line,
				c->column);
		deepest = depth > deepest ? depth : deepest;
	}
	return deepest + 1;
}

static void target(struct arena *a, Str in)
{
	struct buf *b = buf_new(a, 1 << 24);
	struct err e = {0};
	struct node *root, *again;
	struct digest first, second;

	if (!toml_read(a, "t", in, &root, &e)) {
		must(root && root->line > 0 && root->column > 0, "a refusal has a place");
		must(text_is_utf8(text(e.message), NULL), "a refusal is text: %s", e.message);
		return;
	}
	if (places(root, in) > 60)
		return;
	put_items(b, root, "\n");
	must(toml_read(a, "u", buf_str(b), &again, &e), "what was written is read: %s\n%.*s", e.message, STR(buf_str(b)));
	first = node_digest(a, root);
	second = node_digest(a, again);
	must(memcmp(&first, &second, sizeof first) == 0, "what was written is the same: %.*s", STR(buf_str(b)));
}
