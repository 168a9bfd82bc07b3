/* What a command has to say, in one of the formats. Commands hand over messages of catalog.v1 and never print. */
#ifndef CATALOGCTL_OUTPUT_H
#define CATALOGCTL_OUTPUT_H

#include "cli/page.h"

#include "catalog/v1/effective.pb-c.h"

struct output {
    const char *name;

    /* MESSAGE is all there is to say. */
    void (*message)(struct page *page, const ProtobufCMessage *message);

    /* MESSAGE is one of several that come over time. */
    void (*item)(struct page *page, const ProtobufCMessage *message);

    /* MODEL is all there is to say; IS_AS_PLANNED: its planned verdict is the one that counts. */
    void (*model)(struct page *page, const Catalog__V1__EffectiveModel *model, bool is_as_planned);
};

/* For people: fits the page. */
extern const struct output output_text;

/* For programs: the proto3 JSON mapping and the native YAML of the message, whole and stable. */
extern const struct output output_json;
extern const struct output output_yaml;

/* For spreadsheets: a line of titles and one for each row; only for commands with has_rows. What begins like a formula
 * gets an apostrophe before it (cli/csv.h). */
extern const struct output output_csv;

/* As an option's choices. */
#define OUTPUT_NAMES "text|json|yaml|csv"

/* The format called NAME; NULL: there is none. */
const struct output *output_find(const char *name);

#endif
