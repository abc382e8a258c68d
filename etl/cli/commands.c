#include "cli/commands.h"

#include "config/mistakes.h"

const struct command *const commands[] = {
	&command_init, &command_stop, &command_check,
	&command_plan, &command_run, &command_close, &command_cancel,
	&command_jobs, &command_runs, &command_show, &command_discrepancies, &command_matches,
	&command_report, &command_sample, &command_read, &command_cron,
	&command_snapshot,
	&command_release, &command_rollback, &command_replay, &command_confirm, &command_reject, &command_undo,
	&command_rejects, &command_fields, &command_trace,
	&command_help, &command_version,
};
const size_t command_count = sizeof commands / sizeof *commands;

const char *group_title(enum command_group group)
{
	static const char *const titles[GROUP_COUNT] = {
		[GROUP_PROJECT] = "The project",
		[GROUP_RUN] = "Running",
		[GROUP_LOOK] = "Looking",
		[GROUP_ACT] = "Acting, each with a reason that the audit chain keeps",
		[GROUP_HELP] = "Help",
	};

	return titles[group];
}

const struct command *command_find(Str name)
{
	for (size_t i = 0; i < command_count; i++)
		if (text_is(text(commands[i]->name), name))
			return commands[i];
	return NULL;
}

const struct command *command_named(struct arena *a, Str name, struct err *e)
{
	const struct command *c = command_find(name);
	struct texts names = {0};

	if (c)
		return c;
	for (size_t i = 0; i < command_count; i++)
		texts_add(a, &names, text(commands[i]->name));
	err_set(e, ERR_USAGE, "there is no command %s%s", text_quoted(a, name), did_you_mean(a, name, &names));
	return NULL;
}
