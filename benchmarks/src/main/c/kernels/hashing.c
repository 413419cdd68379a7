/* Counts words in a table with open addressing: FNV-1a over bytes, probing, 64-bit products. */
#include "kernel.h"

#define SLOTS 4096

typedef struct {
  unsigned long hash;
  long count;
} Slot;

static Slot slots[SLOTS];

static unsigned long hash_of(const char *text, int length) {
  unsigned long hash = 0xcbf29ce484222325ul;
  for (int i = 0; i < length; i++) {
    hash ^= (unsigned char)text[i];
    hash *= 0x100000001b3ul;
  }
  return hash;
}

static void count(unsigned long hash) {
  unsigned long at = (hash ^ hash >> 29) % SLOTS;
  while (slots[at].count != 0 && slots[at].hash != hash) at = (at + 1) % SLOTS;
  slots[at].hash = hash;
  slots[at].count++;
}

long kernel(long size) {
  char word[16];
  for (int i = 0; i < SLOTS; i++) slots[i] = (Slot){0, 0};
  unsigned state = 1;
  for (long i = 0; i < size; i++) {
    state = state * 1103515245u + 12345u;
    unsigned number = (state >> 16) % 1500;
    int length = 0;
    do {
      word[length++] = (char)('a' + number % 26);
      number = number / 26;
    } while (number != 0);
    while (length < 8) word[length++] = '.';
    count(hash_of(word, length));
  }
  unsigned long check = 0;
  for (int i = 0; i < SLOTS; i++) check = check * 5 + (unsigned long)slots[i].count;
  return (long)check;
}
