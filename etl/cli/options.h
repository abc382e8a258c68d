/*
 * Reads a command line by the tables: counterfoil [OPTION…] COMMAND [OPERAND…] [OPTION…].  Options are long, take their
 * value after a blank or "=", and stand anywhere; what follows "--" is an operand.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "cli/command.h"

/* --project, --json, --help, --version: what every command takes. */
extern const struct option common_options[];
extern const size_t common_option_count;

/* words: without the program's name.  ERR_USAGE with a suggestion; call->command is then set if it was recognised.  No
 * word at all gives a call without a command. */
bool call_read(struct arena *a, const char *const *words, size_t count, struct call *call, struct err *e)
	__attribute__((warn_unused_result));

/* ERR_CONFIG, of a folder that is in no project; false. */
bool no_project(struct err *e);

/* Finds the project: --project, else the nearest folder with a jobs.toml at or above the working folder; ERR_CONFIG. */
bool call_find_project(struct call *call, struct err *e) __attribute__((warn_unused_result));

#endif
