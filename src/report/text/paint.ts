import picocolors from 'picocolors';

/** Colour functions; without colour each returns its text unchanged. */
export type Paint = ReturnType<typeof picocolors.createColors>;

export function createPaint(colour: 'always' | 'never'): Paint {
  return picocolors.createColors(colour === 'always');
}
