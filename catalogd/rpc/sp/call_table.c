#include "rpc/sp/call_table.h"

#include <stdlib.h>
#include <string.h>

#define SLOT_BITS   12
#define SLOT_MASK   ((1U << SLOT_BITS) - 1)
#define LAST_WORD   0x80000000U
#define FIRST_SLOTS 16

_Static_assert(SP_CLIENT_CALLS_MAX == 1U << SLOT_BITS, "a slot number fills the low bits of an id");

static bool grow(struct call_table *table) {
    uint32_t capacity = table->capacity == 0 ? FIRST_SLOTS : table->capacity * 2;
    if (capacity > SP_CLIENT_CALLS_MAX)
        return false;
    struct pending_call *slots = realloc(table->slots, capacity * sizeof *slots);
    if (slots == NULL)
        return false;
    memset(slots + table->capacity, 0, (capacity - table->capacity) * sizeof *slots);
    for (uint32_t i = capacity; i > table->capacity; i--) {
        slots[i - 1].next_free = table->first_free;
        table->first_free = i;
    }
    table->slots = slots;
    table->capacity = capacity;
    return true;
}

struct pending_call *call_table_add(struct call_table *table) {
    if (table->first_free == 0 && !grow(table))
        return NULL;
    uint32_t slot = table->first_free - 1;
    struct pending_call *call = &table->slots[slot];
    table->first_free = call->next_free;
    table->count++;
    table->generation++;
    *call = (struct pending_call){.id = LAST_WORD | (table->generation << SLOT_BITS & ~LAST_WORD) | slot};
    return call;
}

static void take_out(struct call_table *table, uint32_t slot, struct pending_call *ret_call) {
    *ret_call = table->slots[slot];
    table->slots[slot] = (struct pending_call){.next_free = table->first_free};
    table->first_free = slot + 1;
    table->count--;
}

bool call_table_take(struct call_table *table, uint32_t id, struct pending_call *ret_call) {
    uint32_t slot = id & SLOT_MASK;
    if (id == 0 || slot >= table->capacity || table->slots[slot].id != id)
        return false;
    take_out(table, slot, ret_call);
    return true;
}

bool call_table_take_overdue(struct call_table *table, time_ns now, struct pending_call *ret_call) {
    for (uint32_t slot = 0; slot < table->capacity && table->count > 0; slot++) {
        if (table->slots[slot].id == 0 || table->slots[slot].deadline > now)
            continue;
        take_out(table, slot, ret_call);
        return true;
    }
    return false;
}

time_ns call_table_deadline(const struct call_table *table) {
    time_ns earliest = CALL_NO_DEADLINE;
    for (uint32_t slot = 0; slot < table->capacity; slot++) {
        const struct pending_call *call = &table->slots[slot];
        if (call->id != 0 && call->deadline < earliest)
            earliest = call->deadline;
    }
    return earliest;
}

void call_table_done(struct call_table *table) {
    free(table->slots);
    *table = (struct call_table){0};
}
