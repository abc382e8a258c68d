#include "format/ofx.h"

enum { DEPTH_MOST = 32 };

/* ── tags ── */

static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || byte_is_digit(c) || c == '.' || c == '_';
}

/* Behind what is no tag: a comment, a section, a declaration; SIZE_MAX if it does not end. */
static size_t skip(Str s, size_t i)
{
	static const struct {
		const char *begin, *end;
	} others[] = {{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}, {"<!", ">"}};

	for (size_t k = 0; k < sizeof others / sizeof *others; k++) {
		Str rest = text_from(s, i);
		size_t found;

		if (!text_begins(rest, text(others[k].begin)))
			continue;
		found = text_find(rest, text(others[k].end));
		return found < rest.len ? i + found + strlen(others[k].end) : SIZE_MAX;
	}
	return i;
}

/* Where a tag begins, or s.len. */
static size_t begin_of(Str s, size_t i)
{
	while (i < s.len) {
		size_t next;

		i += text_find_byte(text_from(s, i), '<');
		if (i >= s.len)
			break;
		next = skip(s, i);
		if (next == SIZE_MAX)
			return s.len;
		if (next > i) {
			i = next;
			continue;
		}
		if (i + 1 >= s.len || is_name(s.at[i + 1]) || s.at[i + 1] == '/')
			return i;
		i++;
	}
	return s.len;
}

bool ofx_tag(Str s, size_t i, struct ofx_tag *tag)
{
	size_t at, end;

	*tag = (struct ofx_tag){.start = begin_of(s, i)};
	if (tag->start >= s.len)
		return false;
	end = tag->start + text_find_byte(text_from(s, tag->start), '>');
	if (end >= s.len)
		return false;
	at = tag->start + 1;
	tag->is_end = s.at[at] == '/';
	at += tag->is_end;
	tag->name.at = s.at + at;
	while (at < end && is_name(s.at[at]))
		at++;
	tag->name.len = (size_t)(s.at + at - tag->name.at);
	tag->end = end + 1;
	tag->next = begin_of(s, tag->end);
	tag->text = (Str){s.at + tag->end, tag->next - tag->end};
	return true;
}

/* ── texts ── */

static void put_character(struct buf *b, uint64_t c)
{
	if (c < 0x80)
		buf_byte(b, (char)c);
	else if (c < 0x800)
		buf_print(b, "%c%c", (int)(0xC0 | c >> 6), (int)(0x80 | (c & 0x3F)));
	else if (c < 0x10000)
		buf_print(b, "%c%c%c", (int)(0xE0 | c >> 12), (int)(0x80 | (c >> 6 & 0x3F)), (int)(0x80 | (c & 0x3F)));
	else
		buf_print(b, "%c%c%c%c", (int)(0xF0 | c >> 18), (int)(0x80 | (c >> 12 & 0x3F)),
			(int)(0x80 | (c >> 6 & 0x3F)), (int)(0x80 | (c & 0x3F)));
}

/* &#233; &#xE9; a character that there is. */
static bool number_of(Str name, uint64_t *c)
{
	bool is_hex = name.len > 2 && (name.at[1] == 'x' || name.at[1] == 'X');

	*c = 0;
	if (name.len < 2 || name.len > 9 || name.at[0] != '#')
		return false;
	for (size_t i = is_hex ? 2 : 1; i < name.len; i++) {
		int digit = byte_hex(name.at[i]);

		if (digit < 0 || (!is_hex && digit > 9))
			return false;
		*c = *c * (is_hex ? 16 : 10) + (uint64_t)digit;
	}
	return *c > 0 && *c < 0x110000 && (*c < 0xD800 || *c > 0xDFFF);
}

/* The entity that begins at i; how long it is, 0 for an ampersand that is meant as such. */
static size_t entity(struct buf *b, Str s, size_t i)
{
	static const struct {
		const char *name;
		uint64_t character;
	} known[] = {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}, {"nbsp", 0xA0}};
	Str rest = text_from(s, i + 1), name = text_head(rest, text_find_byte(rest, ';'));
	uint64_t c;

	if (name.len == rest.len)
		return 0;
	for (size_t k = 0; k < sizeof known / sizeof *known; k++)
		if (text_is(name, text(known[k].name))) {
			put_character(b, known[k].character);
			return name.len + 2;
		}
	if (!number_of(name, &c))
		return 0;
	put_character(b, c);
	return name.len + 2;
}

/* A section, a comment or an entity that begins at i; how long it is, 0 if none does. */
static size_t special(struct buf *b, Str s, size_t i)
{
	size_t next = s.at[i] == '<' ? skip(s, i) : i;

	if (s.at[i] == '&')
		return entity(b, s, i);
	if (next <= i || next == SIZE_MAX)
		return 0;
	if (text_begins(text_from(s, i), S("<![CDATA[")))
		buf_add(b, text_head(text_from(s, i + 9), next - i - 12));
	return next - i;
}

