#include "cli/commands.h"

#include "base/clock.h"
#include "base/macros.h"
#include "catalog/document.h"
#include "catalog/impact.h"
#include "cli/progress.h"
#include "cli/session.h"

#include <string.h>

/* What the command line says, as the request has it. */
struct question {
    struct session *session;
    struct catalog_documents *documents; /* NULL: nothing is published */
    Catalog__V1__AnalyzeImpactRequest request;
    Catalog__V1__ImpactChange change;
    Catalog__V1__ImpactPublish publish;
    Catalog__V1__ImpactYank yank;
    Catalog__V1__ImpactDeprecate deprecate;
    Catalog__V1__Advisory advisory;
    Catalog__V1__Timestamp sunset;
    Catalog__V1__Timestamp at;
};

static char *text_of(const struct question *question, const char *option) {
    const char *text = arguments_text(question->session->arguments, option);
    return arena_strdup(&question->session->arena, text == NULL ? "" : text);
}

/* The parser has looked at the syntax. */
static Catalog__V1__Timestamp *time_of(const struct question *question, const char *option,
                                       Catalog__V1__Timestamp *time) {
    const char *text = arguments_text(question->session->arguments, option);
    catalog__v1__timestamp__init(time);
    return text != NULL && time_parse(text, &time->seconds, &time->nanos) ? time : NULL;
}

/* ---- One reader for each kind of change ---- */

static bool name_version(struct question *question, const char *option, char **ret_name, char **ret_version) {
    struct session *session = question->session;
    const char *word = arguments_text(session->arguments, option);
    if (!session_name(session, word, ret_name, ret_version))
        return false;
    if ((*ret_version)[0] != '\0')
        return true;
    session_refuse(session, "write NAME@VERSION, as in aws/s3@1.2.0", "--%s %s: which version?", option, word);
    return false;
}

static bool read_yank(struct question *question) {
    catalog__v1__impact_yank__init(&question->yank);
    question->yank.reason = text_of(question, "reason");
    question->change.change_case = CATALOG__V1__IMPACT_CHANGE__CHANGE_YANK;
    question->change.yank = &question->yank;
    return name_version(question, "yank", &question->yank.name, &question->yank.version);
}

static bool read_deprecate(struct question *question) {
    catalog__v1__impact_deprecate__init(&question->deprecate);
    question->deprecate.replaced_by = text_of(question, "replaced-by");
    question->deprecate.sunset = time_of(question, "sunset", &question->sunset);
    question->change.change_case = CATALOG__V1__IMPACT_CHANGE__CHANGE_DEPRECATE;
    question->change.deprecate = &question->deprecate;
    return name_version(question, "deprecate", &question->deprecate.name, &question->deprecate.version);
}

/* Splits TEXT, which is changed, at commas. */
static bool split(struct question *question, char *text, char ***ret_parts, size_t *ret_count) {
    size_t count = 1;
    for (const char *at = text; *at != '\0'; at++)
        count += *at == ',';
    *ret_parts = ARENA_ARRAY(&question->session->arena, char *, count);
    if (*ret_parts == NULL)
        return false;
    char *rest = NULL;
    for (char *part = strtok_r(text, ",", &rest); part != NULL; part = strtok_r(NULL, ",", &rest))
        (*ret_parts)[(*ret_count)++] = part;
    return true;
}

static bool read_advisory(struct question *question) {
    Catalog__V1__Advisory *advisory = &question->advisory;
    catalog__v1__advisory__init(advisory);
    char *object = text_of(question, "advisory");
    char *at = strchr(object, '@');
    question->change.change_case = CATALOG__V1__IMPACT_CHANGE__CHANGE_ADVISORY;
    question->change.advisory = advisory;
    if (at == NULL) {
        session_refuse(question->session, "write NAME@RANGE, as in 'aws/s3@<1.4.2'", "--advisory %s: which versions?",
                       object);
        return false;
    }
    *at = '\0';
    advisory->object = object;
    advisory->range = at + 1;
    advisory->statement = text_of(question, "reason");
    return split(question, text_of(question, "provisions"), &advisory->provisions, &advisory->n_provisions) &&
           split(question, text_of(question, "threats"), &advisory->threats, &advisory->n_threats);
}

static bool read_withdrawal(struct question *question) {
    question->change.change_case = CATALOG__V1__IMPACT_CHANGE__CHANGE_WITHDRAW_ADVISORY;
    question->change.withdraw_advisory = text_of(question, "withdraw-advisory");
    return true;
}

static bool read_revocation(struct question *question) {
    question->change.change_case = CATALOG__V1__IMPACT_CHANGE__CHANGE_REVOKE_DECISION;
    question->change.revoke_decision = text_of(question, "revoke-decision");
    return true;
}

/* Reads every PATH, so that all mistakes are shown at once. */
static bool read_drafts(struct question *question) {
    struct session *session = question->session;
    struct catalog_error *error = NULL;
    bool is_whole = true;
    if (catalog_documents_new(&question->documents, &error) != CATALOG_OK) {
        session_fail(session, error);
        return false;
    }
    for (size_t i = 0; i < session->arguments->word_count; i++) {
        if (catalog_documents_read(question->documents, session->arguments->words[i], &error) == CATALOG_OK)
            continue;
        session_fail(session, error);
        error = NULL;
        is_whole = false;
    }
    size_t count = 0;
    Catalog__V1__Object *const *objects = catalog_documents_objects(question->documents, &count);
    catalog__v1__impact_publish__init(&question->publish);
    question->publish.objects = (Catalog__V1__Object **)(uintptr_t)objects;
    question->publish.n_objects = count;
    question->change.change_case = CATALOG__V1__IMPACT_CHANGE__CHANGE_PUBLISH;
    question->change.publish = &question->publish;
    return is_whole;
}

