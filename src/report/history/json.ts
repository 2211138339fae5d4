import type { Difference } from '../../catalog/model/diff.js';
import type { HistoryEntry } from '../../history/history-entry.js';
import type { RecordedObject } from '../../history/recorded-change.js';
import { roundMilliseconds } from '../text/format-number.js';

export interface HistoryJsonOptions {
  /** `whole` adds the recorded source of the files, and each object before and after the change. */
  readonly detail: 'list' | 'whole';
}

/** The format of `history --json` and `history show NAME --json`. */
export function historyToJson(history: readonly HistoryEntry[], { detail }: HistoryJsonOptions): object {
  return { format: 'roundtrip.history/1', entries: history.map((entry) => entryToJson(entry, detail)) };
}

function entryToJson(entry: HistoryEntry, how: HistoryJsonOptions['detail']) {
  const { source, change, detail, milliseconds, ...facts } = entry;
  return {
    ...facts,
    milliseconds: roundMilliseconds(milliseconds),
    detail,
    changed: change?.objects.map((object) => objectToJson(object, how)) ?? null,
    ...(how === 'whole' ? { source } : {}),
  };
}

const changes: Readonly<Record<Difference['change'], string>> = {
  left: 'made',
  missing: 'dropped',
  changed: 'changed',
  reordered: 'reordered',
};

function objectToJson({ change, before, after }: RecordedObject, how: HistoryJsonOptions['detail']) {
  const { kind, name } = before ?? after ?? {};
  return { change: changes[change], kind, name, ...(how === 'whole' ? { before, after } : {}) };
}
