/** The package's version; a test keeps it equal to package.json's, which the bundled runtime can't read. */
export const VERSION = '0.1.0';
