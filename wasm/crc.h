// The checksum of gzip (CRC-32, RFC 1952) of what is inflated, sixteen bytes at a time and nearly without tables.
//
// A message of blocks of 128 bits is a polynomial in y = x^128 with blocks as coefficients. x^300 + x^155 + x^117 + x^89 + 1 is a
// multiple of the polynomial P of CRC-32 (the one of five terms and the lowest degree), and over two elements Q(x)^128 = Q(x^128), so
// it is one in y as well. Hence a block may be taken away where it stands and added 145, 183, 211 and 300 blocks later: the rest by P
// stays the same. So every block but the last 300 vanishes by four additions, and tables are needed for those alone.
#pragma once
#include "base.h"

enum { CRC_REACH = 300, CRC_RING = 512 };

// The blocks as they stand with everything added that came from before; each twice, so that no index has to wrap.
static v128_t crc_ring[2 * CRC_RING];
static u32 crc_table[8][256];

static struct {
  const u8 *at; // what lies before it is in
  u64 blocks;
} crc;

static void init_crc(void) {
  for (u32 i = 0; i < 256; i++) {
    u32 c = i;
    for (u32 k = 0; k < 8; k++) c = c & 1 ? c >> 1 ^ 0xedb88320u : c >> 1;
    crc_table[0][i] = c;
  }
  for (u32 i = 0; i < 256; i++)
    for (u32 k = 1; k < 8; k++) crc_table[k][i] = crc_table[k - 1][i] >> 8 ^ crc_table[0][crc_table[k - 1][i] & 255];
}

static void start_crc(const u8 *at) {
  crc.at = at;
  crc.blocks = 0;
  __builtin_memset(crc_ring, 0, sizeof crc_ring);
}

static inline v128_t crc_sum(v128_t block, const v128_t *ring) {
  const v128_t a = wasm_v128_xor(ring[CRC_RING - 145], ring[CRC_RING - 183]);
  const v128_t b = wasm_v128_xor(ring[CRC_RING - 211], ring[CRC_RING - 300]);
  return wasm_v128_xor(block, wasm_v128_xor(a, b));
}

static inline void crc_put(v128_t *ring, v128_t block) {
  ring[0] = block;
  ring[CRC_RING] = block;
}

// Takes in the whole blocks before `end`.
static void crc_to(const u8 *end) {
  const u8 *p = crc.at;
  u32 i = (u32)crc.blocks & (CRC_RING - 1);
  if (crc.blocks == 0 && end - p >= 16) {
    // The rest begins with all ones: the first 32 bits are turned round.
    crc_put(crc_ring, wasm_v128_xor(wasm_v128_load(p), wasm_i32x4_make(-1, 0, 0, 0)));
    p += 16;
    i = 1;
  }
  for (; end - p >= 16 && i & 3; i++, p += 16) crc_put(crc_ring + i, crc_sum(wasm_v128_load(p), crc_ring + i));
  for (; end - p >= 64; i += 4, p += 64) {
    v128_t *ring = crc_ring + (i & (CRC_RING - 1));
    const v128_t a = crc_sum(wasm_v128_load(p), ring), b = crc_sum(wasm_v128_load(p + 16), ring + 1);
    const v128_t c = crc_sum(wasm_v128_load(p + 32), ring + 2), d = crc_sum(wasm_v128_load(p + 48), ring + 3);
    crc_put(ring, a);
    crc_put(ring + 1, b);
    crc_put(ring + 2, c);
    crc_put(ring + 3, d);
  }
  for (; end - p >= 16; i++, p += 16) {
    v128_t *ring = crc_ring + (i & (CRC_RING - 1));
    crc_put(ring, crc_sum(wasm_v128_load(p), ring));
  }
  crc.blocks += (u32)(p - crc.at) / 16;
  crc.at = p;
}

static u32 crc_of_block(u32 rest, v128_t block) {
  u64 words[2];
  wasm_v128_store(words, block);
  for (u32 k = 0; k < 2; k++) {
    const u64 w = words[k] ^ rest;
    rest = crc_table[7][w & 255] ^ crc_table[6][w >> 8 & 255] ^ crc_table[5][w >> 16 & 255] ^ crc_table[4][w >> 24 & 255] ^
           crc_table[3][w >> 32 & 255] ^ crc_table[2][w >> 40 & 255] ^ crc_table[1][w >> 48 & 255] ^ crc_table[0][w >> 56];
  }
  return rest;
}

// The checksum of all that was taken in, and of the bytes from there to `end`.
static u32 crc_of(const u8 *end) {
  crc_to(end);
  u32 rest = crc.blocks == 0 ? ~0u : 0;
  const u32 last = (u32)crc.blocks & (CRC_RING - 1);
  const u32 count = crc.blocks < CRC_REACH ? (u32)crc.blocks : CRC_REACH;
  const u32 distances[] = {145, 183, 211};
  for (u32 k = 0; k < count; k++) {
    // The k-th of the last blocks, without what came to it from those of them that have not vanished.
    const v128_t *at = crc_ring + ((last - count + k) & (CRC_RING - 1)) + CRC_RING;
    v128_t block = *at;
    for (u32 j = 0; j < 3; j++)
      if (distances[j] <= k) block = wasm_v128_xor(block, at[-(i32)distances[j]]);
    rest = crc_of_block(rest, block);
  }
  for (const u8 *p = crc.at; p < end; p++) rest = crc_table[0][(rest ^ *p) & 255] ^ rest >> 8;
  return ~rest;
}
