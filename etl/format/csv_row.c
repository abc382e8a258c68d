#include "format/csv_row.h"

static char either(char a, char b)
{
	if (a)
		return a;
	return b;
}

void csv_rows_init(struct csv_rows *r, struct arena *a, const struct csv_dialect *dialect, struct window *window)
{
	struct csv_dialect *d = &r->dialect;

	*r = (struct csv_rows){.dialect = *dialect, .window = window, .line = 1, .arena = a};
	if (d->escape == d->quote)
		d->escape = 0;
	r->scan.special[0] = d->delimiter;
	r->scan.special[1] = d->newline;
	r->scan.special[2] = either(d->quote, d->delimiter);
	r->scan.special[3] = either(d->escape, d->delimiter);
}

static void rescan(struct csv_rows *r)
{
	r->scan.base = r->window->text->at;
	r->scan.end = r->window->text->len;
	scan_from(&r->scan, r->at);
}

void csv_rows_return(struct csv_rows *r, uint64_t offset, uint64_t line)
{
	r->at = (size_t)(offset - r->window->offset);
	r->line = line;
	rescan(r);
}

static void grow(struct csv_rows *r)
{
	size_t room = r->room ? 2 * r->room : 64;
	struct csv_field *fields = arena_raw(r->arena, room * sizeof *fields);

	if (r->room > 0)
		memcpy(fields, r->fields, r->room * sizeof *fields);
	r->fields = fields;
	r->room = room;
}

static inline void add(struct csv_rows *r, struct csv_cut *cut, size_t start, size_t end, bool escaped)
{
	if (cut->count == r->room && r->room < CSV_MOST_FIELDS)
		grow(r);
	if (cut->count < r->room)
		r->fields[cut->count] = (struct csv_field){{r->scan.base + start, end - start}, escaped};
	if (end - start > CSV_FIELD_LIMIT)
		cut->fault = "a field of more than 16 MiB";
	cut->count++;
}

static bool is_special(const struct csv_rows *r, char c)
{
	return memchr(r->scan.special, c, sizeof r->scan.special) != NULL;
}

/* Passes the byte behind an escape; false if the window ends before it. */
static bool pass_escaped(struct csv_rows *r, struct csv_cut *cut, size_t escape)
{
	if (escape + 1 == r->scan.end)
		return false;
	if (is_special(r, r->scan.base[escape + 1]))
		scan_next(&r->scan);
	cut->lines += r->scan.base[escape + 1] == r->dialect.newline;
	return true;
}

/* From an opening quote to *after its closing one; false if the window ends before it is known to be one. */
/* NOLINTNEXTLINE(readability-function-cognitive-complexity): one loop, a case a special byte */
static bool quoted(struct csv_rows *r, struct csv_cut *cut, size_t open, size_t *after)
{
	const struct csv_dialect *d = &r->dialect;
	const char *p = r->scan.base;
	bool escaped = false;

	cut->is_open = true;
	cut->open_line = r->line + cut->lines;
	for (;;) {
		size_t i = scan_next(&r->scan);

		if (i == r->scan.end)
			return false;
		if (p[i] == d->newline)
			cut->lines++;
		if (d->escape && p[i] == d->escape) {
			escaped = true;
			if (!pass_escaped(r, cut, i))
				return false;
			continue;
		}
		if (p[i] != d->quote)
			continue;
		if (i + 1 == r->scan.end && !r->window->ended)
			return false;
		if (d->escape || i + 1 == r->scan.end || p[i + 1] != d->quote) {
			cut->is_open = false;
			add(r, cut, open + 1, i, escaped);
			*after = i + 1;
			return true;
		}
		scan_next(&r->scan);
		escaped = true;
	}
}

/* The end of the last field: without the CR of a CRLF. */
static size_t before_newline(const struct csv_rows *r, size_t start, size_t i)
{
	return r->dialect.newline == '\n' && i > start && r->scan.base[i - 1] == '\r' ? i - 1 : i;
}

static void end_row(const struct csv_rows *r, struct csv_cut *cut, size_t end, size_t i)
{
	bool has_newline = i < r->scan.end;

	cut->end = end;
	cut->next = i + has_newline;
	cut->lines += has_newline;
}

enum behind { NEXT_FIELD, ROW_ENDS, WINDOW_ENDS };

/* Behind a closing quote only a delimiter or the line's end may stand. */
static enum behind behind_quote(struct csv_rows *r, struct csv_cut *cut, size_t after, size_t *start)
{
	const char *p = r->scan.base;
	size_t i, end;

	do {
		i = scan_next(&r->scan);
	} while (i < r->scan.end && p[i] != r->dialect.delimiter && p[i] != r->dialect.newline);
	if (i == r->scan.end && !r->window->ended)
		return WINDOW_ENDS;
	if (i < r->scan.end && p[i] == r->dialect.delimiter) {
		if (i != after)
			cut->fault = "text behind a closing quote";
		*start = i + 1;
		return NEXT_FIELD;
	}
	end = before_newline(r, after, i);
	if (end != after)
		cut->fault = "text behind a closing quote";
	end_row(r, cut, end, i);
	return ROW_ENDS;
}

