// The page of notices: an entry of its own, for anybody, on any phone and a slow line.
import { createApp } from 'vue';
import '../base/colours.css';
import '../base/shapes.css';
import '../phone/phone.css';
import '../open/open.css';
import './paper.css';
import '../base/shell/theme';
import { follow } from './news';
import NoticesApp from './NoticesApp.vue';
import { installWorker } from './worker/register';
import { speaking } from './words';

addEventListener('hashchange', () => location.reload()); // another place in the same window

await speaking();
createApp(NoticesApp).mount('#app');
follow();
void installWorker();
