#include "cli/commands.h"

#include "base/limits.h"
#include "base/macros.h"
#include "catalog/document.h"
#include "catalog/objects.h"
#include "cli/import_compare.h"
#include "cli/import_files.h"
#include "cli/import_releases.h"
#include "cli/progress.h"
#include "cli/session.h"
#include "codec/nearest.h"
#include "convert/draft.h"
#include "convert/import.h"

#include "catalog/v1/conversion.pb-c.h"

#include <stdio.h>
#include <string.h>

#define NAMESPACE_PRESET "imported"

struct importing {
    struct session *session;
    struct problem problem;
    struct report report;
    struct import import;
    struct import_releases releases;
    Catalog__V1__ImportReport answer;
};

static enum exit_code fail(struct importing *importing) {
    struct catalog_error *error = importing->releases.error;
    importing->releases.error = NULL;
    if (importing->releases.has_said)
        return EXIT_FAILED;
    if (error != NULL)
        return session_fail(importing->session, error);
    bool is_unknown = strcmp(importing->problem.reason, "UNKNOWN_FORMAT") == 0;
    return session_refuse(importing->session,
                          is_unknown ? "--format with one of them says what is missing for it" : NULL, "%s",
                          importing->problem.message);
}

static const struct import_format *wanted_format(struct session *session, bool *ret_is_known) {
    const char *name = arguments_text(session->arguments, "format");
    const struct import_format *format = name == NULL ? NULL : import_format_find(name);
    *ret_is_known = name == NULL || format != NULL;
    return format;
}

static enum exit_code refuse_format(struct session *session) {
    struct nearest nearest = {.word = arguments_text(session->arguments, "format")};
    char help[ARGUMENTS_TEXT_BYTES] = "leave it out to have the format found out; import --help lists them";
    for (size_t i = 0; i < import_format_count; i++)
        nearest_offer(&nearest, import_formats[i]->name);
    if (nearest.best[0] != '\0')
        snprintf(help, sizeof help, "did you mean \"%s\"?", nearest.best);
    return session_refuse(session, help, "there is no format \"%s\"", nearest.word);
}

/* Opens word number INDEX; FORMAT (NULL: found out). */
static status_code open_source(struct importing *importing, size_t index, const struct import_format *format,
                               struct import_opened *ret_opened) {
    const struct arguments *arguments = importing->session->arguments;
    const char *path = arguments->words[index];
    struct problem *problem = &importing->problem;
    Catalog__V1__ImportReport *answer = &importing->answer;
    for (size_t i = 0; i < index; i++) {
        if (strcmp(arguments->words[i], path) == 0)
            return problem_set(problem, STATUS_INVALID_ARGUMENT, "NAMED_TWICE", "%.200s is named twice", path);
    }
    status_code code =
        import_open(path, format, importing->import.arena, &ret_opened->source, &ret_opened->format, problem);
    char *name = code == STATUS_OK ? arena_strdup(importing->import.arena, ret_opened->format->name) : NULL;
    if (name != NULL && !draft_add(&importing->import, &answer->n_formats, &answer->formats, name))
        return problem_no_memory(problem);
    return code;
}

static status_code read_sources(struct importing *importing, const struct import_format *format) {
    struct page *err = importing->session->err;
    size_t count = importing->session->arguments->word_count;
    struct import_opened *opened = ARENA_ARRAY(importing->import.arena, struct import_opened, count);
    status_code code = opened == NULL ? problem_no_memory(&importing->problem) : STATUS_OK;
    for (size_t i = 0; i < count && code == STATUS_OK; i++) {
        if (count > 1 && err->is_terminal)
            progress_show(err, "sources", i, count);
        code = open_source(importing, i, format, &opened[i]);
    }
    if (code == STATUS_OK)
        code = import_read_all(&importing->import, opened, count);
    progress_clear(err);
    return code;
}

static void show_reading(void *context, size_t done_bytes, size_t total_bytes) {
    struct session *session = context;
    progress_show(session->err, "KiB read", done_bytes / KIB, total_bytes / KIB);
}

static const char *title_of(const Catalog__V1__Object *object) {
    const ProtobufCMessage *member = &object->threat->base;
    const ProtobufCFieldDescriptor *field =
        protobuf_c_message_descriptor_get_field_by_name(member->descriptor, "title");
    return field == NULL ? "" : *(char *const *)((const char *)member + field->offset);
}

