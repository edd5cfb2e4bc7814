// The pages. Each is loaded when it is first opened, so that the wall does not wait for the charts.
import { createRouter, createWebHistory, type RouteLocationNormalized } from 'vue-router';
import { onSessionLost } from './base/api/client';
import { patiently } from './base/api/patience';
import { t } from './base/shell/texts';
import { forget, home, may, restore, type Right } from './session/session';
import { t as session } from './session/texts';
import { loadSites, siteId, siteOf, sites } from './sites/sites';

declare module 'vue-router' {
  interface RouteMeta {
    title?: () => string;
    bare?: boolean; // without the shell, and open to everyone
    right?: Right;
    siteless?: boolean; // makes sense before there is a site, and is the same at every one
    everywhere?: readonly string[]; // what of the address means the same at another site
    above?: string; // where to go when the site changes, for a page of something that belongs to one
  }
}

const EVERYWHERE = ['from', 'to', 'outcome', 'reason', 'mask', 'min', 'max', 'strangers'] as const; // of a filter of passages

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    // The phone pages are an entry of their own: whoever comes here goes there.
    { path: '/phone/:rest(.*)*', beforeEnter: () => location.replace('/phone/index.html'), component: () => import('./base/shell/NotFoundPage.vue'), meta: { bare: true } },

    { path: '/', component: () => import('./base/shell/NotFoundPage.vue') }, // never shown: the guard knows where who is logged in begins
    { path: '/login', component: () => import('./session/LoginPage.vue'), meta: { bare: true, title: () => session('title') } },
    { path: '/account', component: () => import('./session/PasswordPage.vue'), meta: { siteless: true, right: 'anybody', title: () => session('own_password') } },
    { path: '/wall', component: () => import('./wall/WallPage.vue'), meta: { title: () => t('wall') } },
    { path: '/alarms', component: () => import('./alarms/AlarmsPage.vue'), meta: { title: () => t('alarms') } },
    { path: '/passages', component: () => import('./passages/PassagesPage.vue'), meta: { everywhere: EVERYWHERE, title: () => t('passages') } },
    { path: '/people', component: () => import('./people/PeoplePage.vue'), meta: { title: () => t('people') } },
    { path: '/people/:id', component: () => import('./people/PersonPage.vue'), props: true, meta: { above: '/people', title: () => t('people') } },
    { path: '/temperatures', component: () => import('./temperatures/TemperaturesPage.vue'), meta: { everywhere: ['day'], title: () => t('temperatures') } },
    { path: '/devices', component: () => import('./devices/DevicesPage.vue'), meta: { title: () => t('devices') } },
    { path: '/policy', component: () => import('./policies/PolicyPage.vue'), meta: { title: () => t('policy') } },
    { path: '/units', component: () => import('./units/UnitsPage.vue'), meta: { siteless: true, title: () => t('units'), right: 'see_units' } },
    { path: '/premises', component: () => import('./premises/PremisesPage.vue'), meta: { siteless: true, title: () => t('premises'), right: 'see_premises' } },
    { path: '/premises/:id', component: () => import('./premises/HousePage.vue'), props: true, meta: { siteless: true, title: () => t('premises'), right: 'see_premises' } },
    { path: '/rounds', component: () => import('./rounds/RoundsPage.vue'), meta: { siteless: true, title: () => t('rounds'), right: 'see_rounds' } },
    { path: '/rounds/:id', component: () => import('./rounds/RoundPage.vue'), props: true, meta: { siteless: true, title: () => t('rounds'), right: 'see_rounds' } },
    { path: '/declarations', component: () => import('./declarations/DeclarationsPage.vue'), meta: { siteless: true, title: () => t('declarations'), right: 'see_arrivals' } },
    { path: '/declarations/rules', component: () => import('./declarations/RulesPage.vue'), meta: { siteless: true, title: () => t('declarations'), right: 'see_arrival_rules' } },
    { path: '/enterprises', component: () => import('./enterprises/EnterprisesPage.vue'), meta: { siteless: true, title: () => t('enterprises'), right: 'see_enterprises' } },
    { path: '/enterprises/:id', component: () => import('./enterprises/EnterprisePage.vue'), props: true, meta: { siteless: true, title: () => t('enterprises'), right: 'see_enterprises' } },
    { path: '/residents', component: () => import('./residents/ResidentsPage.vue'), meta: { siteless: true, title: () => t('residents'), right: 'see_residents' } },
    { path: '/residents/proposals', component: () => import('./residents/ProposalsPage.vue'), meta: { siteless: true, title: () => t('residents'), right: 'see_proposals' } },
    { path: '/draws', component: () => import('./draws/DrawsPage.vue'), meta: { siteless: true, title: () => t('draws'), right: 'see_draws' } },
    { path: '/draws/:id', component: () => import('./draws/DrawPage.vue'), props: true, meta: { siteless: true, title: () => t('draws'), right: 'see_draws' } },
    { path: '/measures', component: () => import('./measures/MeasuresPage.vue'), meta: { siteless: true, title: () => t('measures'), right: 'see_measures' } },
    { path: '/measures/:id', component: () => import('./measures/MeasurePage.vue'), props: true, meta: { siteless: true, title: () => t('measures'), right: 'see_measures' } },
    { path: '/offences', component: () => import('./measures/OffencesPage.vue'), meta: { siteless: true, title: () => t('offences'), right: 'see_offences' } },
    { path: '/residents/:id', component: () => import('./residents/ResidentPage.vue'), props: true, meta: { siteless: true, title: () => t('residents'), right: 'see_residents' } },
    { path: '/incidents', component: () => import('./incidents/IncidentsPage.vue'), meta: { siteless: true, title: () => t('incidents'), right: 'see_incidents' } },
    { path: '/incident-types', component: () => import('./incidents/types/TypesPage.vue'), meta: { siteless: true, title: () => t('incident_types'), right: 'see_types' } },
    { path: '/incidents/:id', component: () => import('./incidents/IncidentPage.vue'), props: true, meta: { siteless: true, title: () => t('incident'), right: 'see_incidents' } },
    { path: '/assessment', component: () => import('./assessment/AssessmentPage.vue'), meta: { siteless: true, title: () => t('assessment'), right: 'see_assessment' } },
    { path: '/orders', component: () => import('./orders/OrdersPage.vue'), meta: { siteless: true, title: () => t('orders'), right: 'see_orders' } },
    { path: '/orders/new', component: () => import('./orders/ComposePage.vue'), meta: { siteless: true, title: () => t('orders'), right: 'give_orders' } },
    { path: '/orders/:id', component: () => import('./orders/OrderPage.vue'), props: true, meta: { siteless: true, title: () => t('orders'), right: 'see_orders' } },
    { path: '/warnings', component: () => import('./warnings/WarningsPage.vue'), meta: { siteless: true, title: () => t('warnings'), right: 'see_warnings' } },
    { path: '/duty', component: () => import('./duty/DutyPage.vue'), meta: { siteless: true, title: () => t('duty'), right: 'see_duty' } },
    { path: '/calendar', component: () => import('./calendar/CalendarPage.vue'), meta: { siteless: true, title: () => t('calendar'), right: 'see_calendar' } },
    { path: '/notices', component: () => import('./notices/NoticesPage.vue'), meta: { siteless: true, title: () => t('notices'), right: 'see_notices' } },
    { path: '/channels', component: () => import('./channels/ChannelsPage.vue'), meta: { siteless: true, title: () => t('channels'), right: 'see_channels' } },
    { path: '/sites', component: () => import('./sites/SitesPage.vue'), meta: { siteless: true, title: () => t('sites'), right: 'edit_sites' } },
    { path: '/users', component: () => import('./accounts/UsersPage.vue'), meta: { siteless: true, title: () => t('users'), right: 'see_users' } },
    { path: '/journal', component: () => import('./journal/JournalPage.vue'), meta: { siteless: true, title: () => t('journal'), right: 'see_journal' } },
    { path: '/:rest(.*)*', component: () => import('./base/shell/NotFoundPage.vue'), meta: { siteless: true, right: 'anybody', title: () => t('not_found') } },
  ],
});

