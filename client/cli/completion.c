#include "cli/completion.h"

#include "base/macros.h"

#include <ctype.h>

const struct completion *completion_find(const char *name) {
    static const struct completion *const completions[] = {&completion_bash, &completion_zsh, &completion_fish};
    for (size_t i = 0; i < COUNT_OF(completions); i++) {
        if (strcmp(completions[i]->name, name) == 0)
            return completions[i];
    }
    return NULL;
}

enum completion_value completion_of_option(const struct option *option) {
    if (option->type == OPTION_CHOICE)
        return COMPLETION_CHOICE;
    return option->value != NULL && strcmp(option->value, "FILE") == 0 ? COMPLETION_FILE : COMPLETION_NOTHING;
}

/* Capitals stand for something else; small letters for themselves. */
enum completion_value completion_of_words(const struct command *command) {
    if (strstr(command->words, "FILE") != NULL || strstr(command->words, "PATH") != NULL)
        return COMPLETION_FILE;
    return islower((unsigned char)command->words[0]) ? COMPLETION_CHOICE : COMPLETION_NOTHING;
}

void completion_write_choices(struct buffer *out, const char *choices) {
    for (; *choices != '\0'; choices++)
        buffer_append_byte(out, *choices == '|' ? ' ' : (uint8_t)*choices);
}

void completion_write_quoted(struct buffer *out, const char *text, const char *special) {
    for (; *text != '\0'; text++) {
        if (strchr(special, *text) != NULL)
            buffer_append_byte(out, '\\');
        if (*text == '\'')
            buffer_append_text(out, "'\\'");
        buffer_append_byte(out, (uint8_t)*text);
    }
}
