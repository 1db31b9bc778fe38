// Colours of the website that shows the guide, if people can read them: WCAG 2.2's contrast is worked out before one is used.

const TEXT = 4.5; // of text to its ground

// Property of the page -> the ground that it must stand out from, and by how much.
const AGAINST = {
  accent: [["paper", TEXT], ["ground", TEXT], ["soft", TEXT]],
  band: [],
};

/** What a colour is in the end, as [r, g, b] of 0 to 255; null for what is no colour, or not opaque. */
function resolved(colour, probe) {
  if (!CSS.supports("color", colour)) return null;
  probe.style.color = ""; // through the object model, which a content security policy lets pass
  probe.style.color = colour;
  const [r, g, b, alpha = 1] = (getComputedStyle(probe).color.match(/[\d.]+/g) ?? []).map(Number);
  return b === undefined || alpha < 1 ? null : [r, g, b];
}

function luminance(rgb) {
  const [r, g, b] = rgb.map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** From 1 to 21. */
function contrast(one, other) {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/**
 * Puts the wanted colours on the frame, with black or white as their ink, whichever is read better. What cannot be read stays as it
 * was, and `warn` is told why. `wanted`: {accent, band}, each a CSS colour or "".
 */
export function colour(frame, wanted, warn) {
  const own = (name) => getComputedStyle(frame).getPropertyValue(`--${name}`).trim();
  const probe = frame.appendChild(document.createElement("span"));
  for (const name of Object.keys(AGAINST)) {
    for (const property of [`--${name}`, `--${name}-ink`]) frame.style.removeProperty(property);
  }
  for (const [name, grounds] of Object.entries(AGAINST)) {
    if (!wanted[name]) continue;
    const found = resolved(wanted[name], probe);
    const low = found && grounds.find(([ground, least]) => contrast(found, resolved(own(ground), probe)) < least);
    if (!found) {
      warn(`"${wanted[name]}" is no opaque colour that can be used for ${name}.`);
    } else if (low) {
      const is = contrast(found, resolved(own(low[0]), probe)).toFixed(1);
      warn(`${name} "${wanted[name]}" has a contrast of ${is} to its ground; at least ${low[1]} is needed, so it is not used.`);
    } else {
      const ink = contrast(found, [255, 255, 255]) >= contrast(found, [0, 0, 0]) ? "#ffffff" : "#000000";
      frame.style.setProperty(`--${name}`, wanted[name]);
      frame.style.setProperty(`--${name}-ink`, ink);
    }
  }
  probe.remove();
}
