#include "format/json_split.h"

#include "format/json_scan.h"

enum phase { OUTSIDE, IN_ARRAY, ONE_RECORD, AFTER, LINES };

struct json_split {
	struct window *window;
	const struct step *steps;
	size_t step_count;
	bool each;
	enum phase phase;

	size_t at;                   /* in the window */
	uint64_t line;

	/* The walk outside of the records. */
	struct buf *skeleton;
	size_t skeleton_head;        /* its length where the records are left out */
	uint64_t lines_left_out;
	char open[JSON_DEPTH + 1];   /* '{' or '[' by depth, from 1 */
	int64_t item[JSON_DEPTH + 1];
	size_t depth;
	size_t matched;              /* steps that lead to where the walk stands */
	bool in_string, escaped, is_key, expects_key, key_fits, complete;
	size_t string_at;            /* in the skeleton */

	bool after_record, after_comma;
	bool found, may_lack;
};

static struct json_split *split_new(struct arena *a, struct window *window, enum phase phase)
{
	struct json_split *s = arena_new_of(a, struct json_split);

	s->window = window;
	s->phase = phase;
	s->line = 1;
	s->skeleton = buf_new(a, (size_t)2 * RECORD_LIMIT);
	return s;
}

struct json_split *json_split_new(struct arena *a, struct window *window, const struct step *steps, size_t count,
				  bool each)
{
	struct json_split *s = split_new(a, window, OUTSIDE);

	s->steps = steps;
	s->step_count = count;
	s->each = each;
	return s;
}

void json_split_may_lack(struct json_split *s)
{
	s->may_lack = true;
}

struct json_split *json_split_lines(struct arena *a, struct window *window)
{
	return split_new(a, window, LINES);
}

Str json_split_skeleton(struct json_split *s)
{
	if (!window_pad(s->skeleton))
		return (Str){0};
	return buf_str(s->skeleton);
}

uint64_t json_split_line(const struct json_split *s, size_t at)
{
	uint64_t line = 1;

	for (size_t i = 0; i < at; i++)
		line += s->skeleton->at[i] == '\n';
	return s->found && at > s->skeleton_head ? line + s->lines_left_out : line;
}

