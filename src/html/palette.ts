const light = `
  --paper: #ffffff; --panel: #f6f7f9; --ink: #1b2230; --soft: #566070; --line: #dde1e8;
  --accent: #1f5fae; --mark: #fff3c4; --code: #f1f3f6;
  --shade: rgb(27 34 48 / 38%); color-scheme: light;`;

const dark = `
  --paper: #15181e; --panel: #1b2028; --ink: #e4e8ef; --soft: #a3adbd; --line: #313947;
  --accent: #86b7f3; --mark: #4a3f17; --code: #242b36;
  --shade: rgb(134 183 243 / 45%); color-scheme: dark;`;

/** Selectors of the root element in the dark theme: by the setting of the system, and by the reader's choice. */
export const darkBySystem = ":root:not([data-theme='light'])";
export const darkByChoice = ":root[data-theme='dark']";

/** Colours of all pages as custom properties. The reader's choice has precedence over the setting of the system. */
export const palette = { light, dark } as const;

/** Colours of verdicts and differences; each has a contrast of at least 4.5:1 with the paper and the code colour. */
const tones = {
  light: '--good: #17692f; --bad: #b3261e; --warn: #875300; --added: #e3f4e6; --removed: #fce8e6;',
  dark: '--good: #7fd398; --bad: #ff9d94; --warn: #f0bd6b; --added: #17351f; --removed: #45201d;',
} as const;

/** The palette with the colours of verdicts, as a style sheet. */
export const paletteWithTones = `
:root { ${light} ${tones.light} }
@media (prefers-color-scheme: dark) { ${darkBySystem} { ${dark} ${tones.dark} } }
${darkByChoice} { ${dark} ${tones.dark} }`;

export const monospace = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";
export const sansSerif = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";
