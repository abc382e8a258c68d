#include "cli/mask.h"
#include "cli/story_chain.h"
#include "cli/table.h"
#include "cli/words.h"
#include "report/model.h"

static Str key_said(struct arena *a, const struct rule *rule, size_t hop, const struct rows *r, size_t row)
{
	struct texts parts = texts_split(a, rows_at(r, row, CHAIN_KEY), UNIT_SEPARATOR);
	struct buf *b = buf_new(a, 1 << 16);

	mask_key(rule->sides[hop].accounts[0]->entity, &parts);
	for (size_t i = 0; i < parts.count; i++) {
		buf_print(b, "%s", i > 0 ? "/" : "");
		buf_add(b, parts.at[i]);
	}
	return buf_str(b);
}

static size_t hop_named(const struct rule *rule, Str name)
{
	size_t i = 0;

	while (i + 1 < rule->side_count && !text_is(rule->sides[i].name, name))
		i++;
	return i;
}

/* ── for people ────────────────────────────────────────────────────────────────────────────────────────────────── */

/* The moment, or the day where there is no more to it. */
static Str at_said(struct arena *a, const struct project *p, const struct chain_told *c, size_t hop, size_t row)
{
	int at = c->rule->hops[hop].at;
	Str moment;

	if (at < 0 || rows_is_null(c->hops[hop], row, CHAIN_AT))
		return S("");
	moment = words_moment(a, p->settings.locale, rule_zone(c->rule), rows_instant(c->hops[hop], row, CHAIN_AT));
	return c->rule->sides[hop].accounts[0]->entity->fields[at].type == TYPE_DATE
	     ? text_head(moment, text_find_byte(moment, ' ')) : moment;
}

static void rows_text(struct arena *a, struct table *t, const struct project *p, const struct chain_told *c, size_t hop)
{
	const struct rows *r = c->hops[hop];
	size_t count = rows_count(r);

	if (count == 0) {
		table_cell(t, c->rule->hops[hop].title);
		table_cell(t, S("\xE2\x80\x93"));
		for (size_t i = 0; i < 4; i++)
			table_cell(t, S(""));
	}
	for (size_t i = 0; i < count; i++) {
		table_cell(t, i == 0 ? c->rule->hops[hop].title : S(""));
		table_cell(t, key_said(a, c->rule, hop, r, i));
		table_cell(t, words_numeric(a, p->settings.locale, rows_at(r, i, CHAIN_AMOUNT), rows_at(r, i, CHAIN_CURRENCY)));
		table_cell(t, rows_at(r, i, CHAIN_CURRENCY));
		table_cell(t, at_said(a, p, c, hop, i));
		table_cell(t, row_state_name(rows_at(r, i, CHAIN_STATE)));
	}
	if (count > 0 && rows_int(r, 0, CHAIN_ALL) > (int64_t)count)
		table_remark(t, text(arena_print(a, "and %lld more", (long long)rows_int(r, 0, CHAIN_ALL) - (long long)count)));
}

static void broken_text(struct arena *a, struct buf *b, const struct project *p, const struct chain_told *c, size_t row)
{
	const struct rows *r = c->stands;
	size_t hop = hop_named(c->rule, rows_at(r, row, STAND_SIDE));
	Str currency = rows_at(r, row, STAND_CURRENCY);

	buf_print(b, "%s before %.*s", text_is(rows_at(r, row, STAND_STATUS), S("pending")) ? "waits" : "breaks",
		STR(c->rule->hops[hop].title));
	if (!rows_is_null(r, row, STAND_AMOUNT))
		buf_print(b, ": %.*s %.*s", STR(words_numeric(a, p->settings.locale, rows_at(r, row, STAND_AMOUNT), currency)),
			STR(currency));
	buf_print(b, " at %.*s", STR(c->rule->hops[c->rule->hops[hop].after].title));
}

/* "has 20.00 EUR too much at Payment" */
static void excess_text(struct arena *a, struct buf *b, const struct project *p, const struct chain_told *c, size_t row)
{
	const struct rows *r = c->stands;
	Str currency = rows_at(r, row, STAND_CURRENCY);

	buf_print(b, "has %.*s %.*s too much at %.*s",
		STR(words_numeric(a, p->settings.locale, rows_at(r, row, STAND_AMOUNT), currency)), STR(currency),
		STR(c->rule->hops[hop_named(c->rule, rows_at(r, row, STAND_SIDE))].title));
}

/* "1002 breaks before Settled: 50.00 EUR at Payment, since 30/03/2026" */
static void stand_text(struct arena *a, struct buf *b, const struct project *p, const struct chain_told *c, size_t row)
{
	const struct rows *r = c->stands;
	size_t hop = hop_named(c->rule, rows_at(r, row, STAND_SIDE));
	Str kind = rows_at(r, row, STAND_KIND), since;

	buf_print(b, "  %.*s ", STR(rows_at(r, row, STAND_KEY)));
	if (text_is(kind, S("broken")))
		broken_text(a, b, p, c, row);
	else if (text_is(kind, S("residual")))
		excess_text(a, b, p, c, row);
	else if (text_is(kind, S("currency")))
		buf_print(b, "has another currency at %.*s", STR(c->rule->hops[hop].title));
	else
		buf_print(b, "could not be checked at %.*s", STR(c->rule->hops[hop].title));
	since = words_date(a, p->settings.locale, rows_at(r, row, STAND_OPENED_ON));
	if (since.len > 0)
		buf_print(b, ", since %.*s", STR(since));
	if (rows_at(r, row, STAND_REASON).len > 0)
		buf_print(b, ", %.*s", STR(rows_at(r, row, STAND_REASON)));
	buf_print(b, "\n");
}

