/*
 * Regular expressions in Perl's syntax on UTF-8, through GLib's GRegex (PCRE2).  A pattern comes from a configuration
 * and the text from a stranger, so every match has a limit of steps: a pattern that runs away on some text does not
 * match it, in bounded time.  The compiled form is tried first; its stack is small, so what ends there by a limit is
 * tried once more by the interpreter.  A line ends with LF and nothing else, as in Perl.
 */
#ifndef BASE_REGEX_H
#define BASE_REGEX_H

#include "base/err.h"
#include "base/text.h"

struct regex;

/* A pattern that cannot be compiled is ERR_CONFIG. */
bool regex_open(struct arena *a, Str pattern, struct regex **r, struct err *e) __attribute__((warn_unused_result));

/* How many groups the pattern has; group 0, all that matched, is not counted. */
int regex_groups(const struct regex *r);

/* The first match anywhere in subject: found borrows what the group matched, at NULL if it took no part.  False if
 * there is no match within the limit, no such group, or the subject is not UTF-8. */
bool regex_match(const struct regex *r, Str subject, int group, Str *found);

/* Whether regex_substitute can use it: \1, \g<name>, \0, \n, \\ ….  A bad one is ERR_CONFIG. */
bool regex_check_replacement(struct arena *a, Str replacement, struct err *e) __attribute__((warn_unused_result));

/* Every match replaced; the subject as it is where none is found within the limit, or it is no UTF-8 or has a NUL. */
Str regex_substitute(struct arena *a, const struct regex *r, Str subject, Str replacement);

#endif
