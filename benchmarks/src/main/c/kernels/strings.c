/* Strings without libc: makes lines, splits them, turns, compares and searches them, byte by byte. */
#include "kernel.h"

static int length_of(const char *s) {
  int n = 0;
  while (*s++) n++;
  return n;
}

static const char *find(const char *text, const char *what) {
  for (; *text; text++) {
    const char *t = text, *w = what;
    while (*w && *t == *w) t++, w++;
    if (!*w) return text;
  }
  return 0;
}

static void turn(char *s) {
  char *e = s + length_of(s) - 1;
  for (; s < e; s++, e--) {
    char c = *s;
    *s = *e;
    *e = c;
  }
}

static char *number(char *out, long n) {
  char *start = out;
  do {
    *out++ = (char)('0' + n % 10);
    n /= 10;
  } while (n);
  *out = 0;
  turn(start);
  return out;
}

static int upper(char *s) {
  int changed = 0;
  for (; *s; s++) {
    if (*s >= 'a' && *s <= 'z') {
      *s = (char)(*s - 'a' + 'A');
      changed++;
    }
  }
  return changed;
}

long kernel(long size) {
  char line[128];
  long check = 0;
  for (long i = 0; i < size; i++) {
    char *out = line;
    for (const char *s = "order "; *s; s++) *out++ = *s;
    out = number(out, i * 7919 % 100003);
    for (const char *s = " of item "; *s; s++) *out++ = *s;
    out = number(out, i * 104729 % 1009);
    for (const char *s = ", to be sent"; *s; s++) *out++ = *s;
    *out = 0;
    const char *item = find(line, "item ");
    const char *seven = find(line, "77");
    check += item ? item - line : 0;
    check += seven ? 1000 : 0;
    check += upper(line) + length_of(line);
    check = check * 3 % 1000000007;
  }
  return check;
}