Str ofx_text(struct arena *a, Str written)
{
	struct buf *b;

	written = text_trim(written);
	if (text_find_byte(written, '&') == written.len && text_find_byte(written, '<') == written.len)
		return text_copy(a, written);
	b = buf_new(a, 4 * written.len + 1);
	for (size_t i = 0; i < written.len;) {
		size_t length = special(b, written, i);

		if (length == 0)
			buf_byte(b, written.at[i]);
		i += length > 0 ? length : 1;
	}
	return text_trim(buf_str(b));
}

/* ── trees ── */

struct open {
	Str name;
	struct branch branch;
};

struct growth {
	struct arena *a;
	struct open open[DEPTH_MOST];
	size_t depth;
	struct branch entries;
};

static const char *small(struct arena *a, Str name)
{
	char *z = text_z(a, name);

	for (size_t i = 0; i < name.len; i++)
		if (z[i] >= 'A' && z[i] <= 'Z')
			z[i] = (char)(z[i] - 'A' + 'a');
	return z;
}

static void attach(struct branch *to, struct tree *child)
{
	if (to->last)
		to->last->next = child;
	else
		to->node->children = child;
	to->last = child;
}

static Str with_point(struct arena *a, Str amount)
{
	size_t comma = text_find_byte(amount, ',');
	char *z = text_z(a, amount);

	if (comma < amount.len && text_find_byte(amount, '.') == amount.len)
		z[comma] = '.';
	return (Str){z, amount.len};
}

/* A transaction goes among the entries; the list of them, and a value that was taken for more, leave what is in them to
 * what they stand in. */
static void close(struct growth *g, bool is_value)
{
	struct open *top = &g->open[--g->depth], *under = &g->open[g->depth - 1];
	struct tree *node = top->branch.node;

	if (is_value || text_is(top->name, S("BANKTRANLIST"))) {
		if (!node->children)
			return;
		if (under->branch.last)
			under->branch.last->next = node->children;
		else
			under->branch.node->children = node->children;
		under->branch.last = top->branch.last;
		return;
	}
	if (text_is(top->name, S("STMTTRN"))) {
		attach(&g->entries, node);
		return;
	}
	node->name = text(small(g->a, top->name));
	attach(&under->branch, node);
}

static bool wrong(const struct ofx_tag *t, const char *fact, struct err *e)
{
	return err_set(e, ERR_FORMAT, "line %ju: <%s%.*s> %s", (uintmax_t)t->line, t->is_end ? "/" : "", STR(t->name),
		fact);
}

/* What is still open above it were values without one. */
static bool ends(struct growth *g, const struct ofx_tag *t, struct err *e)
{
	size_t at = g->depth;

	while (at > 0 && !text_is(g->open[at - 1].name, t->name))
		at--;
	if (at == 0)
		return wrong(t, "closes what is not open", e);
	while (g->depth > at)
		close(g, true);
	if (g->depth > 1)
		close(g, false);
	else
		g->depth = 0;
	return true;
}

static bool begins(struct growth *g, const struct ofx_tag *t, struct err *e)
{
	if (g->depth == DEPTH_MOST)
		return wrong(t, "stands too deep in others", e);
	g->open[g->depth++] = (struct open){t->name, branch_new(g->a, TREE_OBJECT, t->line)};
	return true;
}

static void value(struct growth *g, const struct ofx_tag *t)
{
	struct branch *to = &g->open[g->depth - 1].branch;
	Str said = ofx_text(g->a, t->text);

	branch_text(to, small(g->a, t->name), said);
	if (text_is(t->name, S("TRNAMT")))
		branch_text(to, "amount", with_point(g->a, said));
}

/* A tag, and the end of it if it is a value that has one. */
static bool take(struct growth *g, Str s, struct ofx_tag *t, struct err *e)
{
	bool has_text = text_trim(t->text).len > 0;
	struct ofx_tag next;

	if (t->is_end && has_text)
		return wrong(t, "is followed by a text that belongs to no tag", e);
	if (t->is_end)
		return ends(g, t, e);
	if (g->depth == 0 && has_text)
		return wrong(t, "has a text", e);
	if (!ofx_tag(s, t->end, &next) || !next.is_end || !text_is(next.name, t->name)) {
		if (!has_text)
			return begins(g, t, e);
		value(g, t);
		return true;
	}
	if (g->depth == 0)
		return begins(g, t, e);
	value(g, t);
	next.line = t->line;
	if (text_trim(next.text).len > 0)
		return wrong(&next, "is followed by a text that belongs to no tag", e);
	t->end = next.end;
	return true;
}

bool ofx_tree(struct arena *a, Str s, uint64_t line, const struct tree **tree, struct err *e)
{
	struct growth g = {.a = a, .entries = branch_new(a, TREE_ARRAY, line)};
	struct ofx_tag t = {0};
	size_t counted = 0;

	g.entries.node->name = S("entries");
	while (ofx_tag(s, t.end, &t)) {
		for (; counted < t.start; counted++)
			line += s.at[counted] == '\n';
		t.line = line;
		if (!take(&g, s, &t, e))
			return false;
	}
	if (!g.open[0].branch.node)
		return err_set(e, ERR_FORMAT, "line %ju: there is no tag here", (uintmax_t)line);
	attach(&g.open[0].branch, g.entries.node);
	*tree = g.open[0].branch.node;
	return true;
}
