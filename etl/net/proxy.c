#include "net/proxy.h"

#include "net/url.h"

#include <stdlib.h>

static Str variable(const char *lower, const char *upper)
{
	const char *value = getenv(lower);

	if (!value && upper)
		value = getenv(upper);
	return value ? text_trim(text(value)) : S("");
}

/* A name stands for the hosts below it too. */
static bool is_below(Str host, Str name)
{
	if (text_begins(name, S(".")))
		name = text_from(name, 1);
	return name.len > 0 && text_ends(host, name)
	    && (host.len == name.len || host.at[host.len - name.len - 1] == '.');
}

static bool is_excepted(Str host)
{
	Str rest = variable("no_proxy", "NO_PROXY"), name;

	if (text_is(rest, S("*")))
		return true;
	while (rest.len > 0) {
		text_cut(rest, ',', &name, &rest);
		if (is_below(host, text_trim(name)))
			return true;
	}
	return false;
}

/* libcurl heeds no HTTP_PROXY: a web server's CGI would take it from a header. */
static Str of_environment(struct arena *a, Str url)
{
	bool is_https = text_begins(url, S("https://"));
	Str proxy = is_https ? variable("https_proxy", "HTTPS_PROXY") : variable("http_proxy", NULL);

	if (proxy.len == 0)
		proxy = variable("all_proxy", "ALL_PROXY");
	return is_excepted(url_host(a, url)) ? S("") : proxy;
}

Str proxy_shown(struct arena *a, Str own, Str url)
{
	Str proxy = own.at ? own : of_environment(a, url), login, rest;

	if (text_cut(proxy, '@', &login, &rest))
		return text_find(login, S("://")) < login.len
			? text(arena_print(a, "%.*s%.*s", STR(text_head(login, text_find(login, S("://")) + 3)), STR(rest))) : rest;
	return proxy;
}
