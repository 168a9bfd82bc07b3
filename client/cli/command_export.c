#include "cli/commands.h"

#include "base/macros.h"
#include "catalog/message.h"
#include "cli/export_load.h"
#include "cli/picture.h"
#include "cli/resolution.h"
#include "convert/words.h"

/* One run of the command. */
struct exporting {
    struct session *session;
    struct problem problem;
    struct report report;
    struct export export;
    struct export_load load;
    struct target target;                   /* with --resolve */
    Catalog__V1__ResolveResponse *resolved; /* NULL: not asked for */
};

static enum exit_code refuse_format(struct session *session, const char *name) {
    const char *formats = "";
    for (size_t i = 0; i < export_format_count && formats != NULL; i++)
        formats = ARENA_JOIN(&session->arena, formats, i == 0 ? "--to " : ", ", export_formats[i]->name);
    if (name == NULL)
        return session_refuse(session, formats, "which format is it to be?");
    return session_refuse(session, formats, "there is no format %s", name);
}

/* Leaves the objects of the kind that is wanted: whole namespaces and folders hold others too. */
static void keep_kind(struct exporting *exporting) {
    const char *wanted = arguments_text(exporting->session->arguments, "kind");
    struct export *export = &exporting->export;
    size_t kept = 0;
    for (size_t i = 0; wanted != NULL && i < export->objects.count; i++) {
        const Catalog__V1__Object *object = export->objects.items[i];
        struct word kind = word_of(&catalog__v1__object_kind__descriptor, (int)export_kind(object));
        if (strcmp(kind.text, wanted) == 0)
            export->objects.items[kept++] = object;
    }
    if (wanted != NULL)
        export->objects.count = kept;
}

/* The first word is the model that is resolved; what it stands on is looked up as it was resolved. */
static enum exit_code resolve(struct exporting *exporting) {
    struct session *session = exporting->session;
    if (!arguments_flag(session->arguments, "resolve"))
        return EXIT_YES;
    if (!target_read(session, session->arguments->words[0], &exporting->target))
        return EXIT_FAILED;
    enum exit_code code = resolution_compute(session, &exporting->target, &exporting->resolved);
    target_done(&exporting->target);
    if (code != EXIT_YES)
        return code;
    exporting->export.effective = exporting->resolved->model;
    exporting->load.lock = exporting->resolved->lock;
    return code;
}

static void print_notes(struct exporting *exporting) {
    static const char *const kinds[NOTE_KINDS] = {
        [NOTE_LOSS] = "loss", [NOTE_WARNING] = "warning", [NOTE_SKIPPED] = "left out"};
    const struct report *report = &exporting->report;
    struct page *page = exporting->session->err;
    for (size_t i = 0; i < report->notes.count; i++) {
        const struct note *note = &report->notes.items[i];
        page_line(page, note->kind == NOTE_LOSS ? STYLE_PLAIN : STYLE_WARN, "%s: %s: %s", kinds[note->kind],
                  note->place, note->text);
    }
    size_t total = report->totals[NOTE_LOSS] + report->totals[NOTE_WARNING] + report->totals[NOTE_SKIPPED];
    if (total > 0)
        session_note(exporting->session, "losses: %zu, warnings: %zu%s", report->totals[NOTE_LOSS],
                     report->totals[NOTE_WARNING], total > report->notes.count ? "; only the first are listed" : "");
}

static enum exit_code write(struct exporting *exporting, const struct export_format *format) {
    struct session *session = exporting->session;
    struct buffer text;
    buffer_init(&text, 0);
    enum exit_code code = EXIT_FAILED;
    if (export_write(&exporting->export, format, &text) != STATUS_OK)
        session_refuse(session, NULL, "%s", exporting->problem.message);
    else
        code = picture_write(session, &text);
    if (code == EXIT_YES)
        print_notes(exporting);
    buffer_done(&text);
    return code;
}

static enum exit_code run(struct session *session) {
    const char *name = arguments_text(session->arguments, "to");
    const struct export_format *format = name == NULL ? NULL : export_format_find(name);
    struct exporting exporting = {.session = session};
    if (format == NULL)
        return refuse_format(session, name);
    if (session->output != &output_text)
        return session_refuse(session, "`get` and `resolve` have --output", "an export has the format that --to names");
    problem_init(&exporting.problem, &session->arena);
    report_init(&exporting.report, &session->arena);
    export_init(&exporting.export, &session->arena, &exporting.report, &exporting.problem);
    export_load_init(&exporting.load, session, &exporting.export);
    enum exit_code code = resolve(&exporting);
    if (code == EXIT_YES && !export_load_all(&exporting.load))
        code = EXIT_FAILED;
    keep_kind(&exporting);
    if (code == EXIT_YES)
        code = write(&exporting, format);
    catalog_message_free(exporting.resolved);
    export_load_done(&exporting.load);
    return code;
}

static const struct option options[] = {
    {"to", '\0', OPTION_TEXT, "FORMAT", "What is written; see above."},
    {"file", 'o', OPTION_TEXT, "FILE", "Where it goes; default: standard output."},
    {"with", '\0', OPTION_TEXT, "PATH,...", "Files and folders with objects that are looked up and not written."},
    {"kind", '\0', OPTION_CHOICE, "threat|control|baseline|component|feature|policy", "Only objects of this kind."},
    {"draft", '\0', OPTION_FLAG, NULL, "Drafts instead of versions."},
    {"resolve", '\0', OPTION_FLAG, NULL, "Resolve the first one too, for formats that show what counts."},
    TARGET_OPTIONS,
    RESOLUTION_OPTIONS,
};

static const struct example examples[] = {
    {"A model for another tool", "export --to otm billing/invoice-upload -o upload.otm.json"},
    {"The controls of a catalog, as a table", "export --to csv --kind control 'baseline/*' -o controls.csv"},
    {"Files only, without a server", "export --to otm --offline --with ./catalogs models/upload.yaml"},
};

const struct command command_export = {
    .group = "Objects",
    .name = "export",
    .words = "NAME[@VERSION]|NAMESPACE/*|PATH...",
    .words_min = 1,
    .words_max = WORDS_ANY,
    .summary = "Write catalogs and models in the formats of others.",
    .details =
        "What the objects name is looked up in --with and on the server, so that titles and ratings can be "
        "written; --offline leaves the server out. What the format has no place for is listed on standard "
        "error, a line each; that is no failure. Formats: "
        "native (YAML, as apply takes it), otm (Open Threat Model 0.2.0), tml (OWASP Threat Model Library 1.0.2), "
        "oscal (component definitions of OSCAL "
        "1.1.2), oscal-ssp (what one component exports, as a system security plan), threat-composer (a workspace), "
        "gemara (a catalog of threats and controls, or one component with its own), csv (a table of threats, of "
        "controls, or of the threats in models), dot "
        "(data flows, for Graphviz).",
    .options = options,
    .option_count = COUNT_OF(options),
    .examples = examples,
    .example_count = COUNT_OF(examples),
    .run = run,
};
