#include "cli/completion.h"

static void write_options(struct buffer *out, const struct option *options, size_t count) {
    for (size_t i = 0; i < count; i++)
        buffer_printf(out, " --%s", options[i].name);
}

/* A pattern of bash for the option standing before the value: "list:--kind", "*:--output". */
static void write_pattern(struct buffer *out, const char *command, const struct option *option) {
    buffer_printf(out, "  %s:--%s", command, option->name);
    if (option->letter != '\0')
        buffer_printf(out, " | %s:-%c", command, option->letter);
    buffer_append_text(out, ") ");
}

static void write_values(struct buffer *out, const char *command, const struct option *options, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (options[i].type == OPTION_FLAG)
            continue;
        write_pattern(out, command, &options[i]);
        switch (completion_of_option(&options[i])) {
        case COMPLETION_CHOICE:
            buffer_append_text(out, "words='");
            completion_write_choices(out, options[i].value);
            buffer_append_text(out, "' ;;\n");
            break;
        case COMPLETION_FILE:
            buffer_append_text(out, "compopt -o default; return ;;\n");
            break;
        case COMPLETION_NOTHING:
            buffer_append_text(out, "return ;;\n");
        }
    }
}

static void write_command(struct buffer *out, const struct command *command) {
    buffer_printf(out, "  %s:-*) words+='", command->name);
    write_options(out, command->options, command->option_count);
    buffer_append_text(out, "' ;;\n");
    switch (completion_of_words(command)) {
    case COMPLETION_CHOICE:
        buffer_printf(out, "  %s:*) words='", command->name);
        completion_write_choices(out, command->words);
        buffer_append_text(out, "' ;;\n");
        break;
    case COMPLETION_FILE:
        buffer_printf(out, "  %s:*) compopt -o default; return ;;\n", command->name);
        break;
    case COMPLETION_NOTHING:
        break;
    }
}

static void write_command_names(struct buffer *out, const char *separator) {
    for (size_t i = 0; i < command_count; i++)
        buffer_printf(out, "%s%s", i == 0 ? "" : separator, commands[i]->name);
}

/* Bash takes '=' for a word of its own. */
static const char head[] = "# Completion of catalogctl for bash: eval \"$(catalogctl completion bash)\"\n"
                           "_catalogctl() {\n"
                           "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}\n"
                           "  local command='' words='' index\n"
                           "  COMPREPLY=()\n"
                           "  [[ $current == = ]] && current=''\n"
                           "  [[ $previous == = ]] && previous=${COMP_WORDS[COMP_CWORD - 2]}\n"
                           "  for ((index = 1; index < COMP_CWORD; index++)); do\n"
                           "    case ${COMP_WORDS[index]} in\n    ";

static void write_bash(struct buffer *out) {
    buffer_append_text(out, head);
    write_command_names(out, " | ");
    buffer_append_text(out,
                       ") command=${COMP_WORDS[index]} && break ;;\n    esac\n  done\n  case $command:$previous in\n");
    for (size_t i = 0; i < command_count; i++)
        write_values(out, commands[i]->name, commands[i]->options, commands[i]->option_count);
    write_values(out, "*", common_options, common_option_count);
    buffer_append_text(out, "  esac\n  [[ -z $words && $current == -* ]] && words='");
    write_options(out, common_options, common_option_count);
    buffer_append_text(out, "'\n  case $command:$current in\n  :-*) ;;\n  :*) words=${words:-'");
    write_command_names(out, " ");
    buffer_append_text(out, "'} ;;\n");
    for (size_t i = 0; i < command_count; i++)
        write_command(out, commands[i]);
    buffer_append_text(out, "  esac\n"
                            "  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
                            "}\n"
                            "complete -F _catalogctl catalogctl\n");
}

const struct completion completion_bash = {"bash", write_bash};
