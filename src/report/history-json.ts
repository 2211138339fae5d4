import type { HistoryEntry } from '../history/history-entry.js';

/** The format of `history --json`, and with the whole change of `history show --json`. */
export function historyToJson(
  history: readonly HistoryEntry[],
  { detail }: { readonly detail: 'list' | 'whole' },
): object {
  return { format: 'roundtrip.history/1', entries: history.map((entry) => entryToJson(entry, detail)) };
}

function entryToJson(entry: HistoryEntry, detail: 'list' | 'whole'): object {
  const { source, change, detail: more, milliseconds, ...facts } = entry;
  return {
    ...facts,
    milliseconds: Number(milliseconds.toFixed(1)),
    detail: more,
    changed:
      change?.objects.map((object) => ({
        change: object.change,
        kind: (object.before ?? object.after)?.kind,
        name: (object.before ?? object.after)?.name,
        ...(detail === 'whole' ? { before: object.before, after: object.after } : {}),
      })) ?? null,
    ...(detail === 'whole' ? { source } : {}),
  };
}
