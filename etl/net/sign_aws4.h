/*
 * AWS Signature Version 4 in the Authorization header ("Create a signed AWS API request", IAM User Guide): S3 and what
 * speaks it.  Of S3 the path is signed as it is and the body's digest is a header of its own; of other services
 * the path is normalised and escaped once more.  All fields that go out are signed but those that what stands between
 * may change; the query goes out in the order in which it was signed.
 */
#ifndef NET_SIGN_AWS4_H
#define NET_SIGN_AWS4_H

#include "base/err.h"
#include "base/instant.h"
#include "net/http.h"

struct aws4 {
	Str access_key, secret_key;
	Str session_token;           /* of temporary keys; empty: none */
	Str region, service;         /* "eu-central-1", "s3" */
};

/* The request as it is signed, of which the string to sign holds the digest; *names are those of its fields. */
bool aws4_canonical(struct arena *a, const struct aws4 *o, const struct http_request *request, Str *canonical,
	Str *names, struct err *e) __attribute__((warn_unused_result));

/* Adds X-Amz-Date, what else the service wants, and Authorization; now in whole seconds. */
bool aws4_sign(struct arena *a, const struct aws4 *o, instant now, struct http_request *request, struct err *e)
	__attribute__((warn_unused_result));

#endif
