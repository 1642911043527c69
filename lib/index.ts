export * from './plan/index.ts';
export * from '../proxy-runtime/index.ts';
// The type of proxy-runtime's, with what makes one.
export { ProxyConfig } from './plan/nginx-conf/index.ts';
export * from './constructs-elsewhere.ts';
