import { computed, shallowRef, watch } from 'vue'
import { postingAt } from '@/data/session'
import { GONE } from '@/features/registry/filters'
import type { Listed } from '@/features/registry/here'
import { isFullNumber, useRegister } from '@/features/registry/useRegister'
import { useRegistryList, type Asked } from '@/features/registry/useRegistryList'
import { phone } from '@/sync/access'

/** Why the server has to be asked although this phone holds the grid, and what is said when it cannot be. */
const FAR = {
  number: '完整号码要联网查；没有网络时请用后四位或姓名',
  gone: '没有网络，只能查到近30天迁出的人',
  beyond: '没有网络，只能查自己网格里的',
}

export interface Finding extends Asked {
  /** In everything one may see, not only in one's own grids. */
  beyond?: boolean
}

export function farOf({ words, tag, beyond }: Finding): keyof typeof FAR | null {
  if (isFullNumber(words)) return 'number'
  if (tag === GONE) return 'gone'
  return beyond ? 'beyond' : null
}

/** A list of the register: what this phone holds, and the server only for what it cannot hold. */
export function useFound(asked: () => Finding, isKept = false) {
  const here = useRegister(asked, isKept)
  const far = useRegistryList(asked, isKept)
  const why = computed(() => farOf(asked()))
  const busy = shallowRef(false)

  const isUnread = computed(() => postingAt('grid') !== undefined && !here.isRead.value)
  const isFar = computed(() => !isUnread.value && (!here.isHere.value || why.value !== null))
  const isAlone = computed(() => isFar.value && here.isHere.value && !!far.refusal.value?.offline)
  const isHere = computed(() => !isFar.value || isAlone.value)
  // Who has this number cannot be told here: nothing found would be an answer.
  const isUntold = computed(() => isAlone.value && why.value === 'number')

  watch(
    () => isFar.value && JSON.stringify(asked()),
    (now) => {
      if (now !== false) void (far.isBack ? far.refresh() : far.restart())
    },
    { immediate: true },
  )

  watch(here.isHere, (now) => now && here.atLeast(far.rows.value.length), { flush: 'sync' })

  const rows = computed((): Listed[] => (isHere.value ? here.rows.value : far.rows.value))

  /** To both, as the phone may have been told its register before the list is come back to. */
  function leave(): void {
    here.leave(rows.value.length)
    far.leave()
  }

  async function refresh(): Promise<void> {
    busy.value = true
    await (isFar.value ? far.refresh() : pull())
    busy.value = false
  }

  return {
    isHere,
    /** This phone holds the register, whatever is asked. */
    isHeld: here.isHere,
    rows,
    found: computed(() => (isHere.value ? here.found.value : far.rows.value.length)),
    total: here.total,
    tags: here.tags,
    hasMore: computed(() => (isHere.value ? here.hasMore.value : far.hasMore.value)),
    isAsked: computed(() =>
      isHere.value ? here.isRead.value && !isUntold.value : far.isAsked.value,
    ),
    loading: computed(() => busy.value || isUnread.value || (isFar.value && far.loading.value)),
    refusal: computed(() => (isHere.value ? null : far.refusal.value)),
    note: computed(() => (isAlone.value && why.value ? FAR[why.value] : '')),
    more: () => (isHere.value ? here.more() : void far.more()),
    refresh,
    leave,
  }
}

/** Whoever pulls the list down wants what is new at the server. */
async function pull(): Promise<void> {
  await (await phone()).engine.hurry().catch(() => undefined)
}