static const struct {
    const char *option;
    bool (*read)(struct question *question);
} changes[] = {
    {"yank", read_yank},
    {"deprecate", read_deprecate},
    {"advisory", read_advisory},
    {"withdraw-advisory", read_withdrawal},
    {"revoke-decision", read_revocation},
};

static bool read_change(struct question *question) {
    const struct arguments *arguments = question->session->arguments;
    bool (*read)(struct question *) = arguments->word_count > 0 ? read_drafts : NULL;
    size_t given = arguments->word_count > 0;
    for (size_t i = 0; i < COUNT_OF(changes); i++) {
        if (!arguments_flag(arguments, changes[i].option))
            continue;
        read = changes[i].read;
        given++;
    }
    catalog__v1__impact_change__init(&question->change);
    if (given == 1)
        return read(question);
    session_refuse(question->session,
                   "name files to be published, or one of --yank, --deprecate, --advisory, "
                   "--withdraw-advisory and --revoke-decision",
                   given == 0 ? "there is no change to look at" : "one change at a time");
    return false;
}

/* ---- Asking ---- */

static void show_progress(void *context, size_t done, size_t total) {
    struct session *session = context;
    progress_show(session->err, "consumers looked at", done, total);
}

static bool is_anybody_worse(const Catalog__V1__AnalyzeImpactResponse *response) {
    return response->summary != NULL && response->summary->worse_on_commit + response->summary->worse_on_upgrade > 0;
}

static enum exit_code ask(struct question *question) {
    struct session *session = question->session;
    struct catalog_impact_options options = CATALOG_IMPACT_OPTIONS_INIT;
    Catalog__V1__AnalyzeImpactResponse *response;
    struct catalog_error *error = NULL;
    if (!session_connect(session))
        return EXIT_FAILED;
    options.progress = session->err->is_terminal ? show_progress : NULL;
    options.progress_context = session;
    if (catalog_analyze_impact(session->client, &question->request, &options, &response, &error) != CATALOG_OK) {
        if (question->documents != NULL)
            catalog_documents_locate(question->documents, 0, error);
        return session_fail(session, error);
    }
    enum exit_code code = session_answer(session, &response->base);
    if (code == EXIT_YES && is_anybody_worse(response))
        code = EXIT_NO;
    catalog_message_free(response);
    return code;
}

static enum exit_code run(struct session *session) {
    struct question question = {.session = session};
    catalog__v1__analyze_impact_request__init(&question.request);
    question.request.change = &question.change;
    question.request.at = time_of(&question, "at", &question.at);
    question.request.at_revision = arguments_number(session->arguments, "at-revision", 0);
    question.request.include_unaffected = arguments_flag(session->arguments, "all");
    enum exit_code code = read_change(&question) ? ask(&question) : EXIT_FAILED;
    catalog_documents_free(question.documents);
    return code;
}

static const struct option options[] = {
    {"yank", '\0', OPTION_TEXT, "NAME@VERSION", "The version is yanked."},
    {"deprecate", '\0', OPTION_TEXT, "NAME@VERSION", "The version is deprecated."},
    {"replaced-by", '\0', OPTION_TEXT, "NAME[@VERSION]", "With --deprecate: what to use instead."},
    {"sunset", '\0', OPTION_TIME, "TIME", "With --deprecate: from when on its users are STALE."},
    {"advisory", '\0', OPTION_TEXT, "NAME@RANGE", "An advisory about these versions is published."},
    {"provisions", '\0', OPTION_TEXT, "ID,ID", "With --advisory: the provisions that are known wrong."},
    {"threats", '\0', OPTION_TEXT, "NAME,NAME", "With --advisory: the threats that are not answered."},
    {"withdraw-advisory", '\0', OPTION_TEXT, "ID", "The advisory is withdrawn."},
    {"revoke-decision", '\0', OPTION_TEXT, "ID", "The decision is revoked."},
    {"reason", '\0', OPTION_TEXT, "TEXT", "With --yank or --advisory: what consumers would read."},
    {"all", '\0', OPTION_FLAG, NULL, "Show those on whom nothing changes, too."},
    {"at", '\0', OPTION_TIME, "TIME", "Judge as of this time; default: now, or the time of --at-revision."},
    {"at-revision", '\0', OPTION_NUMBER, "N", "The catalog as it stood at this revision; default: the newest."},
};

static const struct example examples[] = {
    {"Who loses what if this is published", "impact models/s3.yaml"},
    {"Before yanking", "impact --yank aws/kms@1.1.0 --reason 'keys are not rotated'"},
    {"What a sunset in summer does", "impact --deprecate aws/s3@1.0.0 --sunset 2027-07-01 --at 2027-07-01"},
    {"Before warning of a provision", "impact --advisory 'aws/s3@<1.4.2' --provisions encryption"},
};

const struct command command_impact = {
    .group = "Objects",
    .name = "impact",
    .words = "[PATH...]",
    .words_min = 0,
    .words_max = WORDS_ANY,
    .has_rows = true,
    .summary = "Say who would lose or gain what by a change, before it is made.",
    .details =
        "Every feature and component that the change reaches is resolved without and with it: on commit, as it is "
        "locked, and on upgrade, moved to what is new. Those who are worse off come first. Nothing is stored. Exit "
        "status: 0 nobody is worse off, on commit or on upgrade; 1 somebody is; 2 it could not be found out.",
    .options = options,
    .option_count = COUNT_OF(options),
    .examples = examples,
    .example_count = COUNT_OF(examples),
    .run = run,
};
