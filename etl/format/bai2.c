#include "format/bai2.h"

/* What the next record may be, by the level that is open. */
enum level { OUTSIDE, IN_FILE, IN_GROUP };

struct sums {
	struct arena *kept[2];       /* the total stands in the first; they change places with every addition */
	struct decimal total;
	int64_t parts, records;
};

struct bai2 {
	struct arena *arena, *of_file, *of_group;
	struct window *window;
	struct statements statements;
	struct bai2_header header;
	struct sums file, group;

	size_t at;                   /* in the window: behind the last record that is done with */
	uint64_t line;
	enum level level;
	bool has_file, ended;
};

static struct sums sums_new(struct arena *a)
{
	return (struct sums){.kept = {arena_new(a), arena_new(a)}};
}

struct bai2 *bai2_new(struct arena *a, struct window *window, const struct path *rows, const struct path *wanted,
	size_t count, struct claims *claims)
{
	struct bai2 *b = arena_new_of(a, struct bai2);

	*b = (struct bai2){.arena = a, .of_file = arena_new(a), .of_group = arena_new(a), .window = window, .line = 1};
	b->file = sums_new(a);
	b->group = sums_new(a);
	statements_init(&b->statements, rows, wanted, count, claims);
	return b;
}

static void clear(struct sums *s)
{
	s->total = (struct decimal){0};
	s->parts = 0;
	s->records = 1;
}

static void add(struct sums *s, struct decimal d, int64_t records)
{
	struct arena *next = s->kept[1];

	arena_end(next);
	s->total = decimal_add(next, s->total, d);
	s->kept[1] = s->kept[0];
	s->kept[0] = next;
	s->parts++;
	s->records += records;
}

/* ── records ── */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Two digits and a comma, or the end of what a trailer may be without. */
static int code_at(Str s)
{
	static const int codes[] = {1, 2, 3, 16, 49, 88, 98, 99};
	int code;

	if (text_digits(text_head(s, 2)) != 2 || s.len < 3 || s.at[2] != ',')
		return 0;
	code = (s.at[0] - '0') * 10 + s.at[1] - '0';
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (codes[i] == code)
			return code;
	return 0;
}

/* Where a record ends within its line: at a "/" behind which blanks and the next one stand. */
static size_t record_end(Str line, size_t *next)
{
	for (size_t i = 0; i < line.len; i++) {
		size_t k = i + 1;

		while (line.at[i] == '/' && k < line.len && is_blank(line.at[k]))
			k++;
		if (line.at[i] == '/' && k > i + 1 && code_at(text_from(line, k)) != 0) {
			*next = k;
			return i;
		}
	}
	*next = line.len;
	while (line.len > 0 && is_blank(line.at[line.len - 1]))
		line.len--;
	return line.len > 0 && line.at[line.len - 1] == '/' ? line.len - 1 : line.len;
}

static uint64_t newlines(Str s)
{
	uint64_t count = 0;

	for (size_t i = 0; i < s.len; i++)
		count += s.at[i] == '\n';
	return count;
}

/* Some banks break a text without saying 88: what begins no record, where the one before has not ended, goes on with
 * it.  *end moves behind such lines.  A last line that is not whole yet may be one: its account is cut, and is measured
 * again. */
static void go_on(Str text, size_t begin, size_t *end)
{
	for (;;) {
		Str so_far = text_trim(text_head(text_from(text, begin), *end - begin)), line;
		size_t next;
		bool whole;

		line = line_at(text, *end, &next, &whole);
		if (text_ends(so_far, S("/")) || text_trim(line).len == 0 || code_at(line) != 0)
			return;
		*end = next;
	}
}

bool bai2_record(Str text, bool is_all, size_t *i, uint64_t *line, struct bai2_record *r, bool *cut, struct err *e)
{
	size_t next, end, within;
	bool whole;
	Str rest;

	*r = (struct bai2_record){0};
	for (; *i < text.len && is_blank(text.at[*i]); ++*i)
		*line += text.at[*i] == '\n';
	rest = line_at(text, *i, &next, &whole);
	*cut = !whole && !is_all;
	if (*cut || *i >= text.len)
		return true;
	r->code = code_at(rest);
	r->line = *line;
	if (r->code == 0)
		return err_set(e, ERR_FORMAT, "line %ju: no record of BAI2 begins here: its code must be 01, 02, 03, 16, 49, "
			"88, 98 "
			"or 99", (uintmax_t)*line);
	if (r->code == 16 || r->code == 88)
		go_on(text, *i, &next);
	rest = text_head(text_from(text, *i), next - *i);
	end = record_end(rest, &within);
	r->fields = text_from(text_head(rest, end), 3);
	*line += newlines(text_head(rest, within));
	*i += within;
	return true;
}

