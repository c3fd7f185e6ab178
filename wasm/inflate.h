// Inflate (RFC 1951) that stops and goes on anywhere: when the input is used up, and when there is enough output.
#pragma once
#include "huffman.h"

enum Inflated { ENOUGH = 0, NEEDS_INPUT = 1, MEMBER_ENDS = 2, CORRUPT = -1, TRUNCATED = -2 };
enum { HEADER, STORED, CODES };

// INVARIANT: the caller keeps INPUT_SLACK readable bytes after `in_end`, zero when the input is final, and OUTPUT_SLACK
// writable ones after every limit that it asks for. The loops check once for each symbol, and rely on it in between.
enum { INPUT_SLACK = 1024, OUTPUT_SLACK = 512 };

static struct {
  u64 bits;
  u32 bit_count;
  u8 *in, *in_end;
  u8 *out, *window; // no match may reach back beyond `window`
  u32 final, phase, last_block, stored_left;
} inf;

static u32 litlen_values[288], distance_values[32], precode_values[19];
static u8 code_lengths[320];

static void init_inflate(void) {
  for (u32 s = 0; s < 256; s++) litlen_values[s] = LITERAL | s << 16;
  litlen_values[256] = OTHER | END_OF_BLOCK;
  u32 base = 3;
  for (u32 s = 257; s < 285; s++) {
    u32 extra = s < 265 ? 0 : (s - 261) >> 2;
    litlen_values[s] = VALUE | base << 16 | extra;
    base += 1u << extra;
  }
  litlen_values[285] = VALUE | 258u << 16;
  litlen_values[286] = litlen_values[287] = OTHER | INVALID;
  base = 1;
  for (u32 s = 0; s < 30; s++) {
    u32 extra = s < 4 ? 0 : (s - 2) >> 1;
    distance_values[s] = VALUE | base << 16 | extra;
    base += 1u << extra;
  }
  distance_values[30] = distance_values[31] = OTHER | INVALID;
  for (u32 s = 0; s < 19; s++) precode_values[s] = s << 16;
}

#define REFILL()                              \
  do {                                        \
    bits |= load64(in) << (bit_count & 63);   \
    in += (63 - bit_count) >> 3;              \
    bit_count |= 56;                          \
  } while (0)
#define TAKE(n) (bits >>= (n) & 63, bit_count -= (n))
#define PEEK(n) ((u32)bits & ((1u << (n)) - 1))
#define OVERRUN() (in - (bit_count >> 3) > inf.in_end)
// Zeros are read after the end: what they break is cut off, not damaged.
#define DAMAGED() (OVERRUN() ? TRUNCATED : CORRUPT)
#define SAVE()                                   \
  do {                                           \
    inf.in = in - (bit_count >> 3);              \
    inf.bit_count = bit_count & 7;               \
    inf.bits = bits & ((1u << (bit_count & 7)) - 1); \
  } while (0)

// Where two literals fit into one lookup they share an entry; bits 8-12 then say how long the first one is.
static void pair_literals(void) {
  // Downwards: what is looked up further down is still single.
  for (i32 i = (1 << LITLEN_BITS) - 1; i >= 0; i--) {
    const u32 e = litlen_table[i], n = BITS(e);
    if ((e & KIND) != LITERAL) continue;
    const u32 e2 = litlen_table[(u32)i >> n];
    if ((e2 & KIND) == LITERAL && n + BITS(e2) <= LITLEN_BITS)
      litlen_table[i] = LITERALS | (n + BITS(e2)) | n << 8 | (e & 0xff0000) | (e2 & 0xff0000) << 8;
  }
}

