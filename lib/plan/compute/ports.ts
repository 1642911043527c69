/** The port on which the proxy is asked. */
export const CONTAINER_PORT = 8080;

/** The port of the health endpoint, apart from the proxied one: no path of a backend is taken, and no client reaches it. */
export const HEALTH_PORT = 8081;
