/*
 * wsload --proxy PORT --backend PORT [options]: puts load on a proxy that leads to the backend in this same process.
 *
 * It opens what it needs, warms up and prints `ready`; for a line on its standard input it runs, and prints what it did as JSON.
 * Nothing is on its way at these two moments, so whoever reads the proxy's CPU time there has exactly what the run cost.
 */
#include "load.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum {
  OPENING_AT_A_TIME = 64,
  WARM_EACH = 4 /* a proxy may treat the first messages of a tunnel in another way */
};

static struct {
  unsigned connections; /* stay open; operations go over them in turn */
  unsigned in_flight;   /* operations at a time */
  unsigned churn;       /* so many others at a time are opened, used once and closed, instead of operations on those */
  unsigned openings;    /* of those, for 0 s */
  double warm, seconds; /* 0 s: one operation on each connection, or so many openings */
} plan = {.connections = 100, .in_flight = 100, .seconds = 1};

static struct work work = {.up_payload = SMALL_PAYLOAD, .up_frames = 1, .down_payload = SMALL_PAYLOAD, .down_frames = 1};
static uint16_t backend_port;

/* A ring of the open connections that have nothing to do. */
static struct client **idle;
static unsigned first_idle, idle_count;

static bool opening;
static unsigned opened, churning;
static uint64_t deadline, started, at_least, operations;

static bool more(void) {
  return started < at_least || (deadline != 0 && now_ns() < deadline);
}

static void operate_next(void) {
  struct client *client = idle[first_idle];
  first_idle = (first_idle + 1) % plan.connections;
  idle_count--;
  started++;
  client_operate(client);
}

static void open_next(void);

static void on_operated(struct client *client) {
  idle[(first_idle + idle_count++) % plan.connections] = client;
  if (opening) return open_next();
  latency_add(now_ns() - client_since(client));
  operations++;
  if (more()) operate_next();
}

static void open_next(void) {
  if (opened == plan.connections) return;
  opened++;
  client_open(client_new(on_operated));
}

static void on_churned(struct client *client) {
  latency_add(now_ns() - client_since(client));
  operations++;
  client_close(client);
  if (!more()) {
    churning--;
    return;
  }
  started++;
  client_open(client);
}

static bool all_idle(void) {
  return idle_count == plan.connections;
}

/* The proxy has closed what it had opened to the backend for the connections that have gone. */
static bool all_closed(void) {
  return churning == 0 && backend_connections() == plan.connections;
}

static void open_all(void) {
  idle = calloc(plan.connections + 1, sizeof *idle);
  opening = true;
  for (int i = 0; i < OPENING_AT_A_TIME; i++) open_next();
  run_events(all_idle, "connections to open");
  opening = false;
}

/* For so many seconds, and so many operations on each connection, or openings. */
static void run(double seconds, unsigned on_each) {
  static struct client **clients;
  deadline = seconds == 0 ? 0 : now_ns() + (uint64_t)(seconds * 1e9);
  at_least = plan.churn == 0 ? on_each * plan.connections : seconds == 0 ? plan.openings : 0;
  started = operations = 0;
  latency_clear();
  if (plan.churn == 0) {
    for (unsigned i = 0; i < plan.in_flight && idle_count > 0; i++) operate_next();
    return run_events(all_idle, "answers");
  }
  if (clients == NULL) clients = calloc(plan.churn, sizeof *clients);
  for (unsigned i = 0; i < plan.churn; i++) {
    if (clients[i] == NULL) clients[i] = client_new(on_churned);
    client_open(clients[i]);
    started++;
    churning++;
  }
  run_events(all_closed, "tunnels to be opened and closed");
}

static void allow_many_files(void) {
  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

static void read_payload(const char *text, uint32_t *payload, uint32_t *frames) {
  if (sscanf(text, "%ux%u", frames, payload) != 2 || *payload % 4 != 0 || *payload < STAMP_SIZE || *payload > LARGE_PAYLOAD) {
    fail("%s is not FRAMESxPAYLOAD with a payload of %d to %d bytes, a multiple of 4", text, STAMP_SIZE, LARGE_PAYLOAD);
  }
}

static void read_arguments(int argc, char **argv) {
  static const struct option OPTIONS[] = {
      {"proxy", required_argument, NULL, 'p'},       {"backend", required_argument, NULL, 'b'},
      {"connections", required_argument, NULL, 'n'}, {"in-flight", required_argument, NULL, 'f'},
      {"churn", required_argument, NULL, 'c'},       {"openings", required_argument, NULL, 'o'},
      {"warm", required_argument, NULL, 'w'},        {"seconds", required_argument, NULL, 's'},
      {"get", no_argument, NULL, 'g'},               {"up", required_argument, NULL, 'u'},
      {"down", required_argument, NULL, 'd'},
      {NULL, 0, NULL, 0}};
  int option;
  while ((option = getopt_long(argc, argv, "", OPTIONS, NULL)) != -1) {
    switch (option) {
      case 'p': work.port = (uint16_t)atoi(optarg); break;
      case 'b': backend_port = (uint16_t)atoi(optarg); break;
      case 'n': plan.connections = (unsigned)atoi(optarg); break;
      case 'f': plan.in_flight = (unsigned)atoi(optarg); break;
      case 'c': plan.churn = (unsigned)atoi(optarg); break;
      case 'o': plan.openings = (unsigned)atoi(optarg); break;
      case 'w': plan.warm = atof(optarg); break;
      case 's': plan.seconds = atof(optarg); break;
      case 'g': work.get = true; break;
      case 'u': read_payload(optarg, &work.up_payload, &work.up_frames); break;
      case 'd': read_payload(optarg, &work.down_payload, &work.down_frames); break;
      default: exit(2);
    }
  }
  if (optind < argc) fail("what is %s?", argv[optind]);
  if (work.port == 0 || backend_port == 0) fail("wsload needs --proxy and --backend");
}

int main(int argc, char **argv) {
  char line[16];
  read_arguments(argc, argv);
  allow_many_files();
  backend_start(backend_port);
  clients_use(&work);
  open_all();
  if (plan.warm > 0) run(plan.warm, WARM_EACH);
  puts("ready");
  fflush(stdout);
  if (fgets(line, sizeof line, stdin) == NULL) return 0;

  uint64_t start = now_ns();
  run(plan.seconds, plan.seconds == 0 ? 1 : 0);
  printf("{\"operations\":%ju,\"seconds\":%.6f,\"p50\":%.1f,\"p99\":%.1f}\n", (uintmax_t)operations,
         (double)(now_ns() - start) / 1e9, latency_percentile(0.5), latency_percentile(0.99));
  fflush(stdout);
  /* Whoever started this reads the CPU time before connections are closed */
  if (fgets(line, sizeof line, stdin) == NULL) return 0;
  return 0;
}