static int read_codes(u8 **in_at, u64 *bits_at, u32 *bit_count_at) {
  static const u8 order[19] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
  u8 *in = *in_at;
  u64 bits = *bits_at;
  u32 bit_count = *bit_count_at;
  REFILL();
  u32 literals = PEEK(5) + 257;
  TAKE(5);
  u32 distances = PEEK(5) + 1;
  TAKE(5);
  u32 given = PEEK(4) + 4;
  TAKE(4);
  if (literals > 286 || distances > 30) return DAMAGED();
  u8 precode[19] = {0};
  for (u32 i = 0; i < given; i++) {
    REFILL();
    precode[order[i]] = (u8)PEEK(3);
    TAKE(3);
  }
  if (!build_table(precode_table, precode, 19, precode_values, PRECODE_BITS, CODE_LENGTHS)) return DAMAGED();
  for (u32 i = 0; i < literals + distances;) {
    REFILL();
    u32 e = precode_table[PEEK(PRECODE_BITS)];
    if ((e & KIND) == OTHER) return DAMAGED();
    TAKE(BITS(e));
    u32 symbol = e >> 16;
    if (symbol < 16) {
      code_lengths[i++] = (u8)symbol;
      continue;
    }
    if (symbol == 16 && i == 0) return DAMAGED();
    u32 extra = symbol == 16 ? 2 : symbol == 17 ? 3 : 7;
    u32 times = PEEK(extra) + (symbol == 18 ? 11 : 3);
    TAKE(extra);
    if (i + times > literals + distances) return DAMAGED();
    u8 value = symbol == 16 ? code_lengths[i - 1] : 0;
    while (times--) code_lengths[i++] = value;
  }
  if (OVERRUN()) return TRUNCATED;
  if (!code_lengths[256]) return CORRUPT;
  if (!build_table(litlen_table, code_lengths, literals, litlen_values, LITLEN_BITS, LENGTHS)) return CORRUPT;
  pair_literals();
  if (!build_table(distance_table, code_lengths + literals, distances, distance_values, DISTANCE_BITS, DISTANCES))
    return CORRUPT;
  *in_at = in;
  *bits_at = bits;
  *bit_count_at = bit_count;
  return ENOUGH;
}

static int fixed_codes(void) {
  for (u32 s = 0; s < 288; s++) code_lengths[s] = s < 144 ? 8 : s < 256 ? 9 : s < 280 ? 7 : 8;
  build_table(litlen_table, code_lengths, 288, litlen_values, LITLEN_BITS, LENGTHS);
  for (u32 s = 0; s < 32; s++) code_lengths[s] = 5;
  build_table(distance_table, code_lengths, 32, distance_values, DISTANCE_BITS, DISTANCES);
  return ENOUGH;
}

// Reads one block's header. What zlib would call an error is one here, too, though with fewer words for it.
static int read_header(void) {
  u8 *in = inf.in;
  u64 bits = inf.bits;
  u32 bit_count = inf.bit_count;
  if (!inf.final && inf.in_end - in < INPUT_SLACK) return NEEDS_INPUT;
  REFILL();
  inf.last_block = PEEK(1);
  u32 type = (PEEK(3)) >> 1;
  TAKE(3);
  if (OVERRUN()) return TRUNCATED;
  if (type == 0) {
    TAKE(bit_count & 7);
    in -= bit_count >> 3;
    bits = 0;
    bit_count = 0;
    if (in + 4 > inf.in_end) return TRUNCATED;
    u32 length = in[0] | in[1] << 8;
    if ((length ^ (in[2] | in[3] << 8)) != 0xffff) return CORRUPT;
    in += 4;
    inf.stored_left = length;
    inf.phase = STORED;
  } else if (type == 1) {
    fixed_codes();
    inf.phase = CODES;
  } else if (type == 2) {
    int read = read_codes(&in, &bits, &bit_count);
    if (read != ENOUGH) return read;
    inf.phase = CODES;
  } else
    return CORRUPT;
  SAVE();
  return ENOUGH;
}

