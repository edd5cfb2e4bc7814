// The phone pages: an entry of their own, without the console's parts, so that an old phone on a slow line opens them soon.
import { createApp } from 'vue';
import '../base/colours.css';
import '../base/shapes.css';
import './phone.css';
import '../base/shell/theme';
import './size';
import PhoneApp from './PhoneApp.vue';
import { look } from './outbox/waiting';
import { startPulse } from './pulse';
import { router } from './router';
import { begin } from './session';
import { recall } from './store/kept';
import { speaking } from './words';
import { installWorker } from './worker/register';

// The service worker keeps /phone/; without the slash its pages would not be its own.
if (location.pathname === '/phone') history.replaceState(history.state, '', `/phone/${location.hash}`);

await Promise.all([speaking(), begin(), look(), recall()]);
createApp(PhoneApp).use(router).mount('#app');
startPulse();
void installWorker();
