import type { RouteLocationNormalized, RouteRecordRaw } from 'vue-router'
import { account } from '@/data/session'
import { mayEdit, placesOf } from '@/features/command/registry/places'
import { KINDS } from '@/features/command/registry/words'

/** Whoever may not search people is led to what they may open. */
function welcome(): string | true {
  const places = placesOf(account.value?.postings ?? [])
  if (places.some(({ to }) => to === '/registry')) return true
  return places[0]?.to ?? '/'
}

const adds = ({ params }: RouteLocationNormalized): string | true =>
  (Object.hasOwn(KINDS, String(params.kind)) && mayEdit(account.value?.postings ?? [])) ||
  '/registry'

export const registry: RouteRecordRaw[] = [
  {
    path: 'registry',
    component: () => import('@/features/command/registry/RegistryFrame.vue'),
    meta: { title: '人房库' },
    children: [
      {
        path: '',
        component: () => import('@/features/command/registry/RegistryScreen.vue'),
        beforeEnter: welcome,
      },
      {
        path: 'add/:kind',
        component: () => import('@/features/command/registry/add/AddScreen.vue'),
        beforeEnter: adds,
        meta: { title: '新增' },
      },
      {
        path: 'merge',
        component: () => import('@/features/command/registry/merge/MergeScreen.vue'),
        meta: { title: '合并台' },
      },
      {
        path: 'held',
        component: () => import('@/features/command/registry/held/HeldScreen.vue'),
        meta: { title: '待核对' },
      },
      {
        path: 'requests',
        component: () => import('@/features/command/registry/watch/RequestScreen.vue'),
        meta: { title: '更正删除申请' },
      },
      {
        path: 'accesses',
        component: () => import('@/features/command/registry/watch/AccessScreen.vue'),
        meta: { title: '查阅记录' },
      },
    ],
  },
]
