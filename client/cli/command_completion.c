#include "cli/commands.h"

#include "base/macros.h"
#include "cli/completion.h"
#include "cli/session.h"

static enum exit_code run(struct session *session) {
    const char *name = session->arguments->words[0];
    const struct completion *completion = completion_find(name);
    if (completion == NULL)
        return session_refuse(session, "it is one of " COMPLETION_NAMES, "there is no completion for \"%s\"", name);
    completion->write(&session->out->text);
    return EXIT_YES;
}

static const struct example examples[] = {
    {"For bash, once", "completion bash > ~/.local/share/bash-completion/completions/catalogctl"},
    {"For fish, once", "completion fish > ~/.config/fish/completions/catalogctl.fish"},
};

const struct command command_completion = {
    .group = "Server",
    .name = "completion",
    .words = COMPLETION_NAMES,
    .words_min = 1,
    .words_max = 1,
    .summary = "Print a script that completes commands and options in a shell.",
    .examples = examples,
    .example_count = COUNT_OF(examples),
    .run = run,
};
