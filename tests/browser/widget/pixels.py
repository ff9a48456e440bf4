"""Two pictures of a page, compared where browsers know best what a picture is."""

import base64

from playwright.sync_api import Page

COUNT = """async ([one, other]) => {
  const read = async (text) => {
    const bitmap = await createImageBitmap(await (await fetch('data:image/png;base64,' + text)).blob());
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d');
    context.drawImage(bitmap, 0, 0);
    return context.getImageData(0, 0, bitmap.width, bitmap.height);
  };
  const [a, b] = [await read(one), await read(other)];
  if (a.width !== b.width || a.height !== b.height) return 1;
  let different = 0;
  for (let at = 0; at < a.data.length; at += 4)
    if ([0, 1, 2].some((part) => Math.abs(a.data[at + part] - b.data[at + part]) > 24)) different += 1;
  return different / (a.width * a.height);
}"""


def share_that_differs(page: Page, one: bytes, other: bytes) -> float:
    """Which share of the pixels is of another colour, 0 to 1; pictures of other sizes differ wholly."""
    return float(page.evaluate(COUNT, [base64.b64encode(part).decode() for part in (one, other)]))
