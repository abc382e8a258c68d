#include "base/file.h"
#include "config/toml.h"
#include "config/like.h"
#include "config/tree.h"
#include "config/variables.h"

#include "tap.h"

#include <stdlib.h>
#include <unistd.h>

static char folder[] = "/tmp/tree-XXXXXX";

static void put(struct arena *a, const char *name, const char *content)
{
	const char *path = path_join(a, folder, name);
	struct err e = {0};

	if (!folder_make(path_folder(a, path), &e) || !file_write(path, text(content), &e))
		ok(false, "writes %s: %s", name, e.message);
}

static void take(struct arena *a, const char *name)
{
	unlink(path_join(a, folder, name));
}

static void is_at(const struct node *n, const char *file, int line, const char *name)
{
	ok(n && strcmp(n->file, file) == 0 && n->line == line, "%s is from %s:%d", name, file, line);
}

static void files(struct arena *a)
{
	struct mistakes *m = mistakes_new(a);
	struct node *root;

	put(a, "jobs.toml", "[company.DE01]\ntitle = \"A\"\n");
	put(a, "jobs/b.toml", "[entity.line]\nkey = [\"x\"]\n[entity.order.field]\ny = 1\n");
	put(a, "jobs/a.toml", "[entity.order]\nkey = [\"y\"]\n[company.DE01]\ncurrency = \"EUR\"\n");
	put(a, "jobs/systems/s.toml", "[system.s]\ntitle = \"S\"\n");
	put(a, "other/no.toml", "this is not read");
	ok(tree_read(a, folder, S(""), &root, m), "a project of four files");
	is_str(mistakes_text(a, m), S(""), "without a mistake");
	is_at(node_get(root, "company.DE01.title"), "jobs.toml", 2, "title");
	is_at(node_get(root, "company.DE01.currency"), "jobs/a.toml", 4, "currency");
	is_at(node_get(root, "entity.order.field.y"), "jobs/b.toml", 4, "a table's other half");
	is_at(node_get(root, "system.s.title"), "jobs/systems/s.toml", 2, "one deeper");
	is_str(node_get(root, "entity")->items[0]->name, S("order"), "files in the order of their names");
}

static void included(struct arena *a)
{
	struct mistakes *m = mistakes_new(a);
	struct node *root;

	put(a, "jobs.toml",
		"[counterfoil]\ninclude = [\"jobs/b.*\", \"jobs/?.toml\", \"nothing/*.toml\", \"gone.toml\"]\n");
	ok(!tree_read(a, folder, S(""), &root, m), "an include that is not there");
	is_str(mistakes_text(a, m), S("jobs.toml:2:1: there is no file \"gone.toml\"\n"),
		"said once, patterns may match nothing");
	ok(node_get(root, "entity.line") && node_get(root, "entity.order.key"), "the others are read, once each");
	ok(!node_get(root, "system"), "what is not included is not");
}

static void bad_files(struct arena *a)
{
	struct mistakes *m = mistakes_new(a);
	struct node *root;

	put(a, "jobs.toml", "[company.DE01]\ntitle = \"A\"\n");
	put(a, "jobs/a.toml", "[company.DE01]\ntitle = \"B\"\n[entity]\norder = 1\n");
	put(a, "jobs/systems/s.toml", "[system.s]\ntitle = \n");
	ok(!tree_read(a, folder, S(""), &root, m), "three mistakes");
	is_str(mistakes_text(a, m), S(
		"jobs/a.toml:2:1: \"title\" is already set at jobs.toml:2:1\n"
		"jobs/b.toml:3:9: \"order\" is already set at jobs/a.toml:4:1\n"
		"jobs/systems/s.toml:2:9: error while parsing key-value pair: expected value, saw '\\n'\n"), "all at once");
	take(a, "jobs.toml");
	m = mistakes_new(a);
	ok(!tree_read(a, folder, S(""), &root, m), "no jobs.toml");
	is_int((int64_t)mistakes_count(m), 1, "one mistake");
	ok(text_begins(mistakes_text(a, m), S("jobs.toml: cannot be read: ")), "which says so");
}

