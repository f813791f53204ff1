import type { RouteRecordRaw } from 'vue-router'
import { account } from '@/data/session'
import { administers } from '@/features/command/accounts/who'

export const accounts: RouteRecordRaw[] = [
  {
    path: 'accounts',
    component: () => import('@/features/command/accounts/AccountsScreen.vue'),
    beforeEnter: () => administers(account.value?.postings ?? []) || '/',
    meta: { title: '账号' },
  },
]
