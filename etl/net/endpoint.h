/*
 * What [system.NAME] says about asking it over the network: where, as whom, how fast, how often again, and what its
 * answers mean.
 */
#ifndef NET_ENDPOINT_H
#define NET_ENDPOINT_H

#include "config/system.h"
#include "net/auth.h"
#include "net/expiry.h"
#include "net/grants.h"
#include "net/retry.h"
#include "net/rules.h"

struct tls_files {
	Str ca, certificate, key;
};

struct ssh_text {
	Str known_hosts, user, key, key_password;
	bool agent;
};

/* Of SFTP: who is believed and who we are; paths, NULL: none.  user and key_password may name secrets; without a user
 * auth says who we are. */
struct ssh_trust {
	const char *known_hosts, *key;
	Str user, key_password;
	bool agent;
};

/* Of objects at S3 and what speaks it; bucket NULL: there are none. */
struct s3_place {
	Str bucket;
	Str prefix;                  /* empty, or ends in "/" */
	int by_host;                 /* the bucket's name is part of the host's, else it begins the path */
};

/* As it is written; struct endpoint is what it means. */
struct endpoint_text {
	Str base, account, proxy;
	struct auth auth;
	const struct node *headers, *on, *limit, *expires;
	struct grants_text grants;
	struct retry retry;
	struct tls_files tls;
	struct ssh_text ssh;
	struct s3_place s3;
	struct duration connect, stall;
};

extern const struct key endpoint_keys[];
extern const size_t endpoint_key_count;

struct endpoint {
	Str base;                    /* ends in "/"; empty: it is not asked over the network */
	Str system;                  /* its name */
	Str account;                 /* whose limits and tokens these are */
	const struct auth *auth;
	struct http_fields headers;  /* may name secrets */
	struct rules_on rules;
	struct paces paces;          /* all of them hold */
	struct retry retry;
	struct http_trust trust;
	struct ssh_trust ssh;
	struct s3_place s3;
	struct http_patience patience;
	struct grants grants;
	struct expiries expires;     /* as declared */
	struct texts secrets;        /* the names of those that it is asked with */
};

/* project: the folder that the files of tls lie in. */
bool endpoint_read(struct arena *a, const struct system *s, const struct endpoint_text *t, const char *project,
	struct endpoint *out, struct mistakes *m);

/* A table of names and templates: { "Stripe-Version" = "2022-11-15", n = 100 }. */
bool fields_read(struct arena *a, const struct node *table, const char *name, struct http_fields *out,
	struct mistakes *m);

void endpoint_describe(struct buf *b);

#endif
