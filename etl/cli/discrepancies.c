#include "cli/commands.h"
#include "cli/finding.h"
#include "cli/open.h"
#include "cli/put.h"
#include "cli/table.h"
#include "cli/words.h"
#include "embedded.h"

enum { SHOWN = 40 };

/* As people read them and as they are stored. */
static const char *const statuses[] = {"not explained", "waiting", "could not be checked", "warning", "cleared", "open",
	"pending", "not comparable", NULL};

static const struct option options[] = {
	{"run", WORD_NUMBER, "RUN", "what this run found, be it a trial or replaced since", NULL, false},
	{"date", WORD_DATE, "DATE", "the business date that the rules answered for; default: each rule's newest", NULL,
	 false},
	{"rule", WORD_TEXT, "RULE", "of this rule alone, by its id or its name", NULL, false},
	{"status", WORD_CHOICE, "STATUS", "\"not explained\" (or open), waiting (or pending), \"could not be checked\" (or "
	 "\"not comparable\"), warning, or cleared that night", statuses, false},
	{"limit", WORD_NUMBER, "N", "how many of each rule; default: 40, with --json all", NULL, false},
};

static Str given(const struct call *call, const char *option)
{
	return call_has(call, option) ? call_text(call, option) : PARAM_NULL;
}

static bool rule_known(struct call *call, const struct project *p, const struct findings *f, struct err *e)
{
	Str rule = call_text(call, "rule");
	struct texts names = {0};

	for (size_t i = 0; i < p->rules.count; i++) {
		texts_add(call->a, &names, p->rules.at[i].id);
		texts_add(call->a, &names, p->rules.at[i].name);
	}
	return rule.len == 0 || rows_count(f->runs) > 0 || texts_has(&names, rule)
	    || err_set(e, ERR_USAGE, "there is no rule %s%s", text_quoted(call->a, rule),
		       did_you_mean(call->a, rule, &names));
}

static bool run_known(struct call *call, struct pg *pg, struct err *e)
{
	struct rows *r;

	if (!call_has(call, "run"))
		return true;
	if (!pg_query(pg, call->a, sql_cli_runs, P(call_text(call, "run"), PARAM_NULL, S("1")), &r, e))
		return false;
	return rows_count(r) > 0 || err_set(e, ERR_USAGE, "there is no run %.*s", STR(call_text(call, "run")));
}

/* What does not count has its state behind it. */
static Str state_shown(struct arena *a, Str state)
{
	if (text_is(state, S("current")))
		return S("");
	return text(arena_print(a, ", %s%.*s", text_is(state, S("trial")) ? "a " : "", STR(state)));
}

static bool is_asked(const struct project *p, const struct rule *rule)
{
	for (size_t i = 0; i < p->job_count; i++)
		for (size_t j = 0; j < p->jobs[i].rule_count; j++)
			if (p->jobs[i].rules[j] == rule)
				return true;
	return false;
}

/* An answer that nobody asks for any more is not tonight's. */
static Str standing_shown(const struct project *p, Str id)
{
	for (size_t i = 0; i < p->rules.count; i++)
		if (text_is(p->rules.at[i].id, id))
			return is_asked(p, &p->rules.at[i]) ? S("") : S(" (in no job any more)");
	return S(" (no longer in the configuration)");
}

static void head_text(struct arena *a, struct buf *b, const struct project *p, const struct rows *runs, size_t i)
{
	const struct {
		const char *before;
		Str s;
	} words[] = {
		{i > 0 ? "\n" : "", rows_at(runs, i, FINDING_RUN_RULE)},
		{" ", rows_at(runs, i, FINDING_RUN_NAME)},
		{", ", long_date(a, rows_date(runs, i, FINDING_RUN_DATE))},
		{": ", shown_word(rows_at(runs, i, FINDING_RUN_VERDICT))},
		{"", state_shown(a, rows_at(runs, i, FINDING_RUN_STATE))},
		{"", standing_shown(p, rows_at(runs, i, FINDING_RUN_RULE))},
	};

	for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
		buf_print(b, "%s", words[w].before);
		buf_add(b, words[w].s);
	}
	buf_byte(b, '\n');
}