static bool wrong(const struct json_split *s, const char *fact, struct err *e)
{
	return err_set(e, ERR_FORMAT, "line %ju, offset %ju: %s", (uintmax_t)s->line,
		       (uintmax_t)(s->window->offset + s->at), fact);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static char byte_at(const struct json_split *s)
{
	return s->window->text->at[s->at];
}

static bool is_at_end(const struct json_split *s)
{
	return s->at == s->window->text->len;
}

bool json_split_more(struct json_split *s, struct err *e)
{
	if (s->window->ended)
		return wrong(s, "the JSON is cut off", e);
	if (!window_more(s->window, s->at, e))
		return err_in(e, "line %ju", (uintmax_t)s->line);
	s->at = 0;
	return true;
}

/* Passes one byte outside of the records. */
static void keep(struct json_split *s)
{
	char c = byte_at(s);

	buf_byte(s->skeleton, c);
	s->line += c == '\n';
	s->at++;
}

/* Whether the step leads to the value that begins here. */
static bool fits(const struct json_split *s)
{
	const struct step *step;

	if (s->matched >= s->step_count || s->depth != s->matched + 1)
		return false;
	if (s->open[s->depth] == '{')
		return s->key_fits;
	step = &s->steps[s->matched];
	return step->kind == STEP_INDEX && step->index == s->item[s->depth];
}

static bool key_is(const struct json_split *s, Str key)
{
	const struct step *step;

	if (s->matched >= s->step_count || s->depth != s->matched + 1)
		return false;
	step = &s->steps[s->matched];
	return step->kind == STEP_NAME && text_is(key, step->name);
}

static bool no_array(const struct json_split *s, struct err *e)
{
	if (s->step_count == 0 && byte_at(s) == '{')
		return wrong(s, "the document is an object where an array of records is expected; if each line is a record, "
			"say kind = \"jsonl\", else let rows lead to the array", e);
	return wrong(s, "the path of the rows leads to something that is no array", e);
}

/* At the value that the steps lead to. */
static bool begin_records(struct json_split *s, struct err *e)
{
	char c = byte_at(s);

	if (s->found)
		return wrong(s, "what the path of the rows names stands here a second time", e);
	s->found = true;
	if (!s->each) {
		s->phase = ONE_RECORD;
	} else if (c == '[') {
		keep(s);
		s->open[++s->depth] = '[';
		s->phase = IN_ARRAY;
	} else if (c != 'n') {
		return no_array(s, e);
	}
	s->skeleton_head = s->skeleton->len;
	return true;
}

static bool open_value(struct json_split *s, struct err *e)
{
	if (s->depth == JSON_DEPTH)
		return wrong(s, "arrays and objects too deep in each other", e);
	s->depth++;
	s->open[s->depth] = byte_at(s);
	s->item[s->depth] = 0;
	s->expects_key = byte_at(s) == '{';
	return true;
}

static bool close_value(struct json_split *s, struct err *e)
{
	if (s->depth == 0 || s->open[s->depth] != (byte_at(s) == '}' ? '{' : '['))
		return wrong(s, "a bracket closes what is not open", e);
	s->depth--;
	s->expects_key = false;
	s->complete = s->depth == 0;
	if (s->matched > s->depth)
		s->matched = s->depth;
	return true;
}

static void next_item(struct json_split *s)
{
	s->item[s->depth]++;
	s->expects_key = s->depth > 0 && s->open[s->depth] == '{';
	s->key_fits = false;
	if (s->depth > 0 && s->matched > s->depth - 1)
		s->matched = s->depth - 1;
}

static void in_string(struct json_split *s)
{
	char c = byte_at(s);

	if (c == '"' && !s->escaped) {
		Str key = text_from(buf_str(s->skeleton), s->string_at);

		s->in_string = false;
		s->complete = s->depth == 0;
		if (s->is_key)
			s->key_fits = key_is(s, key);
	}
	s->escaped = c == '\\' && !s->escaped;
	keep(s);
}

/* A value begins: it is what the path leads to, or a step nearer, or beside the path. */
static bool value(struct json_split *s, struct err *e)
{
	char c = byte_at(s);

	if (fits(s))
		s->matched++;
	s->key_fits = false;
	if (s->matched == s->step_count && s->depth == s->step_count) {
		if (!begin_records(s, e))
			return false;
		if (s->phase == IN_ARRAY || s->phase == ONE_RECORD)
			return true;
	}
	if ((c == '{' || c == '[') && !open_value(s, e))
		return false;
	if (c == '"') {
		s->in_string = true;
		s->is_key = false;
		s->string_at = s->skeleton->len + 1;
	}
	keep(s);
	return true;
}

static bool structural(struct json_split *s, struct err *e)
{
	char c = byte_at(s);

	if (s->complete && !is_blank(c))
		return wrong(s, c == '{' ? "a second document behind the first; if each line is a record, say kind = \"jsonl\""
			: "text behind the end of the JSON", e);
	if (c == '"' && s->expects_key) {
		s->in_string = s->is_key = true;
		s->expects_key = false;
		s->string_at = s->skeleton->len + 1;
	} else if (c == '}' || c == ']') {
		if (!close_value(s, e))
			return false;
	} else if (c == ',') {
		next_item(s);
	} else if (!is_blank(c) && c != ':') {
		return value(s, e);
	}
	keep(s);
	return true;
}

/* A number, true, false or null goes to the next byte that cannot be part of it. */
static bool is_in_scalar(char c)
{
	return !is_blank(c) && c != ',' && c != ':' && c != '}' && c != ']' && c != '{' && c != '[' && c != '"';
}

static bool outside(struct json_split *s, struct err *e)
{
	while (!is_at_end(s) && (s->phase == OUTSIDE || s->phase == AFTER)) {
		bool scalar = s->skeleton->len > 0 && is_in_scalar(s->skeleton->at[s->skeleton->len - 1]);

		if (s->in_string) {
			in_string(s);
		} else if (scalar && is_in_scalar(byte_at(s))) {
			keep(s);
		} else {
			s->complete = s->complete || (scalar && s->depth == 0);
			if (!structural(s, e))
				return false;
		}
	}
	if (s->skeleton->len > RECORD_LIMIT)
		return wrong(s, "more than 64 MiB outside of the records", e);
	return true;
}

enum ended { WHOLE, CUT, TOO_DEEP };

/* Where a string ends, from behind its opening quote; the window's end if it does not.  A line's end may not stand in
 * one, but then it is that record's fault, and those behind it must still know their lines. */
static size_t string_end(Str text, size_t i, uint64_t *lines)
{
	for (; i < text.len && text.at[i] != '"'; i++) {
		i += text.at[i] == '\\';
		*lines += i < text.len && text.at[i] == '\n';
	}
	return i < text.len ? i : text.len;
}

static uint64_t newlines(Str s)
{
	uint64_t count = 0;

	for (size_t at; (at = text_find_byte(s, '\n')) < s.len; s = text_from(s, at + 1))
		count++;
	return count;
}

/* Goes on to where the string ends whose quote was met, or to the text's end. */
static void pass_string(struct json_scan *scan)
{
	Str text = scan->text;
	size_t escaped = SIZE_MAX;

	for (size_t i = json_scan_next(scan); i < text.len; i = json_scan_next(scan)) {
		if (i != escaped && text.at[i] == '"')
			return;
		if (i != escaped && text.at[i] == '\\')
			escaped = i + 1;
	}
}

/* Finds the end of an array or object that begins at start. */
static enum ended container_end(Str text, size_t start, size_t *end, uint64_t *lines)
{
	struct json_scan scan = json_scan_from(text, start);
	size_t depth = 0;

	for (size_t i = json_scan_next(&scan); i < text.len; i = json_scan_next(&scan)) {
		char c = text.at[i];

		if (c == '"') {
			pass_string(&scan);
		} else if (c == '{' || c == '[') {
			if (++depth > JSON_DEPTH)
				return TOO_DEEP;
		} else if ((c == '}' || c == ']') && --depth == 0) {
			*end = i + 1;
			*lines += newlines((Str){text.at + start, *end - start});
			return WHOLE;
		}
	}
	return CUT;
}

static enum ended value_end(const struct json_split *s, size_t *end, uint64_t *lines)
{
	Str text = buf_str(s->window->text);
	size_t i = s->at;
	char c = text.at[i];

	if (c == '{' || c == '[')
		return container_end(text, i, end, lines);
	if (c == '"') {
		i = string_end(text, i + 1, lines);
		*end = i + 1;
		return i < text.len ? WHOLE : CUT;
	}
	while (i < text.len && is_in_scalar(text.at[i]))
		i++;
	*end = i;
	return i < text.len || s->window->ended ? WHOLE : CUT;
}

static bool record(struct json_split *s, enum json_seen *seen, struct json_cut *cut, struct err *e)
{
	size_t end = s->at;
	uint64_t lines = 0;
	enum ended ended = value_end(s, &end, &lines);

	if (ended == TOO_DEEP)
		return wrong(s, "arrays and objects too deep in each other", e);
	*seen = ended == CUT ? JSON_CUT : JSON_RECORD;
	if (ended == CUT)
		return true;
	if (end == s->at)
		return wrong(s, "a value is missing", e);
	*cut = (struct json_cut){
		.text = {s->window->text->at + s->at, end - s->at},
		.line = s->line,
		.offset = s->window->offset + s->at,
	};
	s->at = end;
	s->line += lines;
	s->lines_left_out += lines;
	return true;
}

static void skip_blanks(struct json_split *s)
{
	for (; !is_at_end(s) && is_blank(byte_at(s)); s->at++) {
		s->line += byte_at(s) == '\n';
		s->lines_left_out += byte_at(s) == '\n';
	}
}

/* Between the records of an array. */
static bool in_array(struct json_split *s, enum json_seen *seen, struct json_cut *cut, struct err *e)
{
	skip_blanks(s);
	if (!is_at_end(s) && s->after_record && byte_at(s) == ',') {
		s->at++;
		s->after_record = false;
		s->after_comma = true;
		skip_blanks(s);
	}
	if (is_at_end(s)) {
		*seen = JSON_CUT;
		return true;
	}
	if (byte_at(s) == ']' && !s->after_comma) {
		s->phase = AFTER;
		*seen = JSON_CUT;
		return true;
	}
	if (s->after_record)
		return wrong(s, "a comma is missing", e);
	if (!record(s, seen, cut, e))
		return false;
	s->after_record = *seen == JSON_RECORD;
	s->after_comma = s->after_comma && *seen == JSON_CUT;
	return true;
}

static bool one_record(struct json_split *s, enum json_seen *seen, struct json_cut *cut, struct err *e)
{
	if (!record(s, seen, cut, e) || *seen == JSON_CUT)
		return e->kind == ERR_NONE;
	/* A text, since of a number what follows could be a part: ""e0 would be 0e0. */
	buf_add(s->skeleton, S("\"\""));
	s->complete = s->depth == 0;
	s->phase = AFTER;
	return true;
}

static bool lines(struct json_split *s, enum json_seen *seen, struct json_cut *cut)
{
	Str rest, line;
	size_t length;

	skip_blanks(s);
	rest = text_from(buf_str(s->window->text), s->at);
	length = text_find_byte(rest, '\n');
	*seen = length < rest.len || s->window->ended ? JSON_RECORD : JSON_CUT;
	if (rest.len == 0 && s->window->ended)
		*seen = JSON_END;
	if (*seen != JSON_RECORD)
		return true;
	line = text_head(rest, length);
	while (is_blank(line.at[line.len - 1]))
		line.len--;
	*cut = (struct json_cut){
		.text = line,
		.line = s->line,
		.offset = s->window->offset + s->at,
		.is_last = length == rest.len,
	};
	s->at += length;
	return true;
}

/* At the window's end outside of the records: the document may end here. */
static bool end(struct json_split *s, enum json_seen *seen, struct err *e)
{
	bool scalar = s->skeleton->len > 0 && is_in_scalar(s->skeleton->at[s->skeleton->len - 1]);

	*seen = s->window->ended ? JSON_END : JSON_CUT;
	if (!s->window->ended)
		return true;
	if (!s->complete && !(scalar && s->depth == 0 && !s->in_string))
		return wrong(s, s->skeleton->len > 0 ? "the JSON is cut off" : "there is no JSON here", e);
	if (!s->found && !s->may_lack)
		return wrong(s, "the path of the rows leads nowhere in this document", e);
	return true;
}

bool json_split_next(struct json_split *s, enum json_seen *seen, struct json_cut *cut, struct err *e)
{
	if (s->phase == LINES)
		return lines(s, seen, cut);
	for (;;) {
		if ((s->phase == OUTSIDE || s->phase == AFTER) && !outside(s, e))
			return false;
		if (s->phase == OUTSIDE || s->phase == AFTER)
			return end(s, seen, e);
		if (s->phase == ONE_RECORD)
			return one_record(s, seen, cut, e);
		if (!in_array(s, seen, cut, e))
			return false;
		if (s->phase != AFTER)
			return true;
	}
}
