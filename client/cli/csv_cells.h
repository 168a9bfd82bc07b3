/* Cells of CSV output. */
#ifndef CATALOGCTL_CSV_CELLS_H
#define CATALOGCTL_CSV_CELLS_H

#include "cli/page.h"
#include "cli/words.h"
#include "convert/csv.h"

#define ROW(page, ...)                                                                                                 \
    csv_write_row(&(page)->text, (const char *const[]){__VA_ARGS__},                                                   \
                  sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

/* Empty where text output has a "-", which a spreadsheet would take for a formula. */
static inline struct word value_of(const ProtobufCEnumDescriptor *descriptor, int value) {
    return value == 0 ? (struct word){""} : word_of(descriptor, value);
}

static inline struct word time_of(const Catalog__V1__Timestamp *time) {
    return time == NULL ? (struct word){""} : word_of_time(time);
}

static inline struct word number_of(uint64_t number) {
    struct word word;
    snprintf(word.text, sizeof word.text, "%llu", (unsigned long long)number);
    return word;
}

#endif
