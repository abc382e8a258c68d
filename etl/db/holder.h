/* Who holds a lease: a process of a machine, so that another on the same machine can tell that it is gone. */
#ifndef DB_HOLDER_H
#define DB_HOLDER_H

#include "base/text.h"

/* For people: "host db1, process 4711". */
Str holder_text(struct arena *a);

/* Exact: boot of the kernel, namespace of its process numbers, number, and moment of start. */
Str holder_process(struct arena *a);

/* True only if it is certain: a process of this boot and namespace that lives no more. */
bool holder_is_gone(struct arena *a, Str process);

#endif