/* Cuts one row; false if the window ends before the row does. */
/* NOLINTNEXTLINE(readability-function-cognitive-complexity): one loop, a case a special byte */
static bool cut_row(struct csv_rows *r, struct csv_cut *cut)
{
	const struct csv_dialect *d = &r->dialect;
	const char *p = r->scan.base;
	size_t start = cut->start, after;
	bool escaped = false;

	for (;;) {
		size_t i = scan_next(&r->scan);

		if (i < r->scan.end && p[i] == d->delimiter) {
			add(r, cut, start, i, escaped);
			start = i + 1;
			escaped = false;
		} else if (i == r->scan.end || p[i] == d->newline) {
			if (i == r->scan.end && !r->window->ended)
				return false;
			end_row(r, cut, before_newline(r, start, i), i);
			add(r, cut, start, cut->end, escaped);
			return true;
		} else if (d->quote && p[i] == d->quote && i == start) {
			enum behind behind = WINDOW_ENDS;

			if (quoted(r, cut, i, &after))
				behind = behind_quote(r, cut, after, &start);
			if (behind != NEXT_FIELD)
				return behind == ROW_ENDS;
		} else if (d->escape && p[i] == d->escape) {
			escaped = true;
			if (!pass_escaped(r, cut, i) && !r->window->ended)
				return false;
		}
	}
}

/* Passes a whole line whatever stands in it; false if the window ends before the line does. */
static bool cut_line(struct csv_rows *r, struct csv_cut *cut)
{
	size_t i;

	do {
		i = scan_next(&r->scan);
	} while (i < r->scan.end && r->scan.base[i] != r->dialect.newline);
	end_row(r, cut, i, i);
	return i < r->scan.end || r->window->ended;
}

static bool is_blank(const struct csv_cut *cut)
{
	return cut->count == 1 && cut->end == cut->start;
}

/* Comments, rows and empty lines, one after another. */
/* NOLINTNEXTLINE(readability-function-cognitive-complexity): a loop of five ways out, none of them nested */
static enum csv_seen seek(struct csv_rows *r, struct csv_cut *cut)
{
	Str comment = r->dialect.comment;

	for (;;) {
		size_t left = r->scan.end - r->at;
		bool is_comment = comment.len > 0 && text_begins((Str){r->scan.base + r->at, left}, comment);

		*cut = (struct csv_cut){.start = r->at};
		if (left == 0)
			return r->window->ended ? CSV_END : CSV_CUT;
		if (comment.len > 0 && left < comment.len && !r->window->ended)
			return CSV_CUT;
		if (!(is_comment ? cut_line(r, cut) : cut_row(r, cut)))
			return CSV_CUT;
		if (!is_comment && !is_blank(cut))
			return CSV_ROW;
		csv_rows_pass(r, cut);
	}
}

enum csv_seen csv_rows_next(struct csv_rows *r, struct csv_cut *cut)
{
	enum csv_seen seen = seek(r, cut);

	if (seen == CSV_CUT)
		scan_from(&r->scan, r->at);
	return seen;
}

static bool never_closed(const struct csv_cut *cut, const char *fact, struct err *e)
{
	return err_set(e, ERR_FORMAT, "line %ju: the quote that opens here %s", (uintmax_t)cut->open_line, fact);
}

bool csv_rows_more(struct csv_rows *r, const struct csv_cut *cut, struct err *e)
{
	if (r->window->ended)
		return never_closed(cut, "never closes", e);
	if (cut->is_open && r->scan.end - r->at > CSV_FIELD_LIMIT)
		return never_closed(cut, "does not close within 16 MiB", e);
	if (!window_more(r->window, r->at, e))
		return err_in(e, "line %ju", (uintmax_t)r->line);
	r->at = 0;
	rescan(r);
	return true;
}

bool csv_rows_read(struct csv_rows *r, struct csv_cut *cut, bool *has, struct err *e)
{
	enum csv_seen seen;

	while ((seen = csv_rows_next(r, cut)) == CSV_CUT)
		if (!csv_rows_more(r, cut, e))
			return false;
	*has = seen == CSV_ROW;
	return true;
}

bool csv_rows_skip(struct csv_rows *r, uint64_t lines, struct err *e)
{
	while (lines > 0) {
		struct csv_cut cut = {.start = r->at};
		bool whole = cut_line(r, &cut);

		if (whole && cut.next == r->at)
			return true;
		if (whole) {
			csv_rows_pass(r, &cut);
			lines--;
		} else if (!csv_rows_more(r, &cut, e)) {
			return false;
		}
	}
	return true;
}

Str csv_rows_text(const struct csv_rows *r, struct arena *a, const struct csv_field *field)
{
	char mark = either(r->dialect.escape, r->dialect.quote);
	Str s = field->text;
	char *copy;
	size_t n = 0;

	if (!field->escaped)
		return s;
	copy = arena_raw(a, s.len);
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == mark && i + 1 < s.len)
			i++;
		copy[n++] = s.at[i];
	}
	return (Str){copy, n};
}
