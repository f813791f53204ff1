import {
  createRouter,
  createWebHistory,
  type RouteLocationNormalized,
  type RouteLocationRaw,
  type Router,
  type RouteRecordRaw,
} from 'vue-router'
import { account, loadSession, recallSession } from '@/data/session'
import DeskPage from '@/features/desk/DeskPage.vue'

const NAME = '网格员工作台'

const REGISTRY: RouteRecordRaw[] = [
  {
    path: '/registry',
    component: () => import('@/features/registry/RegistryPage.vue'),
    meta: { title: '人房', tab: true },
  },
  {
    path: '/registry/scan',
    component: () => import('@/features/registry/ScanPage.vue'),
    meta: { title: '扫门牌' },
  },
  {
    path: '/registry/rooms/new',
    component: () => import('@/features/registry/forms/NewRoomPage.vue'),
    meta: { title: '采集房屋' },
  },
  {
    path: '/registry/rooms/:id',
    component: () => import('@/features/registry/RoomPage.vue'),
    props: true,
    meta: { title: '房屋' },
  },
  {
    path: '/registry/rooms/:id/new',
    component: () => import('@/features/registry/forms/NewPersonPage.vue'),
    props: true,
    meta: { title: '新增住户' },
  },
  {
    path: '/registry/people/:id',
    component: () => import('@/features/registry/PersonPage.vue'),
    props: true,
    meta: { title: '人员' },
  },
  {
    path: '/registry/organisations/new',
    component: () => import('@/features/registry/forms/NewOrganisationPage.vue'),
    meta: { title: '登记单位' },
  },
  {
    path: '/registry/organisations/:id',
    component: () => import('@/features/registry/OrganisationPage.vue'),
    props: true,
    meta: { title: '单位' },
  },
  {
    path: '/registry/:kind(people|rooms|organisations)/:id/edit',
    component: () => import('@/features/registry/forms/EditPage.vue'),
    props: true,
    meta: { title: '修改' },
  },
  {
    path: '/plate/:code',
    component: () => import('@/features/registry/PlatePage.vue'),
    props: true,
    meta: { title: '门牌' },
  },
]

const ROUNDS: RouteRecordRaw[] = [
  {
    path: '/map',
    component: () => import('@/features/patrol/MapPage.vue'),
    meta: { title: '地图巡查' },
  },
  {
    path: '/patrols',
    component: () => import('@/features/patrol/PatrolsPage.vue'),
    meta: { title: '巡查记录' },
  },
  {
    path: '/handover',
    component: () => import('@/features/handover/HandOverPage.vue'),
    meta: { title: '网格交接' },
  },
  {
    path: '/learn',
    component: () => import('@/features/learning/LearnPage.vue'),
    meta: { title: '学习问答' },
  },
  {
    path: '/learn/:id',
    component: () => import('@/features/learning/ArticlePage.vue'),
    props: true,
    meta: { title: '学习问答' },
  },
]

const OWN: RouteRecordRaw[] = [
  {
    path: '/me',
    component: () => import('@/features/account/MePage.vue'),
    meta: { title: '我的', tab: true },
  },
  {
    path: '/sync',
    component: () => import('@/features/sync/SyncPage.vue'),
    meta: { title: '同步' },
  },
  {
    path: '/password',
    component: () => import('@/features/account/PasswordPage.vue'),
    meta: { title: '修改密码' },
  },
  {
    path: '/pin',
    component: () => import('@/features/lock/ChangePinPage.vue'),
    meta: { title: '修改解锁码' },
  },
]

export function makeRouter(): Router {
  recallSession()
  const router = createRouter({
    history: createWebHistory('/w/'),
    // What was closed over a page leaves it where it was.
    scrollBehavior: (to, from, saved) => saved ?? (to.fullPath !== from.fullPath && { top: 0 }),
    routes: [
      {
        path: '/login',
        component: () => import('@/features/account/LoginPage.vue'),
        meta: { title: '登录', open: true },
      },
      { path: '/', component: DeskPage, meta: { title: '工作台', tab: true } },
      {
        path: '/events',
        component: () => import('@/features/events/MyEventsPage.vue'),
        meta: { title: '我的事件', tab: true },
      },
      {
        path: '/report',
        component: () => import('@/features/report/ReportPage.vue'),
        meta: { title: '上报事件', tab: true },
      },
      {
        path: '/notices',
        component: () => import('@/features/notices/NoticesPage.vue'),
        meta: { title: '消息' },
      },
      ...OWN,
      ...ROUNDS,
      {
        path: '/events/:id',
        component: () => import('@/features/events/EventPage.vue'),
        props: true,
        meta: { title: '事件详情' },
      },
      ...REGISTRY,
      { path: '/:rest(.*)*', redirect: '/' },
    ],
  })
  router.beforeEach(async (to) => {
    const asked = loadSession().catch(() => undefined)
    // Whoever is remembered need not wait for the line; App sends away those who are gone.
    if (!account.value) await asked
    return elsewhere(to)
  })
  router.afterEach((to) => {
    document.title = `${typeof to.meta.title === 'string' ? to.meta.title : ''} · ${NAME}`
  })
  return router
}

/** True when whoever asks may go there. */
function elsewhere(to: RouteLocationNormalized): true | RouteLocationRaw {
  if (!account.value) return to.meta.open ? true : { path: '/login', query: { to: to.fullPath } }
  if (account.value.must_change) return to.path === '/password' || '/password'
  return to.meta.open ? '/' : true
}
