#include "model/validation.h"

/* ---- Answers ---- */

static const struct address_rule duty_rule = {.inherited =
                                                  RECORD_BIT(RECORD_RESPONSIBILITY) | RECORD_BIT(RECORD_ASSUMPTION),
                                              .is_shallow = true,
                                              .what = "a responsibility or assumption"};

static bool takes_statement(const struct record *record) {
    if (record == NULL || record->kind != RECORD_RESPONSIBILITY)
        return true;
    const Catalog__V1__Responsibility *responsibility = record->message;
    return responsibility->discharged_by != NULL && responsibility->discharged_by->statement;
}

static void check_answer(struct validation *validation, const Catalog__V1__Answer *answer) {
    const struct record *duty = validation_peek(validation, answer->to, &duty_rule);
    if (answer->n_by == 0 && answer->statement == NULL && !validation->options->is_draft)
        validation_report(validation, NULL, "name mitigations in `by`, or give a statement",
                          "the answer to %s says nothing", answer->to);
    if (answer->statement != NULL && answer->n_by == 0 && !takes_statement(duty))
        validation_report(validation, "statement", "name the mitigations that discharge it in `by`",
                          "%s cannot be discharged by a statement", answer->to);
}

/* ---- Requests for deviations ---- */

static void check_subject(struct validation *validation, const Catalog__V1__DecisionSubject *subject) {
    bool has_threat = *subject->threat != '\0';
    bool has_control = *subject->control != '\0';
    if (has_threat == has_control)
        validation_report(validation, NULL, "give threat and place for a row, or control for a baseline entry",
                          has_threat ? "a subject is either a row or a baseline entry" : "the subject is empty");
    else if (has_threat && *subject->place == '\0')
        validation_report(validation, "place", "give the place of the row", "place is missing");
}

static void check_rerating(struct validation *validation, const Catalog__V1__DecisionRequest *request) {
    bool has_rating = request->likelihood != 0 || request->impact != 0;
    bool is_rerated = request->kind == CATALOG__V1__DECISION_KIND__DECISION_KIND_RERATED;
    if (is_rerated && !has_rating)
        validation_report(validation, "likelihood", "give the likelihood or impact asked for",
                          "a rating is asked for and not given");
    if (!is_rerated && has_rating)
        validation_report(validation, request->likelihood != 0 ? "likelihood" : "impact", "leave it out",
                          "only a request of kind rerated asks for a rating");
}

static void check_compensation(struct validation *validation, const Catalog__V1__DecisionRequest *request) {
    bool is_compensating = request->kind == CATALOG__V1__DECISION_KIND__DECISION_KIND_COMPENSATING;
    if (is_compensating && request->n_compensating == 0)
        validation_report(validation, "compensating", "name the mitigations that stand in",
                          "nothing is named that stands in");
    if (!is_compensating && request->n_compensating > 0)
        validation_report(validation, "compensating", "leave it out, or ask for kind compensating",
                          "only a request of kind compensating names mitigations");
}

static void check_request(struct validation *validation, const Catalog__V1__DecisionRequest *request) {
    for (size_t i = 0; i < request->n_subjects; i++) {
        path_push(&validation->path, "subjects", i);
        check_subject(validation, request->subjects[i]);
        path_pop(&validation->path);
    }
    check_rerating(validation, request);
    check_compensation(validation, request);
}

/* ---- Dismissals ---- */

static void check_dismissals(struct validation *validation) {
    const Catalog__V1__Model *model = validation->model;
    struct string_map seen;
    string_map_init(&seen, validation->arena);
    for (size_t i = 0; i < model->n_dismissals && validation_goes_on(validation); i++) {
        const Catalog__V1__Dismissal *dismissal = model->dismissals[i];
        const char *at = dismissal->on[0] == '\0' ? "every place" : dismissal->on;
        char *key = arena_printf(validation->arena, "%s@%s", dismissal->threat, at);
        path_push(&validation->path, "dismissals", i);
        validation_once(validation, &seen, validation_text(validation, key), "threat");
        path_pop(&validation->path);
    }
}

void validate_answers(struct validation *validation) {
    const Catalog__V1__Model *model = validation->model;
    struct string_map seen;
    string_map_init(&seen, validation->arena);
    for (size_t i = 0; i < model->n_answers && validation_goes_on(validation); i++) {
        path_push(&validation->path, "answers", i);
        validation_once(validation, &seen, model->answers[i]->to, "to");
        check_answer(validation, model->answers[i]);
        path_pop(&validation->path);
    }
    for (size_t i = 0; i < model->n_decisions && validation_goes_on(validation); i++) {
        path_push(&validation->path, "decisions", i);
        check_request(validation, model->decisions[i]);
        path_pop(&validation->path);
    }
    check_dismissals(validation);
}
