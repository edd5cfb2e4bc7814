// Pictures are made smaller before they are kept: a slow line carries them sooner, and what the camera wrote into the file (where,
// when, with what) stays on the phone, because the picture is drawn anew.

export const LONGEST_PX = 1600;
const QUALITY = 0.82;

/** The size that fits into a square of `longest` px without becoming larger; at least 1 px. */
export function fit(width: number, height: number, longest = LONGEST_PX): { width: number; height: number } {
  const share = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * share)), height: Math.max(1, Math.round(height * share)) };
}

async function decode(file: Blob): Promise<ImageBitmap | HTMLImageElement> {
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    const image = new Image(); // older browsers know fewer options
    const url = URL.createObjectURL(file);
    try {
      image.src = url;
      await image.decode();
      return image;
    } finally {
      URL.revokeObjectURL(url);
    }
  }
}

/** A JPEG of at most 1600 px. Throws when the file is no picture that this phone can read. */
export async function shrink(file: Blob): Promise<Blob> {
  const picture = await decode(file);
  const size = fit(picture.width, picture.height);
  const canvas = Object.assign(document.createElement('canvas'), size);
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('no canvas');
  pen.fillStyle = '#fff'; // a JPEG has no holes
  pen.fillRect(0, 0, size.width, size.height);
  pen.drawImage(picture, 0, 0, size.width, size.height);
  if ('close' in picture) picture.close();
  const made = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY));
  if (!made) throw new Error('no picture');
  return made;
}