static void chain_text(struct arena *a, struct buf *b, const struct project *p, const struct chain_told *c)
{
	struct table *t = table_new(a, "hop key >amount - at state");
	size_t count = rows_count(c->stands);

	buf_print(b, "\n%.*s, on %.*s\n\n", STR(c->rule->title),
		STR(words_date(a, p->settings.locale, text(date_text(a, c->business_date)))));
	for (size_t i = 0; i < c->rule->side_count; i++)
		if (c->hops[i])
			rows_text(a, t, p, c, i);
	table_write(t, b, "  ");
	buf_print(b, "\n");
	for (size_t i = 0; i < count; i++)
		stand_text(a, b, p, c, i);
	if (c->hops[0] && rows_count(c->hops[0]) == 0)
		buf_print(b, "  Nothing of %.*s leads to it.\n", STR(c->rule->hops[0].title));
	else if (count == 0)
		buf_print(b, "  Nothing is broken, and nothing waits.\n");
	else if (rows_int(c->stands, 0, STAND_ALL) > (int64_t)count)
		buf_print(b, "  and %lld more\n", (long long)rows_int(c->stands, 0, STAND_ALL) - (long long)count);
}

void chains_text(struct arena *a, struct buf *b, const struct project *p, const struct chains_told *c)
{
	for (size_t i = 0; i < c->count; i++)
		chain_text(a, b, p, &c->at[i]);
}

/* ── as JSON ───────────────────────────────────────────────────────────────────────────────────────────────────── */

static void put_cell(struct json_out *j, const char *name, const struct rows *r, size_t row, size_t column)
{
	json_name(j, name);
	if (rows_is_null(r, row, column))
		json_null(j);
	else
		json_text(j, rows_at(r, row, column));
}

static void put_moment(struct arena *a, struct json_out *j, const char *name, const struct rows *r, size_t row,
	size_t column)
{
	json_name(j, name);
	if (rows_is_null(r, row, column))
		json_null(j);
	else
		json_text(j, text(instant_text(a, rows_instant(r, row, column))));
}

static void hop_json(struct arena *a, struct json_out *j, const struct chain_told *c, size_t hop)
{
	const struct rows *r = c->hops[hop];

	json_object(j);
	json_put_text(j, "hop", c->rule->sides[hop].name);
	json_put_text(j, "title", c->rule->hops[hop].title);
	json_put_int(j, "rows_in_all", rows_count(r) > 0 ? rows_int(r, 0, CHAIN_ALL) : 0);
	json_name(j, "rows");
	json_array(j);
	for (size_t i = 0; i < rows_count(r); i++) {
		json_object(j);
		json_put_text(j, "key", key_said(a, c->rule, hop, r, i));
		put_cell(j, "amount", r, i, CHAIN_AMOUNT);
		put_cell(j, "currency", r, i, CHAIN_CURRENCY);
		put_moment(a, j, "at", r, i, CHAIN_AT);
		json_put_text(j, "state", row_state_name(rows_at(r, i, CHAIN_STATE)));
		json_object_end(j);
	}
	json_array_end(j);
	json_object_end(j);
}

static void stand_json(struct arena *a, struct json_out *j, const struct rows *r, size_t row)
{
	json_object(j);
	put_cell(j, "key", r, row, STAND_KEY);
	put_cell(j, "hop", r, row, STAND_SIDE);
	put_cell(j, "kind", r, row, STAND_KIND);
	put_cell(j, "status", r, row, STAND_STATUS);
	put_cell(j, "amount", r, row, STAND_AMOUNT);
	put_cell(j, "currency", r, row, STAND_CURRENCY);
	put_cell(j, "opened_on", r, row, STAND_OPENED_ON);
	put_moment(a, j, "due_at", r, row, STAND_DUE_AT);
	put_cell(j, "reason", r, row, STAND_REASON);
	json_object_end(j);
}

void chains_json(struct arena *a, struct json_out *j, const struct chains_told *c)
{
	json_name(j, "chains");
	json_array(j);
	for (size_t i = 0; i < c->count; i++) {
		const struct chain_told *told = &c->at[i];

		json_object(j);
		json_put_text(j, "rule", told->rule->id);
		json_put_text(j, "title", told->rule->title);
		json_put_text(j, "business_date", text(date_text(a, told->business_date)));
		json_name(j, "hops");
		json_array(j);
		for (size_t k = 0; k < told->rule->side_count; k++)
			if (told->hops[k])
				hop_json(a, j, told, k);
		json_array_end(j);
		json_name(j, "stands");
		json_array(j);
		for (size_t k = 0; k < rows_count(told->stands); k++)
			stand_json(a, j, told->stands, k);
		json_array_end(j);
		json_object_end(j);
	}
	json_array_end(j);
}
