#include "reconcile/input.h"

#include "db/statement.h"
#include "embedded.h"

static const struct expected *expected_of(const struct night *night, Str extract)
{
	for (size_t i = 0; i < night->expected_count; i++)
		if (text_is(night->expected[i].extract, extract))
			return &night->expected[i];
	return NULL;
}

static struct texts array_texts(struct arena *a, Str array)
{
	struct texts list = {0};
	char *item = arena_raw(a, array.len + 1);
	bool quoted = false;
	size_t n = 0;

	for (size_t i = 1; i + 1 < array.len; i++) {
		char c = array.at[i];

		if (c == '"') {
			quoted = !quoted;
		} else if (c == ',' && !quoted) {
			texts_add(a, &list, text_copy(a, (Str){item, n}));
			n = 0;
		} else {
			i += c == '\\';
			item[n++] = array.at[i];
		}
	}
	if (array.len > 2)
		texts_add(a, &list, text_copy(a, (Str){item, n}));
	return list;
}

/* The dataset's source number exists as soon as anything of the extract was staged. */
static bool source_find(struct arena *a, struct pg *pg, struct input *in, struct err *e)
{
	struct rows *r;

	if (!pg_query(pg, a, sql_reconcile_source, P(in->account->extract), &r, e))
		return false;
	in->staged = rows_count(r) > 0;
	if (in->staged)
		in->source = (int32_t)rows_int(r, 0, 0);
	return true;
}

/* What was last known before the date: rows of a later one are not its rows. */
static bool last_find(struct arena *a, struct pg *pg, struct input *in, date day, struct err *e)
{
	struct rows *r;

	if (!pg_query(pg, a, sql_reconcile_input_last, P(in->account->extract, param_date(a, day)), &r, e))
		return false;
	in->last = (int32_t)rows_int(r, 0, 0);
	in->newest = rows_bool(r, 0, 1);
	return true;
}

static void unavailable(struct input *in, const char *status, const char *reason)
{
	in->status = status;
	in->reason = reason;
}

/* "without HAM-2, BER-1" */
static const char *without(struct arena *a, const struct texts *parts)
{
	const char *said = "without";

	for (size_t i = 0; i < parts->count; i++)
		said = arena_print(a, "%s%s %.*s", said, i > 0 ? "," : "", STR(parts->at[i]));
	return said;
}

static void take(struct arena *a, struct input *in, const struct rows *r)
{
	in->available = true;
	in->snapshot_id = rows_int(r, 0, 0);
	in->snapshot_no = (int32_t)rows_int(r, 0, 1);
	in->source = (int32_t)rows_int(r, 0, 2);
	in->aside = text_is(rows_at(r, 0, 3), S("aside"));
	in->as_of = rows_instant(r, 0, 4);
	in->missing_parts = array_texts(a, rows_at(r, 0, 5));
	in->proven = in->account->proven && !text_is(rows_at(r, 0, 6), S("none"));
	in->newest = rows_bool(r, 0, 10) && !in->aside;
	in->before = (int32_t)rows_int(r, 0, 11);
	in->keyless = rows_int(r, 0, 12);
	in->status = in->missing_parts.count > 0 ? "partial" : "fresh";
	if (in->missing_parts.count > 0)
		in->reason = without(a, &in->missing_parts);
}

static const char *why_kept(Str status)
{
	static const struct { const char *status, *why; } words[] = {{"held", "what came since is held"},
		{"refused", "what came since was refused"}, {"stale", "what came since is stale"}};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (text_is(status, text(words[i].status)))
			return words[i].why;
	return "it could not be read again";
}

/* A later run was to read that date again and could not: what was read before stands, but may no longer be true. */
static void keep(struct arena *a, struct input *in, const struct expected *x, int64_t staged_by)
{
	if (!x || !x->trouble || x->run_id <= staged_by)
		return;
	in->kept = true;
	in->status = "kept";
	in->reason = arena_print(a, "what run %lld read stands, because %s: %s%s%s", (long long)staged_by,
		why_kept(text(x->status)), x->trouble, in->reason ? "; " : "", in->reason ? in->reason : "");
}

