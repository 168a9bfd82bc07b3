#include "cli/commands.h"

#include "catalog/gates.h"
#include "catalog/message.h"
#include "cli/collection.h"
#include "cli/session.h"

#include <string.h>

static enum catalog_code collect(struct catalog_gate_record_iterator *iterator, struct collection *records,
                                 struct catalog_error **ret_error) {
    const Catalog__V1__GateRecord *record;
    enum catalog_code code;
    while ((code = catalog_gate_record_iterator_next(iterator, &record, ret_error)) == CATALOG_OK && record != NULL) {
        if (!collection_add(records, &record->base))
            return CATALOG_RESOURCE_EXHAUSTED;
    }
    return code;
}

static enum exit_code answer(struct session *session, const struct collection *records) {
    Catalog__V1__ListGateRecordsResponse list;
    catalog__v1__list_gate_records_response__init(&list);
    list.records = (Catalog__V1__GateRecord **)(void *)records->items;
    list.n_records = records->count;
    return session_answer(session, &list.base);
}

static enum exit_code run_list(struct session *session) {
    Catalog__V1__ListGateRecordsRequest request;
    struct catalog_gate_record_iterator *iterator;
    struct catalog_error *error = NULL;
    struct collection records = {0};
    char *version = NULL;
    catalog__v1__list_gate_records_request__init(&request);
    if (!session_name(session, session->arguments->words[1], &request.feature, &version))
        return EXIT_FAILED;
    if (version[0] != '\0')
        return session_refuse(session, "leave the version out", "records are of a feature, whatever its version");
    request.at_revision = arguments_number(session->arguments, "at-revision", 0);
    if (catalog_list_gate_records(session->client, &request, NULL, &iterator, &error) != CATALOG_OK)
        return session_fail(session, error);
    enum exit_code code =
        collect(iterator, &records, &error) == CATALOG_OK ? answer(session, &records) : session_fail(session, error);
    catalog_gate_record_iterator_free(iterator);
    collection_done(&records);
    return code;
}

static enum exit_code run_show(struct session *session) {
    Catalog__V1__GetGateRecordRequest request;
    Catalog__V1__GetGateRecordResponse *response;
    struct catalog_error *error = NULL;
    catalog__v1__get_gate_record_request__init(&request);
    request.id = arena_strdup(&session->arena, session->arguments->words[1]);
    if (catalog_get_gate_record(session->client, &request, NULL, &response, &error) != CATALOG_OK)
        return session_fail(session, error);
    enum exit_code code = session_answer(session, &response->base);
    catalog_message_free(response);
    return code;
}

static enum exit_code run(struct session *session) {
    const char *verb = session->arguments->words[0];
    bool is_list = strcmp(verb, "list") == 0;
    if (!is_list && strcmp(verb, "show") != 0)
        return session_refuse(session, "one of: list, show; `resolve --record` makes a record",
                              "there is nothing called %s that can be done with gate records", verb);
    if (!session_connect(session))
        return EXIT_FAILED;
    return is_list ? run_list(session) : run_show(session);
}

static const struct option options[] = {
    {"at-revision", '\0', OPTION_NUMBER, "N", "list: as of this revision; default: the newest."},
};

static const struct example examples[] = {
    {"Record what the gate says now", "resolve --record examples/partner-api"},
    {"What was recorded of a feature, newest first", "gate list examples/partner-api"},
    {"One record, with every row", "gate show 42"},
    {"In CI of a legacy feature: fail only when it got worse", "resolve --ratchet models/ledger.yaml"},
};

const struct command command_gate = {
    .group = "Models",
    .name = "gate",
    .words = "list FEATURE | show ID",
    .words_min = 2,
    .words_max = 2,
    .has_rows = true,
    .summary = "Show what the gate said about a feature when it was recorded.",
    .details = "A record holds the verdict, its reasons, the state and residual risk of every row, now and as planned, "
               "and the lock they were judged with. `resolve --record` makes one, of a stored feature or of a FILE; "
               "`resolve --ratchet` compares with the newest one. Recording is also a look at the feature: its review "
               "interval begins anew.",
    .options = options,
    .option_count = COUNT_OF(options),
    .examples = examples,
    .example_count = COUNT_OF(examples),
    .run = run,
};
