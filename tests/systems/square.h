/* What the files of the Square system know of each other. */
#ifndef SYSTEMS_SQUARE_H
#define SYSTEMS_SQUARE_H

#include "systems.h"

#define SQUARE_BERLIN  "LBERLIN7S9A1"
#define SQUARE_HAMBURG "LHAMBURG2K4Q"

void square_hold(struct systems *s);

#endif
