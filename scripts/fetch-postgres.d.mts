/** Puts the newest server binaries of a major version into a cache folder, whose path it returns. */
export function fetchPostgres(major: string): string;
