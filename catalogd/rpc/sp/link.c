#include "rpc/sp/link.h"

#include <stdatomic.h>
#include <stdlib.h>

#define OUTPUT_KEPT_BYTES  (64 * KIB) /* a larger buffer is given back when sent */
#define OUTPUT_LIMIT_BYTES (LIMIT_UNREAD_OUTPUT_BYTES + 4 * LIMIT_MESSAGE_BYTES) /* past it the peer does not read */

static _Atomic size_t live_links;

size_t sp_link_live_count(void) {
    return atomic_load(&live_links);
}

static void on_received(void *argument);
static void on_sent(void *argument);

bool sp_link_init(struct sp_link *link, const struct sp_link_events *events, void *owner,
                  const struct sp_link_options *options) {
    *link = (struct sp_link){.events = events, .owner = owner, .options = *options};
    frame_decoder_init(&link->decoder, options->is_ipc, options->peer_protocol);
    pthread_mutex_init(&link->lock, NULL);
    pthread_cond_init(&link->pump_ended, NULL);
    buffer_init(&link->queued, OUTPUT_LIMIT_BYTES);
    buffer_init(&link->sending, OUTPUT_LIMIT_BYTES);
    link->input = malloc(SP_INPUT_BYTES);
    if (link->input != NULL && nng_aio_alloc(&link->recv_aio, on_received, link) == 0 &&
        nng_aio_alloc(&link->send_aio, on_sent, link) == 0)
        return true;
    sp_link_stop(link);
    sp_link_done(link);
    return false;
}

void sp_link_start(struct sp_link *link, nng_stream *stream) {
    uint8_t greeting[FRAME_GREETING_BYTES];
    frame_greeting(link->options.own_protocol, greeting);
    pthread_mutex_lock(&link->lock);
    atomic_fetch_add(&live_links, 1);
    link->stream = stream;
    link->opened_at = link->active_at = clock_monotonic();
    /* What was queued before there was a stream waits behind the greeting. */
    struct buffer early = link->queued;
    buffer_init(&link->queued, OUTPUT_LIMIT_BYTES);
    buffer_append(&link->queued, slice_of(greeting, sizeof greeting));
    buffer_append(&link->queued, buffer_slice(&early));
    buffer_done(&early);
    if (link->queued.has_failed)
        sp_link_break(link, NNG_ENOMEM);
    sp_link_pump(link);
    pthread_mutex_unlock(&link->lock);
}

void sp_link_refuse(struct sp_link *link, nng_stream *stream) {
    pthread_mutex_lock(&link->lock);
    atomic_fetch_add(&live_links, 1);
    link->stream = stream;
    sp_link_break(link, 0);
    pthread_mutex_unlock(&link->lock);
}

size_t sp_link_unsent(const struct sp_link *link) {
    return link->queued.size + link->sending.size - link->sent;
}

void sp_link_break(struct sp_link *link, int reason) {
    if (link->is_broken)
        return;
    link->is_broken = true;
    link->events->broken(link->owner, reason);
}

static void submit_send(struct sp_link *link) {
    nng_iov part = {link->sending.data + link->sent, link->sending.size - link->sent};
    nng_aio_set_iov(link->send_aio, 1, &part);
    link->is_sending = true;
    nng_stream_send(link->stream, link->send_aio);
}

static void swap_output(struct sp_link *link) {
    struct buffer empty = link->sending;
    link->sending = link->queued;
    link->queued = empty;
    link->sent = 0;
    buffer_reset(&link->queued);
    if (link->queued.capacity > OUTPUT_KEPT_BYTES)
        buffer_done(&link->queued);
}

void sp_link_flush(struct sp_link *link) {
    if (link->is_broken || link->is_sending || link->stream == NULL)
        return;
    if (link->queued.size > 0) {
        link->output_moved_at = clock_monotonic();
        swap_output(link);
        submit_send(link);
    } else if (link->ends_after_output && !link->is_lingering) {
        sp_link_break(link, 0);
    }
}

static void on_sent(void *argument) {
    struct sp_link *link = argument;
    pthread_mutex_lock(&link->lock);
    link->is_sending = false;
    int error = nng_aio_result(link->send_aio);
    if (error != 0) {
        sp_link_break(link, error);
    } else {
        link->sent += nng_aio_count(link->send_aio);
        link->active_at = link->output_moved_at = clock_monotonic();
        if (link->sent < link->sending.size && !link->is_broken) {
            submit_send(link);
        } else {
            buffer_reset(&link->sending);
            link->sent = 0;
            sp_link_pump(link);
        }
    }
    pthread_mutex_unlock(&link->lock);
}

static void on_received(void *argument) {
    struct sp_link *link = argument;
    pthread_mutex_lock(&link->lock);
    link->is_receiving = false;
    int error = nng_aio_result(link->recv_aio);
    size_t count = error == 0 ? nng_aio_count(link->recv_aio) : 0;
    if (error != 0) {
        sp_link_break(link, error);
    } else if (link->is_direct) {
        link->frame->filled += count;
        frame_decoder_advance(&link->decoder, count);
    } else {
        link->unread = slice_of(link->input, count);
    }
    sp_link_pump(link);
    pthread_mutex_unlock(&link->lock);
}

void sp_link_write(struct sp_link *link, const struct frame_backtrace *header, const slice *parts, size_t count) {
    if (link->is_broken)
        return;
    size_t size = header->size;
    for (size_t i = 0; i < count; i++)
        size += parts[i].size;
    uint8_t head[FRAME_HEAD_BYTES];
    buffer_append(&link->queued, slice_of(head, frame_head(link->options.is_ipc, size, head)));
    buffer_append(&link->queued, slice_of(header->bytes, header->size));
    for (size_t i = 0; i < count; i++)
        buffer_append(&link->queued, parts[i]);
    if (link->queued.has_failed)
        sp_link_break(link, NNG_ENOMEM);
    /* The input loop sends when it has taken all frames there are. */
    else if (!link->is_pumping)
        sp_link_flush(link);
}

void sp_link_resume(struct sp_link *link) {
    sp_link_pump(link);
}

void sp_link_stop(struct sp_link *link) {
    if (link->stream != NULL)
        nng_stream_close(link->stream);
    /* Waits for the callbacks; both are NULL-safe only in newer releases. */
    if (link->recv_aio != NULL)
        nng_aio_stop(link->recv_aio);
    if (link->send_aio != NULL)
        nng_aio_stop(link->send_aio);
    if (link->stream != NULL) {
        nng_stream_free(link->stream);
        atomic_fetch_sub(&live_links, 1);
    }
    if (link->recv_aio != NULL)
        nng_aio_free(link->recv_aio);
    if (link->send_aio != NULL)
        nng_aio_free(link->send_aio);
    /* Replies may still come: they take the lock and find the link broken. */
    pthread_mutex_lock(&link->lock);
    link->is_broken = true;
    /* The input loop may run outside a callback, too, when the owner resumed it: it may be about to hand a frame on. */
    while (link->is_pumping)
        pthread_cond_wait(&link->pump_ended, &link->lock);
    link->stream = NULL;
    link->recv_aio = link->send_aio = NULL;
    struct sp_frame *frame = link->frame;
    link->frame = NULL;
    buffer_done(&link->queued);
    buffer_done(&link->sending);
    free(link->input);
    link->input = NULL;
    pthread_mutex_unlock(&link->lock);
    if (frame != NULL)
        link->events->release(link->owner, frame->size);
    free(frame);
}

void sp_link_done(struct sp_link *link) {
    pthread_cond_destroy(&link->pump_ended);
    pthread_mutex_destroy(&link->lock);
}
