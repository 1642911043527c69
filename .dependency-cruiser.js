// @ts-check
/**
 * Which room may import which, types included, and that nothing leads back to itself: the picture is in docs/architecture.md.
 *
 * @type {import('dependency-cruiser').IConfiguration}
 */
export default {
  forbidden: [
    {
      name: 'no-circle',
      comment: 'No file leads back to itself, not even by types.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'runtime-stands-alone',
      comment: 'The server that is deployed needs nothing of the library.',
      severity: 'error',
      from: { path: '^proxy-runtime/' },
      to: { path: '^(bin|lib|scripts|bench|test|examples)/' },
    },
    {
      name: 'lib-below-bin',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^(bin|scripts|bench|test|examples)/' },
    },
    {
      name: 'runtime-by-index',
      comment: 'Who uses the runtime enters it by the indexes that it has.',
      severity: 'error',
      from: { path: '^(bin|lib|bench)/' },
      to: { path: '^proxy-runtime/', pathNot: '/(index|program)\\.ts$|^proxy-runtime/config/types\\.ts$' },
    },
    {
      name: 'front-ends-apart',
      comment: 'What both front ends need is in lib/plan.',
      severity: 'error',
      from: { path: '^lib/(cdk|pulumi)/' },
      to: { path: '^lib/(cdk|pulumi)/', pathNot: '^lib/$1/' },
    },
    {
      name: 'plan-is-data',
      comment: 'The plan knows no cloud SDK and no front end.',
      severity: 'error',
      from: { path: '^lib/plan/' },
      to: { path: '^lib/(cdk|pulumi|local|testing)/|/node_modules/(aws-cdk-lib|constructs|@pulumi)/' },
    },
    {
      name: 'config-is-a-leaf',
      comment: 'A configuration is data: lib and tools have it without the server.',
      severity: 'error',
      from: { path: '^proxy-runtime/config/' },
      to: { path: '^proxy-runtime/', pathNot: '^proxy-runtime/config/' },
    },
    {
      name: 'http-and-pcre-below',
      severity: 'error',
      from: { path: '^proxy-runtime/(http|pcre)/' },
      to: { path: '^proxy-runtime/', pathNot: '^proxy-runtime/(config|$1)/' },
    },
    {
      name: 'request-below',
      comment: 'What a request is to variables and logs knows none of them.',
      severity: 'error',
      from: { path: '^proxy-runtime/request/' },
      to: { path: '^proxy-runtime/', pathNot: '^proxy-runtime/(config|http|pcre|request)/' },
    },
    {
      name: 'exchange-above',
      comment: 'What an exchange is made of does not know of exchanges.',
      severity: 'error',
      from: {
        path: '^proxy-runtime/(access|compile|limits|logging|metrics|net|node|pcre|routing|tls|upstream|variables)/',
      },
      to: { path: '^proxy-runtime/((connection|exchange|server|workers|process)/|[^/]+\\.ts$)' },
    },
    {
      name: 'connection-above-exchange',
      severity: 'error',
      from: { path: '^proxy-runtime/exchange/' },
      to: { path: '^proxy-runtime/((connection|server|workers|process)/|[^/]+\\.ts$)' },
    },
    {
      name: 'server-above-connection',
      severity: 'error',
      from: { path: '^proxy-runtime/connection/' },
      to: { path: '^proxy-runtime/((server|workers|process)/|[^/]+\\.ts$)' },
    },
    {
      name: 'workers-above-server',
      comment: 'A server is one worker, and knows of no others.',
      severity: 'error',
      from: { path: '^proxy-runtime/server/' },
      to: { path: '^proxy-runtime/((workers|process)/|[^/]+\\.ts$)' },
    },
    {
      name: 'entries-on-top',
      comment: 'The files beside the rooms put them together.',
      severity: 'error',
      from: { path: '^proxy-runtime/[^/]+/' },
      to: { path: '^proxy-runtime/[^/]+\\.ts$' },
    },
    {
      name: 'engine-without-aws',
      comment: 'What only a task on ECS needs is never in the way of a request.',
      severity: 'error',
      from: { path: '^proxy-runtime/', pathNot: '^proxy-runtime/aws/' },
      to: { path: '^proxy-runtime/aws/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
