// The person's own picture, with the corners of a frame about the face.
const canvas = document.getElementById('picture');
const pen = canvas.getContext('2d');
const colours = { admitted: '#6ff0a9', guiding: '#8fd0ff' };

// Mirrored, as people expect of their own picture. The frame's corners only: it must not hide the face.
function drawFace([x, y, width, height], colour, line) {
  const left = canvas.width - x - width;
  const arm = Math.min(width, height) / 4;
  pen.strokeStyle = colour;
  pen.lineWidth = line;
  pen.lineCap = pen.lineJoin = 'round';
  pen.beginPath();
  for (const [cx, cy, dx, dy] of [[left, y, 1, 1], [left + width, y, -1, 1], [left, y + height, 1, -1], [left + width, y + height, -1, -1]]) {
    pen.moveTo(cx + dx * arm, cy);
    pen.lineTo(cx, cy);
    pen.lineTo(cx, cy + dy * arm);
  }
  pen.stroke();
}

async function draw(answer, mood) {
  const picture = await createImageBitmap(await answer.blob());
  const faces = JSON.parse(answer.headers.get('x-ward-faces') ?? '[]');
  if (canvas.width !== picture.width || canvas.height !== picture.height) {
    canvas.width = picture.width;
    canvas.height = picture.height;
  }
  pen.save();
  pen.translate(canvas.width, 0);
  pen.scale(-1, 1);
  pen.drawImage(picture, 0, 0);
  pen.restore();
  picture.close();
  const [judged, ...others] = faces;
  for (const face of others) drawFace(face, 'rgb(255 255 255 / 55%)', 3);
  if (judged) drawFace(judged, colours[mood] ?? '#ffffff', Math.max(4, canvas.width / 90));
}

const pause = (milliseconds) => new Promise((resume) => setTimeout(resume, milliseconds));
const isSeen = () => canvas.getClientRects().length > 0 && !document.hidden;

// About ten pictures a second while the picture is on the screen; none is asked for while the last is under way.
export async function followPictures() {
  let last = 0;
  for (;;) {
    const began = performance.now();
    const wanted = isSeen();
    if (!wanted) pen.clearRect(0, 0, canvas.width, canvas.height); // the next person must not see the one before
    try {
      const answer = wanted ? await fetch(`picture?after=${last}`, { cache: 'no-store' }) : null;
      if (answer?.status === 200) {
        last = Number(answer.headers.get('x-ward-sequence'));
        await draw(answer, document.body.dataset.mood);
      }
    } catch {
      await pause(1000); // the live stream says what is wrong
    }
    await pause(Math.max(10, 100 - (performance.now() - began)));
  }
}
