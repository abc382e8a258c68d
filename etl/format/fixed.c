#include "format/fixed.h"

/* A line as it stands in the window. */
struct line {
	Str text;
	size_t next;                 /* where the one behind it begins */
	uint64_t number;
};

struct fixed {
	const struct fixed_layout *layout;
	struct arena *a;
	struct window *window;
	struct csv_columns columns;
	size_t at;                   /* in the window: behind the last line that is done with */
	uint64_t line;               /* of the next one */
	uint64_t record;
	bool is_begun, has_head, has_trailer, is_ended;
	Str *head;                   /* values of the first line's fields */
	struct csv_row trailer;
	struct texts trailer_names;

	struct found *found;
	struct cell *cells;
	size_t count;
};

struct fixed *fixed_new(struct arena *a, const struct fixed_layout *layout, struct window *window,
	const struct path *wanted, size_t count)
{
	struct fixed *f = arena_new_of(a, struct fixed);
	size_t each = count ? count : layout->columns.names.count;

	*f = (struct fixed){.layout = layout, .a = a, .window = window, .line = 1};
	csv_columns_init(&f->columns, a, &layout->columns, wanted, count);
	f->head = arena_array(a, layout->head.count, Str);
	for (size_t i = 0; i < layout->trailer.count; i++)
		texts_add(a, &f->trailer_names, layout->trailer.at[i].name);
	f->found = arena_raw(a, FOUND_LIMIT * sizeof *f->found);
	f->cells = arena_raw(a, FOUND_LIMIT * each * sizeof *f->cells);
	return f;
}

void fixed_require(struct fixed *f, const struct need *needs, size_t count)
{
	f->columns.needs = needs;
	f->columns.need_count = count;
}

const struct texts *fixed_columns(const struct fixed *f)
{
	return &f->columns.names;
}

const struct csv_row *fixed_trailer(const struct fixed *f)
{
	return f->has_trailer ? &f->trailer : NULL;
}

const struct texts *fixed_trailer_names(const struct fixed *f)
{
	return &f->trailer_names;
}

/* ── places ────────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool is_within(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

/* Where the n-th unit begins, from 0; the length if there are fewer, of which *lacking are then missing. */
static size_t place_of(const struct fixed *f, Str s, size_t n, size_t *lacking)
{
	size_t i = 0;

	*lacking = 0;
	if (f->layout->is_bytes)
		i = n < s.len ? n : s.len;
	for (; !f->layout->is_bytes && n > 0 && i < s.len; n--)
		for (i++; i < s.len && is_within(s.at[i]);)
			i++;
	if (f->layout->is_bytes ? n > s.len : n > 0)
		*lacking = f->layout->is_bytes ? n - s.len : n;
	return i;
}

static size_t units(const struct fixed *f, Str s)
{
	size_t lacking;

	place_of(f, s, s.len, &lacking);
	return s.len - lacking;
}

static Str trimmed(Str s, const struct fixed_field *field)
{
	bool left = field->trim == FIXED_BOTH || field->trim == FIXED_LEFT;
	bool right = field->trim == FIXED_BOTH || field->trim == FIXED_RIGHT;

	while (left && s.len > 0 && s.at[0] == field->pad)
		s = text_from(s, 1);
	while (right && s.len > 0 && s.at[s.len - 1] == field->pad)
		s.len--;
	return s;
}

static Str value_of(const struct fixed *f, Str line, const struct fixed_field *field)
{
	size_t lacking, start = place_of(f, line, (size_t)field->start - 1, &lacking);
	Str rest = text_from(line, start);

	return trimmed(text_head(rest, place_of(f, rest, (size_t)field->length, &lacking)), field);
}

static size_t width_of(const struct fixed_fields *fields)
{
	int64_t width = 0;

	for (size_t i = 0; i < fields->count; i++)
		if (fields->at[i].start - 1 + fields->at[i].length > width)
			width = fields->at[i].start - 1 + fields->at[i].length;
	return (size_t)width;
}

/* ── lines ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

enum seen { LINE, END, CUT };

/* Without separators a newline behind the last one is none of it. */
static bool is_over(const struct fixed *f, Str left)
{
	return left.len == 0 || (f->layout->ends == FIXED_NONE && (text_is(left, S("\n")) || text_is(left, S("\r\n"))));
}

