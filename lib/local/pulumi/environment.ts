/** The environment variable that has the file of a run's request. */
export const VARIABLE = 'WSPROXY_RUN_REQUEST';
