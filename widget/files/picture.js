/** Photos before they leave: no larger than they are looked at, and without what a camera writes into them. */

const LONGEST_PX = 2048;
const PREVIEW_PX = 240;
const QUALITY = 0.85;

/**
 * @param {Blob} blob
 * @returns {Promise<{ blob: Blob, preview?: HTMLCanvasElement }>} the same where it is no photo
 */
export async function lighten(blob) {
  if (!/^image\/(jpeg|png|webp)$/.test(blob.type)) return { blob };
  try {
    // Turned as the camera was held: what said so is lost with the rest.
    const picture = await createImageBitmap(blob, { imageOrientation: 'from-image' });
    const whole = draw(picture, LONGEST_PX);
    const made = await new Promise((/** @type {BlobCallback} */ done) => whole.toBlob(done, blob.type, QUALITY));
    return { blob: made ?? blob, preview: draw(picture, PREVIEW_PX) };
  } catch {
    return { blob }; // not what it claims to be: the server says so
  }
}

/**
 * @param {ImageBitmap} picture
 * @param {number} longest px
 */
function draw(picture, longest) {
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}
