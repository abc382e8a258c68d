#include "format/json_read.h"

#include "format/json.h"
#include "format/json_kin.h"
#include "format/json_split.h"
#include "format/rows.h"

struct json_reader {
	struct arena *arena;
	struct json_split *split;
	struct json *json;
	struct json_kin *kin;        /* NULL: no line belongs to another */
	struct rows rows;
	bool lines, ended;
	uint64_t read;
	const struct path *stated_at;    /* NULL if nothing is to be found there */
	struct texts *stated;
};

struct json_reader *json_reader_new(struct arena *a, struct window *window, bool lines, const struct path *rows,
				    const struct path *wanted, size_t count)
{
	struct json_reader *j = arena_new_of(a, struct json_reader);
	size_t before;
	bool each;

	j->arena = a;
	j->json = json_new(a);
	j->lines = lines;
	rows_init(&j->rows, rows, wanted, count, &before, &each);
	if (lines) {
		j->rows.steps = rows->steps;
		j->rows.step_count = rows->count;
		j->split = json_split_lines(a, window);
	} else {
		j->split = json_split_new(a, window, rows->steps, before, each);
	}
	return j;
}

void json_reader_may_lack(struct json_reader *j)
{
	json_split_may_lack(j->split);
}

static uint64_t newlines(Str s)
{
	uint64_t count = 0;

	for (size_t i = 0; i < s.len; i++)
		count += s.at[i] == '\n';
	return count;
}

static bool no_json(const struct json_cut *cut, const struct json_result *r, struct err *e)
{
	return err_set(e, ERR_FORMAT, "line %ju, offset %ju: this is no JSON: %s",
		       (uintmax_t)(cut->line + newlines(text_head(cut->text, r->error_at))),
		       (uintmax_t)(cut->offset + r->error_at), r->error);
}

/* What closes what stands in lines before it. */
static bool ends_document(Str line)
{
	return line.len > 0 && (line.at[0] == ']' || line.at[0] == '}');
}

bool json_has_more_values(Str s, size_t most)
{
	size_t values = 1;
	bool inside = false;

	for (size_t i = 0; s.len > most && i < s.len && values <= most; i++) {
		char c = s.at[i];

		if (c == '"')
			inside = !inside;
		else if (inside)
			i += c == '\\';
		else
			values += c == ',' || c == '[' || c == '{';
	}
	return values > most;
}

/* A line that cannot be read is a row, so that its fault is seen. */
static bool add_piece(struct json_reader *j, struct piece *piece, struct err *e)
{
	bool is_row = true;

	if (j->kin && piece->tree && !json_kin_take(j->kin, piece->text, piece->tree, &is_row, &piece->parent, e))
		return err_in(e, "line %ju, offset %ju", (uintmax_t)piece->line, (uintmax_t)piece->offset);
	if (is_row)
		rows_add(&j->rows, piece);
	else
		rows_pass(&j->rows, piece);
	return true;
}

static bool add(struct json_reader *j, const struct json_cut *cut, struct err *e)
{
	struct piece piece = {.text = cut->text, .line = cut->line, .offset = cut->offset};
	struct json_result result;

	j->read++;
	if (json_has_more_values(cut->text, VALUES_MOST)) {
		piece.fault = "more than 250000 values in one record";
		rows_add(&j->rows, &piece);
		return true;
	}
	json_parse(j->json, j->rows.memory, cut->text, &result);
	if (result.error && cut->is_last)
		return err_set(e, ERR_FORMAT, "line %ju, offset %ju: the last line %s", (uintmax_t)cut->line,
			(uintmax_t)cut->offset, ends_document(cut->text)
			? "is no JSON; if the lines are one document, say kind = \"json\"" : "is cut off");
	if (result.error && !j->lines)
		return no_json(cut, &result, e);
	piece.tree = result.tree;
	piece.fault = result.error ? arena_print(j->rows.memory, "no JSON: %s", result.error) : result.fault;
	return add_piece(j, &piece, e);
}

void json_reader_relate(struct json_reader *j, const struct kin *kin)
{
	j->kin = json_kin_new(j->arena, kin, j->json);
}

uint64_t json_reader_lines(const struct json_reader *j)
{
	return j->read;
}

void json_reader_state(struct json_reader *j, const struct path *at, struct texts *list)
{
	j->stated_at = at;
	j->stated = list;
}

static void state(struct json_reader *j, const struct cell *cell)
{
	if (cell->kind == CELL_TEXT || cell->kind == CELL_NUMBER)
		texts_add(j->arena, j->stated, text_copy(j->arena, cell->text));
}

static void find_stated(struct json_reader *j, const struct tree *skeleton)
{
	struct tree_context whole = {.row = skeleton};
	struct cell cell;

	tree_find(j->rows.memory, &whole, j->stated_at, &cell);
	state(j, &cell);
	for (size_t i = 0; i < cell.count; i++)
		state(j, &cell.items[i]);
}

/* What stood outside of the records must be JSON too. */
static bool end(struct json_reader *j, struct err *e)
{
	Str skeleton = json_split_skeleton(j->split);
	struct json_result result;

	j->ended = true;
	if (j->lines)
		return true;
	if (json_has_more_values(skeleton, VALUES_MOST))
		return err_set(e, ERR_FORMAT, "more than %d values outside of the records", VALUES_MOST);
	json_parse(j->json, j->rows.memory, skeleton, &result);
	if (result.error || result.fault)
		return err_set(e, ERR_FORMAT, "line %ju: outside of the records this is no JSON: %s",
			       (uintmax_t)json_split_line(j->split, result.error_at),
			       result.error ? result.error : result.fault);
	if (j->stated_at)
		find_stated(j, result.tree);
	return true;
}

/* What was seen where no record is: rows that are waiting go first. */
static bool between(struct json_reader *j, enum json_seen seen, struct err *e)
{
	if (j->rows.count > 0)
		return true;
	return seen == JSON_CUT ? json_split_more(j->split, e) : end(j, e);
}

bool json_reader_next(struct json_reader *j, struct arena *batch, struct founds *founds, struct err *e)
{
	enum json_seen seen = JSON_RECORD;
	struct json_cut cut;

	rows_begin(&j->rows, batch);
	if (j->kin)
		json_kin_begin(j->kin);
	while (!j->ended && !rows_are_enough(&j->rows) && (seen == JSON_RECORD || j->rows.count == 0)) {
		if (!json_split_next(j->split, &seen, &cut, e))
			return false;
		if (!(seen == JSON_RECORD ? add(j, &cut, e) : between(j, seen, e)))
			return false;
	}
	*founds = rows_found(&j->rows);
	return true;
}
