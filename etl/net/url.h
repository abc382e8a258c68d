/* Addresses (RFC 3986), through libcurl's own parser, so that what is checked here is what is asked there. */
#ifndef NET_URL_H
#define NET_URL_H

#include "net/http.h"

/* Relative to a base, as a browser takes a link: "orders" beside "https://x/api/" is "https://x/api/orders".  Only http
 * and https; anything else is ERR_SOURCE without the address, in which a secret may stand. */
bool url_join(struct arena *a, Str base, Str reference, Str *url, struct err *e) __attribute__((warn_unused_result));

/* Whether both are of one scheme, host and port: what may be told to the one may be told to the other. */
bool url_is_same_place(struct arena *a, Str one, Str other);

/* Whether it is "https://user@host/…", with or without a password. */
bool url_has_user(struct arena *a, Str url);

/* "https://user:password@host:8443/…" is "host". */
Str url_host(struct arena *a, Str url);

/* "https://host:8443", as far as an address may be shown. */
Str url_place(struct arena *a, Str url);

/* What a signature is made over.  host: in small letters, with its port unless that is the scheme's own; path: as it
 * is sent, at least "/"; query: what stands behind the "?", empty if nothing does. */
struct url_parts {
	Str scheme, host, path, query;
};
bool url_split(struct arena *a, Str url, struct url_parts *parts, struct err *e) __attribute__((warn_unused_result));

/* The address with that query instead of its own; an empty one takes it away. */
Str url_with_query(struct arena *a, Str url, Str query);

/* Each %XX a byte; what is no %XX stays. */
Str url_unescaped(struct arena *a, Str s);

/* Of a query or a form "a=1&b=%20&c" names and values, unescaped.  In a form + is a blank
 * (HTML's application/x-www-form-urlencoded), in a query as RFC 3986 has it, itself. */
void url_parameters(struct arena *a, Str query, bool is_form, struct http_fields *list);

/* "a=1&b=%20&c=": escaped, in the order of the escaped names and then of the escaped values. */
Str url_sorted(struct arena *a, const struct http_fields *list);

/* Every byte but letters, digits and -._~ as %XX (RFC 3986, 2.3). */
Str url_escaped(struct arena *a, Str s);

/* Without those parameters: "x?a=1&b=2" without a is "x?b=2". */
Str url_without(struct arena *a, Str url, const struct texts *names);

/* With name=value behind its query, both escaped. */
Str url_with(struct arena *a, Str url, Str name, Str value);

#endif
