/** The process that a proxy runs in: whether it could start, why it could not, and its end when nothing else ends it. */
export { explainListenError, refusedAddress } from './listen-error.ts';
export { testProxyConfig } from './test-config.ts';
export { endSurely, watchEventLoop } from './watchdog.ts';
