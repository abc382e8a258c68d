/* The command line: what is read, what is refused and with which suggestion, and what is written of the table. */
#include "cli/commands.h"
#include "cli/describe.h"
#include "cli/options.h"
#include "cli/table.h"
#include "tap.h"

enum { WORDS = 12 };

struct line {
	const char *words[WORDS];
};

static size_t length(const struct line *l)
{
	size_t n = 0;

	while (n < WORDS && l->words[n])
		n++;
	return n;
}

/* ── lines that are right ──────────────────────────────────────────────────────────────────────────────────────── */

static struct call good(struct arena *a, struct line l, const char *name)
{
	struct err e = {0};
	struct call call;

	ok(call_read(a, l.words, length(&l), &call, &e), "%s", name);
	is_z(e.message, "", "%s: nothing is said", name);
	return call;
}

static void test_good(struct arena *a)
{
	struct call c = good(a, (struct line){{"read", "x.csv", "--format", "csv", "--limit=3", "--json"}}, "a whole line");

	is_z(c.command->name, "read", "the command");
	is_str(call_operand(&c, 0), S("x.csv"), "the operand");
	is_str(call_text(&c, "format"), S("csv"), "a value behind a blank");
	is_int(call_number(&c, "limit", 0), 3, "a value behind =");
	ok(!call_has(&c, "extract") && c.json, "what was given, and what was not");
	c = good(a, (struct line){{"--project", "/tmp", "check"}}, "an option in front of the command");
	is_z(c.folder, "/tmp", "the folder");
	c = good(a, (struct line){{"read", "--format=csv", "--", "--limit"}}, "what follows -- is an operand");
	is_str(call_operand(&c, 0), S("--limit"), "although it looks like an option");
	c = good(a, (struct line){{"read", "--help"}}, "help needs no operands");
	ok(c.help, "help is asked for");
	c = good(a, (struct line){{"read", "-h"}}, "-h is known to everybody");
	ok(c.help, "help again");
	c = good(a, (struct line){{NULL}}, "no word at all");
	ok(!c.command, "no command");
	c = good(a, (struct line){{"help"}}, "an operand that may be left out");
	is_str(call_operand(&c, 0), S(""), "is empty");
}

/* ── lines that are wrong ──────────────────────────────────────────────────────────────────────────────────────── */

struct wrong {
	struct line line;
	const char *message;
};

static const struct wrong wrongs[] = {
	{{{"chekc"}}, "there is no command \"chekc\"; did you mean \"check\"?"},
	{{{"zzzzzzzzzz"}}, "there is no command \"zzzzzzzzzz\""},
	{{{"check", "--jsn"}}, "check: unknown option \"--jsn\"; did you mean \"--json\"?"},
	{{{"--projekt", "x", "check"}}, "unknown option \"--projekt\"; did you mean \"--project\"?"},
	{{{"read", "x", "--fromat=csv"}}, "read: unknown option \"--fromat\"; did you mean \"--format\"?"},
	{{{"check", "-j"}}, "unknown option \"-j\"; options are long, such as --project"},
	{{{"check", "more"}}, "check: \"more\" is one word too many"},
	{{{"read"}}, "read: FILE is missing"},
	{{{"read", ""}}, "FILE is empty"},
	{{{"read", "x", "--format"}}, "--format needs a value: --format FORMAT"},
	{{{"read", "x", "--limit", "0"}}, "--limit is \"0\", must be a number from 1"},
	{{{"read", "x", "--limit", "-1"}}, "--limit is \"-1\", must be a number from 1"},
	{{{"read", "x", "--limit", "99999999999999999999"}},
	 "--limit is \"99999999999999999999\", must be a number from 1"},
	{{{"read", "x", "--limit=1", "--limit=2"}}, "--limit is given twice"},
	{{{"check", "--json=yes"}}, "--json takes no value"},
	{{{"check", "\x1b[31m"}}, "check: \"\\x1B[31m\" is one word too many"},
};

static void test_wrong(struct arena *a)
{
	for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++) {
		struct err e = {0};
		struct call call;

		ok(!call_read(a, wrongs[i].line.words, length(&wrongs[i].line), &call, &e) && e.kind == ERR_USAGE,
		   "refused as usage: line %zu", i);
		is_z(e.message, wrongs[i].message, "line %zu: what is wrong", i);
	}
}

/* ── help, derived ─────────────────────────────────────────────────────────────────────────────────────────────── */

static bool has(const struct buf *b, const char *z)
{
	return text_find(buf_str(b), text(z)) < b->len;
}

