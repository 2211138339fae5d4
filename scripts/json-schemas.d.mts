/** Returns a JSON Schema for each format, by its name without the prefix: `prove`, `run`, … */
export function jsonSchemas(root: string): Readonly<Record<string, object>>;
