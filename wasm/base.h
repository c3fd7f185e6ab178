// What all parts share: types, unaligned access, errors. No C library: the module stands alone.
#pragma once
#include <wasm_simd128.h>

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef int i32;
typedef long long i64;

#define EXPORT(name) __attribute__((export_name(#name))) name
#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)

typedef u64 __attribute__((aligned(1), may_alias)) u64_at;
typedef u32 __attribute__((aligned(1), may_alias)) u32_at;
typedef u16 __attribute__((aligned(1), may_alias)) u16_at;

static inline u64 load64(const u8 *p) { return *(const u64_at *)p; }
static inline u32 load32(const u8 *p) { return *(const u32_at *)p; }
static inline void store16(u8 *p, u32 value) { *(u16_at *)p = (u16)value; }
