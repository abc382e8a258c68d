/* The table of commands, in the order in which help shows them. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "cli/command.h"

/* Each in the file of its name. */
extern const struct command command_init, command_stop, command_check, command_plan, command_run, command_close,
	command_cancel,
	command_jobs, command_runs, command_show, command_sample, command_read, command_snapshot, command_trace,
	command_rejects, command_fields, command_discrepancies, command_release, command_rollback, command_report,
	command_replay, command_matches, command_confirm, command_reject, command_undo, command_cron, command_help,
	command_version;

extern const struct command *const commands[];
extern const size_t command_count;

/* What a group of commands is about, for help. */
const char *group_title(enum command_group group);

/* NULL if there is none. */
const struct command *command_find(Str name);

/* The same, with ERR_USAGE and a suggestion. */
const struct command *command_named(struct arena *a, Str name, struct err *e);

#endif
