/* The way in and the way out: the one place that prints an error, and that says how the process ended. */
#include "base/signal.h"
#include "cli/commands.h"
#include "cli/describe.h"
#include "cli/options.h"

#include <errno.h>
#include <signal.h>

enum { HELP_LIMIT = 1 << 20 };

static int complain(const struct call *call, const struct err *e)
{
	const struct err_row *row = err_row(e->kind);

	if (e->kind == ERR_USAGE && call->command)
		fprintf(stderr, "counterfoil: %s\nsee: counterfoil help %s\n", e->message, call->command->name);
	else
		fprintf(stderr, "counterfoil: %s%s%s\n", e->message, *err_hinted(e) ? "\nhint: " : "", err_hinted(e));
	if (e->kind == ERR_SIGNAL && signal_caught())
		return row->exit_code + signal_caught();
	return call->exit_code ? call->exit_code : row->exit_code;
}

static int help(struct call *call, int exit_code)
{
	struct buf *b = buf_new(call->a, HELP_LIMIT);

	if (call->command)
		describe_command(call->a, b, call->command);
	else
		describe_program(call->a, b);
	call_print(call, b);
	return exit_code;
}

static bool carry_out(struct call *call, struct err *e)
{
	return call_find_project(call, e)
	    && call->command->go(call, e);
}

/* That an answer could not be written is told once, at the end. */
static int end(struct call *call, bool ok, const struct err *e)
{
	if (ok || ferror(call->out))
		return call->exit_code;
	return complain(call, e);
}

static int answer(struct call *call, const char *const *words, size_t count)
{
	struct err e = {0};

	if (!call_read(call->a, words, count, call, &e))
		return complain(call, &e);
	if (call->version)
		call->command = command_find(S("version"));
	else if (call->help || !call->command)
		return help(call, call->help ? 0 : err_row(ERR_USAGE)->exit_code);
	return end(call, carry_out(call, &e), &e);
}

/* What was asked for and could not be written is no success; a reader who has seen enough (head) is no error
 * to tell. */
static int written(struct call *call, int exit_code)
{
	bool failed = fflush(call->out) != 0;
	int cause = failed ? errno : call->unwritten;

	if (!failed && !ferror(call->out))
		return exit_code;
	/* The cause may be long gone: one more byte meets it again. */
	clearerr(call->out);
	errno = 0;
	if (fputc('\n', call->out) == EOF || fflush(call->out) != 0)
		cause = errno;
	if (cause == EPIPE)
		return 128 + SIGPIPE;
	fprintf(stderr, "counterfoil: the answer could not be written%s%s\n", cause ? ": " : "",
		cause ? strerror(cause) : "");
	return err_row(ERR_INTERNAL)->exit_code;
}

int main(int argc, char **argv)
{
	/* Static, so that a leak checker sees that it is held until the end. */
	static struct arena *process;
	struct call call;
	int exit_code;

	process = arena_new(NULL);
	call = (struct call){.a = process, .out = stdout};
	signal_catch();
	exit_code = answer(&call, (const char *const *)argv + 1, (size_t)(argc > 0 ? argc - 1 : 0));
	exit_code = written(&call, exit_code);
	arena_end(process);
	return exit_code;
}
