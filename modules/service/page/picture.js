// Whether a picture shows anything.

const side = 24; // px that are looked at: enough to tell a picture from a plain surface
const leastBright = 20; // of 255: darker than this is black on any screen
const leastContrast = 6; // standard deviation of 255; noise of plain surfaces is below

/** False for one that is black or of one color all over. */
export function showsSomething(image) {
  const context = new OffscreenCanvas(side, side).getContext('2d');
  context.drawImage(image, 0, 0, side, side);
  const { data } = context.getImageData(0, 0, side, side);
  const values = [0, 1, 2].map((channel) => data.filter((value, i) => i % 4 === channel));
  const contrast = (list) => {
    const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
    return Math.sqrt(list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / list.length);
  };
  return values.some((list) => Math.max(...list) > leastBright) && values.some((list) => contrast(list) > leastContrast);
}
