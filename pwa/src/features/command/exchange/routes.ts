import type { RouteRecordRaw } from 'vue-router'

export const exchange: RouteRecordRaw[] = [
  {
    path: 'exchange',
    component: () => import('@/features/command/exchange/ExchangeScreen.vue'),
    meta: { title: '导入导出' },
  },
]
