import type { RouteRecordRaw } from 'vue-router'

export const grids: RouteRecordRaw[] = [
  {
    path: 'grids',
    component: () => import('@/features/command/grids/GridsScreen.vue'),
    meta: { title: '网格' },
  },
]