static status_code describe_objects(struct importing *importing) {
    struct import *import = &importing->import;
    Catalog__V1__ImportReport *answer = &importing->answer;
    for (size_t i = 0; i < import->objects.count; i++) {
        const Catalog__V1__Object *object = import->objects.items[i];
        Catalog__V1__ImportedObject *described =
            DRAFT_NEW(import, Catalog__V1__ImportedObject, catalog__v1__imported_object);
        if (described == NULL || !draft_add(import, &answer->n_objects, &answer->objects, described))
            return problem_no_memory(&importing->problem);
        described->name = (char *)(uintptr_t)catalog_object_name(object);
        described->kind = catalog_object_kind(object);
        described->title = (char *)(uintptr_t)title_of(object);
    }
    return STATUS_OK;
}

static status_code describe_notes(struct importing *importing) {
    static const Catalog__V1__ConversionNoteKind kinds[NOTE_KINDS] = {
        [NOTE_LOSS] = CATALOG__V1__CONVERSION_NOTE_KIND__CONVERSION_NOTE_KIND_LOSS,
        [NOTE_WARNING] = CATALOG__V1__CONVERSION_NOTE_KIND__CONVERSION_NOTE_KIND_WARNING,
        [NOTE_SKIPPED] = CATALOG__V1__CONVERSION_NOTE_KIND__CONVERSION_NOTE_KIND_SKIPPED,
    };
    const struct report *report = &importing->report;
    Catalog__V1__ImportReport *answer = &importing->answer;
    for (size_t i = 0; i < report->notes.count; i++) {
        Catalog__V1__ConversionNote *note =
            DRAFT_NEW(&importing->import, Catalog__V1__ConversionNote, catalog__v1__conversion_note);
        if (note == NULL || !draft_add(&importing->import, &answer->n_notes, &answer->notes, note))
            return problem_no_memory(&importing->problem);
        note->kind = kinds[report->notes.items[i].kind];
        note->place = (char *)(uintptr_t)report->notes.items[i].place;
        note->text = (char *)(uintptr_t)report->notes.items[i].text;
    }
    answer->losses = (uint32_t)report->totals[NOTE_LOSS];
    answer->warnings = (uint32_t)report->totals[NOTE_WARNING];
    answer->skipped = (uint32_t)report->totals[NOTE_SKIPPED];
    return report->has_failed ? problem_no_memory(&importing->problem) : STATUS_OK;
}

static void take_outcomes(struct importing *importing, const Catalog__V1__ApplyObjectsResponse *response) {
    Catalog__V1__ImportReport *answer = &importing->answer;
    for (size_t i = 0; i < response->n_results && i < answer->n_objects; i++)
        answer->objects[i]->outcome = response->results[i]->outcome;
}

static void show_progress(void *context, size_t done, size_t total) {
    struct session *session = context;
    progress_show(session->err, "objects uploaded", done, total);
}

static enum exit_code send_drafts(struct importing *importing, bool is_dry_run) {
    struct session *session = importing->session;
    struct catalog_apply_options options = CATALOG_APPLY_OPTIONS_INIT;
    Catalog__V1__ApplyObjectsResponse *response;
    struct catalog_error *error = NULL;
    options.validate_only = is_dry_run;
    options.progress = session->err->is_terminal ? show_progress : NULL;
    options.progress_context = session;
    if (catalog_apply(session->client, importing->import.objects.items, importing->import.objects.count, &options,
                      &response, &error) != CATALOG_OK) {
        enum exit_code code = session_fail(session, error);
        session_note(session, "Nothing was stored.");
        return code;
    }
    take_outcomes(importing, response);
    catalog_message_free(response);
    importing->answer.stored = !is_dry_run;
    return EXIT_YES;
}

static enum exit_code deliver(struct importing *importing) {
    struct session *session = importing->session;
    struct import *import = &importing->import;
    Catalog__V1__ImportReport *answer = &importing->answer;
    const char *directory = arguments_text(session->arguments, "to-dir");
    bool is_dry_run = arguments_flag(session->arguments, "dry-run");
    if (!import_releases_finish(&importing->releases))
        return EXIT_FAILED;
    if (import->objects.count == 0)
        return EXIT_YES;
    if ((directory == NULL && !session_connect(session)) || !import_compare(session, import, directory, answer))
        return EXIT_FAILED;
    if (directory == NULL)
        return send_drafts(importing, is_dry_run);
    return is_dry_run || import_files_write(session, import, directory, answer) ? EXIT_YES : EXIT_FAILED;
}

static bool is_namespace(const char *text) {
    size_t size = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return text[0] >= 'a' && text[0] <= 'z' && text[size] == '\0' && size <= 63;
}