async function guard(to: RouteLocationNormalized) {
  const known = await restore();
  if (to.path === '/login') return known ? '/' : true;
  if (!known) return { path: '/login', query: to.path === '/' || to.path === '/wall' ? {} : { to: to.fullPath } };
  if (to.path === '/') return home();
  if (sites.value.length === 0 && may('see_sites')) await patiently(loadSites);
  if (!may(to.meta.right ?? 'see_sites')) return home();
  return withSite(to);
}

/** The address names the site, so that a colleague who gets the link sees the same. */
function withSite(to: RouteLocationNormalized) {
  if (to.meta.siteless || to.meta.bare || siteOf(String(to.query.site)) || !siteId.value) return true;
  return { path: to.path, hash: to.hash, query: { ...to.query, site: siteId.value }, replace: true };
}

router.beforeEach(guard);
router.afterEach((to) => {
  if (siteOf(String(to.query.site))) siteId.value = String(to.query.site);
});

/** Another site on the page that is open, without what belongs to the one before. */
export async function goToSite(id: string): Promise<void> {
  const { path, query, meta } = router.currentRoute.value;
  if (meta.siteless) {
    siteId.value = id;
    return;
  }
  const kept = Object.fromEntries(Object.entries(query).filter(([key]) => meta.everywhere?.includes(key)));
  await router.push({ path: meta.above ?? path, query: { ...kept, site: id } });
}

onSessionLost(() => {
  const here = router.currentRoute.value;
  forget();
  if (here.matched.length > 0 && here.path !== '/login') {
    void router.replace({ path: '/login', query: { to: here.fullPath } });
  }
});
