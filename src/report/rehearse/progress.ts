import { assertNever } from '../../errors.js';
import type { RehearsalProgress } from '../../rehearse/rehearse.js';
import { formatBytes } from '../../config/size.js';
import { formatDuration } from '../text/format-number.js';
import { phaseWords } from './words.js';

const texts = {
  cloning: 'cloning the database',
  anonymising: 'anonymising the copy',
  analysing: 'collecting statistics of the copy',
  'measuring the load': 'measuring the load without migrations',
} as const;

/** The line of progress: what is being done, and for how long. */
export function renderRehearsalProgress(progress: RehearsalProgress, milliseconds: number): string {
  const time = formatDuration(milliseconds);
  switch (progress.doing) {
    case 'loading': {
      const { bytes, total } = progress;
      const share = total === undefined ? '' : `${Math.floor((100 * bytes) / Math.max(total, 1))} %  `;
      const rate = `${formatBytes(Math.round(bytes / Math.max(milliseconds / 1000, 0.001)))}/s`;
      return `loading the snapshot  ${share}${formatBytes(bytes)}  ${rate}  ${time}`;
    }
    case 'cloning':
    case 'anonymising':
    case 'analysing':
    case 'measuring the load':
      return `${texts[progress.doing]}  ${time}`;
    case 'up':
    case 'down':
    case 'up-again':
    case 'reading rows':
    case 'writing rows':
    case 'comparing rows': {
      const { doing, number, total, migration } = progress;
      const what = doing in phaseWords ? phaseWords[doing as keyof typeof phaseWords] : doing;
      return `${number}/${total}  ${what}  ${migration}  ${time}`;
    }
    default:
      return assertNever(progress);
  }
}
