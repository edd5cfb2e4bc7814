// The pages. Each is loaded when it is first opened, so that the wall does not wait for the charts.
import { createRouter, createWebHistory, type RouteLocationNormalized } from 'vue-router';
import { onSessionLost } from './base/api/client';
import { t } from './base/shell/texts';
import { forget, may, restore, type Right } from './session/session';
import { t as session } from './session/texts';
import { loadSites, sites } from './sites/sites';

declare module 'vue-router' {
  interface RouteMeta {
    title?: () => string;
    bare?: boolean; // without the shell, and open to everyone
    right?: Right;
    siteless?: boolean; // makes sense before there is a site
  }
}

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', redirect: '/wall' },
    { path: '/login', component: () => import('./session/LoginPage.vue'), meta: { bare: true, title: () => session('title') } },
    { path: '/account', component: () => import('./session/PasswordPage.vue'), meta: { siteless: true, title: () => session('own_password') } },
    { path: '/wall', component: () => import('./wall/WallPage.vue'), meta: { title: () => t('wall') } },
    { path: '/alarms', component: () => import('./alarms/AlarmsPage.vue'), meta: { title: () => t('alarms') } },
    { path: '/passages', component: () => import('./passages/PassagesPage.vue'), meta: { title: () => t('passages') } },
    { path: '/people', component: () => import('./people/PeoplePage.vue'), meta: { title: () => t('people') } },
    { path: '/people/:id', component: () => import('./people/PersonPage.vue'), props: true, meta: { title: () => t('people') } },
    { path: '/temperatures', component: () => import('./temperatures/TemperaturesPage.vue'), meta: { title: () => t('temperatures') } },
    { path: '/devices', component: () => import('./devices/DevicesPage.vue'), meta: { title: () => t('devices') } },
    { path: '/policy', component: () => import('./policies/PolicyPage.vue'), meta: { title: () => t('policy') } },
    { path: '/sites', component: () => import('./sites/SitesPage.vue'), meta: { siteless: true, title: () => t('sites'), right: 'edit_sites' } },
    { path: '/users', component: () => import('./accounts/UsersPage.vue'), meta: { siteless: true, title: () => t('users'), right: 'see_users' } },
    { path: '/journal', component: () => import('./journal/JournalPage.vue'), meta: { siteless: true, title: () => t('journal'), right: 'see_journal' } },
    { path: '/:rest(.*)*', component: () => import('./base/shell/NotFoundPage.vue'), meta: { title: () => t('not_found') } },
  ],
});

async function guard(to: RouteLocationNormalized) {
  const known = await restore();
  if (to.path === '/login') return known ? '/' : true;
  if (!known) return { path: '/login', query: to.path === '/' || to.path === '/wall' ? {} : { to: to.fullPath } };
  if (sites.value.length === 0) await loadSites().catch(() => undefined);
  return !to.meta.right || may(to.meta.right) ? true : '/';
}
router.beforeEach(guard);

onSessionLost(() => {
  const here = router.currentRoute.value;
  forget();
  if (here.matched.length > 0 && here.path !== '/login') {
    void router.replace({ path: '/login', query: { to: here.fullPath } });
  }
});
