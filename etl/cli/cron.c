#include "base/clock.h"
#include "base/json_out.h"
#include "base/schedule.h"
#include "cli/commands.h"

enum { COUNT = 5, COUNT_MOST = 10000 };

static const char *const gaps[] = {"run_after", "skip", NULL};
static const char *const repeats[] = {"first", "second", "both", NULL};

static const struct option options[] = {
	{"tz", WORD_TEXT, "ZONE", "the time zone; by default UTC", NULL, false},
	{"from", WORD_TEXT, "TIME", "times after this one, RFC 3339; by default after now", NULL, false},
	{"count", WORD_NUMBER, "N", "how many; by default 5", NULL, false},
	{"gap", WORD_CHOICE, "GAP",
		"of fixed times: what is done about one that does not exist, run_after or skip", gaps, false},
	{"repeat", WORD_CHOICE, "WHICH",
		"of fixed times: which of one that comes twice, first, second or both", repeats, false},
};

static bool is_time(Str expression)
{
	size_t colon = text_find_byte(expression, ':');

	return colon < expression.len && text_find_byte(expression, ' ') > colon;
}

/* "30 4 * * *", "04:30" or "every 15m". */
static bool schedule_read(struct call *call, struct schedule *s, struct err *e)
{
	Str expression = call_operand(call, 0), every = S("every ");

	if (text_begins(expression, every))
		return schedule_every(call->a, text_from(expression, every.len), s, e);
	if (is_time(expression))
		return schedule_at(call->a, expression, s, e);
	return schedule_cron(call->a, expression, s, e);
}

/* What is wrong with it was typed, and stands in no configuration. */
static bool typed(struct err *e)
{
	if (e->kind == ERR_CONFIG)
		e->kind = ERR_USAGE;
	return false;
}

static bool asked(struct call *call, struct schedule *s, instant *from, struct err *e)
{
	Str written = call_text(call, "from");

	if (!schedule_read(call, s, e)
	    || !zone_open(call->a, call_has(call, "tz") ? call_text(call, "tz") : S("UTC"), &s->zone, e))
		return typed(e);
	s->gap = (enum schedule_gap)call_choice(call, "gap");
	s->repeat = (enum schedule_repeat)call_choice(call, "repeat");
	*from = clock_now();
	return !call_has(call, "from") || instant_parse(written, from)
	    || err_set(e, ERR_USAGE, "--from %s is no time such as 2026-03-31T04:30:00+02:00",
		text_quoted(call->a, written));
}

static void times_put(struct call *call, struct buf *b, const struct schedule *s, const instant *times, size_t count)
{
	buf_print(b, "%s (%s)\n", schedule_words(call->a, s), zone_name(s->zone));
	for (size_t i = 0; i < count; i++)
		buf_print(b, "%s\n", zone_text(call->a, s->zone, times[i]));
}

static void times_json(struct call *call, struct buf *b, const struct schedule *s, const instant *times, size_t count)
{
	struct json_out j;

	json_begin(&j, b, true);
	json_object(&j);
	json_put_z(&j, "means", schedule_words(call->a, s));
	json_put_z(&j, "timezone", zone_name(s->zone));
	json_name(&j, "next");
	json_array(&j);
	for (size_t i = 0; i < count; i++)
		json_text(&j, text(zone_text(call->a, s->zone, times[i])));
	json_array_end(&j);
	json_object_end(&j);
	buf_byte(b, '\n');
}

static bool cron(struct call *call, struct err *e)
{
	int64_t count = call_number(call, "count", COUNT);
	struct buf *b = buf_new(call->a, 1 << 20);
	struct schedule s;
	instant *times, t;
	size_t found = 0;

	if (count > COUNT_MOST)
		return err_set(e, ERR_USAGE, "--count is %lld, and %d at most", (long long)count, COUNT_MOST);
	if (!asked(call, &s, &t, e))
		return false;
	times = arena_array(call->a, (size_t)count, instant);
	while (found < (size_t)count && (t = schedule_next(&s, t)) != INSTANT_NONE && instant_is_valid(t))
		times[found++] = t;
	(call->json ? times_json : times_put)(call, b, &s, times, found);
	call_print(call, b);
	return true;
}

const struct command command_cron = {
	.name = "cron", .group = GROUP_LOOK, .doc = "Prints what a schedule means and when it comes next",
	.operands = {{"EXPR", WORD_TEXT, "five fields of cron, @daily and its like, times of day, or \"every 15m\"", false,
		false}},
	OPTIONS(options),
	.more = "The first line says it in words, each other one is a moment with its offset. A schedule of fixed times "
		"runs once for each, also where clocks change; all others recur, and are judged by each moment's own wall "
		"time. Both a day of the month and a day of the week: either is enough, also of */2, which the cron of Linux "
		"sees otherwise. L is the last day of the month, friL "
		"its last Friday, mon#2 its second Monday.",
	.json = "{means, timezone, next: [TIME]}",
	.example = "cron '30 2 * * mon-fri' --tz Europe/Berlin --from 2026-03-27T12:00:00Z --count 3",
	.anywhere = true, .go = cron,
};
