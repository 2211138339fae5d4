export default async function globalTeardown() {
  await Promise.all([globalThis.stopCommandHosts?.(), globalThis.stopTestServer?.()]);
}
