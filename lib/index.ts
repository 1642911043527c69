export * from './plan/index.ts';
export * from '../proxy-runtime/index.ts';
