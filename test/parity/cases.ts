import type { BackendDirectives, Capacity } from 'websocket-proxy-constructs/cdk';
import { PRIVATE_SUBNETS, PUBLIC_SUBNETS } from './given.ts';

/** What is asked of both front ends, in neither's words. Times are seconds. */
export interface Input {
  readonly backends?: Readonly<Record<string, BackendInput>>;
  /** The text of an nginx.conf. */
  readonly nginxConf?: string;
  readonly idleTimeout?: number;
  readonly clientKeepAlive?: number;
  readonly deregistrationDelay?: number;
  readonly stopTimeout?: number;
  readonly cpu?: number;
  readonly memory?: number;
  readonly architecture?: 'X86_64' | 'ARM64';
  readonly desiredCount?: number;
  readonly capacity?: Capacity;
  readonly circuitBreaker?: { readonly enable: boolean; readonly rollback: boolean };
  readonly image?: 'built' | 'registry' | 'ecr' | 'node';
  readonly tls?: boolean;
  readonly sslPolicy?: string;
  readonly redirectHttp?: boolean;
  readonly internal?: boolean;
  readonly allowFrom?: readonly string[];
  readonly ipAddressType?: 'dualstack' | 'dualstack-without-public-ipv4';
  readonly deletionProtection?: boolean;
  readonly assignPublicIp?: boolean;
  readonly executeCommand?: boolean;
  readonly logRetention?: number;
  readonly loadBalancerSubnets?: readonly string[];
  readonly taskSubnets?: readonly string[];
  /** Whether those of the load balancer and the tasks exist already, neither letting anything out. */
  readonly givenSecurityGroups?: boolean;
  /** Whether it exists already: `shared`. */
  readonly givenLogGroup?: boolean;
  /** Whether it exists already: `shared`. */
  readonly givenCluster?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
  /** What callers without types may give besides, or instead. */
  readonly untyped?: Untyped;
}

/** What has no type, by where it is given. */
export interface Untyped {
  readonly props?: Readonly<Record<string, unknown>>;
  readonly loadBalancing?: Readonly<Record<string, unknown>>;
  readonly compute?: Readonly<Record<string, unknown>>;
  readonly desiredCount?: unknown;
}

/** A URL, or an ECS service; one that is registered has the DNS name `NAME.services.test`. */
export type BackendInput =
  | { readonly url: string; readonly directives?: BackendDirectives }
  | { readonly service: string; readonly port: number; readonly registered?: boolean };

/** A site that was on a machine of its own. */
const NGINX_CONF = String.raw`
events {}
http {
  map $http_upgrade $connection_upgrade { default upgrade; '' close; }
  upstream chat { least_conn; server 10.0.0.5:3000 max_fails=3; server chat-2.example.com:3000; keepalive 16; }
  error_log /var/log/nginx/error.log warn;
  server {
    listen 80;
    server_name chat.example.com;
    client_max_body_size 10m;
    location /ws/ {
      proxy_pass http://chat;
      proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
      proxy_read_timeout 2h;
    }
    location / { proxy_pass http://legacy.example.com:8080; }
  }
}`;

const LEGACY = { '/': { url: 'http://legacy.internal:8080' } } as const;

