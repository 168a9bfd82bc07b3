#include "cli/arguments.h"

#include "base/clock.h"
#include "codec/nearest.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct parser {
    struct arguments *arguments;
    struct mistake *mistake;
    const char **next;
    const char **end;
    const char **words; /* grows over what was read already */
    bool is_plain;      /* past "--" */
};

static bool refuse(struct parser *parser, const char *help, const char *format, ...) PRINTF_LIKE(3, 4);

static bool refuse(struct parser *parser, const char *help, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(parser->mistake->message, sizeof parser->mistake->message, format, arguments);
    va_end(arguments);
    snprintf(parser->mistake->help, sizeof parser->mistake->help, "%s", help);
    return false;
}

static size_t option_count(const struct command *command) {
    return common_option_count + (command == NULL ? 0 : command->option_count);
}

static const struct option *option_at(const struct command *command, size_t index) {
    return index < common_option_count ? &common_options[index] : &command->options[index - common_option_count];
}

/* NAME may go on behind its first SIZE bytes ("lock=FILE"). */
static bool find_name(const struct command *command, const char *name, size_t size, size_t *ret_index) {
    for (size_t i = 0; i < option_count(command); i++) {
        const char *known = option_at(command, i)->name;
        if (strlen(known) == size && memcmp(known, name, size) == 0) {
            *ret_index = i;
            return true;
        }
    }
    return false;
}

static bool find_letter(const struct command *command, char letter, size_t *ret_index) {
    for (size_t i = 0; i < option_count(command); i++) {
        if (option_at(command, i)->letter == letter) {
            *ret_index = i;
            return true;
        }
    }
    return false;
}

static bool is_choice(const char *choices, const char *value) {
    size_t size = strlen(value);
    for (const char *at = choices; at != NULL; at = strchr(at, '|')) {
        at += *at == '|';
        if (strncmp(at, value, size) == 0 && (at[size] == '|' || at[size] == '\0'))
            return true;
    }
    return false;
}

static bool is_number(const char *value) {
    char *end;
    errno = 0;
    (void)strtoull(value, &end, 10);
    return *value >= '0' && *value <= '9' && *end == '\0' && errno == 0;
}

static bool check_value(struct parser *parser, const struct option *option, const char *value) {
    char help[ARGUMENTS_TEXT_BYTES];
    int64_t seconds;
    int32_t nanos;
    switch (option->type) {
    case OPTION_FLAG:
    case OPTION_TEXT:
        return true;
    case OPTION_NUMBER:
        return is_number(value) ||
               refuse(parser, "write a whole number, 0 or more", "--%s: \"%s\" is no number", option->name, value);
    case OPTION_TIME:
        return time_parse(value, &seconds, &nanos) || refuse(parser, "write it as 2027-01-31 or 2027-01-31T12:00:00Z",
                                                             "--%s: \"%s\" is no time", option->name, value);
    case OPTION_CHOICE:
        snprintf(help, sizeof help, "it is one of %s", option->value);
        return is_choice(option->value, value) || refuse(parser, help, "--%s cannot be \"%s\"", option->name, value);
    }
    return false;
}

/* VALUE is what stands behind '=' or the letter, NULL: nothing does. */
static bool set_option(struct parser *parser, size_t index, const char *value) {
    const struct option *option = option_at(parser->arguments->command, index);
    char help[ARGUMENTS_TEXT_BYTES];
    if (option->type == OPTION_FLAG) {
        if (value != NULL)
            return refuse(parser, "leave the value out", "--%s takes no value", option->name);
        value = "";
    } else if (value == NULL) {
        snprintf(help, sizeof help, "write --%s %s", option->name, option->value);
        if (parser->next == parser->end)
            return refuse(parser, help, "--%s needs a value", option->name);
        value = *parser->next++;
    }
    if (!check_value(parser, option, value))
        return false;
    parser->arguments->values[index] = value;
    return true;
}

