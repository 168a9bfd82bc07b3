#include "cli/commands.h"

#include "base/macros.h"
#include "catalog/message.h"
#include "cli/help.h"
#include "cli/session.h"

#include "catalog/v1/effective.pb-c.h"

static enum exit_code run_health(struct session *session) {
    Catalog__V1__CheckHealthResponse *response;
    struct catalog_error *error = NULL;
    if (!session_connect(session))
        return EXIT_FAILED;
    if (catalog_check_health(session->client, NULL, &response, &error) != CATALOG_OK)
        return session_fail(session, error);
    bool is_serving = response->state == CATALOG__V1__SERVING_STATE__SERVING_STATE_SERVING;
    session_answer(session, &response->base);
    catalog_message_free(response);
    return is_serving ? EXIT_YES : EXIT_NO;
}

static const struct example health_examples[] = {{"Is it up?", "health && echo yes"}};

const struct command command_health = {
    .group = "Server",
    .name = "health",
    .words = "",
    .summary = "Ask the server how it is; 1 when it does not take writes.",
    .examples = health_examples,
    .example_count = COUNT_OF(health_examples),
    .run = run_health,
};

static enum exit_code run_version(struct session *session) {
    Catalog__V1__ObjectRef self;
    catalog__v1__object_ref__init(&self);
    self.name = arena_strdup(&session->arena, "catalogctl");
    self.version = arena_strdup(&session->arena, catalog_version());
    if (self.name == NULL || self.version == NULL)
        return session_refuse(session, NULL, "out of memory");
    return session_answer(session, &self.base);
}

const struct command command_version = {
    .group = "Server",
    .name = "version",
    .words = "",
    .summary = "Print the version of this program.",
    .run = run_version,
};

static enum exit_code run_help(struct session *session) {
    if (session->arguments->word_count == 0) {
        help_all(session->out);
        return EXIT_YES;
    }
    const struct command *command = command_find(session->arguments->words[0]);
    if (command == NULL)
        return session_refuse(session, "catalogctl help lists the commands", "there is no command \"%s\"",
                              session->arguments->words[0]);
    help_command(session->out, command);
    return EXIT_YES;
}

const struct command command_help = {
    .group = "Server",
    .name = "help",
    .words = "[COMMAND]",
    .words_max = 1,
    .summary = "Say what a command does, with examples.",
    .run = run_help,
};
