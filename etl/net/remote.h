/*
 * Files at another place, by SFTP, FTP and FTPS (libcurl): what lies in a folder, how long it is, and its bytes.  Names
 * are paths below the system's base, "out/a.csv".  What breaks off is tried again as the endpoint's retry says, a file
 * from where it broke; it is whole when it has as many bytes as were announced, before and after.
 *
 * A server is told who asks only once it is known: by SSH the key of its host stands in known_hosts, by FTPS its
 * certificate is believed.  ERR_SOURCE: it is another one, lets nobody in, or cannot say what is asked; ERR_TEMPORARY:
 * it did not answer in all tries, or a file changed meanwhile; ERR_CONFIG: a secret that cannot be read.
 */
#ifndef NET_REMOTE_H
#define NET_REMOTE_H

#include "base/instant.h"
#include "net/endpoint.h"

struct remote;

/* Connections end with the arena. */
struct remote *remote_new(struct arena *a, const struct endpoint *endpoint);

struct remote_name {
	Str name;                    /* within its folder */
	bool is_known, is_folder;    /* whether the server said what it is, and what */
};

struct remote_names {
	struct remote_name *at;
	size_t count;
};

/* What lies in a folder ("" is the base), hidden names too, "." and ".." not; a folder that is not there holds none. */
bool remote_list(struct remote *r, struct arena *a, Str folder, struct remote_names *names, struct err *e)
	__attribute__((warn_unused_result));

struct remote_file {
	uint64_t size;
	instant changed;             /* in whole seconds; INSTANT_NONE if the server does not say */
};

bool remote_look(struct remote *r, Str path, bool *there, struct remote_file *file, struct err *e)
	__attribute__((warn_unused_result));

/* Writes it to an empty open file. */
bool remote_fetch(struct remote *r, Str path, int to, struct remote_file *file, struct err *e)
	__attribute__((warn_unused_result));

/* "sftp://host:2222/out/a.csv", for messages. */
Str remote_shown(struct arena *a, const struct remote *r, Str path);

#endif
