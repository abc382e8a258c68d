#include "cli/commands.h"
#include "cli/describe.h"
#include "run/project.h"

enum { HELP_LIMIT = 1 << 24 };

static const struct option options[] = {
	{"man", WORD_FLAG, NULL, "print the man page, in roff", NULL, false},
};

static bool help(struct call *call, struct err *e)
{
	struct buf *b = buf_new(call->a, HELP_LIMIT);
	Str name = call_operand(call, 0);
	const struct command *c;

	if (call_has(call, "man")) {
		describe_man(call->a, b);
	} else if (text_is(name, S("keys"))) {
		project_describe(b);
	} else if (name.len == 0) {
		describe_program(call->a, b);
	} else {
		c = command_named(call->a, name, e);
		if (!c)
			return false;
		describe_command(call->a, b, c);
	}
	call_print(call, b);
	return true;
}

const struct command command_help = {
	.name = "help", .group = GROUP_HELP, .doc = "Says what there is, or more of one command",
	.operands = {{"COMMAND", WORD_TEXT, "a command, or \"keys\": every key of the configuration", true, false}},
	OPTIONS(options), .example = "help keys", .anywhere = true, .go = help,
};