static int copy_stored(u8 *limit) {
  u32 room = limit > inf.out ? (u32)(limit - inf.out) : 0;
  u32 there = (u32)(inf.in_end - inf.in);
  u32 n = inf.stored_left;
  if (n > room) n = room;
  if (n > there) n = there;
  __builtin_memcpy(inf.out, inf.in, n);
  inf.out += n;
  inf.in += n;
  inf.stored_left -= n;
  if (inf.stored_left == 0) {
    inf.phase = HEADER;
    return ENOUGH;
  }
  if (inf.out >= limit) return ENOUGH;
  return inf.final ? TRUNCATED : NEEDS_INPUT;
}

static const u8 repeats[16][16] = {
    {0}, {0},
    {0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1},
    {0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0},
    {0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3},
    {0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0},
    {0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5, 0, 1, 2, 3},
    {0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5, 6, 0, 1},
    {0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7},
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 6},
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5},
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 1, 2, 3, 4},
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0, 1, 2, 3},
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0, 1, 2},
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 0, 1},
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 0},
};

// May write up to 64 bytes more than the match has.
static inline void copy_match(u8 *out, u32 length, u32 distance) {
  const u8 *from = out - distance;
  u8 *end = out + length;
  if (likely(distance >= 16)) {
    wasm_v128_store(out, wasm_v128_load(from));
    wasm_v128_store(out + 16, wasm_v128_load(from + 16));
    wasm_v128_store(out + 32, wasm_v128_load(from + 32));
    wasm_v128_store(out + 48, wasm_v128_load(from + 48));
    while (unlikely(out + 64 < end)) {
      out += 64;
      from += 64;
      wasm_v128_store(out, wasm_v128_load(from));
      wasm_v128_store(out + 16, wasm_v128_load(from + 16));
      wasm_v128_store(out + 32, wasm_v128_load(from + 32));
      wasm_v128_store(out + 48, wasm_v128_load(from + 48));
    }
    return;
  }
  const v128_t pattern = wasm_i8x16_swizzle(wasm_v128_load(from), wasm_v128_load(repeats[distance]));
  const u32 step = 16 - 16 % distance;
  do {
    wasm_v128_store(out, pattern);
    out += step;
  } while (out < end);
}

