/* Every command, each with its table row and its code in one file. */
#ifndef CATALOGCTL_COMMANDS_H
#define CATALOGCTL_COMMANDS_H

#include "cli/command.h"

extern const struct command command_resolve;
extern const struct command command_explain;
extern const struct command command_plan;
extern const struct command command_graph;
extern const struct command command_report;
extern const struct command command_lock;
extern const struct command command_outdated;
extern const struct command command_upgrade;
extern const struct command command_impact;
extern const struct command command_lint;
extern const struct command command_fmt;
extern const struct command command_decision;
extern const struct command command_advisory;
extern const struct command command_workload;
extern const struct command command_test_scope;
extern const struct command command_suggest;
extern const struct command command_gate;
extern const struct command command_apply;
extern const struct command command_import;
extern const struct command command_export;
extern const struct command command_taxonomy;
extern const struct command command_promote;
extern const struct command command_get;
extern const struct command command_list;
extern const struct command command_versions;
extern const struct command command_diff;
extern const struct command command_publish;
extern const struct command command_deprecate;
extern const struct command command_yank;
extern const struct command command_changes;
extern const struct command command_watch;
extern const struct command command_health;
extern const struct command command_version;
extern const struct command command_completion;
extern const struct command command_help;

#endif
