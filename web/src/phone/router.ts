// The phone's pages. Behind the # of one address, so that the service worker keeps one page for all of them.
import { createRouter, createWebHashHistory } from 'vue-router';
import DoorPage from './doors/DoorPage.vue';
import HousePage from './doors/HousePage.vue';
import RoundPage from './doors/RoundPage.vue';
import MePage from './me/MePage.vue';
import OrderPage from './orders/OrderPage.vue';
import OrdersPage from './orders/OrdersPage.vue';
import OutboxPage from './outbox/OutboxPage.vue';
import ReportForm from './reports/ReportForm.vue';
import ReportsPage from './reports/ReportsPage.vue';
import TaskPage from './tasks/TaskPage.vue';
import TasksPage from './tasks/TasksPage.vue';

export const router = createRouter({
  history: createWebHashHistory('/phone/'),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [
    { path: '/', redirect: '/tasks' },
    { path: '/tasks', component: TasksPage },
    { path: '/tasks/arrivals', component: () => import('./arrivals/ArrivalsPage.vue') },
    { path: '/tasks/arrivals/declare/:id', component: () => import('./arrivals/DeclareForm.vue'), props: true },
    { path: '/tasks/arrivals/invite', component: () => import('./arrivals/InvitePage.vue') },
    { path: '/tasks/arrivals/:id', component: () => import('./arrivals/ArrivalPage.vue'), props: true },
    { path: '/tasks/inspections', component: () => import('./inspections/InspectionsPage.vue') },
    { path: '/tasks/inspections/:draw', component: () => import('./inspections/DrawPage.vue'), props: ({ params, query }) => ({ ...params, after: query.after }) },
    { path: '/tasks/inspections/:draw/:item', component: () => import('./inspections/VisitPage.vue'), props: ({ params, query }) => ({ ...params, after: query.after }) },
    { path: '/tasks/measures/propose/:id', component: () => import('./measures/ProposeForm.vue'), props: true },
    { path: '/tasks/measures/:id', component: () => import('./measures/MeasurePage.vue'), props: true },
    { path: '/tasks/enterprises', component: () => import('./enterprises/EnterprisesPage.vue') },
    { path: '/tasks/enterprises/:id', component: () => import('./enterprises/EnterprisePage.vue'), props: true },
    { path: '/tasks/enterprises/:id/apply', component: () => import('./enterprises/ApplyPage.vue'), props: true },
    { path: '/tasks/enterprises/:id/:day', component: () => import('./enterprises/DayPage.vue'), props: true },
    { path: '/incident/:id', component: TaskPage, props: true },
    { path: '/rounds/:round', component: RoundPage, props: true },
    { path: '/rounds/:round/houses/:house', component: HousePage, props: ({ params, query }) => ({ ...params, after: query.after }) },
    { path: '/rounds/:round/doors/:room', component: DoorPage, props: ({ params, query }) => ({ ...params, after: query.after, correct: query.correct }) },
    { path: '/orders', component: OrdersPage },
    { path: '/orders/:id', component: OrderPage, props: true },
    { path: '/reports', component: ReportsPage },
    { path: '/reports/:id', component: ReportForm, props: true },
    { path: '/me', component: MePage },
    { path: '/outbox', component: OutboxPage },
    { path: '/:rest(.*)*', redirect: '/tasks' },
  ],
});
