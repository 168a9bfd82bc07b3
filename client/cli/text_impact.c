#include "cli/text_message.h"

#include "cli/text_diff.h"
#include "cli/words.h"

static void add_paths(struct page *page, const Catalog__V1__ConsumerImpact *consumer) {
    for (size_t i = 0; i < consumer->n_paths; i++) {
        text_diff_title(page, i == 0 ? "by" : "");
        page_paragraph(page, TEXT_DIFF_COLUMN, STYLE_PLAIN, "%s", consumer->paths[i]);
    }
}

static void add_consumer(struct page *page, const Catalog__V1__ConsumerImpact *consumer) {
    page_newline(page);
    page_line(page, consumer->is_worse ? STYLE_BAD : STYLE_STRONG, "%s@%s", consumer->name, consumer->version);
    page_blanks(page, 2);
    page_paragraph(
        page, 2, STYLE_FAINT, "%s%s%s%s%s%s", word_of(&catalog__v1__object_kind__descriptor, (int)consumer->kind).text,
        consumer->owner[0] == '\0' ? "" : ", owner ", consumer->owner,
        consumer->workload[0] == '\0' ? "" : ", workload ", consumer->workload, consumer->is_locked ? ", locked" : "");
    add_paths(page, consumer);
    if (consumer->on_commit != NULL)
        text_diff(page, "on commit", consumer->on_commit);
    if (consumer->on_upgrade != NULL)
        text_diff(page, "on upgrade", consumer->on_upgrade);
    text_diff_requirements(page, consumer->requirements, consumer->n_requirements);
    if (consumer->is_cut)
        page_line(page, STYLE_WARN, "  The differences are too many to be listed.");
}

static void add_draft(struct page *page, const Catalog__V1__ImpactDraft *draft) {
    bool is_unchanged = draft->outcome == CATALOG__V1__APPLY_OUTCOME__APPLY_OUTCOME_UNCHANGED;
    page_printf(page, STYLE_STRONG, "%s@%s", draft->name, draft->version);
    if (is_unchanged)
        page_printf(page, STYLE_FAINT, "  published already");
    else if (draft->compared_with[0] != '\0')
        page_printf(page, STYLE_PLAIN, "  %s after %s",
                    word_in_capitals(&catalog__v1__version_bump__descriptor, (int)draft->bump).text,
                    draft->compared_with);
    else
        page_printf(page, STYLE_PLAIN, "  new");
    page_newline(page);
}

static void add_summary(struct page *page, const Catalog__V1__AnalyzeImpactResponse *response) {
    const Catalog__V1__ImpactSummary *summary = response->summary;
    if (response->consumers_total == 0) {
        page_line(page, STYLE_PLAIN, "Nobody is reached.");
        return;
    }
    page_paragraph(page, 0, STYLE_PLAIN, "%s reached, %u affected; worse off: %u on commit, %u on upgrade.",
                   word_of_count(response->consumers_total, "consumer").text, summary->affected,
                   summary->worse_on_commit, summary->worse_on_upgrade);
}

void text_impact(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__AnalyzeImpactResponse *response = (const Catalog__V1__AnalyzeImpactResponse *)message;
    for (size_t i = 0; i < response->n_drafts; i++)
        add_draft(page, response->drafts[i]);
    if (response->summary != NULL)
        add_summary(page, response);
    for (size_t i = 0; i < response->n_consumers; i++)
        add_consumer(page, response->consumers[i]);
}
