#include "cli/verbs.h"

#include "catalog/message.h"

#include <string.h>

static enum exit_code refuse_verb(struct session *session, const struct verb_list *list) {
    const char *help = "one of: ";
    for (size_t i = 0; help != NULL && i < list->count; i++)
        help = arena_printf(&session->arena, "%s%s%s", help, i == 0 ? "" : ", ", list->verbs[i].name);
    return session_refuse(session, help, "there is nothing called %s that can be done with %s",
                          session->arguments->words[0], list->plural);
}

enum exit_code verbs_run(struct session *session, const struct verb_list *list) {
    const struct arguments *arguments = session->arguments;
    const struct verb *verb = list->verbs;
    const struct verb *end = verb + list->count;
    while (verb < end && strcmp(verb->name, arguments->words[0]) != 0)
        verb++;
    if (verb == end)
        return refuse_verb(session, list);
    if (arguments->word_count < verb->words_min || arguments->word_count > verb->words_max)
        return session_refuse(session, arena_printf(&session->arena, "write catalogctl %s", verb->usage),
                              "%s %s takes other words", list->command, verb->name);
    return session_connect(session) ? verb->run(session) : EXIT_FAILED;
}

char *verbs_word(struct session *session, size_t number) {
    bool is_given = number < session->arguments->word_count;
    return arena_strdup(&session->arena, is_given ? session->arguments->words[number] : "");
}

enum exit_code verbs_finish(struct session *session, ProtobufCMessage *response) {
    enum exit_code code = session_answer(session, response);
    catalog_message_free(response);
    if (arguments_flag(session->arguments, "dry-run"))
        session_note(session, "Nothing was changed: --dry-run.");
    return code;
}