bool bai2_field(Str *fields, Str *field)
{
	size_t length;

	if (!fields->at)
		return false;
	length = text_find_byte(*fields, ',');
	*field = text_trim(text_head(*fields, length));
	*fields = length < fields->len ? text_from(*fields, length + 1) : (Str){0};
	return true;
}

void bai2_date(struct arena *a, Str *date)
{
	if (date->len == 6 && text_digits(*date) == 6)
		*date = text(arena_print(a, "%s%.2s-%.2s-%.2s", date->at[0] >= '8' ? "19" : "20", date->at, date->at + 2,
			date->at + 4));
}

/* ── headers and trailers ── */

static bool wrong(const struct bai2_record *r, const char *fact, struct err *e)
{
	return err_set(e, ERR_FORMAT, "line %ju: a record %02d %s", (uintmax_t)r->line, r->code, fact);
}

/* The record's fields by their names, in their order; all are copied. */
static struct branch header(struct arena *a, const struct bai2_record *r, const char *const *names)
{
	struct branch to = branch_new(a, TREE_OBJECT, r->line);
	Str rest = r->fields, field = {0};

	for (; *names && bai2_field(&rest, &field); names++) {
		field = text_copy(a, field);
		if (text_is(text(*names), S("date")))
			bai2_date(a, &field);
		branch_text(&to, *names, field);
	}
	return to;
}

static Str member(const struct branch *of, const char *name)
{
	for (const struct tree *t = of->node->children; t; t = t->next)
		if (text_is(t->name, text(name)))
			return t->text;
	return (Str){0};
}

static bool file_header(struct bai2 *b, const struct bai2_record *r, struct err *e)
{
	static const char *const names[] = {"sender", "receiver", "date", "time", "identifier", "record_length",
		"block_size",
					    "version", NULL};
	Str version;

	if (b->level != OUTSIDE)
		return wrong(r, "stands in a file that has not ended", e);
	arena_end(b->of_file);
	b->header.file = header(b->of_file, r, names);
	b->header.file.node->name = S("file");
	version = member(&b->header.file, "version");
	if (!text_is(version, S("2")))
		return wrong(r, arena_print(b->of_file, "is of version %s, not 2", text_quoted(b->of_file, version)), e);
	clear(&b->file);
	b->level = IN_FILE;
	b->has_file = true;
	return true;
}

static bool group_header(struct bai2 *b, const struct bai2_record *r, struct err *e)
{
	static const char *const names[] = {"receiver", "originator", "status", "date", "time", "currency", "date_modifier",
					    NULL};

	if (b->level != IN_FILE)
		return wrong(r, b->level == OUTSIDE ? "stands in no file" : "stands in a group that has not ended", e);
	arena_end(b->of_group);
	b->header.group = header(b->of_group, r, names);
	b->header.group.node->name = S("group");
	b->header.currency = member(&b->header.group, "currency");
	clear(&b->group);
	b->level = IN_GROUP;
	return true;
}

static bool number(struct bai2 *b, const struct bai2_record *r, Str *rest, struct decimal *d, struct err *e)
{
	Str field = {0};

	return (bai2_field(rest, &field) && decimal_parse(b->statements.rows.memory, field, d))
	    || wrong(r, "has no number where its totals stand", e);
}

/* The total, how many parts there were, and how many records. */
static bool trailer(struct bai2 *b, const struct bai2_record *r, const char *const names[3], struct sums *s,
	struct err *e)
{
	struct arena *a = b->statements.rows.memory;
	struct claims *claims = b->statements.claims;
	struct decimal total, parts, records;
	Str rest = r->fields;

	s->records++;
	return number(b, r, &rest, &total, e) && number(b, r, &rest, &parts, e) && number(b, r, &rest, &records, e)
	    && claims_hold(claims, r->line, text(names[0]), total, s->total, e)
	    && claims_hold(claims, r->line, text(names[1]), parts, decimal_of(a, s->parts), e)
	    && claims_hold(claims, r->line, text(names[2]), records, decimal_of(a, s->records), e);
}

static bool group_trailer(struct bai2 *b, const struct bai2_record *r, struct err *e)
{
	static const char *const names[] = {"the control total of a group", "the number of accounts of a group",
					    "the number of records of a group"};

	if (b->level != IN_GROUP)
		return wrong(r, "ends a group, but there is none", e);
	b->level = IN_FILE;
	if (!trailer(b, r, names, &b->group, e))
		return false;
	add(&b->file, b->group.total, b->group.records);
	return true;
}

