/** Seconds for which a resolver keeps the addresses of a service's tasks: what a deployment takes at most to be noticed. */
export const DISCOVERY_TTL = 10;
