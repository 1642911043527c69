/** What is warned of by CDK's constructs alone, by the id that a warning is acknowledged by. An id stays what it is: users have it in programs. */
export const CONSTRUCT_WARNINGS = {
  backendInOtherVpc: 'A service is in another VPC, to which only a peering or a transit gateway leads.',
  internalWithoutIpv6Clients: "An internal load balancer has IPv6 addresses, but the VPC's IPv6 range is not known.",
  manyClients: 'A security group may have no room for all rules of `allowFrom`.',
  publicWithoutTls: 'Clients send and receive everything in clear text over the internet.',
  scaledBelowPlan: 'The service may be scaled down to fewer tasks than are planned.',
  singleTask: 'With one task nothing is served while it is replaced after a failure.',
  tasksCutOff: 'The tasks may reach no image registry and no CloudWatch Logs.',
} as const satisfies Readonly<Record<string, string>>;

/** What is warned of in an nginx.conf or in directives of a backend, by the last part of the id. */
export const CONFIGURATION_WARNINGS = {
  Client: "A variable or `ip_hash` goes by the load balancer's address instead of the client's.",
  Connection: 'A directive concerns the connection to the load balancer.',
  Credential: 'What looks like a credential is in clear text in the task definition.',
  DefaultServer: 'Default servers of several addresses are on one address here, which has one of them.',
  HeaderBuffers: 'The load balancer takes smaller request heads than `large_client_header_buffers` says.',
  IdleTimeout: 'A time is longer than the load balancer waits.',
  InvalidHeaders: 'The load balancer passes on header names that it would drop otherwise.',
  Keepalive: 'A keep-alive directive is left out, as its value follows from `idleTimeout`.',
  LocalServer: 'A server of an upstream is the task itself, where no backend is.',
  Logs: 'Logs go to the log group instead of files.',
  ReadTimeout: 'The proxy closes an idle WebSocket before the load balancer would.',
  Redirect: 'A redirect to HTTPS is left out, as the load balancer redirects, or needs names in the certificate.',
  RequestBuffering: 'Request bodies are streamed instead of buffered.',
  Resolver: "The VPC's resolver is asked instead of one that is not in a task.",
  Shutdown: '`worker_shutdown_timeout` is not as in the file, as ECS ends what is open after `stopTimeout`.',
  Tls: 'TLS ends at the load balancer.',
  Upgrade: 'An `Upgrade` to any protocol is passed on, h2c included.',
  VariablePass: 'A `proxy_pass` with variables may lead to a backend that is asked in another way.',
  WorkerConnections: "`worker_connections` is left out, as the task's limit of open files counts.",
} as const satisfies Readonly<Record<string, string>>;

export type ConfigurationWarning = keyof typeof CONFIGURATION_WARNINGS;

/** What a warning is acknowledged by, after the name of the package. */
export type WarningId = keyof typeof CONSTRUCT_WARNINGS | `${'nginxConf' | 'backend'}${ConfigurationWarning}`;
