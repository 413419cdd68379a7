/*
 * Twenty small functions, of the kind that a program compiles while it runs: predicates over rows, sums over columns,
 * conversions, hashes, a parser, a state machine. They are what compiling is measured with where a module is small.
 */
typedef struct {
  long id;
  int group, flags;
  double price;
  const char *name;
} Row;

long add(long a, long b) { return a + b; }

int clamp(int x, int low, int high) {
  if (x < low) return low;
  return x > high ? high : x;
}

long greatest_common_divisor(long a, long b) {
  while (b != 0) {
    long t = a % b;
    a = b;
    b = t;
  }
  return a;
}

int matches(const Row *row, int group, double least) {
  return row->group == group && row->price >= least && (row->flags & 4) == 0;
}

long select_rows(const Row *rows, long count, int group, double least, long *out) {
  long selected = 0;
  for (long i = 0; i < count; i++) {
    if (matches(&rows[i], group, least)) out[selected++] = i;
  }
  return selected;
}

double sum(const double *column, long count) {
  double total = 0;
  for (long i = 0; i < count; i++) total += column[i];
  return total;
}

double dot(const double *a, const double *b, long count) {
  double total = 0;
  for (long i = 0; i < count; i++) total += a[i] * b[i];
  return total;
}

void scale(float *column, long count, float by) {
  for (long i = 0; i < count; i++) column[i] = column[i] * by + 0.5f;
}

void prefix_sums(const int *in, long *out, long count) {
  long total = 0;
  for (long i = 0; i < count; i++) {
    total += in[i];
    out[i] = total;
  }
}

unsigned hash_bytes(const unsigned char *bytes, long count) {
  unsigned hash = 2166136261u;
  for (long i = 0; i < count; i++) hash = (hash ^ bytes[i]) * 16777619u;
  return hash;
}

unsigned long mix(unsigned long x) {
  x ^= x >> 31;
  x *= 0x7fb5d329728ea185ul;
  x ^= x >> 27;
  x *= 0x81dadef4bc2dd44dul;
  return x ^ x >> 33;
}

int compare_text(const char *a, const char *b) {
  while (*a && *a == *b) a++, b++;
  return (unsigned char)*a - (unsigned char)*b;
}

long parse_number(const char *text) {
  long value = 0;
  int negative = *text == '-';
  if (negative) text++;
  while (*text >= '0' && *text <= '9') value = value * 10 + (*text++ - '0');
  return negative ? -value : value;
}

int days_in_month(int year, int month) {
  switch (month) {
    case 2: return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
    case 4:
    case 6:
    case 9:
    case 11: return 30;
    default: return 31;
  }
}

long binary_search(const long *sorted, long count, long key) {
  long low = 0, high = count - 1;
  while (low <= high) {
    long middle = low + (high - low) / 2;
    if (sorted[middle] < key) low = middle + 1;
    else if (sorted[middle] > key) high = middle - 1;
    else return middle;
  }
  return -low - 1;
}

int words(const char *text) {
  enum { OUTSIDE, INSIDE } state = OUTSIDE;
  int count = 0;
  for (; *text; text++) {
    if (*text == ' ' || *text == '\t' || *text == '\n') state = OUTSIDE;
    else if (state == OUTSIDE) state = INSIDE, count++;
  }
  return count;
}

void insertion_sort(int *a, int count) {
  for (int i = 1; i < count; i++) {
    int x = a[i], j = i - 1;
    for (; j >= 0 && a[j] > x; j--) a[j + 1] = a[j];
    a[j + 1] = x;
  }
}

double square_root(double x) {
  double guess = x > 1 ? x / 2 : 1;
  for (int i = 0; i < 30; i++) guess = (guess + x / guess) / 2;
  return guess;
}

double evaluate(int operation, double a, double b) {
  switch (operation) {
    case '+': return a + b;
    case '-': return a - b;
    case '*': return a * b;
    case '/': return b == 0 ? 0 : a / b;
    case '<': return a < b;
    case '=': return a == b;
    default: return -1;
  }
}

/* Calls all others and makes one value of their results. */
long check(void) {
  Row rows[8];
  double column[8];
  float floats[8];
  int numbers[8];
  long sums[8], selected[8];
  for (int i = 0; i < 8; i++) {
    rows[i] = (Row){i, i % 3, i, i * 1.5, "name"};
    column[i] = i * 0.25;
    floats[i] = (float)i;
    numbers[i] = i * 37 % 11;
  }
  long result = add(1, greatest_common_divisor(84, 36)) + clamp(50, 0, 9);
  result = result * 31 + select_rows(rows, 8, 1, 1, selected) + selected[0];
  result = result * 31 + (long)(sum(column, 8) * 4 + dot(column, column, 8) * 16);
  scale(floats, 8, 3);
  prefix_sums(numbers, sums, 8);
  insertion_sort(numbers, 8);
  result = result * 31 + (long)floats[7] + sums[7] + numbers[7];
  result = result * 31 + (hash_bytes((const unsigned char *)"lamina", 6) & 1023) + (long)(mix(42) >> 54);
  result = result * 31 + compare_text("abc", "abd") + parse_number("-1234") + days_in_month(2000, 2);
  result = result * 31 + binary_search(sums, 8, sums[5]) + words("to be or not");
  return result * 31 + (long)(square_root(2) * 1000) + (long)evaluate('*', 6, 7);
}