static enum seen of_length(const struct fixed *f, Str left, struct line *line, struct err *e)
{
	size_t lacking, length = place_of(f, left, f->layout->length, &lacking);

	/* The last character may go on. */
	if (!f->window->ended && (lacking > 0 || length == left.len))
		return CUT;
	if (lacking > 0)
		err_set(e, ERR_INCOMPLETE, "record %ju is cut off: %zu %s of %zu", (uintmax_t)f->line,
			f->layout->length - lacking, f->layout->is_bytes ? "bytes" : "characters", f->layout->length);
	*line = (struct line){text_head(left, length), f->at + length, f->line};
	return LINE;
}

static enum seen to_end(const struct fixed *f, Str left, struct line *line)
{
	size_t length = text_find_byte(left, f->layout->ends == FIXED_CR ? '\r' : '\n');
	bool has_end = length < left.len;

	if (!has_end && !f->window->ended)
		return CUT;
	*line = (struct line){text_head(left, length), f->at + length + has_end, f->line};
	if (f->layout->ends == FIXED_LF && text_ends(line->text, S("\r")))
		line->text.len--;
	return LINE;
}

static enum seen next_line(const struct fixed *f, struct line *line, struct err *e)
{
	Str left = text_from(buf_str(f->window->text), f->at);

	if (f->window->ended && is_over(f, left))
		return END;
	return f->layout->ends == FIXED_NONE ? of_length(f, left, line, e) : to_end(f, left, line);
}

static bool begins(Str line, Str tag)
{
	return tag.len > 0 && text_begins(line, tag);
}

static bool wrong(const struct fixed *f, const struct line *line, const char *fact, struct err *e)
{
	return err_set(e, ERR_FORMAT, "line %ju: %s: %s", (uintmax_t)line->number, fact, text_quoted(f->a,
		text_head(line->text, 20)));
}

/* Why a line's fields cannot be told; NULL if they can. */
static const char *fault_of(const struct fixed *f, struct arena *a, Str s, const struct fixed_fields *fields,
	bool is_exact)
{
	size_t declared = f->layout->length, least = width_of(fields), found = units(f, s);
	size_t most = declared > 0 ? declared : is_exact ? least : SIZE_MAX;

	least = declared > 0 ? declared : least;
	if (found > most || (found < least && !f->layout->is_stripped))
		return arena_print(a, "%zu %s where %zu are due", found, f->layout->is_bytes ? "bytes" : "characters",
			found > most ? most : least);
	if (s.len > 0 && memchr(s.at, '\0', s.len))
		return "a NUL byte";
	return text_is_utf8(s, NULL) ? NULL : "not UTF-8";
}

/* ── the first line, and the last one ──────────────────────────────────────────────────────────────────────────── */

static bool take_head(struct fixed *f, const struct line *line, struct err *e)
{
	const char *fault = fault_of(f, f->a, line->text, &f->layout->head, false);

	if (f->has_head || f->record > 0)
		return wrong(f, line, "the line that stands before all others stands here", e);
	if (fault)
		return err_set(e, ERR_FORMAT, "line %ju: the line before all others has %s", (uintmax_t)line->number, fault);
	f->has_head = true;
	for (size_t i = 0; i < f->layout->head.count; i++)
		f->head[i] = text_copy(f->a, value_of(f, line->text, &f->layout->head.at[i]));
	return true;
}

static bool take_trailer(struct fixed *f, const struct line *line, struct err *e)
{
	const char *fault = fault_of(f, f->a, line->text, &f->layout->trailer, false);
	Str *fields = arena_array(f->a, f->layout->trailer.count, Str);

	if (fault)
		return err_set(e, ERR_FORMAT, "line %ju: the trailer has %s", (uintmax_t)line->number, fault);
	for (size_t i = 0; i < f->layout->trailer.count; i++)
		fields[i] = text_copy(f->a, value_of(f, line->text, &f->layout->trailer.at[i]));
	f->has_trailer = true;
	f->trailer = (struct csv_row){line->number, fields, f->layout->trailer.count};
	return true;
}