static bool refuse_option(struct parser *parser, const char *typed, const char *name) {
    const struct command *command = parser->arguments->command;
    struct nearest nearest = {.word = name};
    char help[ARGUMENTS_TEXT_BYTES];
    for (size_t i = 0; i < option_count(command); i++)
        nearest_offer(&nearest, option_at(command, i)->name);
    if (nearest.best[0] != '\0')
        snprintf(help, sizeof help, "did you mean --%s?", nearest.best);
    else
        snprintf(help, sizeof help, "catalogctl%s%s --help lists its options", command == NULL ? "" : " ",
                 command == NULL ? "" : command->name);
    if (command == NULL)
        return refuse(parser, help, "there is no option %s before the command", typed);
    return refuse(parser, help, "%s has no option %s", command->name, typed);
}

static bool read_long(struct parser *parser, const char *typed) {
    const char *name = typed + 2;
    size_t size = strcspn(name, "=");
    char word[NEAREST_WORD_BYTES];
    size_t index;
    if (find_name(parser->arguments->command, name, size, &index))
        return set_option(parser, index, name[size] == '=' ? name + size + 1 : NULL);
    snprintf(word, sizeof word, "%.*s", (int)(size < sizeof word ? size : sizeof word - 1), name);
    return refuse_option(parser, typed, word);
}

static bool read_letter(struct parser *parser, const char *typed) {
    size_t index;
    if (find_letter(parser->arguments->command, typed[1], &index))
        return set_option(parser, index, typed[2] == '\0' ? NULL : typed + 2);
    return refuse_option(parser, typed, typed + 1);
}

static bool read_command(struct parser *parser, const char *name) {
    struct nearest nearest = {.word = name};
    char help[ARGUMENTS_TEXT_BYTES];
    parser->arguments->command = command_find(name);
    if (parser->arguments->command != NULL)
        return true;
    for (size_t i = 0; i < command_count; i++)
        nearest_offer(&nearest, commands[i]->name);
    if (nearest.best[0] != '\0')
        snprintf(help, sizeof help, "did you mean \"%s\"?", nearest.best);
    else
        snprintf(help, sizeof help, "catalogctl --help lists the commands");
    return refuse(parser, help, "there is no command \"%s\"", name);
}

static bool read_next(struct parser *parser) {
    const char *typed = *parser->next++;
    if (!parser->is_plain && strcmp(typed, "--") == 0) {
        parser->is_plain = true;
        return true;
    }
    if (!parser->is_plain && strncmp(typed, "--", 2) == 0)
        return read_long(parser, typed);
    if (!parser->is_plain && typed[0] == '-' && typed[1] != '\0')
        return read_letter(parser, typed);
    if (parser->arguments->command == NULL)
        return read_command(parser, typed);
    parser->words[parser->arguments->word_count++] = typed;
    return true;
}

static bool check_words(struct parser *parser) {
    const struct arguments *arguments = parser->arguments;
    const struct command *command = arguments->command;
    char help[ARGUMENTS_TEXT_BYTES];
    if (command == NULL || arguments_flag(arguments, "help") || arguments_flag(arguments, "version"))
        return true;
    snprintf(help, sizeof help, "write: catalogctl %s %s", command->name, command->words);
    if (arguments->word_count < command->words_min)
        return refuse(parser, help, "%s needs %s", command->name, command->words);
    if (arguments->word_count > command->words_max)
        return refuse(parser, help, "%s takes nothing more: \"%s\"", command->name,
                      arguments->words[command->words_max]);
    return true;
}

bool arguments_parse(int argc, const char **argv, struct arguments *ret_arguments, struct mistake *ret_mistake) {
    *ret_arguments = (struct arguments){.words = argv};
    struct parser parser = {
        .arguments = ret_arguments, .mistake = ret_mistake, .next = argv, .end = argv + argc, .words = argv};
    while (parser.next < parser.end) {
        if (!read_next(&parser))
            return false;
    }
    return check_words(&parser);
}

const char *arguments_text(const struct arguments *arguments, const char *name) {
    size_t index = 0;
    bool is_known = find_name(arguments->command, name, strlen(name), &index);
    assert(is_known && "a name of the tables");
    (void)is_known;
    return arguments->values[index];
}

uint64_t arguments_number(const struct arguments *arguments, const char *name, uint64_t otherwise) {
    const char *value = arguments_text(arguments, name);
    return value == NULL ? otherwise : strtoull(value, NULL, 10);
}
