/** Installs the newest server binaries of a major version into a cache folder, and returns the path of that folder. */
export function fetchPostgres(major: string): string;
