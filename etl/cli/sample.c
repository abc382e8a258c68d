#include "cli/commands.h"
#include "cli/mask.h"
#include "cli/open.h"
#include "cli/put.h"
#include "cli/shape.h"
#include "cli/table.h"
#include "run/value.h"
#include "report/shown.h"
#include "run/run.h"

#include <inttypes.h>

enum { SHOWN = 5, LEFT = 46, RIGHT = 47, TEXT_LIMIT = 1 << 24 };

static const struct option options[] = {
	{"date", WORD_DATE, "DATE", "of this business date; default: the newest that is due", NULL, false},
	{"key", WORD_TEXT, "KEY", "only records of this key: a field of it, or all of them joined by a blank or /", NULL,
	 false},
	{"rejected", WORD_FLAG, NULL, "only records that cannot be mapped", NULL, false},
};

struct sampling {
	struct call *call;
	struct project *project;
	const struct extract *x;
	struct sample *samples;
	size_t count;
	Str request;                 /* NULL: files were read */
};

static Str state_of(const struct row *row)
{
	char letter = (char)row->state;

	return row->has_key ? row_state_name((Str){&letter, 1}) : S("rejected, without a key");
}

/* Money has the digits of its currency, as it is staged. */
static Str value_shown(struct arena *a, const struct entity *n, const struct row *row, size_t field)
{
	const struct field *f = &n->fields[field];
	const struct value *v = &row->values[field];
	bool money = f->type == TYPE_MONEY && f->currency >= 0 && !v->null && !row->values[f->currency].null;

	return masked(n, f->name, money ? plain_amount(a, v->as.decimal, row->values[f->currency].as.text)
					: value_text(a, f->type, v));
}

/* ── JSON ──────────────────────────────────────────────────────────────────────────────────────────────────────── */

static void faults_json(struct json_out *j, const struct row *row)
{
	json_name(j, "faults");
	json_array(j);
	for (size_t i = 0; i < row->fault_count; i++) {
		json_object(j);
		json_put_text(j, "field", row->faults[i].field);
		json_put_text(j, "value", row->faults[i].value);
		json_put_z(j, "reason", row->faults[i].reason);
		json_put_bool(j, "warning", row->faults[i].warning);
		json_object_end(j);
	}
	json_array_end(j);
}

static void sample_json(struct arena *a, struct json_out *j, const struct entity *n, const struct sample *s)
{
	json_object(j);
	json_put_text(j, "member", s->record->place.member);
	json_put_int(j, "record", (int64_t)s->record->place.record);
	json_put_int(j, "line", (int64_t)s->record->place.line);
	json_put_text(j, "text", s->record->text);
	json_put_text(j, "state", state_of(s->row));
	json_name(j, "values");
	json_object(j);
	for (size_t i = 0; i < n->field_count; i++) {
		Str value = value_shown(a, n, s->row, i);

		json_name(j, text_z(a, n->fields[i].name));
		if (value.at)
			json_text(j, value);
		else
			json_null(j);
	}
	json_object_end(j);
	faults_json(j, s->row);
	json_object_end(j);
}

/* ── text: the record at the left, what became of it at the right ──────────────────────────────────────────────── */

static bool is_key(const struct entity *n, size_t field)
{
	for (size_t i = 0; i < n->key_count; i++)
		if ((size_t)n->key[i] == field)
			return true;
	return false;
}

/* As people write it, but for a key, which is a name even where it is a number. */
static Str field_text(const struct sampling *m, const struct row *row, size_t field)
{
	const struct entity *n = m->x->entity;
	const struct settings *s = &m->project->settings;
	Str value = value_shown(m->call->a, n, row, field), currency = S("");
	int in = n->fields[field].currency;

	if (!value.at)
		return S("-");
	if (n->fields[field].type == TYPE_MONEY && in >= 0 && !row->values[in].null)
		currency = row->values[in].as.text;
	return is_key(n, field) ? value
		: shown_value(m->call->a, s->locale, s->zone, n->fields[field].type, value, currency);
}

static Str fields_text(const struct sampling *m, const struct row *row)
{
	struct arena *a = m->call->a;
	const struct entity *n = m->x->entity;
	struct table *t = table_new(a, "- -");
	struct buf *b = buf_new(a, TEXT_LIMIT);

	for (size_t i = 0; i < n->field_count; i++) {
		table_cell(t, n->fields[i].name);
		table_cell(t, field_text(m, row, i));
	}
	for (size_t i = 0; i < row->fault_count; i++) {
		const struct fault *f = &row->faults[i];

		table_rest(t, text(arena_print(a, "%s%s%.*s: %s%s%s", f->warning ? "warning" : "fault",
			f->field.len > 0 ? " " : "", STR(f->field), f->reason,
			f->value.len > 0 ? ": " : "", f->value.len > 0 ? text_quoted(a, f->value) : "")));
	}
	table_write(t, b, "");
	return buf_str(b);
}

