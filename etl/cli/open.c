#include "cli/open.h"

#include "base/file.h"
#include "run/run.h"

#include <pwd.h>
#include <unistd.h>

bool call_project(struct call *call, struct project **p, struct err *e)
{
	return project_need(call->a, call->folder, call->environment, p, e);
}

bool call_database(struct call *call, const struct project *p, struct pg **pg, struct err *e)
{
	return project_database(call->a, p, call->command->writes ? ACCESS_WRITE : ACCESS_READ, pg, e);
}

bool call_open(struct call *call, struct project **p, struct pg **pg, struct err *e)
{
	return call_project(call, p, e)
	    && call_database(call, *p, pg, e);
}

bool project_has_database(struct arena *a, const struct project *p)
{
	return !p->settings.embedded || file_exists(path_join(a, p->home, "postgres"));
}

Str actor(struct arena *a)
{
	const struct passwd *user = getpwuid(getuid());
	char host[256] = "";

	gethostname(host, sizeof host - 1);
	if (!user)
		return text(arena_print(a, "%ju@%s", (uintmax_t)getuid(), host));
	return text(arena_print(a, "%s@%s", user->pw_name, host));
}
