#include "cli/commands.h"

#include "base/macros.h"
#include "catalog/lint.h"
#include "catalog/upgrade.h"
#include "cli/lock_file.h"

#include <string.h>

/* ---- Lines of the model's file ---- */

static const Catalog__V1__Model *model_of(const Catalog__V1__Object *object) {
    return object->kind_case == CATALOG__V1__OBJECT__KIND_FEATURE ? object->feature : object->component;
}

/* The line on which the model in the file states its requirement on ALIAS. 0: not known. */
static uint32_t line_of(struct session *session, const struct target *target, const char *alias) {
    const Catalog__V1__Model *model = model_of(target->message.object);
    Catalog__V1__ObjectFinding finding;
    Catalog__V1__ObjectFinding *findings[] = {&finding};
    catalog__v1__object_finding__init(&finding);
    for (size_t i = 0; i < model->n_dependencies; i++) {
        if (strcmp(model->dependencies[i]->alias, alias) == 0)
            finding.field = arena_printf(&session->arena, "dependencies[%zu].requirement", i);
    }
    if (finding.field != NULL && finding.field[0] != '\0')
        catalog_documents_locate_findings(target->documents, target->index, findings, COUNT_OF(findings));
    return finding.line;
}

static void say_line(struct session *session, const struct target *target,
                     const Catalog__V1__RequirementChange *change) {
    uint32_t line = line_of(session, target, change->alias);
    if (line > 0)
        session_note(session, "%s:%u: for %s, change the requirement %s to %s", target->file, line, change->component,
                     change->before, change->after);
}

/* The model's file is its author's: it is never written. */
static void say_lines(struct session *session, const struct target *target,
                      const Catalog__V1__ListOutdatedResponse *response) {
    for (size_t i = 0; target->file != NULL && i < response->n_steps; i++) {
        const Catalog__V1__UpgradeStep *step = response->steps[i];
        for (size_t k = 0; k < step->n_requirements; k++) {
            if (step->requirements[k]->declared_version[0] == '\0')
                say_line(session, target, step->requirements[k]);
        }
    }
}

/* ---- The command ---- */

static enum exit_code show(struct session *session, const struct target *target, const char *name) {
    Catalog__V1__ResolutionTarget message = target->message;
    Catalog__V1__ListOutdatedRequest request;
    Catalog__V1__ListOutdatedResponse *response;
    struct catalog_error *error = NULL;
    catalog__v1__list_outdated_request__init(&request);
    request.target = &message;
    request.name = arena_strdup(&session->arena, name == NULL ? "" : name);
    request.with_changes = true;
    if (request.name == NULL)
        return session_refuse(session, NULL, "there is not enough memory");
    if (!session_connect(session))
        return EXIT_FAILED;
    if (catalog_list_outdated(session->client, &request, NULL, &response, &error) != CATALOG_OK)
        return target_fail(session, target, error);
    enum exit_code code = session_answer(session, &response->base);
    say_lines(session, target, response);
    catalog_message_free(response);
    return code;
}

static enum exit_code run(struct session *session) {
    const struct arguments *arguments = session->arguments;
    const char *name = arguments->word_count > 1 ? arguments->words[1] : NULL;
    struct target target;
    if (!target_read(session, arguments->words[0], &target))
        return EXIT_FAILED;
    enum exit_code code = arguments_flag(arguments, "write")
                              ? lock_file_update(session, &target, &name, name != NULL, NULL)
                              : show(session, &target, name);
    target_done(&target);
    return code;
}

static const struct option options[] = {
    {"write", 'w', OPTION_FLAG, NULL, "Update the lock as `lock --update` does, and show what that changed."},
    LOCK_FILE_OPTION,
    TARGET_OPTIONS,
};

static const struct example examples[] = {
    {"What each step would change, the best first", "upgrade models/upload.yaml"},
    {"Only one component", "upgrade models/upload.yaml aws/kms"},
    {"Take it, within the requirements", "upgrade models/upload.yaml aws/kms --write"},
};

const struct command command_upgrade = {
    .group = "Models",
    .name = "upgrade",
    .words = "NAME[@VERSION]|FILE [PIN]",
    .words_min = 1,
    .words_max = 2,
    .summary = "Say what moving to newer versions would change.",
    .details =
        "For each component, threat and control that is behind: one step within the requirements, everything else as "
        "it is locked, and one to the newest version of all, with the requirements that must change first. Steps that "
        "make nothing worse come first. Nothing is written without --write, and the model's own file never is: the "
        "lines to change are named. PIN is a component, threat or control.",
    .options = options,
    .option_count = COUNT_OF(options),
    .examples = examples,
    .example_count = COUNT_OF(examples),
    .run = run,
};
