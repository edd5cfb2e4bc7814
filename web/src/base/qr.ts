// A text as a QR code: a picture that the page may show, its frame included.
import { renderSVG } from 'uqr';

export const qrPicture = (text: string) => `data:image/svg+xml,${encodeURIComponent(renderSVG(text, { ecc: 'M', border: 4 }))}`;
