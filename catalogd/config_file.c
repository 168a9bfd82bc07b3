/* The configuration as YAML: one mapping from option names to a value, or to a list of values. */
#include "config.h"

#include "base/limits.h"

#include <errno.h>
#include <string.h>
#include <yaml.h>

#define FILE_LIMIT_BYTES (1 * MIB)

/* Where the reader stands. */
struct reader {
    struct config *config;
    const char *path;
    yaml_parser_t parser;
    yaml_event_t event; /* the present one; freed by next_event */
    struct problem *problem;
};

static status_code fail_at(struct reader *reader, yaml_mark_t mark, const char *why) {
    return problem_set(reader->problem, STATUS_INVALID_ARGUMENT, "INVALID_SETTING", "%s:%zu:%zu: %s", reader->path,
                       mark.line + 1, mark.column + 1, why);
}

static status_code fail_here(struct reader *reader, const char *why) {
    return fail_at(reader, reader->event.start_mark, why);
}

static status_code next_event(struct reader *reader) {
    yaml_event_delete(&reader->event);
    if (yaml_parser_parse(&reader->parser, &reader->event))
        return STATUS_OK;
    return fail_at(reader, reader->parser.problem_mark,
                   reader->parser.problem == NULL ? "no YAML" : reader->parser.problem);
}

static status_code expect(struct reader *reader, yaml_event_type_t type, const char *right) {
    status_code code = next_event(reader);
    if (code == STATUS_OK && reader->event.type != type)
        code = fail_here(reader, right);
    return code;
}

static const char *scalar(const struct reader *reader) {
    return (const char *)reader->event.data.scalar.value;
}

/* The present event is a value of OPTION. */
static status_code take_value(struct reader *reader, const struct config_option *option) {
    struct problem problem;
    problem_init(&problem, NULL);
    if (strlen(scalar(reader)) != reader->event.data.scalar.length)
        return fail_here(reader, "the value has a NUL byte");
    status_code code = config_set(reader->config, option, scalar(reader), &problem);
    return code == STATUS_OK ? code : fail_here(reader, problem.message);
}

static status_code take_list(struct reader *reader, const struct config_option *option) {
    if (option->type != CONFIG_LIST)
        return fail_here(reader, "this setting takes one value, not a list");
    status_code code = STATUS_OK;
    while ((code = next_event(reader)) == STATUS_OK && reader->event.type != YAML_SEQUENCE_END_EVENT) {
        code = reader->event.type == YAML_SCALAR_EVENT ? take_value(reader, option)
                                                       : fail_here(reader, "a list holds plain values");
        if (code != STATUS_OK)
            return code;
    }
    return code;
}

/* The present event is a key. SEEN has a flag for each option. */
static status_code take_option(struct reader *reader, bool *seen) {
    struct problem problem;
    problem_init(&problem, NULL);
    size_t count = 0;
    if (reader->event.type != YAML_SCALAR_EVENT)
        return fail_here(reader, "the name of a setting is a plain word");
    const struct config_option *option = config_find(scalar(reader), &problem);
    if (option == NULL)
        return fail_here(reader, problem.message);
    bool *is_seen = &seen[option - config_options(&count)];
    if (*is_seen)
        return fail_here(reader, "this setting is there twice");
    *is_seen = true;
    status_code code = next_event(reader);
    if (code != STATUS_OK)
        return code;
    if (reader->event.type == YAML_SCALAR_EVENT)
        return take_value(reader, option);
    return reader->event.type == YAML_SEQUENCE_START_EVENT
               ? take_list(reader, option)
               : fail_here(reader, "a setting takes a plain value or a list of them; names are written with dots");
}

static status_code read_document(struct reader *reader) {
    bool seen[64] = {false};
    status_code code = expect(reader, YAML_STREAM_START_EVENT, "no YAML");
    if (code == STATUS_OK)
        code = next_event(reader);
    if (code != STATUS_OK || reader->event.type == YAML_STREAM_END_EVENT)
        return code;
    code = expect(reader, YAML_MAPPING_START_EVENT, "the file is one mapping of settings");
    while (code == STATUS_OK && (code = next_event(reader)) == STATUS_OK &&
           reader->event.type != YAML_MAPPING_END_EVENT)
        code = take_option(reader, seen);
    if (code == STATUS_OK)
        code = expect(reader, YAML_DOCUMENT_END_EVENT, "the file is one document");
    return code == STATUS_OK ? expect(reader, YAML_STREAM_END_EVENT, "the file is one document") : code;
}

static status_code read_open_file(struct config *config, const char *path, FILE *file, struct problem *problem) {
    struct reader reader = {.config = config, .path = path, .problem = problem};
    if (!yaml_parser_initialize(&reader.parser))
        return problem_no_memory(problem);
    yaml_parser_set_input_file(&reader.parser, file);
    status_code code = read_document(&reader);
    yaml_event_delete(&reader.event);
    yaml_parser_delete(&reader.parser);
    return code;
}

status_code config_read_file(struct config *config, const char *path, struct problem *problem) {
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return problem_set(problem, STATUS_NOT_FOUND, "NO_CONFIGURATION", "cannot open %s: %s", path, strerror(errno));
    /* A directory opens and has no end. */
    long size = fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
    rewind(file);
    status_code code = size < 0 || size > (long)FILE_LIMIT_BYTES
                           ? problem_set(problem, STATUS_INVALID_ARGUMENT, "INVALID_SETTING",
                                         "%s is no file of at most %lu bytes", path, FILE_LIMIT_BYTES)
                           : read_open_file(config, path, file, problem);
    fclose(file);
    return code;
}

/* A text as YAML takes it back: double quotes, with the two characters that end or change them escaped. */
static void print_text(const char *text, FILE *file) {
    fputc('"', file);
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\')
            fputc('\\', file);
        fputc(*text, file);
    }
    fputc('"', file);
}

static void print_list(const struct config *config, FILE *file) {
    fputc('[', file);
    for (size_t i = 0; i < config->listen_count; i++) {
        fputs(i == 0 ? "" : ", ", file);
        print_text(config->listen[i], file);
    }
    fputc(']', file);
}

static void print_value(const struct config *config, const struct config_option *option, FILE *file) {
    const char *place = (const char *)config + option->offset;
    switch (option->type) {
    case CONFIG_TEXT:
    case CONFIG_LEVEL:
        print_text(*(const char *const *)place, file);
        break;
    case CONFIG_LIST:
        print_list(config, file);
        break;
    case CONFIG_BOOL:
        fputs(*(const bool *)place ? "true" : "false", file);
        break;
    case CONFIG_NUMBER:
    case CONFIG_SIZE:
        fprintf(file, "%llu", (unsigned long long)*(const uint64_t *)place);
        break;
    }
}

void config_print(const struct config *config, FILE *file) {
    size_t count = 0;
    const struct config_option *options = config_options(&count);
    for (size_t i = 0; i < count; i++) {
        fprintf(file, "%s: ", options[i].name);
        print_value(config, &options[i], file);
        fputc('\n', file);
    }
}
