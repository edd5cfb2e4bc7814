import { createApp } from 'vue';
import 'element-plus/theme-chalk/base.css';
import 'element-plus/theme-chalk/dark/css-vars.css';
import 'element-plus/theme-chalk/el-message.css';
import 'element-plus/theme-chalk/el-message-box.css';
import './base/colours.css';
import './base/shapes.css';
import './base/shell/theme';
import App from './App.vue';
import { router } from './router';

createApp(App).use(router).mount('#app');
