export { client, type Client } from './client.ts';
export { listOf, recordOf, shape } from './collections.ts';
export * as common from './common.ts';
export { isPlainObject } from './described.ts';
export { alternative, facet, facetMember, type Alternative, type FacetKinds } from './facet.ts';
export { having, mark, marked } from './instances.ts';
export { early, late, read, refused, type FrontEnd, type Kind, type Kinds, type SettingContext } from './kind.ts';
export { facetProps, movedProps } from './moved.ts';
export { anyText, flag, milliseconds, text, time, wholeNumber, wholeNumberFrom } from './scalars.ts';