// Decodes symbols until `limit` is reached, with at most OUTPUT_SLACK bytes beyond it.
static int decode(u8 *limit) {
  u8 *in = inf.in, *out = inf.out;
  u8 *const in_fast_end = inf.in_end - 32;
  u8 *const window = inf.window;
  u64 bits = inf.bits;
  u32 bit_count = inf.bit_count;
  int result = ENOUGH;

  // Fast: no symbol can reach the end of the input. The next entry is looked up before the present one is used up.
  if (in < in_fast_end && out < limit) {
    REFILL();
    u32 e = litlen_table[PEEK(LITLEN_BITS)];
    do {
      // Three lookups take at most 30 of the 56 bits.
      if (IS_LITERAL(e)) {
        TAKE(BITS(e));
        store16(out, e >> 16);
          out += (e >> 6) & 3;
        e = litlen_table[PEEK(LITLEN_BITS)];
        if (IS_LITERAL(e)) {
          TAKE(BITS(e));
          store16(out, e >> 16);
          out += (e >> 6) & 3;
          e = litlen_table[PEEK(LITLEN_BITS)];
          if (IS_LITERAL(e)) {
            TAKE(BITS(e));
            store16(out, e >> 16);
          out += (e >> 6) & 3;
            REFILL();
            e = litlen_table[PEEK(LITLEN_BITS)];
            continue;
          }
        }
        REFILL();
      }
      if (unlikely((e & KIND) == OTHER)) {
        if ((e & WHICH) == SUBTABLE) {
          TAKE(BITS(e));
          e = litlen_table[(e >> 16) + PEEK((e >> 10) & 15)];
        }
        if (IS_LITERAL(e)) {
          TAKE(BITS(e));
          store16(out, e >> 16);
          out += (e >> 6) & 3;
          REFILL();
          e = litlen_table[PEEK(LITLEN_BITS)];
          continue;
        }
        if ((e & KIND) == OTHER) {
          TAKE(BITS(e));
          if ((e & WHICH) == END_OF_BLOCK)
            inf.phase = HEADER;
          else
            result = CORRUPT;
          goto end;
        }
      }
      const u32 length = (e >> 16) + (PEEK(BITS(e)) >> CODE_BITS(e));
      TAKE(BITS(e));
      u32 d = distance_table[PEEK(DISTANCE_BITS)];
      if (unlikely((d & KIND) == OTHER)) {
        if ((d & WHICH) == SUBTABLE) {
          TAKE(BITS(d));
          d = distance_table[(d >> 16) + PEEK((d >> 10) & 15)];
        }
        if ((d & KIND) == OTHER) {
          result = CORRUPT;
          goto end;
        }
      }
      const u32 distance = (d >> 16) + (PEEK(BITS(d)) >> CODE_BITS(d));
      TAKE(BITS(d));
      if (unlikely(distance > (u32)(out - window))) {
        result = CORRUPT;
        goto end;
      }
      REFILL();
      e = litlen_table[PEEK(LITLEN_BITS)];
      copy_match(out, length, distance);
      out += length;
    } while (in < in_fast_end && out < limit);
  }
  // Near the end of the input, one symbol at a time.
  while (out < limit) {
    if (!inf.final && in >= in_fast_end) {
      result = NEEDS_INPUT;
      break;
    }
    REFILL();
    u32 e = litlen_table[PEEK(LITLEN_BITS)];
    if ((e & KIND) == OTHER && (e & WHICH) == SUBTABLE) {
      TAKE(BITS(e));
      e = litlen_table[(e >> 16) + PEEK((e >> 10) & 15)];
    }
    if (IS_LITERAL(e)) {
      TAKE(BITS(e));
      if (OVERRUN()) {
        result = TRUNCATED;
        bit_count += BITS(e) - CODE_BITS(e);
        if ((e & KIND) == LITERALS && !OVERRUN()) *out++ = (u8)(e >> 16); // the first one was there
        break;
      }
      store16(out, e >> 16);
          out += (e >> 6) & 3;
      continue;
    }
    if ((e & KIND) == OTHER) {
      TAKE(BITS(e));
      if (OVERRUN())
        result = TRUNCATED;
      else if ((e & WHICH) == END_OF_BLOCK)
        inf.phase = HEADER;
      else
        result = CORRUPT;
      break;
    }
    const u32 length = (e >> 16) + (PEEK(BITS(e)) >> CODE_BITS(e));
    TAKE(BITS(e));
    u32 d = distance_table[PEEK(DISTANCE_BITS)];
    if (unlikely((d & KIND) == OTHER)) {
      if ((d & WHICH) == SUBTABLE) {
        TAKE(BITS(d));
        d = distance_table[(d >> 16) + PEEK((d >> 10) & 15)];
      }
      if ((d & KIND) == OTHER) {
        TAKE(BITS(d));
        result = DAMAGED();
        break;
      }
    }
    const u32 distance = (d >> 16) + (PEEK(BITS(d)) >> CODE_BITS(d));
    TAKE(BITS(d));
    if (OVERRUN()) {
      result = TRUNCATED;
      break;
    }
    if (unlikely(distance > (u32)(out - window))) {
      result = CORRUPT;
      break;
    }
    copy_match(out, length, distance);
    out += length;
  }
end:
  inf.out = out;
  SAVE();
  return result;
}

static int inflate_to(u8 *limit) {
  for (;;) {
    int result = ENOUGH;
    switch (inf.phase) {
      case HEADER:
        if (inf.last_block) return MEMBER_ENDS;
        result = read_header();
        break;
      case STORED:
        result = copy_stored(limit);
        break;
      default:
        result = decode(limit);
    }
    if (result != ENOUGH) return result;
    if (inf.out >= limit && inf.phase != HEADER) return ENOUGH;
  }
}
