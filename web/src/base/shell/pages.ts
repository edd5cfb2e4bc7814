// The pages that the navigation leads to, for who is logged in.
import { computed } from 'vue';
import { Aim, Bell, Calendar, ChatLineRound, Clock, DataAnalysis, Document, Finished, Grid, House, Lightning, Location, Monitor, OfficeBuilding, Postcard, Promotion, Setting, Share, Stamp, Suitcase, TrendCharts, User, UserFilled, Warning } from '@element-plus/icons-vue';
import { may } from '../../session/session';
import { t } from './texts';

export const pages = computed(() =>
  [
    { to: '/wall', label: t('wall'), icon: Grid, shown: may('see_sites') },
    { to: '/alarms', label: t('alarms'), icon: Bell, shown: may('see_sites') },
    { to: '/passages', label: t('passages'), icon: Document, shown: may('see_sites') },
    { to: '/people', label: t('people'), icon: UserFilled, shown: may('see_sites') },
    { to: '/temperatures', label: t('temperatures'), icon: TrendCharts, shown: may('see_sites') },
    { to: '/devices', label: t('devices'), icon: Monitor, shown: may('see_sites') },
    { to: '/policy', label: t('policy'), icon: Setting, shown: may('see_sites') },
    { to: '/incidents', label: t('incidents'), icon: Warning, shown: may('see_incidents') },
    { to: '/assessment', label: t('assessment'), icon: DataAnalysis, shown: may('see_assessment') },
    { to: '/orders', label: t('orders'), icon: Promotion, shown: may('see_orders') },
    { to: '/warnings', label: t('warnings'), icon: Lightning, shown: may('see_warnings') },
    { to: '/duty', label: t('duty'), icon: Clock, shown: may('see_duty') },
    { to: '/units', label: t('units'), icon: Share, shown: may('see_units') },
    { to: '/premises', label: t('premises'), icon: House, shown: may('see_premises') },
    { to: '/residents', label: t('residents'), icon: Postcard, shown: may('see_residents') },
    { to: '/rounds', label: t('rounds'), icon: Finished, shown: may('see_rounds') },
    { to: '/declarations', label: t('declarations'), icon: Suitcase, shown: may('see_arrivals') },
    { to: '/enterprises', label: t('enterprises'), icon: OfficeBuilding, shown: may('see_enterprises') },
    { to: '/draws', label: t('draws'), icon: Aim, shown: may('see_draws') },
    { to: '/measures', label: t('measures'), icon: Stamp, shown: may('see_measures') },
    { to: '/channels', label: t('channels'), icon: ChatLineRound, shown: may('see_channels') },
    { to: '/calendar', label: t('calendar'), icon: Calendar, shown: may('edit_calendar') },
    { to: '/sites', label: t('sites'), icon: Location, shown: may('edit_sites') },
    { to: '/users', label: t('users'), icon: User, shown: may('see_users') },
    { to: '/journal', label: t('journal'), icon: Document, shown: may('see_journal') },
  ].filter((page) => page.shown),
);
