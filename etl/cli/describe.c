#include "cli/describe.h"

#include "cli/commands.h"
#include "cli/options.h"
#include "cli/table.h"

const struct exit_row exit_rows[] = {
	{0, "fine"},
	{1, "internal error"},
	{2, "the command line is wrong"},
	{3, "the configuration is wrong"},
	{4, "loaded, but with more unreadable records than the limit"},
	{5, "an extract is incomplete, late, stale or held by a guard: release it, or run the date again"},
	{6, "a source failed or is not in its format: mend what is said of it, then run the date again"},
	{7, "the database failed"},
	{8, "more discrepancies than the policy allows"},
	{9, "not run: another run has the job, it was cancelled, or it has nothing to do"},
	{75, "temporary: something is busy, not reachable or to be waited for; run the same again later"},
	{128, "plus n: ended by signal n"},
};
const size_t exit_row_count = sizeof exit_rows / sizeof *exit_rows;

static void synopsis_option(struct buf *b, const struct option *o)
{
	buf_print(b, " %s--%s", o->required ? "" : "[", o->name);
	if (o->value)
		buf_print(b, " %s", o->value);
	buf_print(b, "%s", o->required ? "" : "]");
}

void describe_synopsis(struct buf *b, const struct command *c)
{
	buf_print(b, "counterfoil %s", c->name);
	for (size_t i = 0; i < OPERANDS_MAX && c->operands[i].name; i++)
		buf_print(b, c->operands[i].optional ? " [%s%s]" : " %s%s", c->operands[i].name,
			c->operands[i].many ? "\xE2\x80\xA6" : "");
	for (size_t i = 0; i < c->option_count; i++)
		synopsis_option(b, &c->options[i]);
}

static void commands_list(struct buf *b, struct arena *a)
{
	for (int g = 0; g < GROUP_COUNT; g++) {
		struct table *t = table_new(a, "- -");

		for (size_t i = 0; i < command_count; i++) {
			if ((int)commands[i]->group != g)
				continue;
			table_print(t, "%-10s", commands[i]->name);
			table_cell(t, text(commands[i]->doc));
		}
		buf_print(b, "\n%s\n", group_title((enum command_group)g));
		table_write(t, b, "  ");
	}
}

static const char *option_head(struct arena *a, const struct option *o)
{
	return o->value ? arena_print(a, "--%s %s", o->name, o->value) : arena_print(a, "--%s", o->name);
}

/* A name, and beside it a text that may need several lines. */
static void pair_write(struct buf *b, struct arena *a, const char *name, Str doc)
{
	enum { NAME = 20 };
	struct buf *lines = buf_new(a, 1 << 16);
	size_t width = text_width(text(name));

	text_wrap(lines, doc, "                      ", TEXT_WIDTH - NAME - 2);
	if (width >= NAME)
		buf_print(b, "  %s\n%.*s", name, STR(buf_str(lines)));
	else
		buf_print(b, "  %s%.*s", name, STR(text_from(buf_str(lines), width + 2)));
}

static void options_write(struct buf *b, struct arena *a, const struct option *options, size_t count)
{
	for (size_t i = 0; i < count; i++)
		pair_write(b, a, option_head(a, &options[i]), text(options[i].doc));
}

static void exits_write(struct buf *b, struct arena *a)
{
	struct table *t = table_new(a, ">- -");

	for (size_t i = 0; i < exit_row_count; i++) {
		table_int(t, exit_rows[i].code);
		table_cell(t, text(exit_rows[i].meaning));
	}
	buf_print(b, "\nExit codes\n");
	table_write(t, b, "  ");
}

void describe_program(struct arena *a, struct buf *b)
{
	buf_print(b, "counterfoil: nightly ETL and reconciliation of stock, orders and payouts\n\nusage: counterfoil "
		"COMMAND [--project DIR] [--json] ...\n");
	commands_list(b, a);
	buf_print(b, "\nOptions of every command\n");
	options_write(b, a, common_options, common_option_count);
	exits_write(b, a);
	buf_print(b, "\ncounterfoil help COMMAND says more; counterfoil help keys is the reference of the "
		"configuration.\n");
}

static void json_write(struct buf *b, const char *shape)
{
	buf_print(b, "\nWith --json:\n");
	text_wrap(b, text(shape), "  ", TEXT_WIDTH - 2);
}

void describe_command(struct arena *a, struct buf *b, const struct command *c)
{
	struct buf *usage = buf_new(a, 1 << 12);

	describe_synopsis(usage, c);
	text_wrap(b, text(arena_print(a, "usage: %.*s", STR(buf_str(usage)))), "", TEXT_WIDTH);
	buf_print(b, "\n%s.\n\n", c->doc);
	for (size_t i = 0; i < OPERANDS_MAX && c->operands[i].name; i++)
		pair_write(b, a, c->operands[i].name, text(c->operands[i].doc));
	options_write(b, a, c->options, c->option_count);
	options_write(b, a, common_options, common_option_count);
	if (c->more) {
		buf_print(b, "\n");
		text_wrap(b, text(c->more), "", TEXT_WIDTH);
	}
	if (c->json)
		json_write(b, c->json);
	if (c->example)
		buf_print(b, "\nExample:\n  counterfoil %s\n", c->example);
}
