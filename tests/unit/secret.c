#include "config/secret.h"

#include "tap.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/secret-XXXXXX";

static const char *put(struct arena *a, const char *name, const char *content, mode_t mode)
{
	const char *path = arena_print(a, "%s/%s", folder, name);
	FILE *f = fopen(path, "w");

	if (!f || fputs(content, f) < 0 || fclose(f) != 0 || chmod(path, mode) != 0)
		ok(false, "writes %s", path);
	return path;
}

static void is_secret(struct arena *a, const char *name, const char *want, const char *how)
{
	struct err e = {0};
	Str value = {0};

	ok(secret_read(a, text(name), &value, &e), "%s%s", how, e.message);
	is_str(value, text(want), "%s: the value", how);
}

static void is_refused(struct arena *a, const char *name, const char *want)
{
	struct err e = {0};
	Str value;

	ok(!secret_read(a, text(name), &value, &e), "refused: %s", want);
	is_z(e.message, want, "says why");
	is_int(e.kind, ERR_CONFIG, "a mistake of the configuration");
}

static void order(struct arena *a)
{
	const char *file = put(a, "file", "from file\n", 0600);

	setenv("COUNTERFOIL_SECRET_one", "from variable\n\n", 1);
	is_secret(a, "one", "from variable\n", "the variable, without one newline");
	setenv("COUNTERFOIL_SECRET_one_FILE", file, 1);
	is_secret(a, "one", "from file", "the file before the variable");
	setenv("CREDENTIALS_DIRECTORY", folder, 1);
	is_secret(a, "one", "from file", "a credential that is not there is passed over");
	put(a, "one", "credential", 0644);
	is_secret(a, "one", "credential", "the credential before the file, also one that all may read");
}

static void bad(struct arena *a)
{
	const char *open_file = put(a, "open", "s3cret\n", 0644), *empty = put(a, "empty", "\n", 0600);

	unsetenv("CREDENTIALS_DIRECTORY");
	is_refused(a, "none",
		"secret \"none\" is nowhere: not in $CREDENTIALS_DIRECTORY/none, COUNTERFOIL_SECRET_none_FILE, "
		"/run/secrets/none or COUNTERFOIL_SECRET_none");
	is_refused(a, "../x", "\"../x\" cannot be the name of a secret; use letters, digits, _ and -");
	is_refused(a, "", "\"\" cannot be the name of a secret; use letters, digits, _ and -");
	is_refused(a, ".x", "\".x\" cannot be the name of a secret; use letters, digits, _ and -");
	setenv("COUNTERFOIL_SECRET_open_FILE", open_file, 1);
	is_refused(a, "open", arena_print(a, "secret \"open\": %s: a secret that all may read is refused; chmod o-r it",
		open_file));
	setenv("COUNTERFOIL_SECRET_empty_FILE", empty, 1);
	is_refused(a, "empty", "secret \"empty\" is empty");
	setenv("COUNTERFOIL_SECRET_gone_FILE", "/nowhere/at/all", 1);
	setenv("COUNTERFOIL_SECRET_gone", "value", 1);
	is_refused(a, "gone", "secret \"gone\": /nowhere/at/all: No such file or directory");
	setenv("COUNTERFOIL_SECRET_dir_FILE", folder, 1);
	chmod(folder, 0700);
	is_refused(a, "dir", arena_print(a, "secret \"dir\": %s: is no file", folder));
}

static void fill(struct arena *a)
{
	struct err e = {0};
	Str filled = {0};

	setenv("COUNTERFOIL_SECRET_user", "ann", 1);
	setenv("COUNTERFOIL_SECRET_pass", "p${secret:user}", 1);
	ok(secret_fill(a, S("${secret:user}:${secret:pass}@${host}"), &filled, &e), "fills");
	is_str(filled, S("ann:p${secret:user}@${host}"), "each once, and nothing else");
	ok(secret_fill(a, S("plain"), &filled, &e), "text without secrets");
	is_str(filled, S("plain"), "stays");
	ok(!secret_fill(a, S("x${secret:user"), &filled, &e), "an opening without its end");
	is_z(e.message, "\"${secret:\" without a \"}\"", "says so");
	err_clear(&e);
	ok(!secret_fill(a, S("${secret:nobody_has}"), &filled, &e), "a secret that is nowhere");
}

int main(void)
{
	static struct arena *a;

	a = arena_new(NULL);
	if (!mkdtemp(folder))
		return 1;
	unsetenv("CREDENTIALS_DIRECTORY");
	order(a);
	bad(a);
	fill(a);
	if (system(arena_print(a, "rm -r %s", folder)) != 0)
		return 1;
	arena_end(a);
	return done();
}
