import { diff, subject, type Difference } from '../../src/catalog/model/diff.js';
import type { CatalogState } from '../../src/catalog/read/catalog-state.js';
import type { ReadIn } from '../../src/catalog/read/catalog-transaction.js';
import { readCatalog } from '../../src/catalog/read/read-catalog.js';
import type { Session } from '../../src/database/session.js';
import type { PlannedDirection } from '../../src/pairs/plan-pair.js';
import { planFiles, type FileOptions, type PairFile } from '../../src/pairs/split-files.js';
import type { PairChange } from '../pair-cases/change.js';
import { describe } from './repair-to.js';

export interface PairOutcome {
  readonly files: readonly PairFile[];
  /** Errors: a rejected statement, or differences that the plan does not declare. */
  readonly wrong: readonly string[];
}

type Options = Omit<FileOptions, 'major' | 'role'>;

/** A copy of the database, whose changes are committed. */
export interface Copy {
  readonly session: Session;
  drop(): Promise<void>;
}

export interface RunnerOptions {
  readonly session: Session;
  /** The state of the original database. */
  readonly from: CatalogState;
  /** The role of the session. */
  readonly role: string;
  /** Creates a copy of the database, for files that need several transactions. */
  readonly open: () => Promise<Copy>;
}

/**
 * Makes a change, plans the files for it in both directions, and runs the up and the down; everything is rolled
 * back.
 */
export class PairRunner {
  readonly #session: Session;
  readonly #from: CatalogState;
  readonly #role: string;
  readonly #open: () => Promise<Copy>;

  constructor({ session, from, role, open }: RunnerOptions) {
    this.#session = session;
    this.#from = from;
    this.#role = role;
    this.#open = open;
  }

  async run(change: PairChange, options: Options = {}): Promise<PairOutcome> {
    await this.#session.query('BEGIN; SAVEPOINT start');
    try {
      const to = await this.#stateAfter(change);
      const files = this.#plan(to, options);
      await this.#session.query('ROLLBACK TO SAVEPOINT start');
      if (files.length <= 1 && files[0]?.transaction !== 'none')
        return { files, wrong: await this.#runFiles(this.#session, files, to) };
      const onCopy = (copy: Session) => this.#runFiles(copy, files, to);
      return { files, wrong: await this.#withCopy(onCopy) };
    } finally {
      await this.#session.query('ROLLBACK');
    }
  }

  #stateAfter({ change, commits }: PairChange): Promise<CatalogState> {
    const changed = async (session: Session, readIn: ReadIn) => {
      await session.query(change);
      return readCatalog(session, { readIn });
    };
    return commits === undefined
      ? changed(this.#session, 'open transaction')
      : this.#withCopy((copy) => changed(copy, 'own transaction'));
  }

  #plan(to: CatalogState, options: Options): readonly PairFile[] {
    const { major } = this.#from;
    return planFiles(this.#from.objects, to.objects, { major, role: this.#role, ...options });
  }

  async #withCopy<T>(action: (copy: Session) => Promise<T>): Promise<T> {
    const copy = await this.#open();
    try {
      return await action(copy.session);
    } finally {
      await copy.drop();
    }
  }

  async #runFiles(
    session: Session,
    files: readonly PairFile[],
    to: CatalogState,
  ): Promise<readonly string[]> {
    const up = await runHalf(
      session,
      files.map((file) => ({ ...file, half: file.up })),
      to,
    );
    if (up.length > 0) return up.map((one) => `up: ${one}`);
    const down = files.toReversed().map((file) => ({ ...file, half: file.down }));
    return (await runHalf(session, down, this.#from)).map((one) => `down: ${one}`);
  }
}

interface Half {
  readonly transaction: PairFile['transaction'];
  readonly half: PlannedDirection;
}

async function runHalf(
  session: Session,
  halves: readonly Half[],
  wanted: CatalogState,
): Promise<readonly string[]> {
  for (const { transaction, half } of halves) {
    const isAlone = halves.length === 1;
    const statements = transaction === 'none' || isAlone ? half.statements : inTransaction(half.statements);
    for (const statement of statements) {
      try {
        await session.query(statement);
      } catch (error) {
        return [`${statement}\n  ${String(error)}`];
      }
    }
  }
  const isOpen = halves.length <= 1 && halves[0]?.transaction !== 'none';
  const readIn = isOpen ? 'open transaction' : 'own transaction';
  const end = await readCatalog(session, { readIn });
  const declared = new Set(halves.flatMap(({ half }) => half.limits.map(({ name }) => name)));
  return diff(wanted.objects, end.objects)
    .filter((one) => !isDeclared(one, declared))
    .map(describe);
}

function inTransaction(statements: readonly string[]): readonly string[] {
  return ['BEGIN', ...statements, 'COMMIT'];
}

function isDeclared(difference: Difference, declared: ReadonlySet<string>): boolean {
  const { name, parent } = subject(difference);
  return declared.has(name) || (parent !== undefined && declared.has(parent.name));
}
