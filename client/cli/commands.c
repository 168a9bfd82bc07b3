#include "cli/commands.h"

#include "base/macros.h"
#include "cli/output.h"

#include <string.h>

const struct option common_options[] = {
    {"output", '\0', OPTION_CHOICE, OUTPUT_NAMES, "Format of standard output; default text."},
    {"url", '\0', OPTION_TEXT, "URL", "Server to ask, several separated by commas; default: see below."},
    {"timeout", '\0', OPTION_NUMBER, "SECONDS", "How long a call may take, 1 to 600; default 30."},
    {"tls-ca", '\0', OPTION_TEXT, "FILE", "Certificates (PEM) that a tls+tcp:// server must descend from."},
    {"tls-cert", '\0', OPTION_TEXT, "FILE", "Certificate and key (PEM) to show to a tls+tcp:// server."},
    {"tls-name", '\0', OPTION_TEXT, "NAME", "Name that certificate must carry; default: the URL's host."},
    {"version", 'V', OPTION_FLAG, NULL, "Print the version of this program."},
    {"help", 'h', OPTION_FLAG, NULL, "Say what the command does."},
};
const size_t common_option_count = COUNT_OF(common_options);

const struct command *const commands[] = {
    &command_resolve,  &command_explain,  &command_plan,     &command_graph,      &command_report,
    &command_lock,     &command_outdated, &command_upgrade,  &command_lint,       &command_fmt,
    &command_suggest,  &command_decision, &command_workload, &command_test_scope, &command_gate,
    &command_apply,    &command_import,   &command_export,   &command_get,        &command_list,
    &command_versions, &command_diff,     &command_impact,   &command_publish,    &command_deprecate,
    &command_yank,     &command_advisory, &command_taxonomy, &command_promote,    &command_changes,
    &command_watch,    &command_health,   &command_version,  &command_completion, &command_help,
};
const size_t command_count = COUNT_OF(commands);

const struct command *command_find(const char *name) {
    for (size_t i = 0; i < command_count; i++) {
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    }
    return NULL;
}
