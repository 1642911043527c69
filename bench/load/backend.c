/* The server behind the proxy: WebSockets that answer each operation with so many bytes, and GET requests. */
#include "load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { HEAD_SIZE = 4096, FLOWS = 4 };

struct connection {
  struct watch watch;
  bool tunnel;
  uint32_t head_size;
  char *head;
  const struct flow *down;
  uint64_t up_size;
  uint64_t received, sent;
  uint8_t stamp[STAMP_SIZE];
};

static unsigned open_connections;

static const char SWITCHING[] =
    "HTTP/1.1 101 Switching Protocols\r\n"
    "Upgrade: websocket\r\n"
    "Connection: Upgrade\r\n"
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
    "\r\n";

static const char OK[] =
    "HTTP/1.1 200 OK\r\n"
    "Content-Type: text/plain\r\n"
    "Content-Length: 64\r\n"
    "\r\n"
    "0123456789012345678901234567890123456789012345678901234567890123";
_Static_assert(GET_BODY == 64, "the Content-Length above");

unsigned backend_connections(void) {
  return open_connections;
}

static void close_connection(struct connection *connection) {
  close(connection->watch.fd);
  free(connection->head);
  free(connection);
  open_connections--;
}

/* The clients of one run want one or two kinds of answers. */
static const struct flow *answer(uint32_t payload, uint32_t frames) {
  static struct {
    uint32_t payload, frames;
    struct flow flow;
  } known[FLOWS];
  for (int i = 0; i < FLOWS; i++) {
    if (known[i].frames == 0) {
      known[i].payload = payload;
      known[i].frames = frames;
      known[i].flow = unmasked_flow(payload, frames);
    }
    if (known[i].payload == payload && known[i].frames == frames) return &known[i].flow;
  }
  fail("more than %d kinds of answers", FLOWS);
}

static void read_head(struct connection *connection) {
  ptrdiff_t count = receive(connection->watch.fd, connection->head + connection->head_size,
                            HEAD_SIZE - 1 - connection->head_size);
  if (count == 0) return;
  if (count < 0) return close_connection(connection);
  connection->head_size += (uint32_t)count;
  connection->head[connection->head_size] = '\0';
  char *end = strstr(connection->head, "\r\n\r\n");
  if (end == NULL) {
    if (connection->head_size == HEAD_SIZE - 1) fail("backend: the request's head is too long");
    return;
  }
  if (end + 4 != connection->head + connection->head_size) fail("backend: bytes came before the answer");
  connection->head_size = 0;
  uint32_t up_size, down_payload, down_frames;
  if (sscanf(connection->head, "GET /tunnel/%u/%u/%u ", &up_size, &down_payload, &down_frames) == 3) {
    if (strcasestr(connection->head, "\r\nupgrade: websocket\r\n") == NULL) fail("backend: no Upgrade came through");
    connection->tunnel = true;
    connection->up_size = up_size;
    connection->down = answer(down_payload, down_frames);
    connection->sent = connection->down->size;
    free(connection->head);
    connection->head = NULL;
    send_all(connection->watch.fd, SWITCHING, sizeof SWITCHING - 1);
  } else {
    send_all(connection->watch.fd, OK, sizeof OK - 1);
  }
}

static void send_answer(struct connection *connection) {
  uint64_t stamp = stamp_value(connection->stamp, true);
  bool all = flow_send(connection->down, connection->watch.fd, &connection->sent, stamp);
  watch_change(&connection->watch, all ? TO_READ : TO_WRITE);
}

static void read_tunnel(struct connection *connection) {
  ptrdiff_t count = receive(connection->watch.fd, scratch, LARGE_PAYLOAD);
  if (count == 0) return;
  if (count < 0) return close_connection(connection);
  stamp_read(connection->stamp, scratch, (size_t)count);
  connection->received += (uint64_t)count;
  if (connection->received < connection->up_size) return;
  if (connection->received > connection->up_size) fail("backend: more bytes than were sent");
  connection->received = 0;
  connection->sent = 0;
  /* Most answers go out at once: no change of the watch then */
  uint64_t stamp = stamp_value(connection->stamp, true);
  if (!flow_send(connection->down, connection->watch.fd, &connection->sent, stamp)) {
    watch_change(&connection->watch, TO_WRITE);
  }
}

static void on_connection_event(struct watch *watch) {
  struct connection *connection = (struct connection *)watch;
  if (!connection->tunnel) read_head(connection);
  else if (connection->sent < connection->down->size) send_answer(connection);
  else read_tunnel(connection);
}

static void on_listener_event(struct watch *watch) {
  int fd;
  while ((fd = accept_from(watch->fd)) != -1) {
    struct connection *connection = calloc(1, sizeof *connection);
    connection->watch = (struct watch){.fd = fd, .on_event = on_connection_event};
    connection->head = malloc(HEAD_SIZE);
    open_connections++;
    watch_start(&connection->watch, TO_READ);
  }
}

void backend_start(uint16_t port) {
  static struct watch listener;
  listener = (struct watch){.fd = listen_on(port), .on_event = on_listener_event};
  watch_start(&listener, TO_READ);
}
