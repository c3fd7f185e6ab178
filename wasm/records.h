// Records: where they begin and end, in 64 bytes at a time, and which of them may match.
//
// What a record is (src/scan/segments.ts says the same in JavaScript, and a test holds them together): outside strings, with
// a backslash hiding a quote after it, braces and brackets nest. At the record level, `{` begins a record, and `[` a
// container whose elements lie on the record level; an array that is the member Records, Events, events or logEvents of a record on the
// outermost level makes that record a wrapper, and a container of the array. What lies between records is a gap.
#pragma once
#include "literals.h"

// LAST: the event before a record that is none. With RECORD: what JavaScript need not find out again.
enum { RECORD = 0, GAP = 1, UNCLOSED = 2, LAST = 3, IS_PLAIN = 4, BEGINS_AS_EVENT = 8 };
enum { MOST_FOUND = 1024, MOST_CONTAINERS = 8, LOOK_AHEAD = 64, LARGE_RECORD = 65536, LOOKED_AT = 128, DEEPEST_PLAIN = 64, MOST_DIGITS = 15 };

struct found {
  u32 start, end, kind;
};
static struct found found[MOST_FOUND];

static struct {
  u8 *at;          // what lies before it has been scanned
  u8 *record;      // where the open record begins, or 0
  u8 *gap;         // where the gap begins: after the last record or container bracket
  u8 *last_record; // the last whole record, where it was not handed over, or 0
  u8 *last_end;
  u8 *hit; // the last hit before the present block, or 0
  u8 *floor; // the first byte that is there
  u64 in_string, escaped, quote_before; // carried from block to block
  i32 depth, level;       // of the present byte; on which records begin
  i32 levels[MOST_CONTAINERS];
  u32 containers;
  u32 found, events;
  u32 any_event; // some record began as an event does
  u32 everything; // hand over every record
  u32 dropping;   // the open record is too large: its beginning is gone
} sc;

static inline u64 mask_of(v128_t a, v128_t b, v128_t c, v128_t d) {
  return (u64)(u32)wasm_i8x16_bitmask(a) | (u64)(u32)wasm_i8x16_bitmask(b) << 16 |
         (u64)(u32)wasm_i8x16_bitmask(c) << 32 | (u64)(u32)wasm_i8x16_bitmask(d) << 48;
}

static inline u64 prefix_xor(u64 x) {
  x ^= x << 1;
  x ^= x << 2;
  x ^= x << 4;
  x ^= x << 8;
  x ^= x << 16;
  x ^= x << 32;
  return x;
}

static void add(const u8 *start, const u8 *end, u32 kind) {
  found[sc.found].start = (u32)start;
  found[sc.found].end = (u32)end;
  found[sc.found].kind = kind;
  sc.found++;
}

// Blanks, commas, the times before events of a log export, a byte order mark, and the separator of JSON sequences.
static int is_idle(const u8 *p, const u8 *end) {
  for (; p < end; p++) {
    const u8 c = *p;
    if (c == ',' || c == ' ' || (c >= 9 && c <= 13) || c == 0x1e || (c >= '0' && c <= '9') || c == '-' || c == ':' || c == '.' ||
        c == 'T' || c == 'Z' || c == '+')
      continue;
    if (c == 0xef && end - p >= 3 && p[1] == 0xbb && p[2] == 0xbf) {
      p += 2;
      continue;
    }
    return 0;
  }
  return 1;
}

// Before whatever is looked at comes what was before it.
static void tell_last(void) {
  if (sc.last_record) add(sc.last_record, sc.last_end, LAST);
  sc.last_record = 0;
}

static inline void end_gap(const u8 *end) {
  if (end - sc.gap == 1 && (*sc.gap == ',' || *sc.gap == '\n')) return;
  if (end > sc.gap && !is_idle(sc.gap, end)) {
    tell_last();
    add(sc.gap, end, GAP);
  }
}

