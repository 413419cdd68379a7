/* CRC-32 by a table of 256 entries, and Adler-32, of a buffer: the byte loops of compressors. */
#include "kernel.h"

static unsigned table[256];

static void make_table(void) {
  for (unsigned i = 0; i < 256; i++) {
    unsigned c = i;
    for (int k = 0; k < 8; k++) c = c & 1 ? 0xedb88320u ^ c >> 1 : c >> 1;
    table[i] = c;
  }
}

static unsigned crc(const unsigned char *data, long length) {
  unsigned c = 0xffffffffu;
  for (long i = 0; i < length; i++) c = table[(c ^ data[i]) & 255] ^ c >> 8;
  return ~c;
}

static unsigned adler(const unsigned char *data, long length) {
  unsigned a = 1, b = 0;
  for (long i = 0; i < length; i++) {
    a += data[i];
    if (a >= 65521) a -= 65521;
    b += a;
    if (b >= 65521) b -= 65521;
  }
  return b << 16 | a;
}

long kernel(long size) {
  unsigned char *data = malloc((size_t)size);
  for (long i = 0; i < size; i++) data[i] = (unsigned char)(i * i >> 3);
  make_table();
  long check = (long)crc(data, size) << 32 | adler(data, size);
  free(data);
  return check;
}
