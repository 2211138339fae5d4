/** Address of the page of a rule. */
export function rulePage(id: string): string {
  return `https://unpkg.com/pg-roundtrip/docs/rules/${id}.md`;
}
