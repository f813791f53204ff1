import type { RouteRecordRaw } from 'vue-router'
import { account } from '@/data/session'
import { administers } from '@/features/command/accounts/who'

export const phones: RouteRecordRaw[] = [
  {
    path: 'phones',
    component: () => import('@/features/command/phones/PhonesScreen.vue'),
    beforeEnter: () => administers(account.value?.postings ?? []) || '/',
    meta: { title: '手机' },
  },
]
