// Characters that close a unit of a Chinese or Japanese address ("city", "ward", "road", "floor").
#pragma once
#include "native/core/base.h"

namespace posthaste::core {

// The ordinal of such a character, 0 for every other symbol.
PH_HD uint8_t marker_of(uint32_t code_point) {
  switch (code_point) {
    case 0x5e02: return 1; case 0x533a: return 2; case 0x5340: return 3; case 0x753a: return 4;
    case 0x6751: return 5; case 0x770c: return 6; case 0x7e23: return 7; case 0x53bf: return 8;
    case 0x7701: return 9; case 0x90fd: return 10; case 0x5e9c: return 11; case 0x9053: return 12;
    case 0x5dde: return 13; case 0x90e1: return 14; case 0x8def: return 15; case 0x8857: return 16;
    case 0x5df7: return 17; case 0x5f04: return 18; case 0x53f7: return 19; case 0x865f: return 20;
    case 0x697c: return 21; case 0x6a13: return 22; case 0x5c64: return 23; case 0x5c42: return 24;
    case 0x5ba4: return 25; case 0x4e01: return 26; case 0x76ee: return 27; case 0x756a: return 28;
    case 0x5730: return 29; case 0x91cc: return 30; case 0x93ae: return 31; case 0x9547: return 32;
    case 0x9109: return 33; case 0x4e61: return 34; case 0x6bb5: return 35; case 0x5ea7: return 36;
    case 0x680b: return 37; case 0x68df: return 38; case 0x5e62: return 39; case 0x968e: return 40;
    case 0x9636: return 41; case 0x5e97: return 42; case 0x9662: return 43; case 0x56ed: return 44;
    case 0x5712: return 45; case 0x5927: return 46; case 0x7ebf: return 47; case 0x7dda: return 48;
    case 0x689d: return 49; case 0x6761: return 50; case 0x5b57: return 51; case 0x6d1e: return 52;
    default: return 0;
  }
}

} // namespace posthaste::core