static bool end(struct fixed *f, struct err *e)
{
	f->is_ended = true;
	if (f->layout->head_starts.len > 0 && !f->has_head)
		return err_set(e, ERR_INCOMPLETE, "the line before all others, which begins with %s, is not there",
			text_quoted(f->a, f->layout->head_starts));
	return f->layout->trailer_starts.len == 0 || f->has_trailer || err_set(e, ERR_INCOMPLETE,
		"line %ju: the trailer is not there: the file is cut off", (uintmax_t)f->line);
}

/* ── records ───────────────────────────────────────────────────────────────────────────────────────────────────── */

static struct cell cell_of(const struct fixed *f, Str line, size_t column)
{
	const struct fixed_fields *fields = &f->layout->fields;

	if (column < fields->count)
		return (struct cell){.kind = CELL_TEXT, .text = value_of(f, line, &fields->at[column])};
	if (column - fields->count < f->layout->head.count && column != SIZE_MAX)
		return (struct cell){.kind = CELL_TEXT, .text = f->head[column - fields->count]};
	return (struct cell){.kind = CELL_MISSING};
}

static void emit(struct fixed *f, struct arena *batch, const struct line *line)
{
	bool all = f->columns.wanted_count == 0;
	size_t count = all ? f->layout->columns.names.count : f->columns.wanted_count;
	struct cell *cells = f->cells + f->count * count;

	for (size_t i = 0; i < count; i++)
		cells[i] = cell_of(f, line->text, all ? i : f->columns.of[i]);
	f->found[f->count++] = (struct found){.cells = cells, .cell_count = count, .text = line->text,
		.record = ++f->record, .line = line->number, .offset = f->window->offset + f->at,
		.fault = fault_of(f, batch, line->text, &f->layout->fields, true)};
}

static bool take(struct fixed *f, struct arena *batch, const struct line *line, struct err *e)
{
	const struct fixed_layout *l = f->layout;
	bool is_empty = line->text.len == 0 && l->ends != FIXED_NONE;

	if (line->number <= l->skip || is_empty || begins(line->text, l->comment))
		return true;
	if (f->has_trailer)
		return wrong(f, line, "a line behind the trailer", e);
	if (begins(line->text, l->head_starts))
		return take_head(f, line, e);
	if (begins(line->text, l->trailer_starts))
		return take_trailer(f, line, e);
	if (l->starts.len > 0 && !begins(line->text, l->starts))
		return wrong(f, line, "a line of no declared kind", e);
	if (l->head_starts.len > 0 && !f->has_head)
		return wrong(f, line, "a record before the line that stands before all others", e);
	emit(f, batch, line);
	return true;
}

static bool more(struct fixed *f, struct err *e)
{
	if (!window_more(f->window, f->at, e))
		return err_in(e, "line %ju", (uintmax_t)f->line);
	f->at = 0;
	return true;
}

static bool begin(struct fixed *f, struct err *e)
{
	if (f->is_begun)
		return true;
	f->is_begun = true;
	csv_columns_declared(&f->columns);
	return csv_columns_find(&f->columns, e);
}

/* The lines that stand whole in the window, and what follows them. */
static bool take_lines(struct fixed *f, struct arena *batch, enum seen *seen, struct err *e)
{
	struct line line = {0};

	*seen = LINE;
	while (f->count < FOUND_LIMIT) {
		*seen = next_line(f, &line, e);
		if (e->kind != ERR_NONE)
			return false;
		if (*seen != LINE)
			return true;
		if (!take(f, batch, &line, e))
			return false;
		f->at = line.next;
		f->line++;
	}
	return true;
}

/* Only between batches may the window move. */
bool fixed_next(struct fixed *f, struct arena *batch, struct founds *founds, struct err *e)
{
	enum seen seen;

	f->count = 0;
	*founds = (struct founds){.at = f->found};
	if (!begin(f, e))
		return false;
	while (!f->is_ended && f->count == 0)
		if (!take_lines(f, batch, &seen, e) || (f->count == 0 && !(seen == END ? end(f, e) : more(f, e))))
			return false;
	founds->count = f->count;
	return true;
}
