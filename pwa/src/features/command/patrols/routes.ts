import type { RouteRecordRaw } from 'vue-router'
import { account } from '@/data/session'
import { seesRounds } from '@/features/command/patrols/who'

export const patrols: RouteRecordRaw[] = [
  {
    path: 'patrols',
    component: () => import('@/features/command/patrols/PatrolsScreen.vue'),
    beforeEnter: () => seesRounds(account.value?.postings ?? []) || '/',
    meta: { title: '巡查' },
  },
]
