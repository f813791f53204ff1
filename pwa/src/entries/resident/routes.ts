import { createRouter, createWebHistory, type Router } from 'vue-router'
import HomeScreen from '@/entries/resident/HomeScreen.vue'

const NAME = '城市随手报'

export function makeRouter(): Router {
  const router = createRouter({
    history: createWebHistory('/r/'),
    // A layer that opens or closes over the page leaves it where it is.
    scrollBehavior: (to, from, saved) => (to.path === from.path ? false : (saved ?? { top: 0 })),
    routes: [
      { path: '/', component: HomeScreen, meta: { title: '我要说事' } },
      {
        path: '/report',
        component: () => import('@/entries/resident/ReportScreen.vue'),
        meta: { title: '反映问题' },
      },
      {
        path: '/receipt/:id',
        component: () => import('@/entries/resident/ReceiptScreen.vue'),
        props: true,
        meta: { title: '提交成功' },
      },
      {
        path: '/query',
        component: () => import('@/entries/resident/QueryScreen.vue'),
        meta: { title: '查询进度' },
      },
      {
        path: '/mine',
        component: () => import('@/entries/resident/MineScreen.vue'),
        meta: { title: '我上报的' },
      },
      {
        path: '/matters/:id',
        component: () => import('@/entries/resident/ProgressScreen.vue'),
        props: true,
        meta: { title: '办理进度' },
      },
      {
        path: '/privacy',
        component: () => import('@/entries/resident/PrivacyScreen.vue'),
        meta: { title: '隐私说明' },
      },
      { path: '/:rest(.*)*', redirect: '/' },
    ],
  })
  router.afterEach((to) => {
    document.title = `${titleOf(to.meta)} · ${NAME}`
  })
  return router
}

export const titleOf = ({ title }: Record<PropertyKey, unknown>): string =>
  typeof title === 'string' ? title : NAME
