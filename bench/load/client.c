/* One client of the proxy: it opens a connection, and does one operation at a time on it. */
#include "load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { HEAD_SIZE = 2048 };

struct client {
  struct watch watch;
  void (*on_done)(struct client *client);
  enum { CLOSED, CONNECTING, HANDSHAKE, REQUESTED, OPERATING, IDLE } state;
  uint64_t since;
  uint64_t stamp, sent, received;
  uint8_t answer_stamp[STAMP_SIZE];
  bool blocked;
  uint32_t head_size;
  char head[HEAD_SIZE];
};

/* What a browser sends through an Application Load Balancer: 16 headers, about 640 bytes. */
static const char HEADERS[] =
    "X-Forwarded-For: 203.0.113.57\r\n"
    "X-Forwarded-Proto: https\r\n"
    "X-Forwarded-Port: 443\r\n"
    "Host: chat.example.com\r\n"
    "X-Amzn-Trace-Id: Root=1-67891233-abcdef012345678912345678\r\n"
    "%s"
    "Pragma: no-cache\r\n"
    "Cache-Control: no-cache\r\n"
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36\r\n"
    "Origin: https://chat.example.com\r\n"
    "Accept-Encoding: gzip, deflate, br, zstd\r\n"
    "Accept-Language: en-GB,en;q=0.9\r\n"
    "%s"
    "\r\n";
static const char UPGRADE[] = "Upgrade: websocket\r\nConnection: Upgrade\r\n";
static const char WEBSOCKET[] =
    "Sec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n";
static const char NOT_UPGRADE[] = "Accept: text/html,application/xhtml+xml,application/xml;q=0.9\r\nDnt: 1\r\n";
static const char NOT_WEBSOCKET[] = "Sec-Fetch-Mode: navigate\r\nSec-Fetch-Site: same-origin\r\nSec-Fetch-Dest: document\r\n";

static struct work work;
static char request[HEAD_SIZE];
static size_t request_size;
static struct flow up;
static uint64_t down_size;
static uint64_t next_stamp;

void clients_use(const struct work *given) {
  char headers[HEAD_SIZE / 2];
  int size;
  work = *given;
  snprintf(headers, sizeof headers, HEADERS, work.get ? NOT_UPGRADE : UPGRADE, work.get ? NOT_WEBSOCKET : WEBSOCKET);
  if (work.get) {
    size = snprintf(request, sizeof request, "GET /items/42?page=7 HTTP/1.1\r\n%s", headers);
  } else {
    up = masked_flow(work.up_payload, work.up_frames);
    down_size = unmasked_flow(work.down_payload, work.down_frames).size;
    size = snprintf(request, sizeof request, "GET /tunnel/%ju/%u/%u HTTP/1.1\r\n%s", (uintmax_t)up.size,
                    work.down_payload, work.down_frames, headers);
  }
  request_size = (size_t)size;
}

struct client *client_new(void (*on_done)(struct client *client)) {
  struct client *client = calloc(1, sizeof *client);
  if (client == NULL) fail("out of memory");
  client->on_done = on_done;
  return client;
}

uint64_t client_since(const struct client *client) {
  return client->since;
}

static void done(struct client *client) {
  client->state = IDLE;
  client->on_done(client);
}

static void send_request(struct client *client, int state) {
  send_all(client->watch.fd, request, request_size);
  client->head_size = 0;
  client->state = state;
}

static void send_frames(struct client *client) {
  bool all = flow_send(&up, client->watch.fd, &client->sent, client->stamp);
  if (all == client->blocked) {
    client->blocked = !all;
    watch_change(&client->watch, all ? TO_READ : TO_WRITE);
  }
}

static void operate(struct client *client) {
  if (work.get) return send_request(client, REQUESTED);
  client->stamp = next_stamp++;
  client->sent = client->received = 0;
  client->state = OPERATING;
  send_frames(client);
}

void client_operate(struct client *client) {
  client->since = now_ns();
  operate(client);
}

/* Returns the size of the answer's head, 0 while it isn't complete. */
static size_t read_head(struct client *client, const char *status) {
  ptrdiff_t count = receive(client->watch.fd, client->head + client->head_size, HEAD_SIZE - 1 - client->head_size);
  if (count == 0) return 0;
  if (count < 0) fail("the proxy closed a connection instead of answering %s", status);
  client->head_size += (uint32_t)count;
  client->head[client->head_size] = '\0';
  char *end = strstr(client->head, "\r\n\r\n");
  if (end == NULL) return 0;
  if (strncmp(client->head, "HTTP/1.1 ", 9) != 0 || strncmp(client->head + 9, status, 3) != 0) {
    fail("the proxy did not answer %s but %.*s", status, (int)strcspn(client->head, "\r"), client->head);
  }
  return (size_t)(end + 4 - client->head);
}

static void read_answer(struct client *client) {
  ptrdiff_t count = receive(client->watch.fd, scratch, LARGE_PAYLOAD);
  if (count == 0) return;
  if (count < 0) fail("the proxy closed a tunnel");
  stamp_read(client->answer_stamp, scratch, (size_t)count);
  client->received += (uint64_t)count;
  if (client->received < down_size) return;
  if (client->received > down_size) fail("the proxy sent more bytes than the backend");
  if (stamp_value(client->answer_stamp, false) != client->stamp) fail("the proxy delivered wrong bytes");
  done(client);
}

static void on_event(struct watch *watch) {
  struct client *client = (struct client *)watch;
  size_t head_size;
  switch (client->state) {
    case CONNECTING:
      watch_change(watch, TO_READ);
      return send_request(client, work.get ? REQUESTED : HANDSHAKE);
    case HANDSHAKE:
      head_size = read_head(client, "101");
      if (head_size == 0) return;
      if (head_size != client->head_size) fail("the proxy sent bytes that nobody had asked for");
      return operate(client);
    case REQUESTED:
      head_size = read_head(client, "200");
      if (head_size != 0 && client->head_size == head_size + GET_BODY) done(client);
      return;
    case OPERATING:
      return client->blocked ? send_frames(client) : read_answer(client);
    default:
      fail("the proxy closed a connection that was idle, or sent bytes that nobody had asked for");
  }
}

void client_open(struct client *client) {
  client->since = now_ns();
  client->watch = (struct watch){.fd = connect_to(work.port), .on_event = on_event};
  client->blocked = false;
  client->state = CONNECTING;
  watch_start(&client->watch, TO_WRITE);
}

void client_close(struct client *client) {
  close(client->watch.fd);
  client->state = CLOSED;
}
