/** A colour of a diagram: the light one is in the drawing, and a style sheet replaces it by the dark one. */
interface Shade {
  readonly light: string;
  readonly dark: string;
}

/**
 * Every colour has one use only, and no two are equal: by them the style sheet selects the elements to make
 * dark. Without style sheets the diagram is light.
 */
export const shades = {
  paper: { light: '#ffffff', dark: '#15181e' },
  table: { light: '#fdfdfe', dark: '#1d222b' },
  head: { light: '#dfe7f3', dark: '#2c3a52' },
  stub: { light: '#f1f3f6', dark: '#222831' },
  border: { light: '#9aa5b5', dark: '#55617a' },
  rule: { light: '#e6e9ee', dark: '#2b313d' },
  ink: { light: '#1b2230', dark: '#e4e8ef' },
  type: { light: '#5c6778', dark: '#9da8b9' },
  primary: { light: '#a15c07', dark: '#e8b05c' },
  foreign: { light: '#1f5fae', dark: '#7fb2f0' },
  unique: { light: '#6b3fa0', dark: '#c2a1ec' },
  line: { light: '#66738a', dark: '#8d99ad' },
} as const satisfies Readonly<Record<string, Shade>>;

/** Returns rules that replace the colours of a diagram by dark ones. */
export function darkRules(scope: string): string {
  return Object.values(shades)
    .flatMap(({ light, dark }) => [
      `${scope} [fill="${light}"]{fill:${dark}}`,
      `${scope} [stroke="${light}"]{stroke:${dark}}`,
    ])
    .join('\n');
}

/** The style sheet of a diagram in a file of its own. */
export const diagramStyle = `text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
a:hover text,a:focus text{text-decoration:underline}
@media (prefers-color-scheme:dark){
${darkRules('svg')}
}`;
