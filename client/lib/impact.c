#include "catalog/impact.h"

#include "lib/failure.h"
#include "lib/message.h"
#include "lib/pages.h"

#include <assert.h>

/* One analysis over several calls. */
struct analysis {
    struct catalog_client *client;
    const struct catalog_impact_options *options;
    Catalog__V1__AnalyzeImpactRequest request;    /* the caller's, with the token of the answer before */
    Catalog__V1__AnalyzeImpactResponse *answer;   /* the newest one */
    Catalog__V1__AnalyzeImpactResponse *gathered; /* all pages so far; NULL: none yet */
};

static enum catalog_code ask(struct analysis *analysis, struct catalog_error **ret_error) {
    ProtobufCMessage *response = NULL;
    enum catalog_code code = catalog_call(analysis->client, "catalog.v1.ImpactService/AnalyzeImpact",
                                          &analysis->request.base, &analysis->options->call, &response, ret_error);
    if (code != CATALOG_OK)
        return code;
    catalog_message_free(analysis->answer);
    analysis->answer = (Catalog__V1__AnalyzeImpactResponse *)(void *)response;
    analysis->request.page_token = analysis->answer->next_page_token;
    return CATALOG_OK;
}

/* The newest answer goes with those gathered from here on: its consumers are pointed at. */
static enum catalog_code append(struct analysis *analysis, struct catalog_error **ret_error) {
    Catalog__V1__AnalyzeImpactResponse *all = analysis->gathered;
    Catalog__V1__AnalyzeImpactResponse *page = analysis->answer;
    Catalog__V1__ConsumerImpact **consumers =
        pages_join(message_arena(all), all->consumers, all->n_consumers, page->consumers, page->n_consumers);
    if (consumers == NULL)
        return error_no_memory(ret_error);
    all->consumers = consumers;
    all->n_consumers += page->n_consumers;
    message_attach(all, page);
    analysis->answer = NULL;
    return CATALOG_OK;
}

/* The first page that has consumers gathers those of the others. */
static enum catalog_code gather(struct analysis *analysis, struct catalog_error **ret_error) {
    Catalog__V1__AnalyzeImpactResponse *page = analysis->answer;
    bool is_whole = page->consumers_done == page->consumers_total;
    if (analysis->options->progress != NULL)
        analysis->options->progress(analysis->options->progress_context, page->consumers_done, page->consumers_total);
    if (!is_whole && page->next_page_token[0] == '\0')
        return error_set(ret_error, CATALOG_DATA_LOSS, "BAD_PAGE",
                         "the server says that %u of %u consumers are done, and not how to go on", page->consumers_done,
                         page->consumers_total);
    if (!is_whole)
        return CATALOG_OK;
    if (analysis->gathered != NULL)
        return append(analysis, ret_error);
    analysis->gathered = page;
    analysis->answer = NULL;
    return CATALOG_OK;
}

static enum catalog_code run(struct analysis *analysis, struct catalog_error **ret_error) {
    enum catalog_code code;
    do {
        code = ask(analysis, ret_error);
        if (code == CATALOG_OK)
            code = gather(analysis, ret_error);
    } while (code == CATALOG_OK && analysis->request.page_token[0] != '\0');
    return code;
}

enum catalog_code catalog_analyze_impact(struct catalog_client *client,
                                         const Catalog__V1__AnalyzeImpactRequest *request,
                                         const struct catalog_impact_options *options,
                                         Catalog__V1__AnalyzeImpactResponse **ret_response,
                                         struct catalog_error **ret_error) {
    static const struct catalog_impact_options defaults = CATALOG_IMPACT_OPTIONS_INIT;
    struct analysis analysis = {
        .client = client, .options = options == NULL ? &defaults : options, .request = *request};
    if (analysis.options->version != CATALOG_IMPACT_OPTIONS_VERSION)
        return error_set(ret_error, CATALOG_INVALID_ARGUMENT, "BAD_OPTIONS",
                         "the options have version %u, this library knows %d: start from CATALOG_IMPACT_OPTIONS_INIT",
                         analysis.options->version, CATALOG_IMPACT_OPTIONS_VERSION);
    enum catalog_code code = run(&analysis, ret_error);
    catalog_message_free(analysis.answer);
    if (code != CATALOG_OK) {
        catalog_message_free(analysis.gathered);
        return code;
    }
    assert(analysis.gathered != NULL);
    analysis.gathered->next_page_token = analysis.request.page_token;
    *ret_response = analysis.gathered;
    return CATALOG_OK;
}
