#include "support/test.h"

#include "cli/arguments.h"

#include <string.h>

#define WORDS_MAX 8

static bool parse(const char *const *typed, const char **copy, struct arguments *arguments, struct mistake *mistake) {
    int count = 0;
    while (count < WORDS_MAX && typed[count] != NULL) {
        copy[count] = typed[count];
        count++;
    }
    return arguments_parse(count, copy, arguments, mistake);
}

#define KINDS "it is one of threat|control|baseline|component|feature|policy"

static const struct {
    const char *typed[WORDS_MAX];
    const char *message;
    const char *help;
} mistakes[] = {
    {{"reslove", "a/b"}, "there is no command \"reslove\"", "did you mean \"resolve\"?"},
    {{"frobnicate"}, "there is no command \"frobnicate\"", "catalogctl --help lists the commands"},
    {{"resolve", "a/b", "--lokc", "x"}, "resolve has no option --lokc", "did you mean --lock?"},
    {{"resolve", "--zzzzzzzz"}, "resolve has no option --zzzzzzzz", "catalogctl resolve --help lists its options"},
    {{"--publish", "apply"}, "there is no option --publish before the command", "catalogctl --help lists its options"},
    {{"resolve"}, "resolve needs NAME[@VERSION]|FILE", "write: catalogctl resolve NAME[@VERSION]|FILE"},
    {{"versions", "a/b", "c"}, "versions takes nothing more: \"c\"", "write: catalogctl versions NAME"},
    {{"resolve", "a/b", "--at"}, "--at needs a value", "write --at TIME"},
    {{"resolve", "--at", "noon"}, "--at: \"noon\" is no time", "write it as 2027-01-31 or 2027-01-31T12:00:00Z"},
    {{"changes", "--after=-1"}, "--after: \"-1\" is no number", "write a whole number, 0 or more"},
    {{"changes", "--after", ""}, "--after: \"\" is no number", "write a whole number, 0 or more"},
    {{"changes", "--after", "18446744073709551616"},
     "--after: \"18446744073709551616\" is no number",
     "write a whole number, 0 or more"},
    {{"list", "--kind", "thre"}, "--kind cannot be \"thre\"", KINDS},
    {{"list", "--kind", ""}, "--kind cannot be \"\"", KINDS},
    {{"apply", "--publish=yes", "x"}, "--publish takes no value", "leave the value out"},
    {{"apply", "-x", "x"}, "apply has no option -x", "catalogctl apply --help lists its options"},
};

START_TEST(test_arguments__say_what_is_wrong_and_what_would_be_right) {
    for (size_t i = 0; i < COUNT_OF(mistakes); i++) {
        const char *copy[WORDS_MAX];
        struct arguments arguments;
        struct mistake mistake;
        ck_assert_msg(!parse(mistakes[i].typed, copy, &arguments, &mistake), "case %zu passes", i);
        ck_assert_str_eq(mistake.message, mistakes[i].message);
        ck_assert_str_eq(mistake.help, mistakes[i].help);
    }
}
END_TEST

START_TEST(test_arguments__stand_in_any_order) {
    static const char *const orders[][WORDS_MAX] = {
        {"--output", "json", "diff", "a/b", "--draft", "c/d"},
        {"diff", "--draft", "a/b", "c/d", "--output=json"},
        {"diff", "a/b", "--output", "json", "--draft", "--", "c/d"},
    };
    for (size_t i = 0; i < COUNT_OF(orders); i++) {
        const char *copy[WORDS_MAX];
        struct arguments arguments;
        struct mistake mistake;
        ck_assert(parse(orders[i], copy, &arguments, &mistake));
        ck_assert_str_eq(arguments.command->name, "diff");
        ck_assert_uint_eq(arguments.word_count, 2);
        ck_assert_str_eq(arguments.words[0], "a/b");
        ck_assert_str_eq(arguments.words[1], "c/d");
        ck_assert_str_eq(arguments_text(&arguments, "output"), "json");
        ck_assert(arguments_flag(&arguments, "draft"));
        ck_assert_ptr_null(arguments_text(&arguments, "url"));
    }
}
END_TEST

START_TEST(test_arguments__take_values_behind_letters) {
    static const char *const forms[][WORDS_MAX] = {{"lock", "-o", "x.lock", "a/b"}, {"lock", "-ox.lock", "a/b"}};
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        const char *copy[WORDS_MAX];
        struct arguments arguments;
        struct mistake mistake;
        ck_assert(parse(forms[i], copy, &arguments, &mistake));
        ck_assert_str_eq(arguments_text(&arguments, "file"), "x.lock");
    }
}
END_TEST

START_TEST(test_arguments__read_a_dash_and_what_follows_two_as_words) {
    static const char *const typed[WORDS_MAX] = {"apply", "-", "--", "--publish"};
    const char *copy[WORDS_MAX];
    struct arguments arguments;
    struct mistake mistake;
    ck_assert(parse(typed, copy, &arguments, &mistake));
    ck_assert_uint_eq(arguments.word_count, 2);
    ck_assert_str_eq(arguments.words[0], "-");
    ck_assert_str_eq(arguments.words[1], "--publish");
    ck_assert(!arguments_flag(&arguments, "publish"));
}
END_TEST

START_TEST(test_arguments__need_no_words_for_help) {
    static const char *const typed[WORDS_MAX] = {"explain", "-h"};
    const char *copy[WORDS_MAX];
    struct arguments arguments;
    struct mistake mistake;
    ck_assert(parse(typed, copy, &arguments, &mistake));
    ck_assert(arguments_flag(&arguments, "help"));
}
END_TEST

START_TEST(test_arguments__give_numbers_or_their_default) {
    static const char *const typed[WORDS_MAX] = {"changes", "--after", "18446744073709551615"};
    const char *copy[WORDS_MAX];
    struct arguments arguments;
    struct mistake mistake;
    ck_assert(parse(typed, copy, &arguments, &mistake));
    ck_assert_uint_eq(arguments_number(&arguments, "after", 7), UINT64_MAX);
    ck_assert_uint_eq(arguments_number(&arguments, "limit", 7), 7);
}
END_TEST

START_TEST(test_arguments__have_whole_tables) {
    for (size_t i = 0; i < command_count; i++) {
        const struct command *command = commands[i];
        ck_assert_ptr_eq(command_find(command->name), command);
        ck_assert(command->summary != NULL && command->words != NULL && command->run != NULL);
        ck_assert_uint_le(command->words_min, command->words_max);
        ck_assert_uint_le(common_option_count + command->option_count, ARGUMENTS_OPTIONS_MAX);
        for (size_t j = 0; j < command->option_count; j++)
            ck_assert_msg((command->options[j].type == OPTION_FLAG) == (command->options[j].value == NULL), "%s --%s",
                          command->name, command->options[j].name);
    }
    ck_assert_ptr_null(command_find("res"));
}
END_TEST

TEST_SUITE(arguments, test_arguments__say_what_is_wrong_and_what_would_be_right, test_arguments__stand_in_any_order,
           test_arguments__take_values_behind_letters, test_arguments__read_a_dash_and_what_follows_two_as_words,
           test_arguments__need_no_words_for_help, test_arguments__give_numbers_or_their_default,
           test_arguments__have_whole_tables)
