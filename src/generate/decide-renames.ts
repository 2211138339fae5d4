import { keyOf, type CatalogObject, type Snapshot } from '../catalog/model/object.js';
import { substituteNames } from '../catalog/model/substitute-names.js';
import { renameOf } from '../catalog/repair/rename-statement.js';
import { UsageError } from '../errors.js';
import type { Rename } from '../pairs/renames.js';
import { renameCandidates, type RenameCandidate } from './rename-candidates.js';
import { findRename, ownName, type FoundRename, type RequestedRename } from './requested-rename.js';

/** What the user says about renames. */
export interface RenameChoice {
  readonly requested: readonly RequestedRename[];
  /**
   * What to do about objects that may have been renamed: `refuse` ends with the candidates, `none` drops and
   * creates, and a function asks for one of the added objects.
   */
  readonly others: 'refuse' | 'none' | AskRename;
}

/** Returns the object that another one has become; `undefined` where it is dropped. */
export type AskRename = (candidate: RenameCandidate) => Promise<CatalogObject | undefined>;

export interface DecidedRenames {
  readonly renames: readonly Rename[];
  /** The present state as PostgreSQL would print it after the renames. */
  readonly renamed: Snapshot;
}

export interface DecideOptions {
  readonly present: Snapshot;
  /** The wanted state, given the present one with renamed objects. */
  readonly wanted: (present: Snapshot) => Snapshot;
  readonly choice: RenameChoice;
}

/** @throws UsageError for a requested rename that is impossible, or with the candidates where nobody can be asked */
export async function decideRenames({ present, wanted, choice }: DecideOptions): Promise<DecidedRenames> {
  const decision = new Decision(present);
  for (const request of [...choice.requested].sort((a, b) => rank(a) - rank(b))) {
    decision.perform(findRename(request, decision.state, wanted(decision.state)), request.text);
  }
  if (choice.others !== 'none') await decision.decideOthers(wanted, choice.others);
  return { renames: decision.renames, renamed: decision.state };
}

/** Columns are found under the new name of their table. */
function rank({ kind }: RequestedRename): number {
  if (kind === 'schema') return 0;
  return kind === 'column' || kind === 'constraint' ? 2 : 1;
}

class Decision {
  state: Snapshot;
  readonly renames: Rename[] = [];
  readonly #declined = new Set<string>();
  /** Earlier names of renamed objects that other names begin with, the latest first. */
  readonly #earlier: { readonly from: string; readonly to: string }[] = [];

  constructor(present: Snapshot) {
    this.state = present;
  }

  perform({ from, to }: FoundRename, text: string): void {
    const rename = renameOf({ from, to, after: this.state });
    if (!rename) throw new UsageError(`--rename ${text}: PostgreSQL cannot rename this ${from.kind}`);
    this.renames.push({ kind: from.kind, from: this.#originalName(from), to: to.name });
    this.#earlier.unshift({ from: from.name, to: to.name });
    this.state = substituteNames(this.state, rename.changes);
  }

  async decideOthers(wanted: DecideOptions['wanted'], others: 'refuse' | AskRename): Promise<void> {
    for (;;) {
      const candidates = renameCandidates(this.state, wanted(this.state)).filter(
        ({ from }) => !this.#declined.has(keyOf(from)),
      );
      const candidate = candidates.find(({ from }) => from.kind !== 'column') ?? candidates[0];
      if (!candidate) return;
      if (others === 'refuse') throw undecided(candidates);
      const to = await others(candidate);
      if (to) this.perform({ from: candidate.from, to }, ownName(to));
      else this.#declined.add(keyOf(candidate.from));
    }
  }

  /** The name before all renames: `public.users.name` for a column of a table that is renamed, too. */
  #originalName({ name }: CatalogObject): string {
    return this.#earlier.reduce(
      (text, { from, to }) => (text.startsWith(`${to}.`) ? `${from}${text.slice(to.length)}` : text),
      name,
    );
  }
}

function undecided(candidates: readonly RenameCandidate[]): UsageError {
  const flags = candidates.flatMap(({ from, to }) =>
    to.map((other) => `--rename ${shellWord(`${from.kind}:${from.name}=${ownName(other)}`)}`),
  );
  return new UsageError(
    `some objects may have been renamed:\n${flags.map((flag) => `  ${flag}`).join('\n')}`,
    {
      remedy:
        'Give the flags of those that were renamed, and --no-rename for the others: they are dropped and created, and lose their data. Nothing was written.',
    },
  );
}

function shellWord(text: string): string {
  return /^[\w.:=,@/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
