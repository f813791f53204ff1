import { createRouter, createWebHistory, type Router } from 'vue-router'
import { account, loadSession } from '@/data/session'
import DeskScreen from '@/features/command/desk/DeskScreen.vue'
import { exchange } from '@/features/command/exchange/routes'
import { grids } from '@/features/command/grids/routes'
import { centreName } from '@/features/command/postings'
import { registry } from '@/features/command/registry/routes'
import Shell from '@/features/command/shell/Shell.vue'

export function makeRouter(): Router {
  const router = createRouter({
    history: createWebHistory('/c/'),
    routes: [
      {
        path: '/login',
        component: () => import('@/features/command/login/LoginScreen.vue'),
        meta: { title: '登录', open: true },
      },
      {
        path: '/',
        component: Shell,
        children: [
          { path: '', component: DeskScreen, meta: { title: '值守台' } },
          {
            path: 'intake',
            component: () => import('@/features/command/intake/IntakeScreen.vue'),
            meta: { title: '登记' },
          },
          ...grids,
          ...exchange,
          ...registry,
        ],
      },
      { path: '/:rest(.*)*', redirect: '/' },
    ],
  })
  router.beforeEach(async (to) => {
    // Without a line the shell still opens; each pane then says what is wrong.
    await loadSession().catch(() => undefined)
    if (!to.meta.open && !account.value) return { path: '/login', query: { to: to.fullPath } }
    return to.meta.open && account.value ? '/' : true
  })
  router.afterEach(({ meta: { title } }) => {
    const centre = centreName(account.value?.postings ?? [])
    document.title = typeof title === 'string' ? `${title} · ${centre}` : centre
  })
  return router
}
