import type { RouteRecordRaw } from 'vue-router'

export const learning: RouteRecordRaw[] = [
  {
    path: 'learning',
    component: () => import('@/features/command/learning/LearningScreen.vue'),
    meta: { title: '学习内容' },
  },
]