static void begin(struct importing *importing, const char *name_space) {
    struct session *session = importing->session;
    struct import *import = &importing->import;
    problem_init(&importing->problem, &session->arena);
    report_init(&importing->report, &session->arena);
    import_init(import, &session->arena, &importing->report, name_space, &importing->problem);
    catalog__v1__import_report__init(&importing->answer);
    import_releases_init(&importing->releases, session, &importing->answer);
    import->keeps_going = arguments_flag(session->arguments, "keep-going");
    import->release = &importing->releases.receiver;
    import->release_wanted = arguments_text(session->arguments, "release");
    import->progress = session->err->is_terminal ? show_reading : NULL;
    import->progress_context = session;
}

static enum exit_code run(struct session *session) {
    struct importing importing = {.session = session};
    bool is_known = false;
    const struct import_format *format = wanted_format(session, &is_known);
    const char *name_space = arguments_text(session->arguments, "into");
    if (!is_known)
        return refuse_format(session);
    if (name_space == NULL)
        name_space = NAMESPACE_PRESET;
    if (!is_namespace(name_space))
        return session_refuse(session, "a namespace is [a-z][a-z0-9-]{0,62}", "--into %s is no namespace", name_space);
    begin(&importing, name_space);
    enum exit_code code = EXIT_FAILED;
    if (read_sources(&importing, format) != STATUS_OK || describe_objects(&importing) != STATUS_OK ||
        describe_notes(&importing) != STATUS_OK)
        code = fail(&importing);
    else
        code = deliver(&importing);
    import_releases_done(&importing.releases);
    return code == EXIT_YES ? session_answer(session, &importing.answer.base) : code;
}

static const struct option options[] = {
    {"format", '\0', OPTION_TEXT, "FORMAT", "The format of the sources; default: found out from what they hold."},
    {"into", '\0', OPTION_TEXT, "NAMESPACE", "Namespace of the objects; default: " NAMESPACE_PRESET "."},
    {"release", '\0', OPTION_TEXT, "RELEASE", "What a release of a scheme is called; default: as its source says."},
    {"to-dir", '\0', OPTION_TEXT, "DIR", "Write native YAML there, one file an object, instead of storing drafts."},
    {"dry-run", 'n', OPTION_FLAG, NULL, "Report only; with a server: run every check and store nothing."},
    {"keep-going", 'k', OPTION_FLAG, NULL, "Report entries that are wrong and leave them out."},
};

static const struct example examples[] = {
    {"Take over a model as a draft", "import --into billing model.otm"},
    {"Look at what it would become", "import --to-dir /tmp/model model.otm"},
};

const struct command command_import = {
    .group = "Objects",
    .name = "import",
    .words = "PATH...",
    .words_min = 1,
    .words_max = WORDS_ANY,
    .summary = "Take over catalogs and models in the formats of others.",
    .details = "The format is recognised by content. Ids are made from the source's ids, so that the same source gives "
               "the same objects again. Imported again, a source shows what is added, changed, "
               "deprecated and gone since; nothing is ever removed. What has no place here, and what looks wrong, is "
               "listed with file, line and "
               "column. Without --keep-going one wrong entry stops it and nothing is stored. Formats: "
               "cyclonedx (1.2 to 1.7 in JSON: services, standards, threat models), "
               "gemara (Gemara catalogs, FINOS Common Cloud Controls: a file, the directory of one service, or a tree "
               "with the core catalog that services import from), "
               "hcltm (models and control libraries of hcltm and threatcl, in HCL and JSON; a file or a directory), "
               "otm (Open Threat Model 0.1 and 0.2), "
               "oscal (OSCAL 1 in JSON or YAML: catalogs and profiles, component definitions and "
               "system security plans), "
               "threat-composer (workspaces, packs and lists of threat statements), "
               "threat-dragon (versions 1 and 2), "
               "tml (OWASP Threat Model Library 1.0), "
               "threagile (models with their includes, scripts of risk rules), "
               "pytm (libraries of threats, dumped models), "
               "trustoncloud (the model of one service: threats, controls and a component), "
               "cwe (the XML releases since 3.0), "
               "stix (releases of CAPEC, of ATLAS and of ATT&CK for Enterprise, Mobile and ICS as bundles of STIX 2.0 "
               "or 2.1), "
               "ctid (mappings to ATT&CK of the Center for Threat-Informed Defense), "
               "asvs (4.x and 5.x as JSON or CSV), asvs-mapping (from one of its releases to another), "
               "d3fend (CSV), "
               "tb7 (knowledge bases of the Microsoft Threat Modeling Tool), "
               "tm7 (models of the Microsoft Threat Modeling Tool).",
    .options = options,
    .option_count = COUNT_OF(options),
    .examples = examples,
    .example_count = COUNT_OF(examples),
    .run = run,
};