static Str wrapped(struct arena *a, Str s, size_t width)
{
	struct buf *b = buf_new(a, TEXT_LIMIT);

	text_wrap(b, s, "", width);
	return buf_str(b);
}

static void beside(struct buf *b, Str left, Str right)
{
	while (left.len > 0 || right.len > 0) {
		Str l = S(""), r = S("");

		text_cut(left, '\n', &l, &left);
		text_cut(right, '\n', &r, &right);
		buf_print(b, "  %.*s%*s \xE2\x94\x82 %.*s\n", WHOLE(l), (int)(LEFT - text_width(l)), "", WHOLE(r));
	}
}

/* A cell of the source stays on its line: what moves a terminal's cursor would tear the columns apart. */
static Str printable(struct arena *a, Str s)
{
	char *z = text_z(a, s);

	for (size_t i = 0; i < s.len; i++)
		if (((unsigned char)z[i] < ' ' && z[i] != '\n') || z[i] == 0x7F)
			z[i] = ' ';
	return text_is_utf8((Str){z, s.len}, NULL) ? (Str){z, s.len} : text(text_quoted(a, s));
}

static void sample_text(const struct sampling *m, struct buf *b, const struct sample *s)
{
	struct arena *a = m->call->a;
	const struct row *row = s->row;

	buf_print(b, "record %" PRIu64 ", line %" PRIu64 " of %.*s: %.*s\n", s->record->place.record, s->record->place.line,
		STR(s->record->place.member), STR(row->has_key ? shown_word(state_of(row)) : S("unreadable, without a key")));
	if (s->record->fault)
		buf_print(b, "  %s\n", s->record->fault);
	beside(b, wrapped(a, printable(a, s->record->text), LEFT), wrapped(a, fields_text(m, s->row), RIGHT));
	buf_byte(b, '\n');
}

/* A list that is empty is no fault, and may not be what was meant to be looked at. */
static void nothing_text(const struct sampling *m, struct buf *b)
{
	bool is_picked = call_has(m->call, "key") || call_has(m->call, "rejected");

	if (m->request.at)
		buf_print(b, "%.*s\n%s; --date asks for another day's\n", STR(m->request), is_picked
			? "none of the records that the system gives there is one of these"
			: "the system answers, and gives no record there");
	else
		buf_print(b, is_picked ? "no record is one of these" : "the file holds no record");
}

static bool samples_print(struct sampling *m)
{
	struct arena *a = m->call->a;
	struct json_out j;
	struct buf *b = put_begin(m->call, &j);

	if (m->call->json)
		json_array(&j);
	for (size_t i = 0; i < m->count; i++)
		if (m->call->json)
			sample_json(a, &j, m->x->entity, &m->samples[i]);
		else
			sample_text(m, b, &m->samples[i]);
	if (m->call->json)
		json_array_end(&j);
	else if (m->count == 0)
		nothing_text(m, b);
	return put_end(m->call, b);
}

static bool sample(struct call *call, struct err *e)
{
	struct sampling m = {.call = call};
	struct sample_wish wish = {
		.count = call_operand(call, 1).len > 0 ? (size_t)call_operand_number(call, 1) : SHOWN,
		.key = call_text(call, "key"), .rejected = call_has(call, "rejected"),
	};

	if (!call_project(call, &m.project, e))
		return false;
	m.x = project_extract(call->a, m.project, call_operand(call, 0), e);
	return m.x
	    && run_sample(call->a, m.project, m.x, call_date(call, "date"), &wish, &m.samples, &m.count,
		    &m.request, e)
	    && samples_print(&m);
}

const struct command command_sample = {
	.name = "sample", .group = GROUP_LOOK, .doc = "Shows a few records of an extract beside the rows that they "
		"are mapped to",
	.operands = {{"EXTRACT", WORD_TEXT, "such as shop_pl.orders", false, false},
		     {"N", WORD_NUMBER, "how many; default: 5", true, false}},
	OPTIONS(options),
	.more = "Through the real reader and map, from the files that are there or the first page that a system gives; "
		"nothing is landed or staged. "
		"Values of personal fields are masked, but not in a record's text.",
	.json = "[{member, record, line, text, state, values: {a member a field}, faults: [{field, value, reason, "
		"warning}]}]",
	.example = "sample shop_pl.orders 3 --date 2026-03-31", .go = sample,
};
