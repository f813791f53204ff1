import { onScopeDispose, shallowRef, watch } from 'vue'
import { phone } from '@/sync/access'

/** Pictures this phone still has, by id: what waits to be sent is seen without a line. */
export function useHeldPhotos(named: () => string[]) {
  const held = shallowRef<Record<string, string>>({})
  const drop = (): void => Object.values(held.value).forEach((url) => URL.revokeObjectURL(url))

  watch(
    () => named().join(),
    async (ids) => {
      const found = ids ? await picturesOf(ids.split(',')) : {}
      drop()
      held.value = found
    },
    { immediate: true },
  )
  onScopeDispose(drop)
  return held
}

async function picturesOf(ids: string[]): Promise<Record<string, string>> {
  const { box } = await phone()
  const kept = await box.media.bulkGet(ids)
  return Object.fromEntries(
    kept.flatMap((one) =>
      one?.waiting
        ? [[one.id, URL.createObjectURL(new Blob([one.bytes], { type: one.type }))]]
        : [],
    ),
  )
}
