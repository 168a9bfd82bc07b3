/* How a link turns received bytes into frames. */
#include "rpc/sp/link.h"

#include <stdlib.h>

enum step {
    STEP_AGAIN,    /* something was read; go on */
    STEP_RECEIVE,  /* all input is read */
    STEP_WAIT,     /* the owner has no room now */
    STEP_GREETED,  /* tell the owner */
    STEP_FRAME,    /* hand link->frame to the owner */
    STEP_OVERSIZE, /* report it to the owner */
    STEP_OVER      /* the link is broken */
};

static enum step break_off(struct sp_link *link, int reason) {
    sp_link_break(link, reason);
    return STEP_OVER;
}

static enum step allocate_frame(struct sp_link *link) {
    size_t size = (size_t)link->decoder.body_bytes;
    link->waits_for_room = !link->events->reserve(link->owner, size);
    if (link->waits_for_room)
        return STEP_WAIT;
    link->frame = malloc(sizeof *link->frame + size);
    if (link->frame == NULL) {
        link->events->release(link->owner, size);
        return break_off(link, NNG_ENOMEM);
    }
    *link->frame = (struct sp_frame){.size = size};
    return STEP_AGAIN;
}

static enum step begin_frame(struct sp_link *link) {
    link->frame_begun_at = clock_monotonic();
    if (link->decoder.body_bytes <= link->options.limit_bytes)
        return allocate_frame(link);
    memset(&link->oversize, 0, sizeof link->oversize);
    link->oversize.is_active = true;
    return STEP_AGAIN;
}

/* A frame that is short enough to skip is answered behind its last byte; a longer one at once, and it ends the link. */
static enum step skip_piece(struct sp_link *link, slice piece) {
    size_t missing = sizeof link->oversize.prefix - link->oversize.prefix_size;
    size_t kept = piece.size < missing ? piece.size : missing;
    memcpy(link->oversize.prefix + link->oversize.prefix_size, piece.data, kept);
    link->oversize.prefix_size += kept;
    link->oversize.skipped += piece.size;
    if (link->decoder.body_bytes <= LIMIT_SKIP_BYTES || link->oversize.prefix_size < sizeof link->oversize.prefix)
        return STEP_AGAIN;
    if (!link->oversize.is_reported) {
        /* Closing with input unread would reset the connection and could take the answer with it. */
        link->is_lingering = link->ends_after_output = true;
        return STEP_OVERSIZE;
    }
    if (link->oversize.skipped < LIMIT_SKIP_BYTES)
        return STEP_AGAIN;
    link->is_lingering = false;
    return STEP_WAIT;
}

static enum step take_piece(struct sp_link *link, slice piece) {
    if (link->oversize.is_active)
        return skip_piece(link, piece);
    memcpy(link->frame->bytes + link->frame->filled, piece.data, piece.size);
    link->frame->filled += piece.size;
    return STEP_AGAIN;
}

static enum step end_frame(struct sp_link *link) {
    link->frame_begun_at = 0;
    link->frames++;
    link->active_at = clock_monotonic();
    if (!link->oversize.is_active)
        return STEP_FRAME;
    link->oversize.is_active = false;
    return link->oversize.is_reported ? STEP_AGAIN : STEP_OVERSIZE;
}

static enum step next_step(struct sp_link *link) {
    if (link->is_broken)
        return STEP_OVER;
    if (link->ends_after_output && !link->is_lingering)
        return STEP_WAIT;
    if (link->waits_for_room)
        return allocate_frame(link);
    slice piece = {0};
    switch (frame_decode(&link->decoder, &link->unread, &piece)) {
    case FRAME_MORE:
        return STEP_RECEIVE;
    case FRAME_GREETED:
        return STEP_GREETED;
    case FRAME_BEGIN:
        return begin_frame(link);
    case FRAME_PIECE:
        return take_piece(link, piece);
    case FRAME_END:
        return end_frame(link);
    case FRAME_INVALID:
        break;
    }
    return break_off(link, NNG_EPROTO);
}

/* Tells the owner what the step found; the lock is let go meanwhile, is_pumping keeps other threads out. */
static void tell(struct sp_link *link, enum step step) {
    struct sp_frame *frame = NULL;
    if (step == STEP_FRAME) {
        frame = link->frame;
        link->frame = NULL;
    }
    link->oversize.is_reported |= step == STEP_OVERSIZE;
    pthread_mutex_unlock(&link->lock);
    if (step == STEP_FRAME)
        link->events->frame(link->owner, frame);
    else if (step == STEP_OVERSIZE)
        link->events->oversize(link->owner, slice_of(link->oversize.prefix, link->oversize.prefix_size),
                               link->decoder.body_bytes);
    else if (link->events->greeted != NULL)
        link->events->greeted(link->owner);
    pthread_mutex_lock(&link->lock);
}

/* The rest of a long body goes straight where it belongs; else the input takes all that follows, too. */
static void submit_receive(struct sp_link *link) {
    nng_iov part = {link->input, SP_INPUT_BYTES};
    link->is_direct = link->frame != NULL && link->decoder.body_left >= SP_INPUT_BYTES;
    if (link->is_direct)
        part = (nng_iov){link->frame->bytes + link->frame->filled, link->frame->size - link->frame->filled};
    nng_aio_set_iov(link->recv_aio, 1, &part);
    link->is_receiving = true;
    nng_stream_recv(link->stream, link->recv_aio);
}

void sp_link_pump(struct sp_link *link) {
    if (link->is_pumping || link->is_receiving || link->stream == NULL) {
        if (!link->is_pumping)
            sp_link_flush(link);
        return;
    }
    link->is_pumping = true;
    enum step step = STEP_WAIT;
    while (link->is_lingering || link->events->may_read(link->owner)) {
        step = next_step(link);
        if (step == STEP_GREETED || step == STEP_FRAME || step == STEP_OVERSIZE)
            tell(link, step);
        else if (step != STEP_AGAIN)
            break;
        step = STEP_WAIT;
    }
    link->is_pumping = false;
    pthread_cond_broadcast(&link->pump_ended);
    sp_link_flush(link);
    if (step == STEP_RECEIVE && !link->is_broken)
        submit_receive(link);
}
