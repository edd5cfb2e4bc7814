// node face_api.mjs FOLDER TEMPLATES: finds the face of every frame of FOLDER (written by bench/frame.cpp), its 68
// landmarks and its descriptor, and searches TEMPLATES descriptors for the nearest; prints the median as JSON.
// The fastest that face-api offers: its tiny detector at 320 pixels, and a search over one flat array.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const tf = require('@tensorflow/tfjs');
const wasm = require('@tensorflow/tfjs-backend-wasm');
const faceapi = require('@vladmandic/face-api/dist/face-api.node-wasm.js');

const DESCRIPTOR = 128; // numbers
const [folder, templateCount] = [process.argv[2], Number(process.argv[3])];

function readFrames() {
  const pixels = fs.readFileSync(path.join(folder, 'frames.rgb'));
  let at = 0;
  return JSON.parse(fs.readFileSync(path.join(folder, 'frames.json'), 'utf8')).map(([width, height]) => {
    const frame = { width, height, rgb: new Uint8Array(pixels.buffer, pixels.byteOffset + at, width * height * 3) };
    at += width * height * 3;
    return frame;
  });
}

// Index of the descriptor with the smallest Euclidean distance.
function nearest(descriptor, all) {
  let best = -1;
  let least = Infinity;
  for (let row = 0; row < templateCount; row++) {
    let sum = 0;
    for (let i = 0, at = row * DESCRIPTOR; i < DESCRIPTOR; i++, at++) {
      const d = descriptor[i] - all[at];
      sum += d * d;
    }
    if (sum < least) [least, best] = [sum, row];
  }
  return best;
}

async function readFace(frame, options, all) {
  const tensor = tf.tensor3d(frame.rgb, [frame.height, frame.width, 3], 'int32');
  const face = await faceapi.detectSingleFace(tensor, options).withFaceLandmarks().withFaceDescriptor();
  tensor.dispose();
  return face ? nearest(face.descriptor, all) : -1;
}

wasm.setWasmPaths(path.join(path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist') + path.sep);
wasm.setThreadsCount(1);
await tf.setBackend('wasm');
await tf.ready();
const models = path.join(path.dirname(require.resolve('@vladmandic/face-api/package.json')), 'model');
await faceapi.nets.tinyFaceDetector.loadFromDisk(models);
await faceapi.nets.faceLandmark68Net.loadFromDisk(models);
await faceapi.nets.faceRecognitionNet.loadFromDisk(models);

const frames = readFrames();
const options = new faceapi.TinyFaceDetectorOptions({ inputSize: 320, scoreThreshold: 0.5 });
const all = Float32Array.from({ length: templateCount * DESCRIPTOR }, () => Math.random() - 0.5);
for (const frame of frames.slice(0, 5)) await readFace(frame, options, all); // warm

const times = [];
for (const frame of frames) {
  const start = performance.now();
  const found = await readFace(frame, options, all);
  if (found >= 0) times.push(performance.now() - start);
}
times.sort((a, b) => a - b);
console.log(JSON.stringify({
  median_ms: times[Math.floor(times.length / 2)],
  frames_read: times.length,
  face_api: faceapi.version,
  node: process.versions.node,
}));