/* What the list below cannot show, because nothing was found of it; once, where the reasons say the same number. */
static void unchecked_text(struct arena *a, struct buf *b, const struct project *p, const struct rows *runs, size_t i)
{
	int64_t keys = rows_int(runs, i, FINDING_RUN_UNCHECKED);
	Str why = rows_at(runs, i, FINDING_RUN_WHY);
	const char *all = arena_print(a, "%.*s %s could not be checked", STR(shown_count(a, p->settings.locale, keys)),
		keys == 1 ? "key" : "keys");

	if (keys > 0 && !text_begins(why, text(all)))
		text_wrap(b, text(all), "  ", TEXT_WIDTH - 2);
	if (why.at)
		text_wrap(b, why, "  ", TEXT_WIDTH - 2);
}

/* A date whose only answers are trials, or were taken back. */
static void none_text(struct call *call, struct buf *b, const struct rows *others)
{
	if (rows_count(others) == 0) {
		buf_print(b, "no rule has answered%s", call_has(call, "run") ? " in this run"
			: call_has(call, "date") ? " for this date" : " yet");
		return;
	}
	buf_print(b, "no answer counts for this date\n");
	for (size_t i = 0; i < rows_count(others); i++)
		buf_print(b, "  %.*s, run %.*s: %.*s%.*s; counterfoil discrepancies --run %.*s shows it\n",
			STR(rows_at(others, i, 1)), STR(rows_at(others, i, 0)), STR(shown_word(rows_at(others, i, 2))),
			STR(state_shown(call->a, rows_at(others, i, 3))), STR(rows_at(others, i, 0)));
}

static void all_text(struct call *call, struct buf *b, const struct project *p, const struct findings *f,
	const struct rows *others)
{
	size_t most = (size_t)call_number(call, "limit", SHOWN);

	for (size_t i = 0; i < rows_count(f->runs); i++) {
		size_t count;

		head_text(call->a, b, p, f->runs, i);
		unchecked_text(call->a, b, p, f->runs, i);
		if (text_is(stored_word(given(call, "status")), S("not comparable")))
			findings_unchecked_text(call->a, b, p, f, rows_at(f->runs, i, FINDING_RUN_ID));
		count = findings_text(call->a, b, p, f, rows_at(f->runs, i, FINDING_RUN_ID), most);
		if (count > most)
			buf_print(b, "  and %zu more: --limit %zu or --json shows them\n", count - most, count);
	}
	if (rows_count(f->runs) == 0)
		none_text(call, b, others);
}

static bool discrepancies(struct call *call, struct err *e)
{
	struct finding_query q = {given(call, "run"), call_date(call, "date"), given(call, "rule"),
		stored_word(given(call, "status"))};
	struct json_out j;
	struct buf *b = put_begin(call, &j);
	struct findings f;
	struct rows *others;
	struct project *p;
	struct pg *pg;

	if (!call_open(call, &p, &pg, e)
	    || !run_known(call, pg, e)
	    || !pg_query(pg, call->a, sql_cli_uncounted, P(param_date(call->a, q.business_date), q.rule), &others, e)
	    || !findings_ask(call->a, pg, &q, &f, e)
	    || !rule_known(call, p, &f, e))
		return false;
	if (call->json)
		findings_json(call->a, &j, p, &f);
	else
		all_text(call, b, p, &f, others);
	return put_end(call, b);
}

const struct command command_discrepancies = {
	.name = "discrepancies", .group = GROUP_LOOK,
	.doc = "Lists what is not explained, waiting, warned of, or could not be checked",
	OPTIONS(options),
	.more = "The difference is what the mirror says minus what the leading system says. Values of personal fields are "
		"masked. Of an input that is not there no key is listed: --status \"could not be checked\" counts them by "
		"reason. JSON has statuses as they are stored: open, pending, not comparable.",
	.json = "[{" FINDING_SHAPE "}], ordered by rule, status, key, kind, field, side and currency",
	.example = "discrepancies --date 2026-03-31 --rule R-ORD --status waiting", .go = discrepancies,
};
