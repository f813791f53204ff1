import {
  createRouter,
  createWebHistory,
  type RouteLocationNormalized,
  type RouteLocationRaw,
  type Router,
} from 'vue-router'
import { account, loadSession } from '@/data/session'
import { accounts } from '@/features/command/accounts/routes'
import DeskScreen from '@/features/command/desk/DeskScreen.vue'
import { exchange } from '@/features/command/exchange/routes'
import { grids } from '@/features/command/grids/routes'
import { patrols } from '@/features/command/patrols/routes'
import { phones } from '@/features/command/phones/routes'
import { learning } from '@/features/command/learning/routes'
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
        path: '/password',
        component: () => import('@/features/command/login/PasswordScreen.vue'),
        meta: { title: '修改密码' },
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
          ...patrols,
          ...exchange,
          ...registry,
          ...accounts,
          ...phones,
          ...learning,
        ],
      },
      { path: '/:rest(.*)*', redirect: '/' },
    ],
  })
  router.beforeEach(async (to) => {
    // Without a line the shell still opens; each pane then says what is wrong.
    await loadSession().catch(() => undefined)
    return elsewhere(to)
  })
  router.afterEach(({ meta: { title } }) => {
    const centre = centreName(account.value?.postings ?? [])
    document.title = typeof title === 'string' ? `${title} · ${centre}` : centre
  })
  return router
}

/** True when whoever asks may go there. */
function elsewhere(to: RouteLocationNormalized): true | RouteLocationRaw {
  if (!account.value) return to.meta.open ? true : { path: '/login', query: { to: to.fullPath } }
  if (account.value.must_change) return to.path === '/password' || '/password'
  // Everybody else changes it in a dialog.
  return to.meta.open || to.path === '/password' ? '/' : true
}
