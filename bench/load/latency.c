#include "load.h"

#include <stdlib.h>

static uint32_t *samples;
static size_t count, capacity;
static bool sorted;

void latency_clear(void) {
  count = 0;
}

void latency_add(uint64_t ns) {
  if (count == capacity) {
    capacity = capacity == 0 ? 1 << 20 : capacity * 2;
    samples = realloc(samples, capacity * sizeof *samples);
    if (samples == NULL) fail("out of memory");
  }
  samples[count++] = ns > UINT32_MAX ? UINT32_MAX : (uint32_t)ns;
  sorted = false;
}

static int compare(const void *left, const void *right) {
  uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
  return (a > b) - (a < b);
}

double latency_percentile(double share) {
  if (count == 0) return 0;
  if (!sorted) qsort(samples, count, sizeof *samples, compare);
  sorted = true;
  return samples[(size_t)((double)(count - 1) * share)] / 1e3;
}