static bool file_trailer(struct bai2 *b, const struct bai2_record *r, struct err *e)
{
	static const char *const names[] = {"the control total of the file", "the number of groups of the file",
					    "the number of records of the file"};

	if (b->level != IN_FILE)
		return wrong(r, b->level == OUTSIDE ? "ends a file, but there is none" : "ends a file, but a group has not "
			"ended",
			e);
	b->level = OUTSIDE;
	return trailer(b, r, names, &b->file, e);
}

/* ── accounts ── */

/* From a 03 to behind its 49; *cut if the text must go on to tell. */
static bool measure(struct bai2 *b, size_t *end, uint64_t *line, bool *cut, struct err *e)
{
	Str text = buf_str(b->window->text);
	uint64_t first = *line;
	struct bai2_record r;
	size_t count = 0;

	*end = b->at;
	do {
		if (!bai2_record(text, b->window->ended, end, line, &r, cut, e))
			return false;
		if (*cut)
			return true;
		if (r.code == 0)
			return err_set(e, ERR_INCOMPLETE, "line %ju: the account that begins here is cut off: it has no 49",
				(uintmax_t)first);
		if (count > 0 && r.code != 16 && r.code != 88 && r.code != 49)
			return wrong(&r, "stands in an account that has not ended", e);
		if (++count > STATEMENT_LINES)
			return wrong(&r, arena_print(b->arena, "stands behind %d others of one account", STATEMENT_LINES), e);
	} while (r.code != 49);
	return true;
}

static bool account(struct bai2 *b, bool *cut, struct err *e)
{
	struct piece piece = {.line = b->line};
	struct bai2_account sums = {0};
	uint64_t line = b->line;
	size_t end;

	if (!measure(b, &end, &line, cut, e) || *cut)
		return *cut;
	piece.offset = b->window->offset + b->at;
	piece.text = text_head(text_from(buf_str(b->window->text), b->at), end - b->at);
	while (piece.text.len > 0 && is_blank(piece.text.at[piece.text.len - 1]))
		piece.text.len--;
	if (!text_is_utf8(piece.text, NULL))
		piece.fault = "not UTF-8; say in charset what the bank writes";
	if (!bai2_account_read(b->statements.rows.memory, piece.text, b->line, &b->header, b->statements.claims,
		&piece.tree,
		&sums, e))
		return false;
	add(&b->group, sums.total, sums.records);
	statements_add(&b->statements, &piece);
	b->at = end;
	b->line = line;
	return true;
}

static bool end(struct bai2 *b, struct err *e)
{
	b->ended = true;
	if (!b->has_file)
		return err_set(e, ERR_FORMAT, "there is no record of BAI2 here");
	return b->level == OUTSIDE || err_set(e, ERR_INCOMPLETE, "line %ju: the file is cut off: it has no 99",
		(uintmax_t)b->line);
}

static bool take(struct bai2 *b, const struct bai2_record *r, struct err *e)
{
	switch (r->code) {
	case 1: return file_header(b, r, e);
	case 2: return group_header(b, r, e);
	case 98: return group_trailer(b, r, e);
	case 99: return file_trailer(b, r, e);
	default: return wrong(r, "stands in no account", e);
	}
}

/* The next record outside of accounts, or the next account; *cut if the text must go on to tell. */
static bool step(struct bai2 *b, bool *cut, struct err *e)
{
	Str text = buf_str(b->window->text);
	uint64_t line = b->line;
	struct bai2_record r;
	size_t at;

	for (; b->at < text.len && is_blank(text.at[b->at]); b->at++)
		b->line += text.at[b->at] == '\n';
	at = b->at;
	line = b->line;
	if (!bai2_record(text, b->window->ended, &at, &line, &r, cut, e) || *cut)
		return *cut;
	if (r.code == 0) {
		*cut = !b->window->ended;
		return *cut || end(b, e);
	}
	if (r.code == 3)
		return b->level == IN_GROUP ? account(b, cut, e) : wrong(&r, "stands in no group", e);
	if (!take(b, &r, e))
		return false;
	b->at = at;
	b->line = line;
	return true;
}

/* Only between batches may the window move. */
static bool more(struct bai2 *b, struct err *e)
{
	if (!window_more(b->window, b->at, e))
		return err_in(e, "line %ju", (uintmax_t)b->line);
	b->at = 0;
	return true;
}

bool bai2_next(struct bai2 *b, struct arena *batch, struct founds *founds, struct err *e)
{
	struct rows *rows = &b->statements.rows;
	bool cut = false;

	rows_begin(rows, batch);
	while (!b->ended && !rows_are_enough(rows)) {
		if (!step(b, &cut, e))
			return false;
		if (cut && rows->count > 0)
			break;
		if (cut && !more(b, e))
			return false;
	}
	*founds = rows_found(rows);
	return true;
}
