/*
 * Secrets are named in configuration, ${secret:NAME}, and looked up when they are used, in this order: the file
 * $CREDENTIALS_DIRECTORY/NAME (systemd), the file that COUNTERFOIL_SECRET_NAME_FILE names, /run/secrets/NAME, the
 * variable COUNTERFOIL_SECRET_NAME.  One newline at the end is taken off.  A file of the second place that all may read
 * is refused; the others belong to whoever starts us.  No message ever quotes a value (promise 10).
 */
#ifndef CONFIG_SECRET_H
#define CONFIG_SECRET_H

#include "base/err.h"
#include "base/text.h"
#include "config/node.h"

/* name: letters, digits, "_", "-" and ".", not "." first. */
bool secret_read(struct arena *a, Str name, Str *value, struct err *e) __attribute__((warn_unused_result));

/* The file or the variable that it would be read from, for a message; as secret_read. */
bool secret_where(struct arena *a, Str name, const char **where, struct err *e) __attribute__((warn_unused_result));

/* The text with every ${secret:NAME} replaced; all other ${…} stay as they are. */
bool secret_fill(struct arena *a, Str s, Str *filled, struct err *e) __attribute__((warn_unused_result));

/* Adds the names of those that a text, or all texts at and below a node (NULL: none), name, each once. */
void secret_names(struct arena *a, Str s, struct texts *names);
void secret_names_in(struct arena *a, const struct node *n, struct texts *names);

#endif
