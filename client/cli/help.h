/* What --help prints, made from the tables. */
#ifndef CATALOGCTL_HELP_H
#define CATALOGCTL_HELP_H

#include "cli/command.h"
#include "cli/page.h"

/* All commands. */
void help_all(struct page *page);

/* One command. */
void help_command(struct page *page, const struct command *command);

#endif