/* What keeps its rows from being laid beside others, or NULL: a field that its map declares, or a parent by which they
 * are added, came to the entity when they had been read. */
static const char *gained_ask(struct arena *a, const struct input *in, const struct rule *rule)
{
	const struct entity *n = in->account->entity;
	Str gained = {0};

	for (size_t i = 0; i < in->account->mapped.count; i++)
		if (!texts_has(&in->columns, in->account->mapped.at[i]))
			gained = in->account->mapped.at[i];
	for (size_t i = 0; (rule->kind == RULE_SUM || rule->kind == RULE_CHAIN) && i < n->parent_count; i++)
		if (!texts_has(&in->columns, text(arena_print(a, "%.*s_hash", WHOLE(n->parents[i].name)))))
			gained = n->parents[i].name;
	return !gained.at ? NULL
		: arena_print(a, "it was read before %s came to %s", text_quoted(a, gained), text_quoted(a, n->name));
}

/* Columns of a type that the configuration no longer gives the field cannot be laid beside others: nothing of them is
 * read then, and *why says so. */
static bool types_ask(struct arena *a, struct pg *pg, struct input *in, const char **why, struct err *e)
{
	const struct entity *n = in->account->entity;
	Str table = text(arena_print(a, "stage.%.*s_%.*s", WHOLE(in->account->system), WHOLE(n->name)));
	struct rows *r;

	*why = NULL;
	if (!in->staged)
		return true;
	if (!pg_query(pg, a, sql_reconcile_fields, P(in->account->dataset, quoted_identifier(a, table)), &r, e))
		return false;
	for (size_t i = 0; i < rows_count(r); i++) {
		int field = entity_field(n, rows_at(r, i, 0));

		texts_add(a, &in->columns, rows_at(r, i, 0));
		if (field >= 0 && !text_is(rows_at(r, i, 1), text(field_types[n->fields[field].type].name)))
			*why = arena_print(a, "field %s was %s in dataset %s and cannot become %s",
				text_quoted(a, n->fields[field].name), text_quoted(a, rows_at(r, i, 1)),
				text_quoted(a, in->account->dataset), field_types[n->fields[field].type].name);
	}
	in->staged = !*why;
	return true;
}

static bool input_find(struct arena *a, struct pg *pg, const struct rule *rule, struct input *in,
	const struct night *night, struct err *e)
{
	const struct expected *x = expected_of(night, in->account->extract);
	date day = x ? x->content_date : night->business_date;
	const char *retyped, *gained;
	struct rows *r;

	in->as_of = INSTANT_NONE;
	if (!source_find(a, pg, in, e)
	    || !types_ask(a, pg, in, &retyped, e)
	    || !pg_query(pg, a, sql_reconcile_input, P(in->account->extract, param_date(a, day)), &r, e))
		return false;
	gained = in->staged ? gained_ask(a, in, rule) : NULL;
	if (retyped) {
		unavailable(in, "failed", retyped);
	} else if (rows_count(r) > 0 && rows_bool(r, 0, 9) && gained) {
		unavailable(in, "stale", gained);
	} else if (rows_count(r) > 0 && rows_bool(r, 0, 9)) {
		take(a, in, r);
		keep(a, in, x, rows_int(r, 0, 13));
	} else if (x && x->trouble) {
		unavailable(in, x->status, x->trouble);
	} else if (rows_count(r) > 0) {
		unavailable(in, text_z(a, rows_at(r, 0, 3)), text_z(a, rows_at(r, 0, 7)));
	} else {
		unavailable(in, "late", arena_print(a, "nothing was read for %s", date_text(a, day)));
	}
	return in->available || last_find(a, pg, in, day, e);
}

static bool is_listed(const struct inputs *inputs, Str extract)
{
	for (size_t i = 0; i < inputs->count; i++)
		if (text_is(inputs->at[i].account->extract, extract))
			return true;
	return false;
}

