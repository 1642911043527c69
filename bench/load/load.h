/* The load generator and the backend behind the proxy, in one process and one epoll loop, so that both cost one core as little as they can. */
#ifndef LOAD_H
#define LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* events.c */

struct watch {
  int fd;
  void (*on_event)(struct watch *watch);
};

enum interest { TO_READ = 1, TO_WRITE = 4 };

void watch_start(struct watch *watch, enum interest interest);
void watch_change(struct watch *watch, enum interest interest);
/* Handles events until `over` is true; fails when nothing happens for a long time. */
void run_events(bool (*over)(void), const char *waiting_for);
uint64_t now_ns(void);
_Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* frames.c */

enum { SMALL_PAYLOAD = 64, LARGE_PAYLOAD = 65536, STAMP_SIZE = 8 };

/* What one side sends for one operation: so many frames, the last of which ends with a stamp that the other side has to give back. */
struct flow {
  uint8_t *frame;
  uint32_t frame_size;
  uint64_t size;
};

struct flow masked_flow(uint32_t payload, uint32_t frames);
struct flow unmasked_flow(uint32_t payload, uint32_t frames);
/* Sends what is left of an operation, one frame at a time. Returns false when the socket takes no more for now. */
bool flow_send(const struct flow *flow, int fd, uint64_t *sent, uint64_t stamp);
/* Keeps the last STAMP_SIZE bytes of what was read. */
void stamp_read(uint8_t stamp[STAMP_SIZE], const uint8_t *data, size_t size);
uint64_t stamp_value(const uint8_t stamp[STAMP_SIZE], bool masked);

/* sockets.c */

int listen_on(uint16_t port);
int connect_to(uint16_t port);
int accept_from(int listener);
/* Like recv(), but 0 when there is nothing for now and -1 when the other end has closed. */
ptrdiff_t receive(int fd, void *buffer, size_t size);
void send_all(int fd, const void *data, size_t size);
extern uint8_t scratch[LARGE_PAYLOAD + 64];

/* backend.c */

void backend_start(uint16_t port);
/* Connections that the proxy has open to the backend. */
unsigned backend_connections(void);

/* client.c */

enum { GET_BODY = 64 };

/* What the clients ask for. */
struct work {
  uint16_t port;
  bool get; /* GET requests instead of tunnels */
  uint32_t up_payload, up_frames, down_payload, down_frames;
};

struct client;
void clients_use(const struct work *work);
struct client *client_new(void (*on_done)(struct client *client));
/* Opens a connection and does its first operation, then calls on_done. */
void client_open(struct client *client);
/* Does one operation on an open connection, then calls on_done. */
void client_operate(struct client *client);
void client_close(struct client *client);
/* When what it is doing, or did last, began. */
uint64_t client_since(const struct client *client);

/* latency.c */

void latency_clear(void);
void latency_add(uint64_t ns);
/* In microseconds; `share` is 0.99 for the 99th percentile. */
double latency_percentile(double share);

#endif
