#include "db/statement.h"

#include "tap.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void same(struct arena *a, const char *template, const char *want)
{
	is_z(STATEMENT(a, template, {"live", S("stage.shop_order")}, {"list", S("\"a\", \"b\"")}, {"it", S("it's")}), want,
	     "%s", text_quoted(a, text(template)));
}

static void test_slots(struct arena *a)
{
	same(a, "select :list from :\"live\"", "select \"a\", \"b\" from \"stage\".\"shop_order\"");
	same(a, "select :'it', :list", "select 'it''s', \"a\", \"b\"");
	same(a, ":list", "\"a\", \"b\"");
	same(a, "(:list)::text", "(\"a\", \"b\")::text");
	same(a, "", "");
	is_z(STATEMENT(a, "x:\"n\"y", {"n", S("a\"b")}), "x\"a\"\"b\"y", "a quote in an identifier is doubled");
	is_z(STATEMENT(a, ":a:b", {"a", S("1")}, {"b", S(":a")}), "1:a", "a value is not looked at again");
}

static void test_left_alone(struct arena *a)
{
	static const char *const texts[] = {
		"select '12:30', x::list, $1::text, a[1:2]",
		"select ':list', ':\"live\"' -- :list\n",
		"select \":list\", E'\\':list', e'a\\\\' /* :list /* :live */ :it */",
		"do $$ begin x := :live; end $$; do $tag$ :list $$ :list $tag$ ",
		"select 'it''s :list', 'unclosed :list",
		"/* unclosed :list",
		"$x$ unclosed :list",
		"a := b; c : d; e: 'f'",
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		same(a, texts[i], texts[i]);
	same(a, "$1:list$2", "$1\"a\", \"b\"$2");
	same(a, "-- :list\n:list", "-- :list\n\"a\", \"b\"");
	same(a, "'\\':list", "'\\'\"a\", \"b\"");
	same(a, "a$b$c:list", "a$b$c\"a\", \"b\"");
}

static void test_missing(struct arena *a)
{
	int status = 0;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		if (!freopen("/dev/null", "w", stderr))
			_exit(0);
		statement(a, "select :nothing", NULL, 0);
		_exit(0);
	}
	ok(waitpid(child, &status, 0) == child && WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT,
	   "a slot without a value ends the process");
}

static void test_quoting(struct arena *a)
{
	is_str(quoted_identifier(a, S("stage.a b")), S("\"stage\".\"a b\""), "an identifier, part by part");
	is_str(quoted_identifier(a, S("x\"; drop table y; --")), S("\"x\"\"; drop table y; --\""), "a hostile one");
	is_str(quoted_identifier(a, S("")), S("\"\""), "an empty one");
	is_str(quoted_literal(a, S("o'clock")), S("'o''clock'"), "a literal");
	is_str(quoted_literal(a, S("a\\'b")), S("E'a\\\\''b'"), "a literal with a backslash");
	is_str(quoted_literal(a, S("")), S("''"), "an empty one");
}

int main(void)
{
	struct arena *root = arena_new(NULL), *a = arena_new(root);

	test_slots(a);
	test_left_alone(a);
	test_missing(a);
	test_quoting(a);
	arena_end(root);
	free(root);
	return done();
}
