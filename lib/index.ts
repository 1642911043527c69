export * from './plan/index.ts';
export * from '../proxy-runtime/index.ts';
export { fromNginxConf } from '../proxy-runtime/compile/index.ts';
export * from './constructs-elsewhere.ts';
