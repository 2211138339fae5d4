type Environment = Readonly<Record<string, string | undefined>>;

/** Original values of the variables that calls have set. */
const before = new Map<string, string | undefined>();
let calls = 0;

/** The environment of the process without the variables that calls of the library have set. */
export function hostEnvironment(): Environment {
  return { ...process.env, ...Object.fromEntries(before) };
}

/**
 * Runs `action` with variables set in `process.env`, where migrations and seeds read them. The original values
 * are restored when the last of all concurrent calls has ended.
 */
export async function withEnvironment<T>(env: Environment, action: () => Promise<T>): Promise<T> {
  calls += 1;
  for (const [name, value] of Object.entries(env)) {
    if (process.env[name] === value) continue;
    if (!before.has(name)) before.set(name, process.env[name]);
    set(name, value);
  }
  try {
    return await action();
  } finally {
    calls -= 1;
    if (calls === 0) restore();
  }
}

function restore(): void {
  for (const [name, value] of before) set(name, value);
  before.clear();
}

function set(name: string, value: string | undefined): void {
  if (value === undefined) Reflect.deleteProperty(process.env, name);
  else process.env[name] = value;
}
