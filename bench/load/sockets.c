#include "load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

uint8_t scratch[LARGE_PAYLOAD + 64];

static struct sockaddr_in loopback(uint16_t port) {
  return (struct sockaddr_in){
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static int tcp_socket(void) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd == -1) fail("socket: %m");
  return fd;
}

static void no_delay(int fd) {
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
}

int listen_on(uint16_t port) {
  struct sockaddr_in address = loopback(port);
  int fd = tcp_socket();
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int));
  if (bind(fd, (struct sockaddr *)&address, sizeof address) == -1) fail("bind to port %u: %m", port);
  if (listen(fd, 4096) == -1) fail("listen: %m");
  return fd;
}

int connect_to(uint16_t port) {
  struct sockaddr_in address = loopback(port);
  int fd = tcp_socket();
  no_delay(fd);
  if (connect(fd, (struct sockaddr *)&address, sizeof address) == -1 && errno != EINPROGRESS) {
    fail("connect to port %u: %m", port);
  }
  return fd;
}

int accept_from(int listener) {
  int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (fd != -1) no_delay(fd);
  else if (errno != EAGAIN && errno != ECONNABORTED) fail("accept: %m");
  return fd;
}

ptrdiff_t receive(int fd, void *buffer, size_t size) {
  ssize_t count = recv(fd, buffer, size, 0);
  if (count > 0) return count;
  return count == -1 && errno == EAGAIN ? 0 : -1;
}

void send_all(int fd, const void *data, size_t size) {
  ssize_t count = send(fd, data, size, MSG_NOSIGNAL);
  if (count == -1) fail("send: %m");
  if ((size_t)count != size) fail("send: only %zd of %zu bytes were taken", count, size);
}
