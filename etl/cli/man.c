/* The man page in roff, of the macros in man(7) alone. */
#include "cli/commands.h"
#include "cli/describe.h"
#include "cli/options.h"

/* What not every terminal has stands in the texts as the first and on the page as the second. */
static const struct { const char *is, *reads; } beyond[] = {
	{"\xE2\x80\xA6", "..."}, {"\xE2\x80\x93", "\\-"}, {"\xE2\x88\x92", "\\-"}, {"\xE2\x86\x92", "\\->"},
};

/* How many bytes were written otherwise. */
static size_t otherwise(struct buf *b, const char *z)
{
	for (size_t i = 0; i < sizeof beyond / sizeof *beyond; i++)
		if (text_begins(text(z), text(beyond[i].is))) {
			buf_print(b, "%s", beyond[i].reads);
			return strlen(beyond[i].is);
		}
	return 0;
}

/* A backslash begins an escape, a point or quote a request, and a hyphen that is to be copied is \-. */
static void roff(struct buf *b, const char *z)
{
	bool at_start = true;
	size_t skipped;

	for (; *z; z++) {
		if (at_start && (*z == '.' || *z == '\'' || (unsigned char)*z >= 0x80))
			buf_print(b, "\\&");
		at_start = *z == '\n';
		skipped = (unsigned char)*z >= 0x80 ? otherwise(b, z) : 0;
		if (skipped > 0) {
			z += skipped - 1;
			continue;
		}
		if (*z == '\\')
			buf_print(b, "\\e");
		else if (*z == '-')
			buf_print(b, "\\-");
		else if (*z == '\n' && z[1] == '\n')
			buf_print(b, "\n.PP");
		else
			buf_byte(b, *z);
	}
}

/* A macro's words in bold, then what it is about. */
static void item(struct buf *b, const char *name, const char *value, const char *doc)
{
	buf_print(b, ".TP\n\\fB");
	roff(b, name);
	buf_print(b, "\\fR");
	if (value) {
		buf_print(b, " \\fI");
		roff(b, value);
		buf_print(b, "\\fR");
	}
	buf_byte(b, '\n');
	roff(b, doc);
	buf_byte(b, '\n');
}

static void options_man(struct buf *b, struct arena *a, const struct option *options, size_t count)
{
	for (size_t i = 0; i < count; i++)
		item(b, arena_print(a, "--%s", options[i].name), options[i].value, options[i].doc);
}

static void command_man(struct buf *b, struct arena *a, const struct command *c)
{
	struct buf *synopsis = buf_new(a, 1 << 12);

	describe_synopsis(synopsis, c);
	buf_print(b, ".SS \"");
	roff(b, text_z(a, text_from(buf_str(synopsis), strlen("counterfoil "))));
	buf_print(b, "\"\n");
	roff(b, c->doc);
	buf_print(b, ".\n");
	for (size_t i = 0; i < OPERANDS_MAX && c->operands[i].name; i++)
		item(b, c->operands[i].name, NULL, c->operands[i].doc);
	options_man(b, a, c->options, c->option_count);
	if (c->more) {
		buf_print(b, ".PP\n");
		roff(b, c->more);
		buf_byte(b, '\n');
	}
	if (c->json)
		item(b, "With --json:", NULL, c->json);
	if (c->example) {
		buf_print(b, ".PP\n.EX\ncounterfoil ");
		roff(b, c->example);
		buf_print(b, "\n.EE\n");
	}
}

static void exits_man(struct buf *b, struct arena *a)
{
	buf_print(b, ".SH \"EXIT STATUS\"\n");
	for (size_t i = 0; i < exit_row_count; i++)
		item(b, arena_print(a, "%d", exit_rows[i].code), NULL, exit_rows[i].meaning);
	buf_print(b, ".PP\nWhere several apply, the first of 3 7 1 6 5 9 4 8 counts; with \\-\\-json all of them are "
		"listed.\n");
}

static void surroundings_man(struct buf *b)
{
	buf_print(b, ".SH ENVIRONMENT\n");
	item(b, "COUNTERFOIL_CLOCK", NULL, "An instant such as 2026-04-01T04:30:00+02:00 at which the clock stands "
		"still, for carrying out a past night as it was.");
	item(b, "COUNTERFOIL_ENVIRONMENT", NULL, "The environment that is meant where no --environment says one.");
	item(b, "COUNTERFOIL_SECRET_NAME", NULL, "What ${secret:NAME} in a configuration stands for, unless a file says "
		"it.");
	item(b, "COUNTERFOIL_SECRET_NAME_FILE", NULL, "The file that says it.");
	item(b, "NAME", NULL, "What ${env:NAME} in a system's texts stands for.");
	item(b, "COUNTERFOIL_INDEX", NULL, "The bytes that the index of known rows may take, instead of what memory leaves "
		"it: for trying out that more keys than it has room for are staged the same.");
	item(b, "COUNTERFOIL_DEBUG", NULL, "With 1, the log says more.");
	buf_print(b, ".SH FILES\n");
	item(b, "jobs.toml", NULL, "The project: when jobs run and where things live. It includes the files of jobs/.");
	item(b, "var/", NULL, "The embedded database, the landings and the reports, unless jobs.toml says otherwise.");
}

void describe_man(struct arena *a, struct buf *b)
{
	buf_print(b, ".TH COUNTERFOIL 1 \"\" \"counterfoil " VERSION "\" \"User commands\"\n.SH NAME\ncounterfoil "
		"\\- nightly ETL and reconciliation of stock, orders and payouts\n.SH SYNOPSIS\n.B "
		"counterfoil\n\\fICOMMAND\\fR [\\fB\\-\\-project\\fR \\fIDIR\\fR] [\\fB\\-\\-json\\fR] ...\n.SH "
		"DESCRIPTION\nCounterfoil reads what every system of a business says of its stock, orders and "
		"payouts, keeps each night's\naccount of it in Postgres, lays the accounts beside each other, and "
		"reports where they disagree.\n.SH COMMANDS\n");
	for (size_t i = 0; i < command_count; i++)
		command_man(b, a, commands[i]);
	buf_print(b, ".SH OPTIONS\nEvery command takes these.\n");
	options_man(b, a, common_options, common_option_count);
	exits_man(b, a);
	surroundings_man(b);
}
