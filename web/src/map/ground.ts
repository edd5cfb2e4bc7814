// What every map here is made of: the tiles that are configured, and nothing else from outside.
import { control, map as make, tileLayer, type Control, type Map as Ground } from 'leaflet';
import 'leaflet/dist/leaflet.css';
import { watch, type Ref } from 'vue';
import { language } from '../base/i18n/i18n';
import { map } from './settings';
import { t } from './texts';
import type { Point } from './place';

const KEPT = 'ward.map'; // where somebody looked last
const FAR: [[number, number], number] = [[33, 108], 4]; // before anybody looked anywhere

function lastLook(): [[number, number], number] {
  try {
    const [at, zoom] = JSON.parse(localStorage.getItem(KEPT) ?? '') as typeof FAR;
    if ([...at, zoom].every(Number.isFinite)) return [at, zoom];
  } catch {
    // Nothing was kept, or not by us.
  }
  return FAR;
}

export const toLatLng = (point: Point): [number, number] => [point.latitude_e6 / 1e6, point.longitude_e6 / 1e6];

/** Whose tiles they are, for people. */
export const tilesFrom = () => new URL(map.value.tiles.replace(/[{}]/g, ''), location.href).host;

function buttons(): Control.Zoom {
  return control.zoom({ zoomInTitle: t('nearer'), zoomOutTitle: t('farther') });
}

/** A map in `box`. `failed` tells whether tiles of what is looked at did not come. `stop` takes it away. */
export function layGround(box: HTMLElement, failed: Ref<boolean>): { ground: Ground; stop: () => void } {
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const ground = make(box, { attributionControl: false, zoomControl: false, zoomAnimation: !calm, fadeAnimation: !calm, markerZoomAnimation: !calm, inertia: !calm });
  ground.setView(...lastLook());
  const tiles = tileLayer(map.value.tiles, { maxZoom: 22, maxNativeZoom: map.value.max_zoom, referrerPolicy: 'no-referrer' }).addTo(ground);
  tiles.on('loading', () => (failed.value = false));
  tiles.on('tileerror', () => (failed.value = true));
  ground.on('moveend', () => {
    const { lat, lng } = ground.getCenter();
    localStorage.setItem(KEPT, JSON.stringify([[lat, lng], ground.getZoom()]));
  });
  let nearer = buttons().addTo(ground);
  const speaking = watch(language, () => {
    nearer.remove();
    nearer = buttons().addTo(ground);
  });
  const watching = new ResizeObserver(() => ground.invalidateSize({ animate: false }));
  watching.observe(box);
  return {
    ground,
    stop() {
      speaking();
      watching.disconnect();
      ground.remove();
    },
  };
}