/** The table: whatever a user can ask of both, at least once. */
export const CASES: Readonly<Record<string, Input>> = {
  defaults: { backends: LEGACY },
  'header names that the load balancer would drop': {
    nginxConf: NGINX_CONF.replace('listen 80;', 'listen 80; underscores_in_headers on;'),
  },
  'a location for auth_request alone': {
    backends: {
      '/': { url: 'http://legacy.internal:8080', directives: { authRequest: '/auth' } },
      '/auth': { url: 'http://auth.internal', directives: { internal: true, proxyPassRequestBody: 'off' } },
    },
  },
  'a certificate': { backends: LEGACY, tls: true },
  'a certificate, and no redirect': {
    backends: LEGACY,
    tls: true,
    redirectHttp: false,
    sslPolicy: 'ELBSecurityPolicy-TLS13-1-3-2021-06',
  },
  'every timeout at its least': {
    backends: LEGACY,
    idleTimeout: 1,
    clientKeepAlive: 60,
    deregistrationDelay: 0,
    stopTimeout: 2,
  },
  'every timeout at its most': {
    backends: LEGACY,
    idleTimeout: 4000,
    clientKeepAlive: 604_800,
    deregistrationDelay: 3600,
    stopTimeout: 120,
  },
  'tasks of another size': {
    backends: LEGACY,
    cpu: 1024,
    memory: 4096,
    architecture: 'ARM64',
    desiredCount: 5,
    circuitBreaker: { enable: true, rollback: false },
  },
  'more CPU with the memory that goes with it': { backends: LEGACY, cpu: 2048, desiredCount: 0 },
  'tasks for a peak': {
    backends: LEGACY,
    capacity: { tunnels: 200_000, messagesPerSecond: 20_000, opensPerSecond: 500 },
  },
  'tasks of a size for a peak': { backends: LEGACY, cpu: 512, capacity: { tunnels: 300_000 } },
  'no circuit breaker': { backends: LEGACY, circuitBreaker: { enable: false, rollback: false } },
  'an image that is built': { backends: LEGACY, image: 'built' },
  'an image that is built for ARM64': { backends: LEGACY, image: 'built', architecture: 'ARM64' },
  'an image in Amazon ECR': { backends: LEGACY, image: 'ecr' },
  'the Node image': { backends: LEGACY, image: 'node' },
  'an internal load balancer': { backends: LEGACY, internal: true },
  'an internal load balancer with TLS for some': {
    backends: LEGACY,
    internal: true,
    tls: true,
    allowFrom: ['10.1.0.0/16'],
  },
  'some clients': { backends: LEGACY, allowFrom: ['192.0.2.0/24', '2001:db8::/32'] },
  'many clients, with a redirect': {
    backends: LEGACY,
    tls: true,
    allowFrom: Array.from({ length: 31 }, (_, index) => `192.0.${index}.0/24`),
  },
  'a prefix list, with a redirect': { backends: LEGACY, tls: true, allowFrom: ['pl-0123456789abcdef0'] },
  'no clients': { backends: LEGACY, tls: true, allowFrom: [] },
  IPv6: { backends: LEGACY, tls: true, ipAddressType: 'dualstack' },
  'IPv6, internal': { backends: LEGACY, ipAddressType: 'dualstack', internal: true },
  'IPv6 without public IPv4': { backends: LEGACY, ipAddressType: 'dualstack-without-public-ipv4' },
  'a protected load balancer': { backends: LEGACY, deletionProtection: true },
  'tasks with public addresses': { backends: LEGACY, assignPublicIp: true },
  'other subnets': {
    backends: LEGACY,
    loadBalancerSubnets: PRIVATE_SUBNETS,
    taskSubnets: PUBLIC_SUBNETS,
    assignPublicIp: true,
  },
  'a shell in the tasks': { backends: LEGACY, executeCommand: true },
  'logs for a year': { backends: LEGACY, logRetention: 365 },
  'what exists already': {
    backends: { '/': { service: 'chat', port: 8080 } },
    givenCluster: true,
    givenLogGroup: true,
    givenSecurityGroups: true,
  },
  'a service': { backends: { '/chat/': { service: 'chat', port: 8080 } } },
  'a service that is registered': { backends: { '/chat/': { service: 'chat', port: 8080, registered: true } } },
  'two services, at several locations': {
    backends: {
      '/chat/': { service: 'chat', port: 8080 },
      '= /chat': { service: 'chat', port: 8080 },
      '/room/': { service: 'room', port: 9090 },
      '/': { url: 'https://www.example.com' },
    },
  },
  'URLs of all kinds': {
    backends: {
      '/a/': { url: 'https://api.example.com/v2/' },
      '/b/': { url: 'https://api.example.com:8443' },
      '/c/': { url: 'http://192.0.2.1' },
      '/d/': { url: 'http://[2001:db8::1]:8080/d' },
      '~ ^/e': { url: 'http://legacy.internal' },
      '= /f': { url: 'http://legacy.internal:81' },
      '^~ /g/': { url: 'http://LEGACY_2.internal' },
    },
  },
  'directives of its own': {
    backends: {
      '/': {
        url: 'http://legacy.internal',
        directives: { clientMaxBodySize: '10m', proxySetHeader: { 'X-Tenant': 'a' } },
      },
    },
  },
  'an nginx.conf': { nginxConf: NGINX_CONF, backends: { chat: { service: 'chat', port: 8080 } }, tls: true },
  'an nginx.conf with backends of its own': { nginxConf: NGINX_CONF, idleTimeout: 60, stopTimeout: 30 },
  'an nginx.conf with an https backend': {
    nginxConf: 'upstream api { server 10.0.0.5:443; } server { listen 80; location / { proxy_pass https://api; } }',
    backends: { api: { url: 'https://api.example.com' } },
  },
  tags: { backends: { '/': { service: 'chat', port: 80 } }, tls: true, tags: { team: 'chat', stage: 'test' } },
};
