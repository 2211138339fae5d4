// Runs in the browser: pans and zooms the diagrams, whose visible part is the `viewBox`.
/* global document, window */

/** @param {SVGSVGElement} svg */
function wholeOf(svg) {
  const [x = 0, y = 0, width = 1, height = 1] = (svg.dataset.whole ?? '').split(' ').map(Number);
  return { x, y, width, height };
}

/**
 * @param {SVGSVGElement} svg
 * @param {{ x: number, y: number, width: number, height: number }} box
 */
function setBox(svg, { x, y, width, height }) {
  svg.setAttribute('viewBox', `${x} ${y} ${width} ${height}`);
}

/**
 * @param {SVGSVGElement} svg
 * @param {number} factor
 * @param {{ clientX: number, clientY: number }} [around]
 */
function zoom(svg, factor, around) {
  const { x, y, width, height } = svg.viewBox.baseVal;
  const area = svg.getBoundingClientRect();
  const across = around ? (around.clientX - area.left) / area.width : 0.5;
  const down = around ? (around.clientY - area.top) / area.height : 0.5;
  const whole = wholeOf(svg);
  const wide = Math.min(Math.max(width * factor, 80), whole.width * 4);
  const high = (height * wide) / width;
  setBox(svg, { x: x + (width - wide) * across, y: y + (height - high) * down, width: wide, height: high });
}

/**
 * @param {SVGSVGElement} svg
 * @param {number} right pixels
 * @param {number} down pixels
 */
function move(svg, right, down) {
  const { x, y, width, height } = svg.viewBox.baseVal;
  const area = svg.getBoundingClientRect();
  const scale = Math.max(width / area.width, height / area.height);
  setBox(svg, { x: x - right * scale, y: y - down * scale, width, height });
}

/**
 * Shows one element in the centre, at the size of text.
 * @param {SVGSVGElement} svg
 * @param {SVGGraphicsElement} target
 */
function lookAt(svg, target) {
  setBox(svg, wholeOf(svg));
  const box = target.getBoundingClientRect();
  const toDrawing = svg.getScreenCTM()?.inverse();
  if (!toDrawing) return;
  const middle = new window.DOMPoint(box.left + box.width / 2, box.top + box.height / 2).matrixTransform(
    toDrawing,
  );
  const area = svg.getBoundingClientRect();
  setBox(svg, {
    x: middle.x - area.width / 2,
    y: middle.y - area.height / 2,
    width: area.width,
    height: area.height,
  });
}

/** @param {SVGSVGElement} svg */
function dragged(svg) {
  svg.addEventListener('pointerdown', (start) => {
    let last = start;
    let far = 0;
    /** @param {PointerEvent} event */
    const follow = (event) => {
      far += Math.abs(event.clientX - last.clientX) + Math.abs(event.clientY - last.clientY);
      move(svg, event.clientX - last.clientX, event.clientY - last.clientY);
      last = event;
    };
    const end = () => {
      window.removeEventListener('pointermove', follow);
      // The end of a drag is not a click on a link.
      if (far > 5)
        svg.addEventListener('click', (event) => event.preventDefault(), { once: true, capture: true });
    };
    window.addEventListener('pointermove', follow);
    window.addEventListener('pointerup', end, { once: true });
    window.addEventListener('pointercancel', end, { once: true });
  });
  svg.addEventListener('dragstart', (event) => event.preventDefault());
}

/** @param {SVGSVGElement} svg */
function prepare(svg) {
  svg.dataset.whole = svg.getAttribute('viewBox') ?? '';
  /** @type {Record<string, () => void>} */
  const acts = {
    in: () => zoom(svg, 0.7),
    out: () => zoom(svg, 1 / 0.7),
    fit: () => setBox(svg, wholeOf(svg)),
    '+': () => zoom(svg, 0.7),
    '-': () => zoom(svg, 1 / 0.7),
    0: () => setBox(svg, wholeOf(svg)),
    ArrowLeft: () => move(svg, 80, 0),
    ArrowRight: () => move(svg, -80, 0),
    ArrowUp: () => move(svg, 0, 80),
    ArrowDown: () => move(svg, 0, -80),
  };
  svg.addEventListener('keydown', (event) => {
    const act = acts[event.key];
    if (!act || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    act();
  });
  svg.addEventListener('wheel', (event) => {
    event.preventDefault();
    zoom(svg, event.deltaY < 0 ? 0.87 : 1 / 0.87, event);
  });
  for (const button of svg.closest('section')?.querySelectorAll('button[data-zoom]') ?? []) {
    button.addEventListener('click', () => acts[button.getAttribute('data-zoom') ?? '']?.());
  }
  svg.addEventListener('pointed-at', (event) =>
    lookAt(svg, /** @type {SVGGraphicsElement} */ (event.target)),
  );
  dragged(svg);
}

for (const svg of document.querySelectorAll('.drawing svg')) prepare(/** @type {SVGSVGElement} */ (svg));
