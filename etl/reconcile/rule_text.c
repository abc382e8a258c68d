#include "reconcile/rule_text.h"

static void canonical(struct buf *b, const struct node *n)
{
	switch (n->kind) {
	case NODE_TABLE:
	case NODE_ARRAY:
		buf_byte(b, n->kind == NODE_TABLE ? '{' : '[');
		for (size_t i = 0; i < n->count; i++) {
			if (i > 0)
				buf_add(b, S(", "));
			if (n->kind == NODE_TABLE)
				buf_print(b, "%.*s = ", STR(n->items[i]->name));
			canonical(b, n->items[i]);
		}
		buf_byte(b, n->kind == NODE_TABLE ? '}' : ']');
		return;
	case NODE_INTEGER:
		buf_print(b, "%lld", (long long)n->integer);
		return;
	case NODE_BOOLEAN:
		buf_add(b, n->boolean ? S("true") : S("false"));
		return;
	case NODE_TEXT:
		buf_byte(b, '"');
		buf_add(b, n->text);
		buf_byte(b, '"');
		return;
	case NODE_FLOAT: case NODE_DATE: case NODE_TIME: case NODE_DATETIME:
		buf_add(b, n->text);
		return;
	}
}

static void keys(struct buf *b, const struct node *n)
{
	for (size_t i = 0; i < n->count; i++) {
		buf_print(b, "%.*s = ", STR(n->items[i]->name));
		canonical(b, n->items[i]);
		buf_byte(b, '\n');
	}
}

Str rule_text(struct arena *a, const struct node *rule, const struct named *named, size_t count)
{
	struct buf *b = buf_new(a, 1 << 20);

	keys(b, rule);
	for (size_t i = 0; i < count; i++) {
		buf_print(b, "\n[%s.%.*s]\n", named[i].section, STR(named[i].node->name));
		keys(b, named[i].node);
	}
	return buf_str(b);
}
