/* How the values of the schema read. */
#ifndef CATALOG_CONVERT_WORDS_H
#define CATALOG_CONVERT_WORDS_H

#include "base/arena.h"

#include "catalog/v1/effective.pb-c.h"
#include "catalog/v1/time.pb-c.h"

#define WORD_BYTES 48

/* A word with memory of its own, so that several fit into one printf. */
struct word {
    char text[WORD_BYTES];
};

/* The value as in YAML, without its prefix: "not_applicable". Unspecified: "-". Not known: the number. */
struct word word_of(const ProtobufCEnumDescriptor *descriptor, int value);

/* The same with hyphens, as ids of others are: "data-at-rest". */
struct word word_with_hyphens(const ProtobufCEnumDescriptor *descriptor, int value);

/* The same in capitals, as verdicts and states are shown: "NOT_APPLICABLE". */
struct word word_in_capitals(const ProtobufCEnumDescriptor *descriptor, int value);

/* RFC 3339 in UTC; "-" for NULL. */
struct word word_of_time(const Catalog__V1__Timestamp *time);

/* "RISK_ABOVE_APPETITE" as "risk above appetite", cut where it is too long for a word. */
struct word word_of_code(const char *code);

/* "2 rows", "1 row". */
struct word word_of_count(size_t count, const char *noun);

/* TEXTS with ", " between them; "" for none, and where ARENA has no room. Ownership: lives in ARENA. */
const char *words_joined(struct arena *arena, char *const *texts, size_t count);

/* TEXT in one line of at most BYTES, cut at a character; control characters become blanks. Ownership: lives in ARENA.
 * NULL: no room. */
const char *words_line(struct arena *arena, const char *text, size_t bytes);

#endif
