// The guest's page: an entry of its own, for who has a link and no account, on any phone and a slow line.
import { createApp } from 'vue';
import '../base/colours.css';
import '../base/shapes.css';
import '../phone/phone.css';
import '../open/open.css';
import './guest.css';
import '../base/shell/theme';
import GuestApp from './GuestApp.vue';
import { open } from './visit';
import { speaking } from './words';

addEventListener('hashchange', () => location.reload()); // another link in the same window

await speaking();
createApp(GuestApp).mount('#app');
void open();
