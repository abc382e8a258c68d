#include "base/file.h"
#include "cli/commands.h"
#include "cli/open.h"
#include "cli/options.h"
#include "config/toml.h"
#include "read/print.h"

static const struct option options[] = {
	{"format", WORD_TEXT, "FORMAT", "how the file is read: a kind such as csv, or what an extract's format key "
	 "says, such as '{ kind = \"csv\", delimiter = \";\" }'", NULL, false},
	{"extract", WORD_TEXT, "NAME", "read it as this extract of the project would", NULL, false},
	{"limit", WORD_NUMBER, "N", "stop after so many records", NULL, false},
};

/* The key as it would stand in an extract, so that mistakes have the words and places of a configuration. */
static bool format_given(struct arena *a, Str written, const struct format **f, struct err *e)
{
	struct mistakes *m = mistakes_new(a);
	struct format *format = arena_new_of(a, struct format);
	bool table = text_begins(text_trim(written), S("{"));
	const char *toml = arena_print(a, table ? "format = %s" : "format = { kind = \"%s\" }", text_z(a, written));
	const struct node *n;
	struct err wrong = {0};
	struct node *root;

	*f = format;
	if (!toml_read(a, "--format", text(toml), &root, &wrong))
		return err_set(e, ERR_USAGE, "%s", wrong.message);
	n = node_child(root, S("format"));
	return (format_read(a, n, format, m) && mistakes_none(m, &wrong))
	    || err_set(e, ERR_USAGE, "%.*s", STR(text_trim(mistakes_text(a, m))));
}

static bool format_of_extract(struct call *call, const struct format **f, struct err *e)
{
	const struct extract *x;
	struct project *p;

	if (!call->folder)
		return no_project(e);
	if (!call_project(call, &p, e))
		return false;
	x = project_extract(call->a, p, call_text(call, "extract"), e);
	if (!x)
		return false;
	*f = x->format;
	return true;
}

static bool format_asked(struct call *call, const struct format **f, struct err *e)
{
	if (call_has(call, "format") == call_has(call, "extract"))
		return err_set(e, ERR_USAGE, "read: say how the file is read, either by --format or by --extract");
	if (call_has(call, "format"))
		return format_given(call->a, call_text(call, "format"), f, e);
	return format_of_extract(call, f, e);
}

/* Who reads a file by hand has no system to look at, and is looking already. */
static bool hinted(struct err *e)
{
	if (e->kind == ERR_SOURCE)
		err_hint(e, "look whether the file is there and may be read");
	else if (e->kind == ERR_FORMAT)
		err_hint(e, "look whether the format is right: counterfoil help keys has its keys");
	return false;
}

static bool read_file(struct call *call, struct err *e)
{
	const char *file = text_z(call->a, call_operand(call, 0));
	const struct format *f = NULL;
	struct reader *r;

	if (!format_asked(call, &f, e))
		return false;
	return (reader_open_file(call->a, f, (struct reader_file){.path = file, .name = text(file)}, NULL, 0, &r, e)
		&& read_print(call->a, r, (uint64_t)call_number(call, "limit", 0), call->out, e)) || hinted(e);
}

const struct command command_read = {
	.name = "read", .group = GROUP_LOOK, .doc = "Prints the records that a reader sees in a file, as JSON lines",
	.operands = {{"FILE", WORD_TEXT, "the file; archives and compression are unpacked", false, false}},
	OPTIONS(options),
	.more = "For writing field maps, and for looking at what was refused. A record that is not what the format "
		"says has a fault; a file that is not whole ends with exit code 5 or 6 after what could be read of "
		"it.",
	.json = "the same, a line a record: {member, record, line, offset, fault, data}",
	.example = "read orders.zip --format '{ kind = \"csv\", delimiter = \";\", charset = \"windows-1252\" }' --limit 5",
	.anywhere = true, .go = read_file,
};