static size_t longest_line(Str s)
{
	size_t longest = 0;
	Str line;

	while (text_cut(s, '\n', &line, &s))
		longest = text_width(line) > longest ? text_width(line) : longest;
	return longest;
}

static void test_command_help(struct arena *a, const struct command *c)
{
	struct buf *b = buf_new(a, 1 << 20);
	bool all = true;

	describe_command(a, b, c);
	for (size_t i = 0; i < c->option_count; i++)
		all = all && has(b, arena_print(a, "  --%s", c->options[i].name));
	for (size_t i = 0; i < OPERANDS_MAX && c->operands[i].name; i++)
		all = all && has(b, c->operands[i].name);
	ok(all, "%s: help names every operand and option", c->name);
	ok(c->doc[strlen(c->doc) - 1] != '.', "%s: its sentence has no full stop", c->name);
	ok(longest_line(buf_str(b)) <= TEXT_WIDTH + 40, "%s: help is readable (%zu columns)", c->name,
	   longest_line(buf_str(b)));
	ok(c->go != NULL && c->group < GROUP_COUNT, "%s: does something", c->name);
	for (size_t i = 0; i < c->option_count; i++)
		ok((c->options[i].kind == WORD_FLAG) == (c->options[i].value == NULL)
		   && (c->options[i].kind == WORD_CHOICE) == (c->options[i].choices != NULL),
		   "%s: --%s says what its value is", c->name, c->options[i].name);
}

static void test_help(struct arena *a)
{
	struct buf *all = buf_new(a, 1 << 20), *man = buf_new(a, 1 << 20);

	describe_program(a, all);
	describe_man(a, man);
	for (size_t i = 0; i < command_count; i++) {
		ok(has(all, arena_print(a, "\n  %s ", commands[i]->name)), "%s stands in the list", commands[i]->name);
		ok(has(man, arena_print(a, "\n.SS \"%s", commands[i]->name)), "%s stands in the man page", commands[i]->name);
		test_command_help(a, commands[i]);
	}
	ok(longest_line(buf_str(all)) <= TEXT_WIDTH, "the list is readable");
	ok(text_begins(buf_str(man), S(".TH COUNTERFOIL 1 ")), "the man page has a title line");
	ok(!has(man, "\n\n"), "the man page has no empty lines, which man would complain of");
	for (int kind = ERR_NONE; kind <= ERR_SIGNAL; kind++) {
		bool found = false;

		for (size_t i = 0; i < exit_row_count; i++)
			found = found || exit_rows[i].code == err_row((enum err_kind)kind)->exit_code;
		ok(found, "exit code %d is documented", err_row((enum err_kind)kind)->exit_code);
	}
}

/* ── tables and lines ──────────────────────────────────────────────────────────────────────────────────────────── */

static void test_table(struct arena *a)
{
	struct table *t = table_new(a, "name >n over_all -");
	struct buf *b = buf_new(a, 4096);

	table_cell(t, S("\xC5\x81\xC3\xB3""d\xC5\xBA"));
	table_int(t, 7);
	table_cell(t, S(""));
	table_cell(t, S("end"));
	table_cell(t, S("x"));
	table_rest(t, S("not\ndue"));
	table_cell(t, S("longer one"));
	table_int(t, 1234);
	table_cell(t, S(""));
	table_cell(t, S(""));
	table_write(t, b, "  ");
	is_str(buf_str(b), S("  name           n  over all\n"
			     "  \xC5\x81\xC3\xB3""d\xC5\xBA           7            end\n"
			     "  x           not due\n"
			     "  longer one  1234\n"), "columns, by characters");
	buf_clear(b);
	t = table_new(a, "- >last");
	table_cell(t, S("x"));
	table_int(t, 1);
	table_write(t, b, "");
	is_str(buf_str(b), S("   last\nx     1\n"), "the last column has its head");
	buf_clear(b);
	table_write(table_new(a, "name >n"), b, "");
	is_str(buf_str(b), S(""), "nothing of an empty table");
	text_wrap(b, S("one two three\n\nfour"), "> ", 8);
	is_str(buf_str(b), S("> one two\n> three\n\n> four\n"), "lines are broken at blanks, and kept where they end");
	buf_clear(b);
	text_wrap(b, S("abcdefghij"), "", 4);
	is_str(buf_str(b), S("abcd\nefgh\nij\n"), "a word that is too long is cut");
}

int main(void)
{
	/* The root of all arenas lives as long as the process; LeakSanitizer sees it here. */
	static struct arena *a;

	a = arena_new(NULL);
	test_good(a);
	test_wrong(a);
	test_help(a);
	test_table(a);
	arena_end(a);
	return done();
}
