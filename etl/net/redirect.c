#include "net/redirect.h"

#include "net/url.h"

bool redirect_is(int status)
{
	return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool redirect_follow(struct arena *a, const struct http_head *head, Str *url, struct err *e)
{
	Str to = http_field(&head->fields, "Location"), next;

	if (!to.at)
		return err_set(e, ERR_SOURCE, "status %d without a place to go", head->status);
	if (!url_join(a, *url, to, &next, e))
		return false;
	if (!url_is_same_place(a, *url, next))
		return err_set(e, ERR_SOURCE, "it leads to another place, %.*s, where nothing is asked",
			STR(url_place(a, next)));
	*url = next;
	return true;
}

bool redirect_is_endless(struct err *e)
{
	return err_set(e, ERR_SOURCE, "it leads from one place to the next, more than %d times", REDIRECTS);
}
