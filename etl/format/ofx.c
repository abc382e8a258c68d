#include "format/ofx.h"

struct status {
	Str code, severity, message;
};

struct ofx {
	struct arena *arena, *of_status;
	struct window *window;
	struct statements statements;
	struct status status;        /* that is open, or was last */
	Str server;                  /* DTSERVER */

	size_t at;                   /* in the window: behind the last tag that is done with */
	uint64_t line;
	bool is_open, is_closed, ended;  /* OFX is open; it has been closed; there is no more */
};

struct ofx *ofx_new(struct arena *a, struct window *window, const struct path *rows, const struct path *wanted,
	size_t count)
{
	struct ofx *o = arena_new_of(a, struct ofx);

	*o = (struct ofx){.arena = a, .of_status = arena_new(a), .window = window, .line = 1};
	statements_init(&o->statements, rows, wanted, count, NULL);
	return o;
}

static bool is(Str name, const char *tag)
{
	size_t n = 0;

	for (; n < name.len && tag[n] != '\0'; n++)
		if ((name.at[n] >= 'a' && name.at[n] <= 'z' ? name.at[n] - 32 : name.at[n]) != tag[n])
			return false;
	return n == name.len && tag[n] == '\0';
}

static bool is_statement(const struct ofx_tag *t)
{
	return !t->is_end && (is(t->name, "STMTRS") || is(t->name, "CCSTMTRS"));
}

enum seen { SEEN_ONE, SEEN_CUT, SEEN_WRONG };

/* From the tag of a statement to behind that which closes it. */
static enum seen measure(const struct ofx *o, const struct ofx_tag *first, size_t *end, struct err *e)
{
	enum { TAGS_MOST = 10 * STATEMENT_LINES };
	Str text = buf_str(o->window->text);
	struct ofx_tag t = *first;
	size_t count = 0;

	while (ofx_tag(text, t.end, &t)) {
		if (++count > TAGS_MOST) {
			err_set(e, ERR_FORMAT, "line %ju: a statement of more than %d tags", (uintmax_t)o->line, TAGS_MOST);
			return SEEN_WRONG;
		}
		if (t.is_end && text_is(t.name, first->name)) {
			*end = t.end;
			return SEEN_ONE;
		}
	}
	if (!o->window->ended)
		return SEEN_CUT;
	err_set(e, ERR_INCOMPLETE, "line %ju: the statement that begins here is cut off", (uintmax_t)o->line);
	return SEEN_WRONG;
}

static uint64_t newlines(Str s)
{
	uint64_t count = 0;

	for (size_t i = 0; i < s.len; i++)
		count += s.at[i] == '\n';
	return count;
}

static void pass(struct ofx *o, size_t to)
{
	o->line += newlines(text_from(text_head(buf_str(o->window->text), to), o->at));
	o->at = to;
}

static enum seen statement(struct ofx *o, const struct ofx_tag *first, struct err *e)
{
	struct piece piece = {.line = o->line, .offset = o->window->offset + first->start};
	struct tree *server;
	size_t end;
	enum seen seen = measure(o, first, &end, e);
	struct tree *root;

	if (seen != SEEN_ONE)
		return seen;
	piece.text = (Str){o->window->text->at + first->start, end - first->start};
	root = arena_new_of(o->statements.rows.memory, struct tree);
	if (!ofx_tree(o->statements.rows.memory, piece.text, o->line, &piece.tree, e))
		return SEEN_WRONG;
	*root = *piece.tree;
	if (o->server.len > 0) {
		server = arena_new_of(o->statements.rows.memory, struct tree);
		*server = (struct tree){.kind = TREE_TEXT, .name = S("dtserver"), .text = o->server, .next = root->children};
		root->children = server;
	}
	piece.tree = root;
	if (!text_is_utf8(piece.text, NULL))
		piece.fault = "not UTF-8; say in charset what the bank writes";
	statements_add(&o->statements, &piece);
	pass(o, end);
	return SEEN_ONE;
}

