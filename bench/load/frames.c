#include "load.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static const uint8_t MASK[4] = {0x37, 0xfa, 0x21, 0x3d};

/* A WebSocket frame (RFC 6455, section 5.2) with a binary message. */
static struct flow make_flow(uint32_t payload, uint32_t frames, bool masked) {
  struct flow flow = {.frame = malloc(payload + 14)};
  uint8_t *at = flow.frame;
  uint8_t mask_bit = masked ? 0x80 : 0;
  *at++ = 0x82;
  if (payload < 126) {
    *at++ = (uint8_t)(payload | mask_bit);
  } else {
    *at++ = 127 | mask_bit;
    for (int shift = 56; shift >= 0; shift -= 8) *at++ = (uint8_t)((uint64_t)payload >> shift);
  }
  if (masked) {
    memcpy(at, MASK, sizeof MASK);
    at += sizeof MASK;
  }
  for (uint32_t i = 0; i < payload; i++) *at++ = (uint8_t)('a' + i % 26) ^ (masked ? MASK[i % 4] : 0);
  flow.frame_size = (uint32_t)(at - flow.frame);
  flow.size = (uint64_t)flow.frame_size * frames;
  return flow;
}

struct flow masked_flow(uint32_t payload, uint32_t frames) {
  return make_flow(payload, frames, true);
}

struct flow unmasked_flow(uint32_t payload, uint32_t frames) {
  return make_flow(payload, frames, false);
}

static void put_stamp(const struct flow *flow, uint64_t stamp) {
  uint8_t *end = flow->frame + flow->frame_size;
  bool masked = (flow->frame[1] & 0x80) != 0;
  memcpy(end - STAMP_SIZE, &stamp, STAMP_SIZE);
  /* Payloads are multiples of 4 long, so the stamp begins with the mask's first byte */
  for (int i = 0; masked && i < STAMP_SIZE; i++) end[i - STAMP_SIZE] ^= MASK[i % 4];
}

bool flow_send(const struct flow *flow, int fd, uint64_t *sent, uint64_t stamp) {
  /* The frame is shared by all connections */
  put_stamp(flow, stamp);
  while (*sent < flow->size) {
    uint32_t offset = (uint32_t)(*sent % flow->frame_size);
    ssize_t count = send(fd, flow->frame + offset, flow->frame_size - offset, MSG_NOSIGNAL);
    if (count == -1 && errno == EAGAIN) return false;
    if (count == -1) fail("send: %m");
    *sent += (uint64_t)count;
  }
  return true;
}

void stamp_read(uint8_t stamp[STAMP_SIZE], const uint8_t *data, size_t size) {
  if (size >= STAMP_SIZE) {
    memcpy(stamp, data + size - STAMP_SIZE, STAMP_SIZE);
  } else {
    memmove(stamp, stamp + size, STAMP_SIZE - size);
    memcpy(stamp + STAMP_SIZE - size, data, size);
  }
}

uint64_t stamp_value(const uint8_t stamp[STAMP_SIZE], bool masked) {
  uint8_t plain[STAMP_SIZE];
  uint64_t value;
  for (int i = 0; i < STAMP_SIZE; i++) plain[i] = stamp[i] ^ (masked ? MASK[i % 4] : 0);
  memcpy(&value, plain, STAMP_SIZE);
  return value;
}