static const char kinds[] =
	"[kind.shop]\n"
	"title = \"Shop\"\n"
	"net = { retries = 3, wait = \"2s\" }\n"
	"[kind.shop.extract.orders]\n"
	"entity = \"order\"\n"
	"mode = \"full\"\n"
	"map = { no = \"name\", total = \"sum\" }\n"
	"[kind.shop.extract.stock]\n"
	"entity = \"stock\"\n"
	"[system.pl]\n"
	"like = \"shop\"\n"
	"net = { wait = \"5s\" }\n"
	"[system.de]\n"
	"like = \"shop\"\n"
	"title = \"Germany\"\n"
	"[extract.pl.orders]\n"
	"mode = \"incremental\"\n"
	"map = { total = \"gross\" }\n"
	"[extract.pl.returns]\n"
	"entity = \"return\"\n";

static struct node *tree(struct arena *a, const char *source)
{
	struct node *root = NULL;
	struct err e = {0};

	ok(toml_read(a, "k.toml", text(source), &root, &e), "reads");
	return root;
}

static void like(struct arena *a)
{
	struct mistakes *m = mistakes_new(a);
	struct node *root = tree(a, kinds);

	ok(like_fill(a, root, m), "systems like a kind");
	is_str(node_get(root, "system.pl.title")->text, S("Shop"), "what a system lacks it takes");
	is_at(node_get(root, "system.pl.title"), "k.toml", 2, "the title taken");
	is_str(node_get(root, "system.de.title")->text, S("Germany"), "what it has it keeps");
	is_str(node_get(root, "system.pl.net.wait")->text, S("5s"), "also inside of tables");
	is_int(node_get(root, "system.pl.net.retries")->integer, 3, "that are merged");
	is_str(node_get(root, "system.de.net.wait")->text, S("2s"), "without touching the kind");
	ok(!node_get(root, "system.pl.extract"), "extracts are not part of the system");
	is_str(node_get(root, "extract.pl.orders.mode")->text, S("incremental"), "an extract overridden");
	is_str(node_get(root, "extract.pl.orders.entity")->text, S("order"), "and completed");
	is_str(node_get(root, "extract.pl.orders.map.total")->text, S("gross"), "field by field");
	is_at(node_get(root, "extract.pl.orders.map.no"), "k.toml", 7, "the field taken");
	is_str(node_get(root, "extract.de.orders.map.total")->text, S("sum"), "the other system has the kind's own");
	ok(node_get(root, "extract.pl.stock") && node_get(root, "extract.de.stock"), "extracts that only the kind has");
	ok(node_get(root, "extract.pl.returns") && !node_get(root, "extract.de.returns"), "and that only one system has");
}

static void gaps(struct arena *a)
{
	struct mistakes *m = mistakes_new(a);
	struct node *root = tree(a, "[kind.shop]\nbase = \"https://${shop}.example/${version}/\"\n"
		"auth = { token = \"${secret:${system}_token}\" }\ntitle = \"${nothing}\"\n"
		"[kind.shop.extract.orders]\npath = \"${ $\"\nwords = [\"a${shop}b${shop}\", 1]\n"
		"[system.pl]\nlike = \"shop\"\nset = { shop = \"sklep\", version = \"2\" }\ntitle = \"Ours\"\n"
		"[system.de]\nlike = \"shop\"\nset = { shop = \"laden\", version = \"3\", nothing = \"\" }\n");

	ok(like_fill(a, root, m), "gaps are filled, and only those of what is taken");
	is_str(node_get(root, "system.pl.base")->text, S("https://sklep.example/2/"), "with a system's values");
	is_str(node_get(root, "system.de.base")->text, S("https://laden.example/3/"), "each with its own");
	is_str(node_get(root, "system.pl.auth.token")->text, S("${secret:pl_token}"), "in a secret's name its own name");
	is_str(node_get(root, "extract.pl.orders.path")->text, S("${ $"), "what is no gap stays");
	is_str(node_get(root, "extract.de.orders.words")->items[0]->text, S("aladenbladen"), "in lists, and twice");
	is_str(node_get(root, "system.de.title")->text, S(""), "an empty value");
}

