// Decoding tables of canonical Huffman codes (RFC 1951, 3.2.2), made for one lookup a symbol.
#pragma once
#include "base.h"

// An entry: bits 0-5 how many bits it takes, 6-7 its kind, 8-12 the code's own length (the rest are extra bits),
// 16-31 the base value, or one or two literals.
enum { VALUE = 0u << 6, LITERAL = 1u << 6, LITERALS = 2u << 6, OTHER = 3u << 6, KIND = 3u << 6 };
// What OTHER may be, in bits 8-9. Of a subtable: bits 10-13 its width, 16-31 where it begins.
enum { END_OF_BLOCK = 0u << 8, SUBTABLE = 1u << 8, INVALID = 2u << 8, WHICH = 3u << 8 };
#define BITS(e) ((e) & 63)
#define CODE_BITS(e) (((e) >> 8) & 31)
// True of LITERAL and LITERALS only.
#define IS_LITERAL(e) (((e) + 64) & 128)

enum { LITLEN_BITS = 10, DISTANCE_BITS = 8, PRECODE_BITS = 7, LONGEST_CODE = 15 };
enum { CODE_LENGTHS, LENGTHS, DISTANCES };

static u32 litlen_table[4096], distance_table[2048], precode_table[128];

static inline u32 reversed(u32 code, u32 length) {
  code = ((code & 0x5555) << 1) | ((code >> 1) & 0x5555);
  code = ((code & 0x3333) << 2) | ((code >> 2) & 0x3333);
  code = ((code & 0x0f0f) << 4) | ((code >> 4) & 0x0f0f);
  code = ((code & 0x00ff) << 8) | ((code >> 8) & 0x00ff);
  return code >> (16 - length);
}

// `values[symbol]` is the entry without the code's length. Refuses what zlib refuses: codes with too many words, and
// incomplete ones but for a single word of one bit.
static int build_table(u32 *table, const u8 *lengths, u32 symbols, const u32 *values, u32 width, int what) {
  u32 count[LONGEST_CODE + 1] = {0}, next[LONGEST_CODE + 2], sorted_at[LONGEST_CODE + 2];
  static u16 sorted[320], codes[320];
  for (u32 s = 0; s < symbols; s++) count[lengths[s]]++;
  count[0] = 0;
  u32 longest = LONGEST_CODE;
  while (longest && !count[longest]) longest--;
  const u32 invalid = OTHER | INVALID | 1;
  if (!longest) {
    for (u32 i = 0; i < 1u << width; i++) table[i] = invalid;
    return 1;
  }
  i32 left = 1;
  u32 code = 0, at = 0;
  for (u32 n = 1; n <= LONGEST_CODE; n++) {
    left = (left << 1) - (i32)count[n];
    if (left < 0) return 0;
    code = (code + (n > 1 ? count[n - 1] : 0)) << 1;
    next[n] = code;
    sorted_at[n] = at;
    at += count[n];
  }
  if (left > 0) {
    if (what == CODE_LENGTHS || longest != 1) return 0;
    for (u32 i = 0; i < 1u << width; i++) table[i] = invalid;
  }
  for (u32 s = 0; s < symbols; s++) {
    u32 n = lengths[s];
    if (!n) continue;
    sorted[sorted_at[n]] = (u16)s;
    codes[sorted_at[n]++] = (u16)reversed(next[n]++, n);
  }
  u32 end = 1u << width;
  const u32 mask = end - 1;
  u32 i = 0;
  for (; i < at && lengths[sorted[i]] <= width; i++) {
    u32 n = lengths[sorted[i]], entry = values[sorted[i]] + n;
    if ((entry & KIND) == VALUE) entry |= n << 8;
    for (u32 slot = codes[i]; slot <= mask; slot += 1u << n) table[slot] = entry;
  }
  // Longer codes: those with the same first bits follow each other, the longest last.
  while (i < at) {
    const u32 prefix = codes[i] & mask;
    u32 last = i;
    while (last + 1 < at && (codes[last + 1] & mask) == prefix) last++;
    const u32 sub = lengths[sorted[last]] - width;
    table[prefix] = OTHER | SUBTABLE | sub << 10 | end << 16 | width;
    for (; i <= last; i++) {
      u32 n = lengths[sorted[i]], entry = values[sorted[i]] + n - width;
      if ((entry & KIND) == VALUE) entry |= (n - width) << 8;
      for (u32 slot = codes[i] >> width; slot < 1u << sub; slot += 1u << (n - width)) table[end + slot] = entry;
    }
    end += 1u << sub;
  }
  return 1;
}
