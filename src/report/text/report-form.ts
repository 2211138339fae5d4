/** Form of a `--report` file by its extension. */
export const reportForms = { '.xml': 'junit', '.md': 'markdown', '.html': 'html', '.json': 'json' } as const;

export type ReportForm = (typeof reportForms)[keyof typeof reportForms];

/** Returns `undefined` for an unsupported extension. */
export function reportFormOf(ending: string): ReportForm | undefined {
  const known: Readonly<Record<string, ReportForm>> = reportForms;
  return known[ending.toLowerCase()];
}

/** Renders a JSON document as the content of a file. */
export function jsonFile(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
