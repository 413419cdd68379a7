/* A stream cipher's rounds of additions, exclusive ors and rotations of 32-bit words: many live values. */
#include "kernel.h"

typedef unsigned Word;

static Word rotated(Word x, int by) { return x << by | x >> (32 - by); }

static void quarter(Word *s, int a, int b, int c, int d) {
  s[a] += s[b];
  s[d] = rotated(s[d] ^ s[a], 16);
  s[c] += s[d];
  s[b] = rotated(s[b] ^ s[c], 12);
  s[a] += s[b];
  s[d] = rotated(s[d] ^ s[a], 8);
  s[c] += s[d];
  s[b] = rotated(s[b] ^ s[c], 7);
}

static void block(Word *out, const Word *in) {
  Word s[16];
  for (int i = 0; i < 16; i++) s[i] = in[i];
  for (int round = 0; round < 10; round++) {
    for (int i = 0; i < 4; i++) quarter(s, i, 4 + i, 8 + i, 12 + i);
    for (int i = 0; i < 4; i++) quarter(s, i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4);
  }
  for (int i = 0; i < 16; i++) out[i] = s[i] + in[i];
}

long kernel(long size) {
  Word state[16], out[16];
  unsigned long check = 0;
  for (Word i = 0; i < 16; i++) state[i] = i * 0x9e3779b9u;
  for (long i = 0; i < size; i++) {
    state[12]++;
    block(out, state);
    for (int j = 0; j < 16; j++) check = check * 17 ^ out[j];
  }
  return (long)check;
}
