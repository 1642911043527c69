/** The proxy server's configuration in a file of the user's. */
export { configLanguage, readConfigFile, STANDARD_INPUT, type ConfigLanguage } from './read-config-file.ts';
