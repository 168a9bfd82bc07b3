#include "service/page_token.h"

#include "base/limits.h"
#include "codec/canonical.h"

#include <sodium.h>
#include <string.h>

#define MAC_BYTES    16
#define HEAD_BYTES   (MAC_BYTES + 8)
#define BASE64_STYLE sodium_base64_VARIANT_URLSAFE_NO_PADDING
#define AFTER_MAX    512
#define TEXT_MAX     (sodium_base64_ENCODED_LEN(HEAD_BYTES + AFTER_MAX, BASE64_STYLE))

status_code page_scope_of(struct call *call, struct page_scope *ret_scope) {
    static const char *const volatile_fields[] = {"page_token", "page_size"};
    ProtobufCMessage *fixed =
        canonical_without(call->request, volatile_fields, COUNT_OF(volatile_fields), &call->arena);
    if (fixed == NULL)
        return problem_no_memory(&call->problem);
    ret_scope->method = call->method->name;
    return canonical_digest(fixed, &ret_scope->request, &call->problem);
}

static void authenticate(const struct service *service, const struct page_scope *scope, slice body,
                         uint8_t ret_mac[MAC_BYTES]) {
    crypto_generichash_state state;
    crypto_generichash_init(&state, service->token_key, TOKEN_KEY_BYTES, MAC_BYTES);
    crypto_generichash_update(&state, (const unsigned char *)scope->method, strlen(scope->method) + 1);
    crypto_generichash_update(&state, scope->request.bytes, DIGEST_BYTES);
    crypto_generichash_update(&state, body.data, body.size);
    crypto_generichash_final(&state, ret_mac, MAC_BYTES);
}

static status_code refuse(struct problem *problem) {
    return problem_set(problem, STATUS_INVALID_ARGUMENT, "BAD_PAGE_TOKEN",
                       "the page token is not one that this server gave for this request: start with the first page");
}

status_code page_token_read(const struct service *service, const struct page_scope *scope, const char *text,
                            struct arena *arena, struct page_token *token, struct problem *problem) {
    uint8_t bytes[HEAD_BYTES + AFTER_MAX];
    uint8_t mac[MAC_BYTES];
    size_t size = 0;
    if (text[0] == '\0')
        return STATUS_OK;
    if (strlen(text) > TEXT_MAX ||
        sodium_base642bin(bytes, sizeof bytes, text, strlen(text), NULL, &size, NULL, BASE64_STYLE) != 0 ||
        size < HEAD_BYTES)
        return refuse(problem);
    authenticate(service, scope, slice_of(bytes + MAC_BYTES, size - MAC_BYTES), mac);
    if (sodium_memcmp(mac, bytes, MAC_BYTES) != 0)
        return refuse(problem);
    memcpy(&token->revision, bytes + MAC_BYTES, sizeof token->revision);
    token->after = arena_strndup(arena, (const char *)bytes + HEAD_BYTES, size - HEAD_BYTES);
    return token->after == NULL ? problem_no_memory(problem) : STATUS_OK;
}

const char *page_token_text(const struct service *service, const struct page_scope *scope,
                            const struct page_token *token, struct arena *arena) {
    uint8_t bytes[HEAD_BYTES + AFTER_MAX];
    size_t after_size = strlen(token->after);
    char *text = after_size > AFTER_MAX ? NULL : arena_alloc(arena, TEXT_MAX);
    if (text == NULL)
        return NULL;
    memcpy(bytes + MAC_BYTES, &token->revision, sizeof token->revision);
    memcpy(bytes + HEAD_BYTES, token->after, after_size);
    authenticate(service, scope, slice_of(bytes + MAC_BYTES, sizeof token->revision + after_size), bytes);
    return sodium_bin2base64(text, TEXT_MAX, bytes, HEAD_BYTES + after_size, BASE64_STYLE);
}

status_code page_size_read(uint32_t asked, size_t *ret_size, struct problem *problem) {
    if (asked > LIMIT_PAGE)
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "BAD_PAGE_SIZE", "page_size is at most %d", LIMIT_PAGE);
    *ret_size = asked == 0 ? LIMIT_PAGE_DEFAULT : asked;
    return STATUS_OK;
}