static void bad_like(struct arena *a)
{
	struct mistakes *m = mistakes_new(a);

	ok(!like_fill(a, tree(a, "[system.x]\nlike = \"shp\"\n[kind.shop]\ntitle = \"S\"\n[system.y]\nlike = 1\n"
		"[system.z]\nlike = \"both\"\n[kind.both]\nlike = \"shop\"\n"), m), "likes that cannot be");
	is_str(mistakes_text(a, m), S(
		"k.toml:2:1: there is no [kind.shp]; did you mean \"shop\"?\n"
		"k.toml:6:1: \"like\" must be a text, not an integer\n"
		"k.toml:10:1: a kind cannot be like another\n"), "each in its place");
	m = mistakes_new(a);
	ok(!like_fill(a, tree(a, "[kind.k]\nbase = \"${shop}${x}\"\n[system.a]\nlike = \"k\"\nset = { x = 1 }\n"), m),
		"gaps");
	is_str(mistakes_text(a, m), S(
		"k.toml:4:1: there is no value for ${shop}, which k.toml:2 needs; say set = { shop = \"…\" }\n"
		"k.toml:5:9: \"x\" in \"set\" must be a text, not an integer\n"), "without a value");
}

static void variables(struct arena *a)
{
	struct mistakes *m = mistakes_new(a);
	struct node *root = tree(a, "[system.x]\nbase = \"http://${env:TREE_HOST}:${env:TREE_PORT:80}/\"\n"
		"auth = { id = \"${env:TREE_EMPTY:a:b}\", token = \"${secret:x}\" }\n"
		"list = [\"${env:TREE_NONE:}\", \"${env\"]\n"
		"[extract.x.y]\npath = \"${env:TREE_HOST}\"\n");

	setenv("TREE_HOST", "shop.example", 1);
	setenv("TREE_EMPTY", "", 1);
	unsetenv("TREE_PORT");
	unsetenv("TREE_NONE");
	ok(variables_fill(a, root, m), "variables of the environment");
	is_str(node_get(root, "system.x.base")->text, S("http://shop.example:80/"), "and what stands there without one");
	is_str(node_get(root, "system.x.auth.id")->text, S("a:b"), "an empty one is none");
	is_str(node_get(root, "system.x.auth.token")->text, S("${secret:x}"), "a secret stays");
	is_str(node_get(root, "system.x.list")->items[0]->text, S(""), "nothing may stand there");
	is_str(node_get(root, "system.x.list")->items[1]->text, S("${env"), "what is none stays");
	is_str(node_get(root, "extract.x.y.path")->text, S("${env:TREE_HOST}"), "only in systems");
	ok(!variables_fill(a, tree(a, "[system.x]\nbase = \"${env:TREE_NONE}${env:TREE_NONE:x}\"\n"
		"b = \"${env:y\"\n"), m),
		"what cannot be");
	is_str(mistakes_text(a, m), S(
		"k.toml:2:1: the variable \"TREE_NONE\" is not set; set it, or say ${env:TREE_NONE:…} for where it is not\n"
		"k.toml:3:1: \"${env:\" without a \"}\"\n"), "each in its place");
}

int main(void)
{
	static struct arena *a;

	a = arena_new(NULL);
	if (!mkdtemp(folder))
		return 1;
	files(a);
	included(a);
	bad_files(a);
	like(a);
	gaps(a);
	bad_like(a);
	variables(a);
	arena_end(a);
	if (system(arena_print(a, "rm -r %s", folder)) != 0)
		return 1;
	arena_end(a);
	return done();
}