static void side_add(struct arena *a, struct inputs *out, const struct side *side)
{
	for (size_t i = 0; i < side->account_count; i++) {
		bool again = is_listed(out, side->accounts[i]->extract);

		out->at = arena_grow(a, out->at, out->count, sizeof *out->at);
		out->at[out->count] = (struct input){.account = side->accounts[i], .side = side, .number = (int)out->count,
			.again = again};
		out->count++;
	}
}

static void all_add(struct arena *a, struct inputs *out, const struct rule *rule)
{
	for (size_t i = 0; i < rule->side_count; i++)
		side_add(a, out, &rule->sides[i]);
	for (size_t i = 0; i < rule->side_count; i++)
		if (rule->sides[i].kits)
			side_add(a, out, rule->sides[i].kits->list);
	if (rule->kind == RULE_SUM) {
		side_add(a, out, &rule->whole.side);
		for (size_t i = 0; i < rule->part_count; i++)
			side_add(a, out, &rule->parts[i].side);
		side_add(a, out, &rule->timing.movements.side);
	}
}

/* What moved, and what kits consist of, is compared with nothing. */
static bool is_compared(const struct rule *rule, const struct side *side)
{
	for (size_t i = 0; i < rule->side_count; i++)
		if (rule->sides[i].kits && rule->sides[i].kits->list == side)
			return false;
	for (size_t i = 0; i < rule->part_count; i++)
		if (rule->parts[i].kits && &rule->parts[i].side == side)
			return false;
	return side != &rule->timing.movements.side;
}

bool inputs_find(struct arena *a, struct pg *pg, const struct rule *rule, const struct night *night,
	struct inputs *out, struct err *e)
{
	*out = (struct inputs){.cut = INSTANT_NONE, .complete = true};
	all_add(a, out, rule);
	for (size_t i = 0; i < out->count; i++) {
		struct input *in = &out->at[i];

		if (!input_find(a, pg, rule, in, night, e))
			return false;
		out->complete = out->complete && in->available && !in->kept && in->missing_parts.count == 0;
		out->keyless += in->again ? 0 : in->keyless;
		if (!is_compared(rule, in->side))
			continue;
		if (in->as_of != INSTANT_NONE && (out->cut == INSTANT_NONE || in->as_of < out->cut))
			out->cut = in->as_of;
	}
	return true;
}

const struct input *input_of(const struct inputs *inputs, const struct side *side, size_t account)
{
	for (size_t i = 0; i < inputs->count; i++)
		if (inputs->at[i].side == side)
			return &inputs->at[i + account];
	return NULL;
}

bool side_is_whole(const struct side *side, const struct inputs *inputs)
{
	for (size_t i = 0; i < side->account_count; i++) {
		const struct input *in = input_of(inputs, side, i);

		if (!in->available || in->missing_parts.count > 0)
			return false;
	}
	return true;
}

static Str side_label(struct arena *a, const struct inputs *inputs, size_t i)
{
	int same = 0;

	for (size_t j = 0; j < i; j++)
		if (text_is(inputs->at[j].account->extract, inputs->at[i].account->extract)
		    && text_is(inputs->at[j].side->name, inputs->at[i].side->name))
			same++;
	return same == 0 ? inputs->at[i].side->name
			 : text(arena_print(a, "%.*s %d", STR(inputs->at[i].side->name), same + 1));
}

bool inputs_record(struct arena *a, struct pg *pg, const struct inputs *inputs, int64_t rule_run, struct err *e)
{
	for (size_t i = 0; i < inputs->count; i++) {
		const struct input *in = &inputs->at[i];
		Str snapshot = in->available ? param_int(a, in->snapshot_id) : PARAM_NULL;

		if (!pg_run(pg, sql_reconcile_record_input,
			    P(param_int(a, rule_run), side_label(a, inputs, i), in->account->extract, snapshot,
			      text(in->status), param_bool(in->proven), in->reason ? text(in->reason) : PARAM_NULL), NULL, e)
		    || !pg_run(pg, sql_reconcile_record_account,
			       P(param_int(a, in->number), in->side->name, in->account->extract, in->account->dataset,
				 snapshot), NULL, e))
			return false;
	}
	return true;
}