/* ── what stands outside of statements ── */

static bool status_ends(const struct ofx *o, struct err *e)
{
	if (!is(o->status.severity, "ERROR"))
		return true;
	return err_set(e, ERR_SOURCE, "line %ju: the bank answers with error %.*s%s%.*s", (uintmax_t)o->line,
		STR(o->status.code), o->status.message.len > 0 ? ": " : "", STR(o->status.message));
}

static void value(struct ofx *o, const struct ofx_tag *t)
{
	Str text = ofx_text(o->of_status, t->text);

	if (is(t->name, "CODE"))
		o->status.code = text;
	else if (is(t->name, "SEVERITY"))
		o->status.severity = text;
	else if (is(t->name, "MESSAGE"))
		o->status.message = text;
	else if (is(t->name, "DTSERVER"))
		o->server = ofx_text(o->arena, t->text);
}

static bool outside(struct ofx *o, const struct ofx_tag *t, struct err *e)
{
	if (!o->is_open && (o->is_closed || t->is_end || !is(t->name, "OFX")))
		return err_set(e, ERR_FORMAT, "line %ju: a tag %s stands outside of <OFX>", (uintmax_t)o->line,
			text_quoted(o->arena, t->name));
	if (is(t->name, "OFX")) {
		o->is_open = !t->is_end;
		o->is_closed = t->is_end;
	} else if (is(t->name, "INVSTMTRS")) {
		return err_set(e, ERR_FORMAT, "line %ju: a statement of securities; of banks and credit cards they are read",
			(uintmax_t)o->line);
	} else if (is(t->name, "STATUS") && t->is_end) {
		return status_ends(o, e);
	} else if (is(t->name, "STATUS")) {
		arena_end(o->of_status);
		o->status = (struct status){0};
	} else if (!t->is_end) {
		value(o, t);
	}
	return true;
}

static bool end(struct ofx *o, struct err *e)
{
	o->ended = true;
	if (!o->is_open && !o->is_closed)
		return err_set(e, ERR_FORMAT, "this is no OFX: it has no <OFX>");
	if (o->is_open)
		return err_set(e, ERR_INCOMPLETE, "line %ju: the file is cut off: it has no </OFX>", (uintmax_t)o->line);
	return o->statements.seen > 0 || err_set(e, ERR_FORMAT, "there is no statement here: no STMTRS, no CCSTMTRS");
}

/* The next tag outside of statements, or the next statement. */
static enum seen step(struct ofx *o, struct err *e)
{
	struct ofx_tag t;

	if (!ofx_tag(buf_str(o->window->text), o->at, &t) || (t.next == o->window->text->len && !o->window->ended)) {
		if (!o->window->ended)
			return SEEN_CUT;
		return end(o, e) ? SEEN_ONE : SEEN_WRONG;
	}
	pass(o, t.start);
	if (o->is_open && is_statement(&t))
		return statement(o, &t, e);
	if (!outside(o, &t, e))
		return SEEN_WRONG;
	pass(o, t.end);
	return SEEN_ONE;
}

/* Only between batches may the window move. */
static bool more(struct ofx *o, struct err *e)
{
	if (!window_more(o->window, o->at, e))
		return err_in(e, "line %ju", (uintmax_t)o->line);
	o->at = 0;
	return true;
}

bool ofx_next(struct ofx *o, struct arena *batch, struct founds *founds, struct err *e)
{
	struct rows *rows = &o->statements.rows;
	enum seen seen = SEEN_ONE;

	rows_begin(rows, batch);
	while (!o->ended && !rows_are_enough(rows)) {
		seen = step(o, e);
		if (seen == SEEN_WRONG)
			return false;
		if (seen == SEEN_CUT && rows->count > 0)
			break;
		if (seen == SEEN_CUT && !more(o, e))
			return false;
	}
	*founds = rows_found(rows);
	return true;
}
