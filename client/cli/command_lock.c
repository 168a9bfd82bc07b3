#include "cli/commands.h"

#include "base/macros.h"
#include "catalog/message.h"
#include "cli/lock_file.h"
#include "cli/resolution.h"

static enum exit_code keep(struct session *session, const struct target *target, const Catalog__V1__Lock *lock) {
    const char *path = lock_file_path(session, target);
    return path == NULL ? session_answer(session, &lock->base) : lock_file_write(session, target, path, lock);
}

static enum exit_code make(struct session *session, const struct target *target) {
    Catalog__V1__ResolveResponse *response;
    enum exit_code code = resolution_compute(session, target, &response);
    if (code != EXIT_YES)
        return code;
    if (response->lock == NULL)
        code = session_refuse(session, "resolve says what is wrong with it", "no versions could be chosen");
    else
        code = keep(session, target, response->lock);
    catalog_message_free(response);
    return code;
}

static bool check_words(struct session *session, bool is_update) {
    const struct arguments *arguments = session->arguments;
    if (!is_update && (arguments->word_count > 1 || arguments_text(arguments, "precise") != NULL)) {
        session_refuse(session, "say --update to move pins of a lock that is there",
                       "PIN and --precise go with --update");
        return false;
    }
    if (is_update && arguments_flag(arguments, "offline")) {
        session_refuse(session, "leave --offline out", "which versions are new only a server knows");
        return false;
    }
    return true;
}

static enum exit_code run(struct session *session) {
    const struct arguments *arguments = session->arguments;
    bool is_update = arguments_flag(arguments, "update");
    struct target target;
    if (!check_words(session, is_update) || !target_read(session, arguments->words[0], &target))
        return EXIT_FAILED;
    enum exit_code code = is_update ? lock_file_update(session, &target, (const char *const *)arguments->words + 1,
                                                       arguments->word_count - 1, arguments_text(arguments, "precise"))
                                    : make(session, &target);
    target_done(&target);
    return code;
}

static const struct option options[] = {
    {"update", 'u', OPTION_FLAG, NULL, "Move the pins of the lock to the newest versions that fit; PIN: only those."},
    {"precise", '\0', OPTION_TEXT, "VERSION", "With --update and one PIN: to this version, within the requirements."},
    LOCK_FILE_OPTION,
    TARGET_OPTIONS,
    RESOLUTION_OPTIONS,
};

static const struct example examples[] = {
    {"Pin what a local model stands on, in models/upload.lock", "lock models/upload.yaml"},
    {"Take the newest versions that fit", "lock --no-lock models/upload.yaml"},
    {"Move one pin, and see what that changes", "lock --update models/upload.yaml aws/kms"},
    {"Go back to a version", "lock --update models/upload.yaml aws/kms --precise 1.0.0"},
    {"Look at it first", "lock -o - examples/invoice-upload"},
};

const struct command command_lock = {
    .group = "Models",
    .name = "lock",
    .words = "NAME[@VERSION]|FILE [PIN...]",
    .words_min = 1,
    .words_max = WORDS_ANY,
    .summary = "Write down the versions that a model stands on.",
    .details =
        "Versions of a lock that is there already are kept as far as they still fit; --no-lock chooses all anew. With "
        "--update its pins move, all or those named, and what that changes is shown. PIN is a component, threat or "
        "control.",
    .options = options,
    .option_count = COUNT_OF(options),
    .examples = examples,
    .example_count = COUNT_OF(examples),
    .run = run,
};
