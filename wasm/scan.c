// The module: inflate into a buffer, find records in it. One instance serves one item at a time; JavaScript
// (src/scan/wasm-engine.ts) owns the loop, the checksums and the parsing. All pointers are offsets in the memory.
#include "crc.h"
#include "inflate.h"
#include "records.h"

enum { WINDOW = 32768, STEP = 64 << 10 };
enum { NO_ROOM = 3 };

static u8 *buffer;
static u64 removed; // bytes of this item that are no longer in the buffer

void EXPORT(start_item)(u8 *at, u32 everything) {
  static u32 ready;
  if (!ready) {
    init_inflate();
    init_crc();
    init_records();
  }
  ready = 1;
  buffer = at;
  removed = 0;
  __builtin_memset(&inf, 0, sizeof inf);
  __builtin_memset(&sc, 0, sizeof sc);
  inf.out = inf.window = at;
  sc.at = sc.gap = sc.floor = at;
  sc.everything = everything;
}

void EXPORT(start_member)(void) {
  inf.phase = HEADER;
  inf.last_block = 0;
  inf.bits = 0;
  inf.bit_count = 0;
  inf.window = inf.out;
  start_crc(inf.out);
}

void EXPORT(set_input)(u8 *in, u8 *end, u32 final) {
  inf.in = in;
  inf.in_end = end;
  inf.final = final;
}

// Inflating alone.
int EXPORT(run_inflate)(u8 *limit) {
  const int result = inflate_to(limit);
  crc_to(inf.out);
  return result;
}

// Moves what is still needed to the front of the buffer.
static void move_to_front(void) {
  const u8 *keep = sc.dropping ? sc.at : sc.record ? sc.record : sc.gap;
  if (sc.last_record && sc.last_record < keep) keep = sc.last_record;
  if (sc.at < keep) keep = sc.at;
  if (inf.out - keep < WINDOW) keep = inf.out - buffer < WINDOW ? buffer : inf.out - WINDOW;
  const i32 by = keep - buffer;
  if (!by) return;
  __builtin_memmove(buffer, keep, (u32)(inf.out - keep));
  removed += (u32)by;
  inf.out -= by;
  inf.window = inf.window - buffer < by ? buffer : inf.window - by;
  crc.at -= by; // at most 15 bytes before `out`
  sc.at -= by;
  sc.gap = sc.gap - buffer < by ? buffer : sc.gap - by;
  if (sc.record) sc.record = sc.record - buffer < by ? buffer : sc.record - by;
  if (sc.last_record) {
    sc.last_record -= by;
    sc.last_end -= by;
  }
  sc.hit = sc.hit - buffer < by ? 0 : sc.hit - by;
}
void EXPORT(compact)(void) { move_to_front(); }

// Inflates step by step, each of which is scanned while it is in the processor's cache, until there is something to do outside: what
// was found has to be handed over before anything moves (ENOUGH), there is no room for a step (NO_ROOM), or what inflating ends with.
int EXPORT(run)(u8 *room_end) {
  for (;;) {
    if (inf.out + STEP + OUTPUT_SLACK > room_end) {
      move_to_front();
      if (inf.out + STEP + OUTPUT_SLACK > room_end) return NO_ROOM;
    }
    const int result = run_inflate(inf.out + STEP);
    const int is_scanned = scan_to(inf.out, 0);
    if (result != ENOUGH || !is_scanned || sc.found) return result;
  }
}
// Of the member that was inflated last.
u32 EXPORT(checksum)(void) { return crc_of(inf.out); }
u8 *EXPORT(input_at)(void) { return inf.in; }
u8 *EXPORT(output_at)(void) { return inf.out; }
// Bytes that JavaScript wrote itself: input that is not compressed.
void EXPORT(set_output)(u8 *out) { inf.out = out; }

int EXPORT(run_scan)(u32 final) { return scan_to(inf.out, final); }
struct found *EXPORT(found_at)(void) { return found; }
u32 EXPORT(found_count)(void) { return sc.found; }
void EXPORT(clear_found)(void) { sc.found = 0; }
u32 EXPORT(event_count)(void) { return sc.events; }
double EXPORT(removed_bytes)(void) { return (double)removed; }
u8 *EXPORT(last_record_at)(void) { return sc.last_record; }
u8 *EXPORT(last_record_end)(void) { return sc.last_end; }
u8 *EXPORT(scanned_to)(void) { return sc.at; }
u32 EXPORT(is_open)(void) { return sc.record && !sc.dropping; }
// At the end: is something open around the records, an array or the object that holds it?
u32 EXPORT(is_inside)(void) { return !sc.record && sc.depth > 0; }
// Nothing but blanks and the like, or the rest of a record that was given up.
u32 EXPORT(gap_is_idle)(void) { return sc.record || is_idle(sc.gap, sc.at); }
u8 *EXPORT(held_from)(void) { return sc.record ? sc.record : sc.gap; }

// The end of the item: what is open, or behind the last record, is found as well.
void EXPORT(end_item)(void) {
  if (sc.record && !sc.dropping) {
    tell_last();
    add(sc.record, inf.out, UNCLOSED);
  } else if (!sc.record)
    end_gap(inf.out);
}

// The record or gap that is being held is too long: it is no longer. A record goes on unseen; a gap begins anew. The last whole
// record is forgotten as well: it would keep all that lies behind it in the buffer.
void EXPORT(drop_held)(void) {
  sc.last_record = 0;
  if (sc.record) {
    sc.record = sc.at;
    sc.dropping = 1;
  } else
    sc.gap = sc.at;
}

// After damage: what comes next is outside of everything.
void EXPORT(reset_structure)(u8 *at) {
  sc.last_record = 0;
  sc.at = sc.gap = at;
  sc.record = sc.hit = 0;
  sc.in_string = sc.escaped = sc.quote_before = 0;
  sc.depth = sc.level = 0;
  sc.containers = sc.dropping = 0;
}
