/* Hand-made wire bytes: the length and the bytes of a string literal, NULs included. */
#ifndef CATALOGD_TESTS_WIRE_BYTES_H
#define CATALOGD_TESTS_WIRE_BYTES_H

#include "base/slice.h"

#define BYTES(literal) slice_of((literal), sizeof(literal) - 1)

#endif
