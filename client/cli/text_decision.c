#include "cli/text_message.h"

#include "cli/table.h"
#include "cli/words.h"

#define DETAIL_COLUMN 14

static enum style style_of_decision(Catalog__V1__DecisionState state) {
    static const enum style styles[] = {
        [CATALOG__V1__DECISION_STATE__DECISION_STATE_UNSPECIFIED] = STYLE_PLAIN,
        [CATALOG__V1__DECISION_STATE__DECISION_STATE_REQUESTED] = STYLE_WARN,
        [CATALOG__V1__DECISION_STATE__DECISION_STATE_APPROVED] = STYLE_GOOD,
        [CATALOG__V1__DECISION_STATE__DECISION_STATE_REJECTED] = STYLE_BAD,
        [CATALOG__V1__DECISION_STATE__DECISION_STATE_REVOKED] = STYLE_FAINT,
    };
    return (unsigned)state < COUNT_OF(styles) ? styles[state] : STYLE_PLAIN;
}

static struct word state_word(const Catalog__V1__Decision *decision) {
    return word_of(&catalog__v1__decision_state__descriptor, (int)decision->state);
}

static void add_line(struct page *page, const char *title, const char *text) {
    if (text[0] == '\0')
        return;
    page_printf(page, STYLE_FAINT, "  %-*s", DETAIL_COLUMN - 2, title);
    page_paragraph(page, DETAIL_COLUMN, STYLE_PLAIN, "%s", text);
}

/* Who did it, and when. */
static void add_act(struct page *page, const char *title, const char *who, const Catalog__V1__Timestamp *when) {
    if (who[0] == '\0')
        return;
    page_printf(page, STYLE_FAINT, "  %-*s", DETAIL_COLUMN - 2, title);
    page_paragraph(page, DETAIL_COLUMN, STYLE_PLAIN, "by %s on %s", who, word_of_time(when).text);
}

static void add_subjects(struct page *page, const Catalog__V1__DecisionRequest *request) {
    for (size_t i = 0; i < request->n_subjects; i++) {
        const Catalog__V1__DecisionSubject *subject = request->subjects[i];
        bool is_row = subject->threat[0] != '\0';
        page_printf(page, STYLE_FAINT, "  %-*s", DETAIL_COLUMN - 2, i == 0 ? "about" : "");
        page_paragraph(page, DETAIL_COLUMN, STYLE_PLAIN, "%s %s%s%s", is_row ? "row" : "entry",
                       is_row ? subject->threat : subject->control, subject->place[0] == '\0' ? "" : "@",
                       subject->place);
    }
}

static void add_request(struct page *page, const Catalog__V1__DecisionRequest *request) {
    add_subjects(page, request);
    add_line(page, "because", request->justification);
    for (size_t i = 0; i < request->n_compensating; i++)
        add_line(page, i == 0 ? "instead" : "", request->compensating[i]);
    if (request->likelihood != 0 || request->impact != 0) {
        page_printf(page, STYLE_FAINT, "  %-*s", DETAIL_COLUMN - 2, "rated");
        page_line(page, STYLE_PLAIN, "likelihood %u, impact %u (0: unchanged)", request->likelihood, request->impact);
    }
    add_line(page, "while", request->while_);
    add_line(page, "until", word_of_time(request->expires_at).text);
}

static void add_record(struct page *page, const Catalog__V1__Decision *decision) {
    if (decision->recorded_band == CATALOG__V1__RISK_BAND__RISK_BAND_UNSPECIFIED)
        return;
    page_printf(page, STYLE_FAINT, "  %-*s", DETAIL_COLUMN - 2, "rests on");
    page_paragraph(page, DETAIL_COLUMN, STYLE_PLAIN, "%s residual risk, %s data, %s",
                   word_of(&catalog__v1__risk_band__descriptor, (int)decision->recorded_band).text,
                   decision->recorded_classification[0] == '\0' ? "unclassified" : decision->recorded_classification,
                   word_of_count(decision->n_recorded_digests, "contract").text);
}

static void print_decision(struct page *page, const Catalog__V1__Decision *decision) {
    if (decision == NULL || decision->request == NULL)
        return;
    page_printf(page, STYLE_STRONG, "decision%s%s", decision->id[0] == '\0' ? "" : " ", decision->id);
    page_printf(page, STYLE_PLAIN, " on %s: ", decision->feature);
    page_printf(page, style_of_decision(decision->state), "%s", state_word(decision).text);
    page_line(page, STYLE_PLAIN, ", %s",
              word_of(&catalog__v1__decision_kind__descriptor, (int)decision->request->kind).text);
    add_request(page, decision->request);
    add_act(page, "requested", decision->requester, decision->requested_at);
    add_act(page, decision->state == CATALOG__V1__DECISION_STATE__DECISION_STATE_REJECTED ? "rejected" : "approved",
            decision->approver, decision->decided_at);
    add_line(page, "as", decision->approver_role);
    add_act(page, "revoked", decision->revoked_by, decision->revoked_at);
    add_record(page, decision);
}

#define TEXT(function, type)                                                                                           \
    void function(struct page *page, const ProtobufCMessage *message) {                                                \
        print_decision(page, ((const Catalog__V1__##type##DecisionResponse *)message)->decision);                      \
    }
TEXT(text_decision_requested, Request)
TEXT(text_decision_approved, Approve)
TEXT(text_decision_rejected, Reject)
TEXT(text_decision_revoked, Revoke)
TEXT(text_decision, Get)

static void add_row(struct table *table, const Catalog__V1__Decision *decision) {
    const Catalog__V1__DecisionRequest *request = decision->request;
    table_cell(table, STYLE_STRONG, "%s", decision->id);
    table_cell(table, style_of_decision(decision->state), "%s", state_word(decision).text);
    table_cell(table, STYLE_PLAIN, "%s", word_of(&catalog__v1__decision_kind__descriptor, (int)request->kind).text);
    table_cell(table, STYLE_PLAIN, "%s", decision->feature);
    table_cell(table, STYLE_PLAIN, "%s", word_of_time(request->expires_at).text);
    for (size_t i = 0; i < request->n_subjects; i++) {
        const Catalog__V1__DecisionSubject *subject = request->subjects[i];
        table_detail(table, STYLE_FAINT, "%s%s%s", subject->threat[0] != '\0' ? subject->threat : subject->control,
                     subject->place[0] == '\0' ? "" : "@", subject->place);
    }
}

void text_decisions(struct page *page, const ProtobufCMessage *message) {
    static const struct column columns[] = {{"ID", COLUMN_NUMBER},
                                            {"STATE", COLUMN_TEXT},
                                            {"KIND", COLUMN_TEXT},
                                            {"FEATURE", COLUMN_TEXT},
                                            {"UNTIL", COLUMN_TEXT}};
    const Catalog__V1__ListDecisionsResponse *list = (const Catalog__V1__ListDecisionsResponse *)message;
    struct table table;
    table_init(&table, page, columns, COUNT_OF(columns), 0);
    for (size_t i = 0; i < list->n_decisions; i++) {
        if (list->decisions[i]->request != NULL)
            add_row(&table, list->decisions[i]);
    }
    if (list->n_decisions == 0)
        page_line(page, STYLE_PLAIN, "No decisions.");
    table_write(&table);
}
