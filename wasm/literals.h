// The search for literals. Those that begin with a quote are looked up at quotes only; the others by two bytes of theirs.
#pragma once
#include "base.h"

// None is longer than 64 bytes, which is how far scanning looks ahead.
enum { MOST_LITERALS = 2048, LITERAL_BYTES = 65536, BUCKETS = 4096 };

static u8 literal_bytes[LITERAL_BYTES];
static u32 literal_at[MOST_LITERALS], literal_length[MOST_LITERALS], literal_next[MOST_LITERALS];
static u32 literal_count, literal_end;

// After a quote: which bytes come first, by low and by high half, and a hash of four of them. Long literals begin alike, as the names
// of AWS's resources do (`arn:aws:iam::111122223333:role/`): the longer one is, the further behind are the four.
enum { KINDS = 3 };
static const u32 hashed_at[KINDS] = {0, 30, 44};
static u8 first_low[16], first_high[16];
static u32 quoted_bucket[KINDS][BUCKETS], quoted_mask[KINDS], any_of_kind[KINDS];
static u32 any_quoted, any_plain, only_capitals;

// The pairs of bytes, when there are at most two.
static u8 pairs[2][2];
static u32 pair_count;

// Without a quote: two neighbouring bytes, the rarest of the literal; eight sets of literals.
static u8 pair_tables[4][16];
static u32 plain_bucket[8], plain_offset[MOST_LITERALS];

static inline u32 hash(u32 bytes, u32 kind) { return ((bytes & quoted_mask[kind]) * 0x9e3779b1u) >> 20; }

static u32 rarity(u8 c) {
  if (c >= 'A' && c <= 'Z') return 4;
  if (c >= 'a' && c <= 'z') return c == 'k' || c == 'q' || c == 'x' || c == 'z' || c == 'j' || c == 'w' || c == 'v' ? 3 : 1;
  if (c >= '0' && c <= '9') return 0;
  return c == '-' || c == ':' || c == '.' || c == '/' || c == '"' || c == ',' ? 1 : 5;
}

u8 *EXPORT(literal_buffer)(void) { return literal_bytes; }
u32 EXPORT(literal_limit)(void) { return LITERAL_BYTES; }

// The literals, one after the other in `literal_bytes`, each after a byte that holds its length. False: too many of them.
u32 EXPORT(set_literals)(u32 count, u32 shortest_quoted) {
  if (count > MOST_LITERALS) return 0;
  for (u32 k = 0; k < KINDS; k++) {
    for (u32 i = 0; i < BUCKETS; i++) quoted_bucket[k][i] = 0;
    any_of_kind[k] = 0;
    quoted_mask[k] = 0xffffffffu;
  }
  for (u32 i = 0; i < 16; i++) {
    first_low[i] = first_high[i] = 0;
    for (u32 t = 0; t < 4; t++) pair_tables[t][i] = 0;
  }
  for (u32 i = 0; i < 8; i++) plain_bucket[i] = 0;
  any_quoted = any_plain = pair_count = 0;
  only_capitals = 1;
  if (shortest_quoted < 4) quoted_mask[0] = (1u << (8 * shortest_quoted)) - 1;
  u32 at = 0;
  for (u32 i = 0; i < count; i++) {
    const u32 length = literal_bytes[at];
    const u8 *bytes = literal_bytes + at + 1;
    literal_at[i] = at + 1;
    literal_length[i] = length;
    at += length + 1;
    if (bytes[0] == '"') {
      any_quoted = 1;
      if (bytes[1] < 'A' || bytes[1] > 'Z') only_capitals = 0;
      first_low[bytes[1] & 15] |= (u8)(1u << (bytes[1] >> 4));
      first_high[bytes[1] >> 4] |= (u8)(1u << (bytes[1] >> 4));
      u32 kind = KINDS - 1;
      while (hashed_at[kind] + 4 > length - 1 && kind) kind--;
      any_of_kind[kind] = 1;
      u32 *head = &quoted_bucket[kind][hash(load32(bytes + 1 + hashed_at[kind]), kind)];
      literal_next[i] = *head;
      *head = i + 1;
      continue;
    }
    u32 best = 0, best_rarity = 0;
    for (u32 o = 0; o + 1 < length; o++) {
      const u32 r = rarity(bytes[o]) + rarity(bytes[o + 1]);
      if (r > best_rarity) {
        best = o;
        best_rarity = r;
      }
    }
    if (pair_count < 3) {
      u32 known = 0;
      while (known < pair_count && known < 2 && (pairs[known][0] != bytes[best] || pairs[known][1] != bytes[best + 1])) known++;
      if (known == pair_count && pair_count++ < 2) {
        pairs[known][0] = bytes[best];
        pairs[known][1] = bytes[best + 1];
      }
    }
    const u32 set = any_plain++ & 7;
    plain_offset[i] = best;
    literal_next[i] = plain_bucket[set];
    plain_bucket[set] = i + 1;
    for (u32 t = 0; t < 4; t++) {
      const u8 c = bytes[best + (t >> 1)];
      pair_tables[t][t & 1 ? c >> 4 : c & 15] |= (u8)(1u << set);
    }
  }
  // One pair alone is looked for twice.
  if (pair_count == 1) pairs[1][0] = pairs[0][0], pairs[1][1] = pairs[0][1];
  literal_count = count;
  return 1;
}

static inline int is_at(const u8 *p, u32 literal) {
  const u8 *bytes = literal_bytes + literal_at[literal];
  for (u32 n = 0; n < literal_length[literal]; n++)
    if (p[n] != bytes[n]) return 0;
  return 1;
}

// `p` is after a quote.
static inline int quoted_literal_at(const u8 *p) {
  for (u32 k = 0; k < KINDS; k++) {
    if (!any_of_kind[k]) continue;
    for (u32 i = quoted_bucket[k][hash(load32(p + hashed_at[k]), k)]; i; i = literal_next[i - 1])
      if (is_at(p - 1, i - 1)) return 1;
  }
  return 0;
}

// Does a literal without a quote have its pair at `p`?
static inline int plain_literal_at(const u8 *p, const u8 *floor) {
  const u32 sets = pair_tables[0][p[0] & 15] & pair_tables[1][p[0] >> 4] & pair_tables[2][p[1] & 15] & pair_tables[3][p[1] >> 4];
  for (u32 set = 0; set < 8; set++) {
    if (!(sets >> set & 1)) continue;
    for (u32 i = plain_bucket[set]; i; i = literal_next[i - 1]) {
      const u8 *start = p - plain_offset[i - 1];
      if (start >= floor && is_at(start, i - 1)) return 1;
    }
  }
  return 0;
}