static inline int is_blank(u8 c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

static int follows(const u8 *p, const char *word, u32 length, const u8 *floor) {
  if (p - floor < (i32)length) return 0;
  p -= length;
  for (u32 i = 0; i < length; i++)
    if (p[i] != (u8)word[i]) return 0;
  return 1;
}

// Is the bracket the value of a member that holds events? The key is looked for before it, as it is usually written: an
// escaped key makes no wrapper but a record, which is looked into when it is parsed.
static int opens_wrapper(const u8 *bracket, const u8 *floor) {
  const u8 *p = bracket;
  while (p > floor && is_blank(p[-1])) p--;
  if (p <= floor || *--p != ':') return 0;
  while (p > floor && is_blank(p[-1])) p--;
  return follows(p, "\"Records\"", 9, floor) || follows(p, "\"Events\"", 8, floor) || follows(p, "\"events\"", 8, floor) ||
         follows(p, "\"logEvents\"", 11, floor);
}

static void enter(i32 level, u8 *first) {
  sc.levels[sc.containers++] = sc.level;
  sc.level = level;
  sc.record = 0;
  sc.gap = first;
}

static __attribute__((noinline)) void opens(u8 *p) {
  const i32 depth = sc.depth++;
  const int between = !sc.record && depth == sc.level;
  // An array in very many others is taken for one record, and looked into.
  if (*p == '{' || sc.containers >= MOST_CONTAINERS) {
    if (between) {
      end_gap(p);
      sc.record = p;
    }
    return;
  }
  if (between) {
    end_gap(p);
    enter(depth + 1, p + 1);
  } else if (sc.level == 0 && depth == 1 && !sc.dropping && opens_wrapper(p, sc.record ? sc.record : sc.gap))
    enter(2, p + 1);
}

static inline const u8 *past_blanks(const u8 *p, const u8 *end) {
  while (p < end && is_blank(*p)) p++;
  return p;
}

// The byte after blanks and this text; 0: something else is there.
static inline const u8 *past(const u8 *p, const u8 *end, const char *text, i32 length) {
  p = past_blanks(p, end);
  if (end - p < length) return 0;
  for (i32 i = 0; i < length; i++)
    if (p[i] != (u8)text[i]) return 0;
  return p + length;
}

// Does the record begin as CloudTrail begins an event? What does not is always looked at: it may carry events in a form in
// which no literal is found (src/scan/native.ts says the same).
static int begins_as_event(const u8 *p, const u8 *end) {
  if (end - p > LOOKED_AT) end = p + LOOKED_AT;
  if (!(p = past(p, end, "{", 1)) || !(p = past(p, end, "\"eventVersion\"", 14)) || !(p = past(p, end, ":", 1)) ||
      !(p = past(p, end, "\"", 1)))
    return 0;
  while (p < end && ((*p >= '0' && *p <= '9') || *p == '.')) p++;
  if (p >= end || *p != '"') return 0;
  return (p = past(p + 1, end, ",", 1)) && (p = past(p, end, "\"userIdentity\"", 14)) && past(p, end, ":", 1);
}

// JSON.parse reads all of it, and it is not nested deeply: numbers outside strings are whole ones that JavaScript writes in the same
// way. (src/predicate/json.ts says which others are as well; here what is rare is left to it.)
static int is_plain(const u8 *p, const u8 *end) {
  u32 depth = 0, digits = 0;
  for (; p < end; p++) {
    const u8 c = *p;
    if (c == '"') {
      for (p++; p < end && *p != '"'; p++)
        if (*p == '\\') p++;
    } else if (c == '{' || c == '[') {
      if (++depth > DEEPEST_PLAIN) return 0;
    } else if (c == '}' || c == ']')
      depth--;
    else if (c >= '0' && c <= '9') {
      if (++digits > MOST_DIGITS) return 0;
      continue;
    } else if (c == '-' || c == '.' || c == 'E' || (c == 'e' && digits))
      return 0;
    digits = 0;
  }
  return 1;
}

static __attribute__((noinline)) void closes(u8 *p, const u8 *block, u64 hits) {
  if (sc.depth == 0) return; // one too many: it stays in the gap, which is no JSON then
  const i32 depth = --sc.depth;
  if (sc.record) {
    if (depth != sc.level) return;
    u8 *end = p + 1;
    const u32 length = (u32)(end - sc.record);
    if (sc.record > block) hits &= ~0ull << (sc.record - block);
    hits &= ~0ull >> (63 - (p - block));
    if (!sc.dropping) {
      const int is_wanted = sc.everything || !sc.any_event || hits || sc.hit >= sc.record || length > LARGE_RECORD;
      const int is_event = begins_as_event(sc.record, end);
      if (!is_event) tell_last();
      sc.last_record = is_wanted || !is_event ? 0 : sc.record;
      sc.any_event |= is_event;
      if (!sc.last_record)
        add(sc.record, end, RECORD | (is_event ? BEGINS_AS_EVENT : 0) | (is_plain(sc.record, end) ? IS_PLAIN : 0));
    } else
      sc.last_record = 0;
    sc.last_end = end;
    sc.events++;
    sc.dropping = 0;
    sc.record = 0;
    sc.gap = end;
  } else if (depth < sc.level) {
    end_gap(p);
    sc.level = sc.levels[--sc.containers];
    sc.gap = p + 1;
  } else if (depth == sc.level)
    sc.gap = p + 1; // the end of a wrapper
}

static inline v128_t not_first(v128_t bytes, v128_t low, v128_t high) {
  const v128_t l = wasm_i8x16_swizzle(low, wasm_v128_and(bytes, wasm_i8x16_splat(15)));
  const v128_t h = wasm_i8x16_swizzle(high, wasm_u8x16_shr(bytes, 4));
  return wasm_i8x16_eq(wasm_v128_and(l, h), wasm_i8x16_splat(0));
}

static inline v128_t has_pair(v128_t first, v128_t second, const v128_t *tables) {
  const v128_t nibble = wasm_i8x16_splat(15);
  const v128_t a = wasm_i8x16_swizzle(tables[0], wasm_v128_and(first, nibble));
  const v128_t b = wasm_i8x16_swizzle(tables[1], wasm_u8x16_shr(first, 4));
  const v128_t c = wasm_i8x16_swizzle(tables[2], wasm_v128_and(second, nibble));
  const v128_t d = wasm_i8x16_swizzle(tables[3], wasm_u8x16_shr(second, 4));
  return wasm_i8x16_ne(wasm_v128_and(wasm_v128_and(a, b), wasm_v128_and(c, d)), wasm_i8x16_splat(0));
}

// How literals are looked for; one loop is compiled for each pair of ways.
enum { NO_QUOTED, CAPITALS, ANY_FIRST };
enum { NO_PLAIN, FEW_PAIRS, MANY_PAIRS };

// V8 makes a constant anew in each round, in three instructions: what is loaded stays in a register, or is one load.
enum { QUOTE, BACKSLASH, OPENING, CLOSING, BIT_5, FROM_CAPITAL, CAPITALS_END, FROM_BRACE, BRACES_END, SPLATS };
static u8 splats[SPLATS][16];

// A range of bytes, for `is_between`: what to add so that its first byte becomes the lowest of all signed ones, and where it ends then.
#define FROM(first) (u8)(0x80 - (first))
#define END(first, last) (u8)(0x81 - (first) + (last))

static void init_records(void) {
  static const u8 bytes[SPLATS] = {'"', '\\', '{', '}', 0x20, FROM('A'), END('A', 'Z'), FROM('{'), END('{', '}')};
  for (u32 i = 0; i < SPLATS; i++)
    for (u32 n = 0; n < 16; n++) splats[i][n] = bytes[i];
}

#define EACH(f, ...) mask_of(f(v0, __VA_ARGS__), f(v1, __VA_ARGS__), f(v2, __VA_ARGS__), f(v3, __VA_ARGS__))
#define ANY(a, b, c, d) wasm_v128_or(wasm_v128_or(a, b), wasm_v128_or(c, d))

// Signed, because there is one instruction for it and four for unsigned bytes.
static inline v128_t is_between(v128_t bytes, v128_t from, v128_t end) { return wasm_i8x16_lt(wasm_i8x16_add(bytes, from), end); }
static inline v128_t pair_at(v128_t bytes, v128_t next, v128_t first, v128_t second) {
  return wasm_v128_and(wasm_i8x16_eq(bytes, first), wasm_i8x16_eq(next, second));
}

static inline __attribute__((always_inline)) int scan_blocks(u8 *end, u32 final, const int quoted, const int plain) {
  const v128_t low = wasm_v128_load(first_low), high = wasm_v128_load(first_high);
  const v128_t tables[4] = {wasm_v128_load(pair_tables[0]), wasm_v128_load(pair_tables[1]),
                            wasm_v128_load(pair_tables[2]), wasm_v128_load(pair_tables[3])};
  const v128_t first0 = wasm_v128_load8_splat(&pairs[0][0]), second0 = wasm_v128_load8_splat(&pairs[0][1]);
  const v128_t first1 = wasm_v128_load8_splat(&pairs[1][0]), second1 = wasm_v128_load8_splat(&pairs[1][1]);
  const v128_t quote = wasm_v128_load(splats[QUOTE]), backslash = wasm_v128_load(splats[BACKSLASH]);
  const v128_t opening = wasm_v128_load(splats[OPENING]), closing = wasm_v128_load(splats[CLOSING]), bit5 = wasm_v128_load(splats[BIT_5]);
  const v128_t from_capital = wasm_v128_load(splats[FROM_CAPITAL]), capitals_end = wasm_v128_load(splats[CAPITALS_END]);
  const v128_t from_brace = wasm_v128_load(splats[FROM_BRACE]), braces_end = wasm_v128_load(splats[BRACES_END]);
  const u64 even = 0x5555555555555555ull;
  u8 *p = sc.at;
  if (final)
    for (u32 i = 0; i < 64 + LOOK_AHEAD; i++) end[i] = ' ';
  const i32 need = final ? 1 : 64 + LOOK_AHEAD;
  while (end - p >= need) {
    if (unlikely(sc.found > MOST_FOUND - 160)) {
      sc.at = p;
      return 0;
    }
    const v128_t v0 = wasm_v128_load(p), v1 = wasm_v128_load(p + 16), v2 = wasm_v128_load(p + 32), v3 = wasm_v128_load(p + 48);
    const u64 raw_quotes = EACH(wasm_i8x16_eq, quote);
    u64 quotes = raw_quotes, hits = 0;
    // With bit 5 set, brackets are braces and a backslash lies between the two.
    const v128_t u0 = wasm_v128_or(v0, bit5), u1 = wasm_v128_or(v1, bit5), u2 = wasm_v128_or(v2, bit5), u3 = wasm_v128_or(v3, bit5);
    const v128_t s0 = is_between(u0, from_brace, braces_end), s1 = is_between(u1, from_brace, braces_end);
    const v128_t s2 = is_between(u2, from_brace, braces_end), s3 = is_between(u3, from_brace, braces_end);
    if (quoted) {
      u64 places = quoted == CAPITALS ? EACH(is_between, from_capital, capitals_end) : ~EACH(not_first, low, high);
      places &= raw_quotes << 1 | sc.quote_before;
      sc.quote_before = raw_quotes >> 63;
      for (; places; places &= places - 1) {
        const u32 i = (u32)__builtin_ctzll(places);
        if (quoted_literal_at(p + i)) hits |= 1ull << i;
      }
    }
    if (plain) {
      const v128_t w0 = wasm_v128_load(p + 1), w1 = wasm_v128_load(p + 17), w2 = wasm_v128_load(p + 33), w3 = wasm_v128_load(p + 49);
      u64 places = 0;
      if (plain == MANY_PAIRS)
        places = mask_of(has_pair(v0, w0, tables), has_pair(v1, w1, tables), has_pair(v2, w2, tables), has_pair(v3, w3, tables));
      else {
        const v128_t x0 = wasm_v128_or(pair_at(v0, w0, first0, second0), pair_at(v0, w0, first1, second1));
        const v128_t x1 = wasm_v128_or(pair_at(v1, w1, first0, second0), pair_at(v1, w1, first1, second1));
        const v128_t x2 = wasm_v128_or(pair_at(v2, w2, first0, second0), pair_at(v2, w2, first1, second1));
        const v128_t x3 = wasm_v128_or(pair_at(v3, w3, first0, second0), pair_at(v3, w3, first1, second1));
        if (unlikely(wasm_v128_any_true(ANY(x0, x1, x2, x3)))) places = mask_of(x0, x1, x2, x3);
      }
      for (; unlikely(places); places &= places - 1) {
        const u32 i = (u32)__builtin_ctzll(places);
        if (plain_literal_at(p + i, sc.floor)) hits |= 1ull << i;
      }
    }

    // Where nothing opens, closes or escapes, quotes need not be told apart: their number says whether a string goes on.
    if (wasm_v128_any_true(ANY(s0, s1, s2, s3)) || sc.escaped) {
      const v128_t b0 = wasm_i8x16_eq(v0, backslash), b1 = wasm_i8x16_eq(v1, backslash);
      const v128_t b2 = wasm_i8x16_eq(v2, backslash), b3 = wasm_i8x16_eq(v3, backslash);
      if (unlikely(wasm_v128_any_true(ANY(b0, b1, b2, b3)) || sc.escaped)) {
        const u64 all = mask_of(b0, b1, b2, b3);
        // A run of backslashes hides the byte after it when the run is odd: runs that begin at odd places carry into even ones.
        const u64 slashes = all & ~sc.escaped;
        const u64 after = slashes << 1 | sc.escaped;
        const u64 odd_starts = slashes & ~even & ~after;
        u64 sequences;
        sc.escaped = __builtin_add_overflow(odd_starts, slashes, &sequences);
        quotes &= ~((even ^ (sequences << 1)) & after);
        for (u64 left = all; left; left &= left - 1) {
          const u32 i = (u32)__builtin_ctzll(left);
          if (p[i + 1] == 'u' || p[i + 1] == '/') hits |= 1ull << i;
        }
      }
      const u64 in_string = prefix_xor(quotes) ^ sc.in_string;
      sc.in_string = (u64)((i64)in_string >> 63);
      // Behind the end are blanks, in which nothing opens or closes.
      const u64 close = mask_of(wasm_i8x16_eq(u0, closing), wasm_i8x16_eq(u1, closing), wasm_i8x16_eq(u2, closing), wasm_i8x16_eq(u3, closing)) & ~in_string;
      const u64 open = mask_of(wasm_i8x16_eq(u0, opening), wasm_i8x16_eq(u1, opening), wasm_i8x16_eq(u2, opening), wasm_i8x16_eq(u3, opening)) & ~in_string;
      const i32 lowest = sc.depth - (i32)__builtin_popcountll(close);
      if (likely(lowest > sc.level + (sc.level == 0)))
        sc.depth = lowest + (i32)__builtin_popcountll(open);
      else
        for (u64 both = open | close; both; both &= both - 1) {
          const u32 i = (u32)__builtin_ctzll(both);
          if (open >> i & 1)
            opens(p + i);
          else
            closes(p + i, p, hits);
        }
    } else
      sc.in_string ^= 0 - (u64)(__builtin_popcountll(raw_quotes) & 1);
    if (unlikely(hits)) sc.hit = p + 63 - __builtin_clzll(hits);
    p += 64;
  }
  sc.at = p > end ? end : p;
  return 1;
}

// Each in a function of its own: V8 optimises whole functions, and one is used.
#define LOOP(name, quoted, plain) \
  static __attribute__((noinline)) int name(u8 *end, u32 final) { return scan_blocks(end, final, quoted, plain); }
LOOP(scan_structure, NO_QUOTED, NO_PLAIN)
LOOP(scan_few_pairs, NO_QUOTED, FEW_PAIRS)
LOOP(scan_many_pairs, NO_QUOTED, MANY_PAIRS)
LOOP(scan_capitals, CAPITALS, NO_PLAIN)
LOOP(scan_capitals_few_pairs, CAPITALS, FEW_PAIRS)
LOOP(scan_capitals_many_pairs, CAPITALS, MANY_PAIRS)
LOOP(scan_quoted, ANY_FIRST, NO_PLAIN)
LOOP(scan_quoted_few_pairs, ANY_FIRST, FEW_PAIRS)
LOOP(scan_quoted_many_pairs, ANY_FIRST, MANY_PAIRS)

// Scans whole blocks as long as LOOK_AHEAD bytes follow them; at the end of the input what is left as well.
// False: `found` is full, call again.
static int scan_to(u8 *end, u32 final) {
  const int quoted = !any_quoted || sc.everything ? NO_QUOTED : only_capitals ? CAPITALS : ANY_FIRST;
  const int plain = !any_plain || sc.everything ? NO_PLAIN : pair_count <= 2 ? FEW_PAIRS : MANY_PAIRS;
  switch (quoted * 3 + plain) {
    case NO_QUOTED * 3 + NO_PLAIN: return scan_structure(end, final);
    case NO_QUOTED * 3 + FEW_PAIRS: return scan_few_pairs(end, final);
    case NO_QUOTED * 3 + MANY_PAIRS: return scan_many_pairs(end, final);
    case CAPITALS * 3 + NO_PLAIN: return scan_capitals(end, final);
    case CAPITALS * 3 + FEW_PAIRS: return scan_capitals_few_pairs(end, final);
    case CAPITALS * 3 + MANY_PAIRS: return scan_capitals_many_pairs(end, final);
    case ANY_FIRST * 3 + NO_PLAIN: return scan_quoted(end, final);
    case ANY_FIRST * 3 + FEW_PAIRS: return scan_quoted_few_pairs(end, final);
    default: return scan_quoted_many_pairs(end, final);
  }
}
